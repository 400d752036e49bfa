// 查数码: the text that names one number of one report (crm.FigureRef).
import type { Figure } from '@/api/types'

/** Where a figure stands: month (from the first of several), unit by its code, chain by its
 *  id, and the snapshot or day it was read from. */
export interface FigureAt {
  from?: string
  month: string
  unit: string
  snapshot?: string
  asKnown?: string
  chain?: string
}

export type FigureField = 'month' | 'adjust' | 'cumulative' | 'lastYear' | 'target'

/** The 查数码 of a figure's number; "" where there is no number, no basis, or no one unit. */
export function figureCode(at: FigureAt, indicator: string, figure: Figure | undefined, field: FigureField): string {
  const value = figure?.[field]
  if (!figure?.basis || !at.unit || !at.month || value === null || value === undefined) return ''
  const from = at.snapshot ? `@${at.snapshot}` : at.asKnown ? `@${at.asKnown}` : ''
  const window = at.from && at.from !== at.month ? `${at.from}_${at.month}` : at.month
  return [window, indicator, figure.basis, at.unit, field].join('.') + from + (at.chain ? `~${at.chain}` : '')
}

/** The same figure's 查数码 for another field. */
export const otherField = (code: string, field: FigureField) => code.replace(/\.(month|adjust|cumulative|lastYear|target)(?=$|[@~])/, `.${field}`)

/** The page of a 查数码. */
export const figurePage = (code: string) => `/figures/${encodeURIComponent(code)}`
