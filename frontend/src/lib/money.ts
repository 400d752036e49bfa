// Exact money on the screen. Amounts are integers of minor units (分, cents), never
// floats (domain §3); every step below is integer arithmetic on safe integers.

export type Currency = 'CNY' | 'USD'

/** Money as it travels: minor units with their currency (contract §2). */
export interface Money {
  amount: number
  currency: Currency
}

/** Minor units in one 万 and one 亿 of the major unit. */
export const PER_WAN = 1_000_000
export const PER_YI = 10_000_000_000

export const EMPTY = '—'

const UNIT: Record<Currency, string> = { CNY: '元', USD: '美元' }

/** The column header's unit: 万元 or 万美元. */
export const wanUnit = (c: Currency = 'CNY') => '万' + UNIT[c]
export const yiUnit = (c: Currency = 'CNY') => '亿' + UNIT[c]

/** Divides two integers, rounded half away from zero, exact. */
export function roundDiv(a: number, per: number): number {
  const abs = Math.abs(a)
  const rest = abs % per
  const q = (abs - rest) / per + (rest * 2 >= per ? 1 : 0)
  return a < 0 && q !== 0 ? -q : q
}

/** Prints an integer with thousands separators: 12070 → 12,070. */
export function grouped(n: number): string {
  const sign = n < 0 ? '-' : ''
  return sign + String(Math.abs(n)).replace(/\B(?=(\d{3})+(?!\d))/g, ',')
}

/** Prints minor/per with at most `decimals` places; `fixed` keeps trailing zeros. */
export function scaled(minor: number, per: number, decimals: number, fixed = false): string {
  const pow = 10 ** decimals
  const n = roundDiv(minor, per / pow)
  const abs = Math.abs(n)
  const rest = abs % pow
  let text = grouped((abs - rest) / pow)
  if (decimals > 0) {
    let frac = String(rest).padStart(decimals, '0')
    if (!fixed) frac = frac.replace(/0+$/, '')
    if (frac) text += '.' + frac
  }
  return n < 0 ? '-' + text : text
}

/** A table cell in 万元 (unit named in the header); empty is "—", never 0. */
export function wan(m: Money | number | null | undefined, decimals = 2): string {
  const minor = minorOf(m)
  return minor === null ? EMPTY : scaled(minor, PER_WAN, decimals)
}

/** A card figure in 亿元: two decimals, one from 100 亿 on (interface §1.5). */
export function yi(m: Money | number | null | undefined): string {
  const minor = minorOf(m)
  if (minor === null) return EMPTY
  return scaled(minor, PER_YI, Math.abs(minor) >= 100 * PER_YI ? 1 : 2, true)
}

/** Running text with its unit: 1.21 亿元, 1,980 万元, 320 元. */
export function moneyText(m: Money | null | undefined): string {
  if (!m) return EMPTY
  const abs = Math.abs(m.amount)
  if (abs >= PER_YI) return `${yi(m)} ${yiUnit(m.currency)}`
  if (abs >= PER_WAN || abs === 0) return `${wan(m)} ${wanUnit(m.currency)}`
  return `${scaled(m.amount, 100, 2)} ${UNIT[m.currency]}`
}

/** The exact decimal text of an amount in 万元, for editing: 123450000 → "123.45". */
export function wanInput(minor: number): string {
  const abs = Math.abs(minor)
  const rest = abs % PER_WAN
  const frac = String(rest).padStart(6, '0').replace(/0+$/, '')
  const text = String((abs - rest) / PER_WAN) + (frac ? '.' + frac : '')
  return minor < 0 ? '-' + text : text
}

export type Parsed = { ok: true; minor: number } | { ok: false; error: string }

/** Reads typed 万元 into minor units; finer than one minor unit is an error, never rounded. */
export function parseWan(typed: string): Parsed {
  return parseUnits(typed, 6, '万元')
}

/** Reads decimal text in a unit of 10^digits minor units, exactly. */
export function parseUnits(typed: string, digits: number, unit: string): Parsed {
  const text = halfWidth(typed).replace(/[,\s]/g, '')
  const m = /^(-?)(\d+)(?:\.(\d*))?$/.exec(text)
  if (!m) return { ok: false, error: `“${typed.trim()}”不是数，请写成 1234.56 这样的数` }
  const frac = (m[3] ?? '').replace(/0+$/, '')
  if (frac.length > digits) return { ok: false, error: digits ? `“${typed.trim()}”比 1 分还细，请减少小数位` : `“${typed.trim()}”须是整数` }
  const whole = m[2].replace(/^0+(?=\d)/, '')
  if (whole.length + digits > 15) return { ok: false, error: `“${typed.trim()}”太大，单位是${unit}，请核对` }
  const minor = Number(whole + frac.padEnd(digits, '0'))
  return { ok: true, minor: m[1] && minor !== 0 ? -minor : minor }
}

/** Full-width digits and marks as input methods leave them, to half width. */
export function halfWidth(s: string): string {
  return s.replace(/[！-～]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replace(/　/g, ' ').replace(/。/g, '.')
}

/** Sums exactly; all of one currency. */
export const sum = (amounts: number[]) => amounts.reduce((a, b) => a + b, 0)

function minorOf(m: Money | number | null | undefined): number | null {
  if (m === null || m === undefined) return null
  return typeof m === 'number' ? m : m.amount
}
