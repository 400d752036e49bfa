// A form as data. SchemaForm draws every form from this; values are kept in the form of
// the wire (money as minor units, dates as text), selects as text.
import type { Option } from '@/lib/labels'

export type Values = Record<string, unknown>

export type FieldKind =
  | 'text' | 'textarea' | 'number' | 'password' | 'money' | 'date' | 'month' | 'partialDate'
  | 'select' | 'radio' | 'check' | 'company' | 'companies' | 'user' | 'project' | 'industry' | 'percent' | 'shares'

export interface Field {
  /** The request's field name; the server's complaints come back under it. */
  name: string
  label: string
  kind: FieldKind
  required?: boolean
  options?: Option[] | (() => Promise<Option[]>)
  /** Stands below the control. */
  hint?: string
  placeholder?: string
  maxlength?: number
  /** Takes the whole width of a two-column form. */
  wide?: boolean
  /** Shown only when it answers true; hidden fields are not sent. */
  when?: (v: Values) => boolean
  /** A complaint of the page's own, "" when the value is fine. */
  check?: (v: Values) => string
  /** Currency of a money field when it isn't CNY. */
  currency?: (v: Values) => 'CNY' | 'USD'
  autocomplete?: string
  /** Other names under which the server complains about it (companyId, companies). */
  also?: string[]
  /** Behind 更多 on first sight. */
  extra?: boolean
}

/** A company as it is picked or newly named. */
export interface CompanyPick {
  companyId: number
  name: string
}

/** A company met on a visit, with who spoke for it. */
export interface CompanyMet extends CompanyPick {
  counterpart: string
  counterpartTitle: string
  phone: string
}
