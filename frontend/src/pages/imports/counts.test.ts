import { describe, expect, it } from 'vitest'
import { applyLabel, parts, sentence } from './counts'
import { leftText, pollDelay, timeLeft } from './eta'
import type { ImportDone, ImportPlan } from './types'

const plan: ImportPlan = { read: 1021, create: 1005, update: 0, unchanged: 0, skip: 15, reject: 1, errors: 16, warnings: 1, accepted: 0 }

describe('the counts', () => {
  it('leave out on a phone what is 0', () => {
    expect(sentence({ plan, state: 'checked' }, true)).toBe('读 1,021 行 = 新增 1,005 + 待处理 15 + 不能导入 1')
    expect(sentence({ plan: { ...plan, read: 0, create: 0, skip: 0, reject: 0 }, state: 'checked' }, true)).toBe('读 0 行 = 新增 0')
  })
  it('are one sentence that adds up', () => {
    expect(sentence({ plan, state: 'checked' })).toBe('读 1,021 行 = 新增 1,005 + 更新 0 + 未变 0 + 待处理 15 + 不能导入 1')
    const { read, parts: all } = parts({ plan, state: 'checked' })
    expect(all.reduce((n, p) => n + p.n, 0)).toBe(read)
  })
  it('are those of the application once there was one', () => {
    const done = { read: 3, created: 1, updated: 2, unchanged: 0, skipped: 0, rejected: 0 } as ImportDone
    expect(sentence({ plan, done, state: 'applied' })).toBe('读 3 行 = 新增 1 + 更新 2 + 未变 0 + 待处理 0 + 不能导入 0')
    expect(sentence({ plan, done, state: 'checked' })).toContain('1,021')
  })
  it('say on the button what stays out', () => {
    expect(applyLabel(plan)).toBe('导入 1,005 行（16 行不导入）')
    expect(applyLabel({ ...plan, update: 2, skip: 0, reject: 0 })).toBe('导入 1,007 行')
  })
})

describe('the time left', () => {
  it('is told once enough was seen', () => {
    expect(timeLeft([], 100)).toBeNull()
    expect(timeLeft([{ at: 0, done: 0 }, { at: 100, done: 5 }], 100)).toBeNull()
    expect(timeLeft([{ at: 0, done: 0 }, { at: 1000, done: 20 }], 100)).toBe(4000)
    expect(timeLeft([{ at: 0, done: 20 }, { at: 1000, done: 20 }], 100)).toBeNull()
    expect([leftText(null), leftText(200), leftText(4000), leftText(150_000)]).toEqual(['', '约剩 1 秒', '约剩 4 秒', '约剩 3 分钟'])
  })
  it('is asked less and less often', () => {
    expect([pollDelay(0), pollDelay(1), pollDelay(9)]).toEqual([500, 700, 2000])
  })
})
