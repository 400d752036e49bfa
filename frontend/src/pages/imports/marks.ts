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

/** The worst complaint of a row. */
export function lineMark(line: ImportLine): string {
  const all = line.issues ?? []
  return all.some((i) => i.severity === 'error') ? 'error' : all.length > 0 ? 'warning' : ''
}

/** A complaint in one line: the column it is about, and what is wrong. */
export const issueText = (i: ImportIssue) => (i.field ? `${i.field}：${i.message}` : i.message)

/** Everything about a row in one line, for the second line of the grid. */
export function lineText(line: ImportLine): string {
  const words = (line.issues ?? []).map(issueText)
  if (line.why) words.unshift(line.why)
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
