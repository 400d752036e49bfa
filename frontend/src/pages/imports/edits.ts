// Cells that a person corrects: what is typed, what waits to be sent, and how both lie over what the server answered.
import type { ImportCell, ImportFix, ImportLine } from './types'

/** One cell being edited. */
export interface Editing {
  seq: number
  col: number
  /** As it stood before. */
  from: string
  text: string
}

const place = (f: { sheet: string; row: number; col: number }) => `${f.sheet}\u0000${f.row}\u0000${f.col}`

export const begin = (line: ImportLine, col: number): Editing => ({ seq: line.seq, col, from: cellText(line, col), text: cellText(line, col) })

export const cellText = (line: ImportLine, col: number) => line.cells?.find((c) => c.col === col)?.text ?? ''

/** The fix that saving makes; null when nothing was changed. */
export function fixOf(e: Editing, line: ImportLine): ImportFix | null {
  return e.text.trim() === e.from.trim() ? null : { sheet: line.sheet, row: line.row, col: e.col, text: e.text.trim() }
}

/** Adds fixes to those that wait; a later one of the same cell replaces the earlier. */
export function queued(waiting: ImportFix[], more: ImportFix[]): ImportFix[] {
  const by = new Map(waiting.map((f) => [place(f), f]))
  for (const f of more) by.set(place(f), f)
  return Array.from(by.values())
}

/** The line with the waiting fixes laid over its cells; what was wrong with those is not known any more. */
export function overlaid(line: ImportLine, waiting: ImportFix[]): ImportLine {
  const mine = waiting.filter((f) => f.sheet === line.sheet && f.row === line.row && f.text !== null)
  if (mine.length === 0) return line
  const cells = new Map<number, ImportCell>((line.cells ?? []).map((c) => [c.col, c]))
  for (const f of mine) cells.set(f.col, { col: f.col, text: f.text!, fixed: true })
  const issues = (line.issues ?? []).filter((i) => !mine.some((f) => f.col === i.col))
  return { ...line, issues, cells: Array.from(cells.values()).sort((a, b) => a.col - b.col) }
}

/** Where Tab leads: the next column that is shown, null at the row's end. */
export function nextColumn(cols: number[], at: number, back = false): number | null {
  const i = cols.indexOf(at) + (back ? -1 : 1)
  return i >= 0 && i < cols.length ? cols[i] : null
}
