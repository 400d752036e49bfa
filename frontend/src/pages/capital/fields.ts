import type { CapitalEntry, Part } from '@/api/types'
import type { Field, Values } from '@/components/form/types'
import { CAPITAL_FORMS, CAPITAL_USES } from '@/lib/labels'
import type { Currency } from '@/lib/money'

/** One entry: one arrival of money on one project in one month. */
export const capitalFields: Field[] = [
  { name: 'projectId', label: '项目', kind: 'project', required: true, wide: true },
  { name: 'month', label: '月报月份', kind: 'month', required: true },
  { name: 'arrivedOn', label: '到账日期', kind: 'date', required: true },
  { name: 'amount', label: '申报金额（折人民币）', kind: 'money', required: true },
  { name: 'fixed', label: '固定资产', kind: 'check', placeholder: '形成固定资产' },
  { name: 'form', label: '出资形式', kind: 'radio', options: CAPITAL_FORMS, required: true, wide: true },
  { name: 'use', label: '资金用途', kind: 'radio', options: CAPITAL_USES, required: true, wide: true },
  { name: 'note', label: '说明', kind: 'textarea', maxlength: 1000, wide: true },
]

/** A part as it is edited: the amount may still be missing. */
export interface PartLine {
  origin: Part['origin']
  currency: Currency
  amount: number | null
  fdi: boolean
}

export const partLines = (parts: Part[] | null | undefined): PartLine[] => (parts ?? []).map((p) => ({ origin: p.origin, currency: p.currency, amount: p.amount, fdi: p.fdi }))

/** The form's values as the wire's CapitalInput. */
export function capitalInput(v: Values, parts: PartLine[]): Values {
  return { ...v, projectId: Number(v.projectId), parts: parts.filter((p) => p.amount !== null && p.amount !== 0) }
}

export function capitalValues(e: CapitalEntry): Values {
  return { projectId: String(e.projectId), month: e.month, arrivedOn: e.arrivedOn, amount: e.amount, fixed: e.fixed, form: e.form, use: e.use, note: e.note }
}
