// Signs and words of complaints: colour never speaks alone (interface §1.7).
import type { ImportIssue, ImportLine } from './types'

export const SIGN: Record<string, string> = { error: '✕', warning: '!' }
export const SEVERITY_LABEL: Record<string, string> = { error: '错误', warning: '提示' }

/** The worst complaint about a cell: "error", "warning" or "". */
export function cellMark(line: ImportLine, col: number): string {
  let worst = ''
  for (const i of line.issues ?? []) {
    if (i.col !== col) continue
    if (i.severity === 'error') return 'error'
    worst = 'warning'
  }
  return worst
}

/** The worst complaint of a row; one that a person leaves out has none open. */
export function lineMark(line: ImportLine): string {
  if (line.decision === 'skip') return ''
  const all = line.issues ?? []
  return all.some((i) => i.severity === 'error') ? 'error' : all.length > 0 ? 'warning' : ''
}

/** A complaint in one line: the column it is about, and what is wrong. */
export const issueText = (i: ImportIssue) => (i.field ? `${i.field}：${i.message}` : i.message)

/** Why a row is not imported, where no complaint says it already. */
export const whyText = (line: ImportLine) => ((line.issues ?? []).some((i) => i.message === line.why) ? '' : (line.why ?? ''))

/** The column of the first cell to mend, the worst first; undefined when no cell is named. */
export function badColumn(line: ImportLine): number | undefined {
  const placed = (line.issues ?? []).filter((i) => i.col)
  return (placed.find((i) => i.severity === 'error') ?? placed[0])?.col
}

const DECIDED: Record<string, string> = { new: '作为新记录导入', update: '合并更新', skip: '不导入这一行', accept: '接受提示，照样导入' }

/** What a person decided about a row, with the reason; "" for nothing. */
export const decisionText = (line: ImportLine) => (line.decision ? DECIDED[line.decision] + (line.reason ? `（${line.reason}）` : '') : '')

/** Everything about a row in one line, for the second line of the grid. */
export function lineText(line: ImportLine): string {
  const words = (line.issues ?? []).map(issueText)
  const why = whyText(line)
  if (why) words.unshift(why)
  if (line.decision && line.decision !== 'skip') words.unshift(decisionText(line))
  if (line.changes?.length) words.push('会改：' + line.changes.map((c) => `${c.field} ${c.from || '（空）'} → ${c.to || '（空）'}`).join('，'))
  return words.join('；')
}

export const isDuplicate = (line: ImportLine) => (line.issues ?? []).some((i) => i.code.startsWith('E_DUPLICATE'))

/** Whether a person has something to decide about the row. */
export const hasWarning = (line: ImportLine) => (line.issues ?? []).some((i) => i.severity === 'warning')

/** What the row is called: the cell of its main column, else its row number. */
export function lineTitle(line: ImportLine, main: number | undefined): string {
  const text = line.cells?.find((c) => c.col === main)?.text
  return text || `第 ${line.row} 行`
}
