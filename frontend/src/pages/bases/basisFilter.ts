// The filter of a new basis as it is ticked on the page.
import type { BasisFilter } from '@/api/types'

export interface Ticks {
  origins: string[]
  currency: string[]
  months: string[]
  units: string[]
  chains: string[]
  adjustments: string[]
  states: string[]
  fixed: '' | 'yes' | 'no'
  fdi: '' | 'yes' | 'no'
}

export const noTicks = (): Ticks => ({ origins: [], currency: [], months: [], units: [], chains: [], adjustments: [], states: [], fixed: '', fdi: '' })

/** Only what is ticked filters. */
export function filterOf(t: Ticks): BasisFilter {
  const out: Record<string, unknown> = {}
  for (const key of ['origins', 'currency', 'adjustments', 'states'] as const) if (t[key].length > 0) out[key] = t[key]
  for (const key of ['months', 'units', 'chains'] as const) if (t[key].length > 0) out[key] = t[key].map(Number).sort((a, b) => a - b)
  for (const key of ['fixed', 'fdi'] as const) if (t[key]) out[key] = t[key] === 'yes'
  return out as BasisFilter
}

export const ADJUSTMENT_LABEL = { own: '当月发生', sameYear: '本年跨期调整' }
export const COUNTED_STATE_LABEL = { verified: '已核定', submitted: '已报待核' }
export const MONTHS = Array.from({ length: 12 }, (_, i) => ({ value: String(i + 1), label: `${i + 1}月` }))
