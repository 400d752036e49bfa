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

/** Which lines a figure takes: '' what is credited to its unit; by the ground; 联合引进 (crm.FigureSide). */
export type FigureSide = '' | 'ground' | 'out' | 'in' | 'joint'

/** The 查数码 of one side of a number; "" without a basis or one unit. */
export function sideCode(at: FigureAt, indicator: string, basis: string, field: FigureField, side: FigureSide): string {
  if (!basis || !at.unit || !at.month) return ''
  const from = at.snapshot ? `@${at.snapshot}` : at.asKnown ? `@${at.asKnown}` : ''
  const window = at.from && at.from !== at.month ? `${at.from}_${at.month}` : at.month
  return [window, indicator, basis, at.unit, field].join('.') + (side && `:${side}`) + from + (at.chain ? `~${at.chain}` : '')
}

/** The 查数码 of a figure's number; "" where there is no number, no basis, or no one unit. */
export function figureCode(at: FigureAt, indicator: string, figure: Figure | undefined, field: FigureField): string {
  const value = figure?.[field]
  if (!figure || value === null || value === undefined) return ''
  return sideCode(at, indicator, figure.basis, field, '')
}

/** The same figure's 查数码 for another field. */
export const otherField = (code: string, field: FigureField) => code.replace(/\.(month|adjust|cumulative|lastYear|target)(?=$|[@~:])/, `.${field}`)

/** The page of a 查数码. */
export const figurePage = (code: string) => `/figures/${encodeURIComponent(code)}`
