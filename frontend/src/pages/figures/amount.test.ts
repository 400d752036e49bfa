import { describe, expect, it } from 'vitest'
import { cell, exact, rowless } from './amount'

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

describe('a number without rows', () => {
  const f = { ...money, field: 'cumulative' as const, value: 5, source: '到位资金台账', historic: 0, typed: 0, total: 3, rowsVisible: true }
  it('says why', () => {
    expect(rowless(f)).toBe('')
    expect(rowless({ ...f, total: 0, historic: 100_000_000 })).toBe('其中 100 万元 是上线前的历史汇总数，只有合计，没有明细。')
    expect(rowless({ ...f, total: 0, historic: 5 })).toBe('这个数是上线前的历史汇总数，只有合计，没有明细。')
    expect(rowless({ ...f, total: 0, typed: 5 })).toBe('这个数是部门月报手工填报的数，只有合计，没有明细。')
    expect(rowless({ ...f, total: 0, typed: 1_000_000 })).toBe('其中 1 万元 是部门月报手工填报的数，只有合计，没有明细。')
    expect(rowless({ ...f, total: 0, value: 0, source: '部门月报手工填报' })).toContain('手工填报')
    expect(rowless({ ...f, field: 'target', total: 0 })).toContain('下达')
    expect(rowless({ ...f, field: 'lastYear', value: null, source: '没有2021年同期的数' })).toBe('没有2021年同期的数，没有明细。')
    expect(rowless({ ...f, total: 0 })).toBe('没有计入这个数的条目。')
  })
})
