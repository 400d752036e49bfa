// What the check grid can be narrowed to, and how many rows each holds.
import type { ImportBatch, ImportLineCount } from './types'

export interface LineFilter {
  /** The server's word (only=…). */
  only: string
  label: string
  count: keyof Omit<ImportLineCount, 'sheet' | 'table'>
}

export const LINE_FILTERS: LineFilter[] = [
  { only: 'all', label: '全部', count: 'all' },
  { only: 'errors', label: '错误', count: 'errors' },
  { only: 'warnings', label: '提示', count: 'warnings' },
  { only: 'duplicates', label: '重复', count: 'duplicates' },
  { only: 'updates', label: '更新', count: 'updates' },
  { only: 'rejected', label: '不能导入', count: 'rejected' },
]

/** The counts of one table. */
export const countsOf = (b: ImportBatch, sheet: string, table: string) => b.lineCounts?.find((c) => c.sheet === sheet && c.table === table)

/** What a table opens with: its errors when it has any, else everything. */
export const firstFilter = (c: ImportLineCount | undefined) => (c && c.errors > 0 ? 'errors' : 'all')
