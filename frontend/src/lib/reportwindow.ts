// The months that a report covers, as the server writes them: 2022-08, 2022Q3, 2022H1, 2022 or
// 2022-03..2022-09. A quarter or year that still runs is offered up to the latest month.
import { isMonth, monthText } from './dates'
import type { Option } from './labels'

export type Span = 'month' | 'quarter' | 'half' | 'year' | 'free'
export const SPAN_LABEL: Record<Span, string> = { month: '月', quarter: '季度', half: '半年', year: '年', free: '自定' }

const SIZE = { quarter: 3, half: 6, year: 12 }
const month = (year: string, n: number) => `${year}-${String(n).padStart(2, '0')}`

/** The first and last month of a window; null when it can't be read. */
export function endsOf(window: string): { from: string; to: string } | null {
  const [from, to] = window.split('..')
  if (to !== undefined) return isMonth(from) && isMonth(to) ? { from, to } : null
  if (isMonth(window)) return { from: window, to: window }
  const m = /^(\d{4})(?:Q([1-4])|H([12]))?$/.exec(window)
  if (!m) return null
  const size = m[2] ? SIZE.quarter : m[3] ? SIZE.half : SIZE.year
  const first = (Number(m[2] ?? m[3] ?? 1) - 1) * size + 1
  return { from: month(m[1], first), to: month(m[1], first + size - 1) }
}

/** The windows of a span among the months, newest first. `months` is newest first too. */
export function windowsOf(span: Span, months: string[]): Option[] {
  if (span === 'month' || span === 'free') return months.map((m) => ({ value: m, label: monthText(m) }))
  const size = SIZE[span]
  const out = new Map<string, Option>()
  for (const m of months) {
    const year = m.slice(0, 4)
    const part = Math.ceil(Number(m.slice(5)) / size)
    const first = month(year, (part - 1) * size + 1)
    if (out.has(first)) continue
    const last = month(year, part * size)
    const runs = last > months[0]
    const value = runs ? `${first}..${months[0]}` : span === 'year' ? year : `${year}${span === 'half' ? 'H' : 'Q'}${part}`
    out.set(first, { value, label: named(span, year, part) + (runs ? `（至${Number(months[0].slice(5))}月）` : '') })
  }
  return [...out.values()]
}

function named(span: Span, year: string, part: number): string {
  if (span === 'quarter') return `${year}年第${'一二三四'[part - 1]}季度`
  return span === 'half' ? `${year}年${'上下'[part - 1]}半年` : `${year}年`
}

/** The span that a window belongs to; `now` wins where it offers the window too. */
export function spanOf(window: string, months: string[], now?: Span): Span {
  const offers = (s: Span) => s !== 'free' && windowsOf(s, months).some((o) => o.value === window)
  if (now && (now === 'free' || offers(now))) return now
  return (['month', 'quarter', 'half', 'year'] as const).find(offers) ?? (isMonth(window) ? 'month' : 'free')
}

/** The window of another span that holds the last month of the one chosen. */
export function within(span: Span, window: string, months: string[]): string {
  const ends = endsOf(window)
  if (span === 'free') return ends ? `${ends.from}..${ends.to > months[0] ? months[0] : ends.to}` : window
  const list = windowsOf(span, months)
  const holds = (o: Option) => {
    const e = endsOf(o.value)
    return e && ends && e.from <= ends.to && ends.to <= e.to
  }
  return (list.find(holds) ?? list[0])?.value ?? window
}
