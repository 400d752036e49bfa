// Columns of a table: how the grid shows them and how a person corrects what they mean.
import type { Option } from '@/lib/labels'
import type { ImportColumn, ImportColumnMap, ImportSheet, KeyLabel, KindKeys } from './types'

const MAIN = ['project', 'company', 'investors', 'area', 'county']

/** The sheets that were read as tables. */
export const tables = (sheets: ImportSheet[] | null | undefined) => (sheets ?? []).filter((s) => s.role !== 'ignored')
export const ignored = (sheets: ImportSheet[] | null | undefined) => (sheets ?? []).filter((s) => s.role === 'ignored')

/** The name of a table within its file, for the address. */
export const tableId = (s: ImportSheet) => `${s.name}\t${s.first_column ?? ''}`

/** The column that names a row. */
export function mainColumn(s: ImportSheet | undefined): number | undefined {
  for (const key of MAIN) {
    const found = s?.mapping?.find((c) => c.key === key)
    if (found) return found.col
  }
  return s?.mapping?.[0]?.col
}

/** The width of a column in px, by what it is known to hold. */
export function columnWidth(c: ImportColumn): number {
  const longest = Math.max(width(c.label), ...(c.samples ?? []).map(width))
  return Math.max(56, Math.min(220, 26 + longest * 7))
}
// A Chinese character is twice as wide as a Latin one.
const width = (s: string) => Array.from(s).reduce((n, c) => n + (c.charCodeAt(0) > 0xff ? 2 : 1), 0)

/** The keys of a kind as choices; none leaves the column unread. */
export function keyOptions(kinds: KindKeys[], kind: string): Option[] {
  return [{ value: '', label: '不读这一列' }, ...keysOf(kinds, kind).map((k) => ({ value: k.key, label: k.label }))]
}
export const keysOf = (kinds: KindKeys[], kind: string): KeyLabel[] => kinds.find((k) => k.kind === kind)?.keys ?? []

/** A column's key apart from the month that may follow it: period:2022:03 → period: and 2022-03. */
export function splitKey(keys: KeyLabel[], key: string): { key: string; month: string; label?: KeyLabel } {
  const label = keys.find((k) => k.key === key) ?? keys.find((k) => k.month && key.startsWith(k.key))
  return { key: label?.key ?? key, month: label?.month ? key.slice(label.key.length).replace(':', '-') : '', label }
}
export const joinKey = (key: string, month: string) => key + month.replace('-', ':')

/** What is sent of a corrected table. A unit stays only beside a key of amounts. */
export function columnMap(kind: ImportColumnMap['kind'], columns: ImportColumn[], keys: KeyLabel[]): ImportColumnMap {
  return { kind, columns: columns.map((c) => ({ col: c.col, key: c.key, unit: splitKey(keys, c.key).label?.money ? c.unit : '' })) }
}

/** What still has to be settled before a table can be read: the same meaning twice, a period without its month. */
export function faults(columns: ImportColumn[], keys: KeyLabel[]): string[] {
  const out: string[] = []
  const seen = new Map<string, ImportColumn>()
  for (const c of columns) {
    const { label, month } = splitKey(keys, c.key)
    if (label?.month && !month) out.push(`${c.letter} 列“${c.label}”要指定年月`)
    const other = c.key && !c.key.startsWith('-') ? seen.get(c.key) : undefined
    if (other) out.push(`${other.letter} 列和 ${c.letter} 列都对应“${label?.label ?? c.key}”，请留一列`)
    seen.set(c.key, c)
  }
  return out
}

/** 第 3 行, 第 2、3 行 */
export const rowsText = (rows: number[] | null | undefined) => (rows?.length ? `第 ${rows.join('、')} 行` : '')
