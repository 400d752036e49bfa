import { describe, expect, it } from 'vitest'
import { gapAmount, paceLine, type PaceFigure } from './paceline'

const YI = 10_000_000_000
const fig = (over: Partial<PaceFigure>): PaceFigure => ({
  kind: 'money', currency: 'CNY', target: 1100 * YI, cumulative: 918.6 * YI, rate: '0.8351', pace: '0.8930', gapPp: '-5.79', ...over,
})

describe('pace line', () => {
  it('says how far behind in 亿元 and 个百分点', () => {
    expect(paceLine(fig({}))).toEqual({ done: 83.51, tick: 89.3, tone: 'red', rate: '完成 83.5%', words: '欠序时 63.70 亿元（-5.8 个百分点）' })
  })
  it('above the pace', () => {
    const l = paceLine(fig({ cumulative: 1400.35 * YI, rate: '1.2730', pace: '0.7500', gapPp: '52.30' }))
    expect([l.done, l.tick, l.tone, l.words]).toEqual([100, 75, 'green', '超序时 575.4 亿元（+52.3 个百分点）'])
  })
  it('word and figure never disagree', () => expect(paceLine(fig({ gapPp: '-0.04' })).words).toBe('达序时（0.0 个百分点）'))
  it('no target, no pace', () => {
    const l = paceLine(fig({ target: null, rate: null, gapPp: null }))
    expect([l.done, l.tick, l.rate, l.words]).toEqual([0, null, '完成 —', '没有下达目标，不算序时'])
  })
  it('gap is exact', () => expect(gapAmount(fig({ target: 3, cumulative: 2, pace: '0.6667' }))).toBe(0))
})
