import { describe, expect, it } from 'vitest'
import type { Figure, UnitGoal } from '@/api/types'
import { barsOf, ranking, rankingChart } from './charts'
import { courseChart, courseCodes } from './course'
import { paceOf, unitText, withUnit } from './figures'

const YI = 10_000_000_000
const fig = (rate: string | null, gapPp: string | null, rank: number | null) =>
  ({ kind: 'money', currency: 'CNY', basis: 'all', target: rate ? YI : null, month: 0, adjust: 0, cumulative: 9, rate, pace: '0.7500', gapPp, lastYear: null, yoy: null, rank, rankChange: null }) as unknown as Figure
const unit = (id: number, name: string, figure: Figure, word: string) => ({ id, code: 'u' + id, name, ranked: true, figure, word }) as UnitGoal
const units = [unit(1, '汉滨区', fig('0.6000', '-15.00', 2), '欠序时'), unit(2, '市本级及市直', fig(null, null, null), '—'), unit(3, '旬阳市', fig('0.8000', '5.00', 1), '超序时')]

describe('goal charts', () => {
  it('rank by rate, units without a target last', () => expect(ranking(units).map((u) => u.name)).toEqual(['旬阳市', '汉滨区', '市本级及市直']))
  it('draw the best bar on top, none without a target', () => expect(barsOf(units).map((u) => u.name)).toEqual(['汉滨区', '旬阳市']))
  it('say in words and table what the picture says', () => {
    const c = rankingChart(units)
    expect(c.summary).toBe('完成率最高 旬阳市 80.0%，最低 汉滨区 60.0%，1 个欠序时')
    expect(c.rows).toEqual([['旬阳市', '80.0%', '+5.0', '超序时', '1'], ['汉滨区', '60.0%', '-15.0', '欠序时', '2'], ['市本级及市直', '—', '—', '—', '—']])
  })
  it('stand empty without targets', () => expect(rankingChart([units[1]]).summary).toBe('没有下达目标'))
  it('the course leaves months to come empty', () => {
    const months = [{ done: YI, cumulative: YI, target: 2 * YI }, { done: null, cumulative: null, target: 4 * YI }] as never
    const c = courseChart(months)
    expect(c.summary).toBe('截至 1 月累计 1.00 亿元，序时应达 2.00 亿元')
    expect(c.rows[1]).toEqual(['2月', '—', '—', '4.00'])
  })
  it("draw the forecast's band from what is done to December, with the same numbers in the table", () => {
    const months = Array.from({ length: 12 }, (_, i) => ({ done: i < 8 ? YI : null, cumulative: i < 8 ? (i + 1) * YI : null, target: (i + 1) * YI })) as never
    const forecast = { n: 2, low: 11 * YI, high: 14 * YI, problem: '', years: [{ year: 2020 }, { year: 2021 }] } as never
    const c = courseChart(months, forecast)
    expect(c.summary).toContain('全年预测 11.00 至 14.00 亿元，n = 2（2020、2021 年）')
    expect(c.head.slice(4)).toEqual(['全年预测（n = 2）最低（亿元）', '全年预测（n = 2）最高（亿元）'])
    expect([c.rows[7].slice(4), c.rows[11].slice(4)]).toEqual([['—', '—'], ['11.00', '14.00']])
    const [low, height] = c.option.series as { data: (number | null)[] }[]
    expect([low.data[6], low.data[7], low.data[9], low.data[11], height.data[7], height.data[9], height.data[11]]).toEqual([null, 8, 9.5, 11, 0, 1.5, 3])
    expect(courseChart(months, { n: 0, problem: '没有', low: 0, high: 0, years: [] } as never).head).toHaveLength(4)
  })
  it('link each month to its own rows, the closed one to its snapshot', () => {
    const codes = courseCodes({ year: 2022, month: '2022-02', snapshot: 'KZ-202202-01', unit: 'ak', basis: 'all', series: [{ done: 1, cumulative: 1, target: 1 }, { done: 0, cumulative: 1, target: 2 }, { done: null, cumulative: null, target: 3 }] } as never)
    expect(codes).toEqual([['', '2022-01.capital.all.ak.month', '2022-01.capital.all.ak.cumulative'], ['', '2022-02.capital.all.ak.month@KZ-202202-01', '2022-02.capital.all.ak.cumulative@KZ-202202-01'], ['', '', '']])
  })
})

describe('figures', () => {
  it('stand in their unit', () => expect([unitText('亿元', 110 * YI), unitText('万美元', 2_500_000_000), unitText('户', 50), withUnit('个', null)]).toEqual(['110.0', '2,500', '50', '—']))
  it('take the exact gap from the server', () => expect(paceOf({ figure: fig('0.6', '-1.00', 1), ahead: -3 }).due).toBe(12))
})
