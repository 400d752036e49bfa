import type { CompanyPick, Field, Values } from './types'

/** Whether a value counts as given. */
export function given(v: unknown): boolean {
  if (v === null || v === undefined || v === '') return false
  if (typeof v === 'object' && 'companyId' in v) return (v as CompanyPick).name.trim() !== ''
  if (typeof v === 'string') return v.trim() !== ''
  return true
}

/** The fields that are drawn for these values. */
export const visible = (fields: Field[], v: Values): Field[] => fields.filter((f) => !f.when || f.when(v))

/** What the page itself finds wrong, field by field; the server judges again. */
export function validate(fields: Field[], v: Values): Record<string, string> {
  const errors: Record<string, string> = {}
  for (const f of visible(fields, v)) {
    if (f.required && !given(v[f.name])) errors[f.name] = `${choose(f) ? '请选择' : '请填写'}${f.label}`
    else if (f.check && given(v[f.name])) {
      const line = f.check(v)
      if (line) errors[f.name] = line
    }
  }
  return errors
}

/** The values to send: visible and given ones only. */
export function payload(fields: Field[], v: Values): Values {
  const out: Values = {}
  for (const f of visible(fields, v)) {
    const value = v[f.name]
    if (f.kind === 'check') out[f.name] = value === true
    else if (given(value)) out[f.name] = typeof value === 'string' && f.kind !== 'password' ? value.trim() : value
  }
  return out
}

const choose = (f: Field) => ['select', 'radio', 'date', 'month', 'user', 'project', 'industry'].includes(f.kind)
