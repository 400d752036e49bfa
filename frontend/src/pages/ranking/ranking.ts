// How ranks and their movement read.
import type { Ranking } from '@/api/types'
import { EMPTY } from '@/lib/money'

export const RANK_BY: Record<Ranking['by'], string> = { rate: '完成率', yoy: '同比增幅', total: '总量', gap: '超（欠）序时' }

/** Movement since last month: ↑2, ↓1, 持平; none in January or without a rank then. */
export const moved = (n: number | null | undefined) => (n === null || n === undefined ? EMPTY : n > 0 ? `↑${n}` : n < 0 ? `↓${-n}` : '持平')

/** What the movement is held against. */
export function against(r: Pick<Ranking, 'before' | 'month'>): string {
  if (r.before) return `位次变化对照上月快照 ${r.before}，↑ 为前进。`
  return r.month.endsWith('-01') ? '1 月为年度首月，不计位次变化。' : '上月还没有关账快照，不计位次变化。'
}
