// How figures of indicators read: their unit, their pace, their place in a table.
import type { Figure, GoalCard } from '@/api/types'
import { EMPTY, wan, yi } from '@/lib/money'
import type { PaceFigure } from '@/lib/paceline'

/** A value in the indicator's unit (亿元, 万美元, 个, 户); none is "—", never 0. */
export function unitText(unit: string, value: number | null | undefined): string {
  if (value === null || value === undefined) return EMPTY
  if (unit.startsWith('亿')) return yi(value)
  if (unit.startsWith('万')) return wan(value)
  return String(value)
}

/** The same with the unit behind it. */
export const withUnit = (unit: string, value: number | null | undefined) => (value === null || value === undefined ? EMPTY : `${unitText(unit, value)} ${unit}`)

/** A card's figure for the pace bar; the exact gap comes from the server. */
export function paceOf(c: Pick<GoalCard, 'figure' | 'ahead'>): PaceFigure {
  const f = c.figure as Figure & PaceFigure
  return { ...f, due: c.ahead === null || c.ahead === undefined ? null : f.cumulative - c.ahead }
}
