// How an office's numbers read. Values of money are 分.
import type { DeskCount, DeskWaiting } from '@/api/types'
import type { Tone } from '@/lib/labels'
import { EMPTY, grouped, yi } from '@/lib/money'

/** A number in its unit; none is "—". */
export function countText(unit: string, value: number | null | undefined): string {
  if (value === null || value === undefined) return EMPTY
  return unit === '亿元' ? yi(value) : grouped(value)
}

/** The page of the rows behind a number. */
export const rowsPage = (office: number, month: string, code: string, span: 'month' | 'year') => ({ path: `/offices/${office}/rows`, query: { month, code, span } })

export const countOf = (counts: DeskCount[] | null, code: string) => (counts ?? []).find((c) => c.code === code)

const TERM: Record<string, Tone> = { open: '', soon: 'amber', late: 'red' }

/** How long a county may still take, in words and colour. */
export function termText(w: Pick<DeskWaiting, 'term' | 'left' | 'dueOn'>): { text: string; tone: Tone } {
  const days = w.left < 0 ? `已逾期 ${-w.left} 个工作日` : w.left === 0 ? '今天到期' : `还剩 ${w.left} 个工作日`
  return { text: w.dueOn ? `${w.dueOn} 前答复，${days}` : '没有期限', tone: TERM[w.term] ?? '' }
}
