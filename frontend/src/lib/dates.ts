// Dates are text 'YYYY-MM-DD', months 'YYYY-MM', instants RFC 3339 UTC. They are
// handled as text and UTC only, so the browser's zone never moves a day.
import { EMPTY, halfWidth } from './money'

const pad = (n: number) => String(n).padStart(2, '0')
const utc = (date: string) => new Date(date + 'T00:00:00Z')
const text = (d: Date) => d.toISOString().slice(0, 10)

/** Whether s is a real calendar day. */
export function isDate(s: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(s) && !Number.isNaN(utc(s).getTime()) && text(utc(s)) === s
}

export function isMonth(s: string): boolean {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(s)
}

export function addDays(date: string, n: number): string {
  const d = utc(date)
  d.setUTCDate(d.getUTCDate() + n)
  return text(d)
}

export function addMonths(month: string, n: number): string {
  const total = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + n
  return `${Math.floor(total / 12)}-${pad((total % 12) + 1)}`
}

/** Calendar days from a to b, negative when b is earlier. */
export function daysBetween(a: string, b: string): number {
  return Math.round((utc(b).getTime() - utc(a).getTime()) / 86_400_000)
}

/** 2022年8月 */
export function monthText(month: string | null | undefined): string {
  if (!month) return EMPTY
  return `${month.slice(0, 4)}年${Number(month.slice(5, 7))}月`
}

/** A date at the precision it is known with; the wire writes 2022-03-15, 2022-03 or 2022. */
export function dateText(date: string | null | undefined): string {
  if (!date) return EMPTY
  if (date.length === 4) return date + '年'
  if (date.length === 7) return monthText(date)
  return date
}

/** 09-26 within the current year, else the whole date. */
export function shortDate(date: string | null | undefined, today: string): string {
  if (!date || date.length < 10) return dateText(date)
  return date.slice(0, 4) === today.slice(0, 4) ? date.slice(5) : date
}

/** An instant in Beijing time: 2022-09-26 15:30. */
export function timeText(instant: string | number | null | undefined): string {
  if (!instant) return EMPTY
  const d = new Date(instant)
  if (Number.isNaN(d.getTime())) return EMPTY
  const b = new Date(d.getTime() + 8 * 3_600_000).toISOString()
  return b.slice(0, 10) + ' ' + b.slice(11, 16)
}

export type Due = 'overdue' | 'soon' | 'later' | 'none'

/** How urgent a due date is: past, within three days, later. */
export function due(date: string | null | undefined, today: string): Due {
  if (!date) return 'none'
  const left = daysBetween(today, date)
  return left < 0 ? 'overdue' : left <= 3 ? 'soon' : 'later'
}

/** Reads what people type: 2022, 2022.3, 202203, 2022年3月15日, 2022-3-15. Answers the wire's
 *  form at the precision typed (2022, 2022-03, 2022-03-15), null when it is no date. */
export function parseLoose(typed: string): string | null {
  const s = halfWidth(typed).trim()
  const m = /^(\d{4})(?:(?:[-./年]?(\d{2})|[-./年](\d{1,2}))(?:(?:[-./月]?(\d{2})|[-./月](\d{1,2}))日?|月)?|年)?$/.exec(s)
  if (!m) return null
  const month = m[2] ?? m[3]
  const day = m[4] ?? m[5]
  const full = `${m[1]}-${pad(Number(month ?? 1))}-${pad(Number(day ?? 1))}`
  if (!isDate(full)) return null
  return full.slice(0, day ? 10 : month ? 7 : 4)
}
