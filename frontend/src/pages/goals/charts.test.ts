import { describe, expect, it } from 'vitest'
import type { Figure, FigureUnit } from '@/api/types'
import { courseChart, ranking, rankingChart } from './charts'

const YI = 10_000_000_000
const fig = (rate: string | null, gapPp: string | null, rank: number | null): Figure =>
  ({ kind: 'money', currency: 'CNY', basis: 'all', target: rate ? YI : null, month: 0, adjust: 0, cumulative: 0, rate, pace: '0.7500', gapPp, lastYear: null, yoy: null, rank, rankChange: null }) as unknown as Figure
const unit = (name: string, f: Figure): FigureUnit => ({ id: name, name, figures: { capital: f } })
const units = [unit('汉滨区', fig('0.6000', '-15.00', 2)), unit('市本级及市直', fig(null, null, null)), unit('旬阳市', fig('0.8000', '5.00', 1))]

describe('goal charts', () => {
  it('rank by rate, units without a target last', () => {
    expect(ranking(units, 'capital').map((u) => u.name)).toEqual(['旬阳市', '汉滨区', '市本级及市直'])
  })
  it('say in words and table what the picture says', () => {
    const c = rankingChart(units, 'capital')
    expect(c.summary).toBe('完成率最高 旬阳市 80.0%，最低 汉滨区 60.0%，1 个欠序时')
    expect(c.rows).toEqual([['旬阳市', '80.0%', '+5.0', '超序时', '1'], ['汉滨区', '60.0%', '-15.0', '欠序时', '2'], ['市本级及市直', '—', '—', '—', '—']])
  })
  it('the course leaves months to come empty', () => {
    const months = [{ done: YI, cumulative: YI, target: 2 * YI }, { done: null, cumulative: null, target: 4 * YI }] as never
    const c = courseChart(months, 'CNY')
    expect(c.summary).toBe('截至 1 月累计 1.00 亿元，序时应达 2.00 亿元')
    expect(c.rows[1]).toEqual(['2月', '—', '—', '4.00'])
  })
})
