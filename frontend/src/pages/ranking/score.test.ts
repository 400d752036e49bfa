import { describe, expect, it } from 'vitest'
import type { ScoreScheme } from '@/api/types'
import { holdText, parsePoints, partText, pointText, typedItems } from './score'

describe('scoring schemes in words', () => {
  it('prints and reads points exactly', () => {
    expect(pointText(5000)).toBe('0.5')
    expect(pointText(-100_000)).toBe('-10')
    expect(parsePoints('0.25')).toEqual({ ok: true, minor: 2500 })
    expect(parsePoints('0.00001').ok).toBe(false)
    expect(parsePoints('半分').ok).toBe(false)
  })
  it('says how a part counts', () => {
    const labels = { capital: '到位资金', foreign: '利用外资', 'foreign/fdi': 'FDI' }
    expect(partText({ kind: 'rate', source: 'figure:foreign/fdi', points: 5000, capBp: 12_000 }, labels)).toBe('利用外资累计（FDI） ÷ 年度任务 × 0.5 分，完成率最高按 120% 计')
    expect(partText({ kind: 'missing', source: 'size:signed:5-10', points: 1000, due: 4 }, labels)).toBe('本年签约的 5 亿元以上、不满 10 亿元项目数，应有 4 个，每缺一个扣 0.1 分')
    expect(partText({ kind: 'tiers', source: 'office:days', short: 10_000, tiers: [{ from: 20, points: 100_000 }] }, labels)).toBe('驻点天数：满 20 得 10 分，再少每一个扣 1 分')
    expect(partText({ kind: 'each', source: 'overdue:6', points: -1000 }, labels)).toBe('签约超过 6 个月未开工的项目数，每个 -0.1 分')
  })
  it('names what holds a term and what is typed in', () => {
    const term = { code: 'x', label: '落地', start: 5000, floor: 0, parts: [{ kind: 'each', source: 'typed:false', label: '弄虚作假', points: -2000 }, { kind: 'value', source: 'typed:service' }] }
    expect(holdText(term as never)).toBe('起评 0.5 分，最低 0 分')
    expect(typedItems({ terms: [term] } as unknown as ScoreScheme)).toEqual([{ item: 'false', label: '弄虚作假', whole: true }, { item: 'service', label: '落地', whole: false }])
  })
})
