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
