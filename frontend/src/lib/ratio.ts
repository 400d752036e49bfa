// Ratios come from the server as decimal text with four places ("0.8350"); they are
// only moved and rounded here, never computed from money.
import { EMPTY, roundDiv } from './money'

/** The ratio in ten-thousandths: "0.8350" → 8350; null for none. */
export function tenThousandths(ratio: string | null | undefined): number | null {
  const m = /^(-?)(\d+)\.(\d{4})$/.exec(ratio ?? '')
  if (!m) return null
  const n = Number(m[2]) * 10_000 + Number(m[3])
  return m[1] ? -n : n
}

/** Percent with one decimal: "0.8350" → 83.5%; none → "—". */
export function percent(ratio: string | null | undefined): string {
  const n = tenThousandths(ratio)
  return n === null ? EMPTY : oneDecimal(roundDiv(n, 10)) + '%'
}

/** Signed percent for 同比: +8.4%, -1.2%, 0.0%. */
export function signedPercent(ratio: string | null | undefined): string {
  const n = tenThousandths(ratio)
  if (n === null) return EMPTY
  const p = roundDiv(n, 10)
  return (p > 0 ? '+' : '') + oneDecimal(p) + '%'
}

/** Percentage points given with two decimals ("-5.84") printed with one: -5.8. */
export function points(pp: string | null | undefined): string {
  const t = tenths(pp)
  return t === null ? EMPTY : (t > 0 ? '+' : '') + oneDecimal(t)
}

export type Pace = 'ahead' | 'on' | 'behind'

/** 超序时, 达序时 or 欠序时. The word follows the printed gap: 0.0 is 达序时 (domain §8). */
export function pace(gapPp: string | null | undefined): Pace | null {
  const t = tenths(gapPp)
  if (t === null) return null
  return t > 0 ? 'ahead' : t < 0 ? 'behind' : 'on'
}

export const PACE_WORD: Record<Pace, string> = { ahead: '超序时', on: '达序时', behind: '欠序时' }

function tenths(pp: string | null | undefined): number | null {
  const m = /^(-?)(\d+)\.(\d{2})$/.exec(pp ?? '')
  if (!m) return null
  const n = roundDiv(Number(m[2]) * 100 + Number(m[3]), 10)
  return m[1] && n !== 0 ? -n : n
}

function oneDecimal(t: number): string {
  const abs = Math.abs(t)
  return (t < 0 ? '-' : '') + Math.trunc(abs / 10) + '.' + (abs % 10)
}
