import { describe, expect, it } from 'vitest'
import { grouped, moneyText, parseUnits, parseWan, PER_WAN, PER_YI, roundDiv, scaled, wan, wanInput, yi } from './money'

const cny = (amount: number) => ({ amount, currency: 'CNY' as const })

describe('roundDiv', () => {
  it.each([
    [5, 10, 1],
    [-5, 10, -1],
    [4, 10, 0],
    [-4, 10, 0],
    [9_007_199_254_740_991, 1_000_000, 9_007_199_255],
  ])('%d / %d → %d', (a, per, want) => expect(roundDiv(a, per)).toBe(want))
})

describe('display', () => {
  it('groups thousands', () => expect([0, 999, 1000, -1234567].map(grouped)).toEqual(['0', '999', '1,000', '-1,234,567']))
  it('shows 万元 without trailing zeros', () => expect(wan(cny(123_450_000))).toBe('123.45'))
  it('rounds only at display', () => expect(wan(cny(1_234_565_000))).toBe('1,234.57'))
  it('empty is a dash, zero is zero', () => expect([wan(null), wan(cny(0)), yi(undefined)]).toEqual(['—', '0', '—']))
  it('cards have two decimals, one from 100 亿 on', () => {
    expect([yi(cny(121 * PER_YI / 100)), yi(cny(9_999 * PER_YI / 100)), yi(cny(100 * PER_YI)), yi(cny(1100 * PER_YI))])
      .toEqual(['1.21', '99.99', '100.0', '1,100.0'])
  })
  it('names the unit in running text', () => {
    expect([cny(12_100_000_000), cny(1_980 * PER_WAN), cny(32_050), cny(0), { amount: 15_000_000_000, currency: 'USD' as const }].map(moneyText))
      .toEqual(['1.21 亿元', '1,980 万元', '320.5 元', '0 万元', '1.50 亿美元'])
  })
  it('keeps fixed decimals', () => expect(scaled(-1_500_000, PER_WAN, 2, true)).toBe('-1.50'))
})

describe('parseWan', () => {
  it.each([
    ['123.45', 123_450_000],
    ['12,070', 12_070_000_000],
    ['１２．５', 12_500_000],
    ['0.000001', 1],
    ['-3', -3_000_000],
    ['0.10', 100_000],
    ['-0', 0],
  ])('%s', (text, minor) => expect(parseWan(text)).toEqual({ ok: true, minor }))
  it.each(['', 'abc', '1.2.3', '1e5', '0.0000001', '9999999999'])('refuses %s', (text) => {
    expect(parseWan(text).ok).toBe(false)
  })
  it('is the inverse of wanInput', () => {
    for (const minor of [0, 1, 999_999, 1_000_000, 123_456_789, -50, 110_000_000_000_000]) {
      expect(parseWan(wanInput(minor))).toEqual({ ok: true, minor })
    }
  })
})

describe('parseUnits', () => {
  it('reads other units exactly', () => {
    expect(parseUnits('1,100', 10, '亿元')).toEqual({ ok: true, minor: 11_000_000_000_000 })
    expect(parseUnits('1.5', 10, '亿美元')).toEqual({ ok: true, minor: 15_000_000_000 })
    expect(parseUnits('50', 0, '户')).toEqual({ ok: true, minor: 50 })
  })
  it('a count has no decimals', () => expect(parseUnits('50.5', 0, '户')).toEqual({ ok: false, error: '“50.5”须是整数' }))
})
