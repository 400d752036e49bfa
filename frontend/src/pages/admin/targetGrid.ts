// The targets of a year as a sheet: rows are indicators, columns the city and its units.
import type { TargetGrid, TargetRow } from '@/api/types'
import { EMPTY, parseUnits, type Parsed, scaled } from '@/lib/money'

const DIGITS: Record<string, number> = { 亿元: 10, 亿美元: 10, 万元: 6, 万美元: 6, 元: 2, 美元: 2 }

/** Minor units in a row's unit as a power of ten; counts have none. */
export const digitsOf = (row: Pick<TargetRow, 'unit' | 'kind'>) => (row.kind === 'money' ? (DIGITS[row.unit] ?? 2) : 0)

/** A value in the row's unit; no target is "—", never 0. */
export function valueText(row: Pick<TargetRow, 'unit' | 'kind'>, value: number | null | undefined): string {
  if (value === null || value === undefined) return EMPTY
  const digits = digitsOf(row)
  return scaled(value, 10 ** digits, Math.min(digits, 4))
}

export const parseValue = (row: Pick<TargetRow, 'unit' | 'kind'>, typed: string): Parsed => parseUnits(typed, digitsOf(row), row.unit)

export const cellKey = (row: Pick<TargetRow, 'indicator' | 'basis'>, unitId: number) => `${row.indicator}|${row.basis}|${unitId}`

/** What is typed in every cell, exact, without separators; the city's is under unit 0. */
export function cells(grid: TargetGrid): Record<string, string> {
  const out: Record<string, string> = {}
  const exact = (row: TargetRow, v: number) => scaled(v, 10 ** digitsOf(row), digitsOf(row)).replace(/,/g, '')
  for (const row of grid.rows ?? []) {
    if (row.whole) out[cellKey(row, 0)] = exact(row, row.whole.value)
    for (const t of row.units ?? []) out[cellKey(row, t.unitId)] = exact(row, t.value)
  }
  return out
}

export interface Change {
  year: number
  unitId: number
  indicator: string
  basis: string
  value: number | null
}

/** The cells that differ, ready to send. A cell that
 *  can't be read is named in `error`, and nothing is sent. */
export function changes(grid: TargetGrid, typed: Record<string, string>): { list: Change[]; error: string } {
  const before = cells(grid)
  const list: Change[] = []
  for (const row of grid.rows ?? []) {
    for (const unit of [{ id: 0, name: '全市' }, ...(grid.units ?? [])]) {
      const key = cellKey(row, unit.id)
      const text = (typed[key] ?? '').trim()
      if (text === (before[key] ?? '')) continue
      const parsed = text === '' || text === EMPTY ? null : parseValue(row, text)
      if (parsed && !parsed.ok) return { list: [], error: `${row.label}，${unit.name}：${parsed.error}` }
      list.push({ year: grid.year, unitId: unit.id || grid.rootId, indicator: row.indicator, basis: row.basis, value: parsed && parsed.ok ? parsed.minor : null })
    }
  }
  return { list, error: '' }
}

/** Rows and cells of a block copied in a sheet program. */
export const pasted = (text: string): string[][] => text.replace(/\r/g, '').replace(/\n$/, '').split('\n').map((l) => l.split('\t'))
