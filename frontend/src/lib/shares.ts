// Shares of units as they are typed and as they are told.
import type { Attribution, Share, Transfer } from '@/api/types'
import { INDICATOR_LABEL } from '@/lib/labels'

/** A line of the editor: a select keeps an id as text. */
export interface ShareLine {
  unitId: string
  bp: number | null
}

export const linesOf = (shares: Share[]): ShareLine[] => shares.map((s) => ({ unitId: String(s.unitId), bp: s.bp }))
export const sumOf = (lines: ShareLine[]): number => lines.reduce((n, l) => n + (l.bp ?? 0), 0)

/** The lines that say something, as the wire wants them. */
export const sharesOf = (lines: ShareLine[]): Share[] => lines.filter((l) => l.unitId && l.bp).map((l) => ({ unitId: Number(l.unitId), bp: l.bp! }))

/** What is wrong with lines that must sum to 100 %, "" for nothing. */
export function wholeness(lines: ShareLine[]): string {
  if (lines.some((l) => l.bp && !l.unitId)) return '请选择单位'
  const sum = sumOf(lines)
  return sum === 10_000 ? '' : `归属比例合计须为 100%，现在是 ${sum / 100}%`
}

export const sharesText = (shares: Share[]): string => shares.map((s) => `${s.unitName} ${s.bp / 100}%`).join('、')

/** A version of a project's attribution: what it speaks of, from when, and the shares. */
export function versionText(a: Pick<Attribution, 'indicator' | 'fromYear' | 'shares'>): string {
  const of = a.indicator ? (INDICATOR_LABEL[a.indicator] ?? a.indicator) : '全部指标'
  return `${of}${a.fromYear ? `，${a.fromYear} 年起` : ''}：${sharesText(a.shares ?? [])}`
}

/** What a transfer agrees for the attribution, in words; "" for nothing. */
export function agreementText(t: Pick<Transfer, 'preset' | 'homeId' | 'shares'> & { fromName?: string }): string {
  const shares = t.shares ?? []
  if (!t.preset || shares.length === 0) return ''
  if (t.preset !== 'enclave') return `统计归属：${sharesText(shares)}`
  const home = shares.find((s) => s.unitId === t.homeId)?.unitName ?? '飞出地'
  return `统计归属按飞地：前期全归${home}，之后 ${sharesText(shares)}`
}
