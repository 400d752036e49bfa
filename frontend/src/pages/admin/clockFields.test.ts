import { describe, expect, it } from 'vitest'
import type { Settings } from '@/api/types'
import { changesOf, draftOf, wrongIn } from './clockFields'

const set = {
  transferDays: 3, disputeDays: 5, weekReplyDays: 3, keepDays: 400, claimMonths: 6,
  clocks: { respondDays: 1, assessDays: 3, assessMajorDays: 5, majorCny: 100, feedbackDays: 5, noteDays: 10, yellowMonths: 2, redMonths: 3, remindDays: 1, claimRemindDays: 15, transferExpires: true },
} as unknown as Settings

describe('clock settings', () => {
  it('changes nothing that was not changed', () => {
    expect(changesOf(set, draftOf(set), 100, true)).toEqual([])
  })
  it('lengthens the protection before the colours and shortens it after them', () => {
    const longer = { ...draftOf(set), claimMonths: '12', redMonths: '9' }
    expect(changesOf(set, longer, 100, true).map((c) => c[0])).toEqual(['claimMonths', 'clocks'])
    const shorter = { ...draftOf(set), claimMonths: '2', redMonths: '2', yellowMonths: '1' }
    expect(changesOf(set, shorter, 100, true).map((c) => c[0])).toEqual(['clocks', 'claimMonths'])
  })
  it('takes whole numbers only', () => {
    expect(wrongIn(draftOf(set))).toBe('')
    expect(wrongIn({ ...draftOf(set), noteDays: '1.5' })).toContain('跟进记录')
  })
})
