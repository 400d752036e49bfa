import type { FigureChange } from '@/api/types'
import { EMPTY, scaled } from '@/lib/money'

const FIELD: Record<string, string> = { target: '年度任务', month: '本月', adjust: '其中跨期调整', cumulative: '累计', lastYear: '上年同期', rank: '位次' }

/** What a figure's field is called. */
export const fieldText = (field: string): string => FIELD[field] ?? field

/** A figure in its unit with up to two decimals more than it is printed with, so that a small change shows. */
export function figureText(n: number | null | undefined, per: number): string {
  return n === null || n === undefined ? EMPTY : scaled(n, per, per > 1 ? 6 : 0)
}

/** Before and after of one changed figure; a rank has no unit. */
export function changeText(f: FigureChange): [string, string] {
  const per = f.field === 'rank' ? 1 : f.per
  return [figureText(f.before, per), figureText(f.after, per)]
}
