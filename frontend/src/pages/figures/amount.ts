// How the exact values behind a figure read.
import type { FigureRows } from '@/api/types'
import { EMPTY, grouped, scaled, PER_WAN, wanUnit, type Currency } from '@/lib/money'

type Measure = Pick<FigureRows, 'kind' | 'currency' | 'unit'>

/** The unit of a column of amounts: 万元, 万美元, 个, 户. */
export const columnUnit = (m: Measure) => (m.kind === 'money' ? wanUnit((m.currency || 'CNY') as Currency) : m.unit)

/** A table cell: money to the 分 in 万, counts whole. */
export const cell = (m: Measure, v: number) => (m.kind === 'money' ? scaled(v, PER_WAN, 6) : grouped(v))

/** A value to the 分 with its unit; none is "—". */
export const exact = (m: Measure, v: number | null | undefined) => (v === null || v === undefined ? EMPTY : `${cell(m, v)} ${columnUnit(m)}`)

/** Why a number, or a part of it, has no rows; "" when every part has. */
export function rowless(f: Pick<FigureRows, 'field' | 'value' | 'source' | 'historic' | 'typed' | 'total' | 'rowsVisible'> & Measure): string {
  if (f.field === 'target') return '年度任务是下达的数，没有明细。'
  if (f.value === null || f.value === undefined) return `${f.source}，没有明细。`
  const parts = [f.historic ? `${exact(f, f.historic)} 是上线前的历史汇总数` : '', f.typed ? `${exact(f, f.typed)} 是部门月报手工填报的数` : ''].filter(Boolean)
  if (parts.length === 1 && f.total === 0 && (f.historic || f.typed) === f.value) return `这个数${f.historic ? '是上线前的历史汇总数' : '是部门月报手工填报的数'}，只有合计，没有明细。`
  if (parts.length > 0) return `其中 ${parts.join('，')}，只有合计，没有明细。`
  if (f.total > 0 || !f.rowsVisible) return ''
  return f.source.includes('手工填报') ? '这个指标由部门月报手工填报，没有明细；这几个月填报数合计为 0 或未填。' : '没有计入这个数的条目。'
}
