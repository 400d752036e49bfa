import { describe, expect, it } from 'vitest'
import { figureAddress } from '@/components/shell/hits'
import { cell, exact } from './amount'

const money = { kind: 'money' as const, currency: 'CNY' as const, unit: '亿元' }

describe('values behind a figure', () => {
  it('print every 分, so that rows can be added up by hand', () => {
    expect(cell(money, 123_456_789_01)).toBe('12,345.678901')
    expect(exact(money, -100_000_000)).toBe('-100 万元')
    expect(exact({ kind: 'money', currency: 'USD', unit: '万美元' }, 1)).toBe('0.000001 万美元')
    expect(exact({ kind: 'count', currency: '' as never, unit: '个' }, 1234)).toBe('1,234 个')
    expect(exact(money, null)).toBe('—')
  })
})

describe('a 查数码 in the search box', () => {
  it('opens its page; other text does not', () => {
    expect(figureAddress(' 2022-08.capital.all.610902.cumulative@KZ-202208-01 ')).toBe('/figures/2022-08.capital.all.610902.cumulative%40KZ-202208-01')
    expect(figureAddress('2022-03_2022-09.capital.all.ak-direct.month@2022-09-05~3')).not.toBe('')
    for (const text of ['', '富硒食品', '2022-08.capital.all.610902', '2022-08.capital.all.610902.rate', 'a@b.com', '../admin.a.b.c.month']) expect(figureAddress(text)).toBe('')
  })
})
