import { describe, expect, it } from 'vitest'
import type { LeadClock } from '@/api/types'
import { clockText } from './clocks'

const clock = (c: Partial<LeadClock>): LeadClock => ({ kind: 'respond', label: '响应', from: '2022-09-22', due: '2022-09-23', doneOn: '', state: 'open', days: 1, ...c })

describe('clockText', () => {
  it('says each state in words', () => {
    const today = '2022-09-26'
    expect(clockText(clock({ due: '2022-09-28' }), today).text).toContain('前')
    expect(clockText(clock({ state: 'late' }), today).word).toBe('已逾期')
    expect(clockText(clock({ state: 'soon', due: today }), today).word).toBe('今天到期')
    expect(clockText(clock({ state: 'soon', due: '2022-09-27' }), today).word).toBe('即将到期')
    expect(clockText(clock({ state: 'done', doneOn: '2022-09-23' }), today).tone).toBe('green')
    expect(clockText(clock({ state: 'done', doneOn: '2022-09-24' }), today).word).toBe('逾期完成')
    expect(clockText(clock({ state: 'paused' }), today).word).toBe('停止计时')
    expect(clockText(clock({ kind: 'idle', due: '2022-11-22' }), today).word).toBe('正常')
    expect(clockText(clock({ kind: 'idle', state: 'yellow', days: 63 }), today).text).toContain('63 天')
    expect(clockText(clock({ kind: 'idle', state: 'red' }), today).tone).toBe('red')
  })
})
