import type { Holiday } from '@/api/types'

/** One day of a year's table as it is shown and pressed. */
export interface DayCell {
  day: string
  number: number
  weekend: boolean
  /** worked in the end, by the table or the weekday */
  worked: boolean
  /** the table says otherwise than the weekday */
  marked: boolean
  name: string
}

/** The cells of a month, and how many empty ones stand before the first (the week begins on Monday). */
export function monthCells(year: number, month: number, table: Map<string, Holiday>): { before: number; days: DayCell[] } {
  const first = new Date(Date.UTC(year, month - 1, 1))
  const count = new Date(Date.UTC(year, month, 0)).getUTCDate()
  const days = Array.from({ length: count }, (_, i) => {
    const d = new Date(Date.UTC(year, month - 1, i + 1))
    const day = d.toISOString().slice(0, 10)
    const weekend = d.getUTCDay() % 6 === 0
    const h = table.get(day)
    return { day, number: i + 1, weekend, worked: h ? h.workday : !weekend, marked: !!h, name: h?.name ?? '' }
  })
  return { before: (first.getUTCDay() + 6) % 7, days }
}

/** Turns a day to what it may be next: a weekday is worked or free; a day of the weekend free, worked, or free as a
 *  named part of a holiday. Names are what was typed, else what the table said at first. */
export function pressed(table: Map<string, Holiday>, cell: DayCell, typed: string, first: Map<string, Holiday>): Map<string, Holiday> {
  const next = new Map(table)
  const name = typed || (first.get(cell.day)?.name ?? '')
  const set = (workday: boolean) => next.set(cell.day, { day: cell.day, workday, name })
  if (!cell.weekend) {
    if (cell.marked) next.delete(cell.day)
    else set(false)
  } else if (!cell.marked) set(true)
  else if (cell.worked && name) set(false)
  else next.delete(cell.day)
  return next
}

export function tableOf(list: Holiday[]): Map<string, Holiday> {
  return new Map(list.map((h) => [h.day, h]))
}

export function listOf(table: Map<string, Holiday>): Holiday[] {
  return [...table.values()].sort((a, b) => (a.day < b.day ? -1 : 1))
}
