import { describe, expect, it } from 'vitest'
import { ApiError } from '@/api/problem'
import { blocked, findingsOf, hinted, useDuplicates } from './duplicates'

const notice = (level: string) => ({ claimId: 3, level, unitName: '东河县', until: '2023-03-26' })
const refusal = (state: unknown) => new ApiError(409, { detail: '重复', state })

describe('findingsOf', () => {
  it('reads a notice, own leads, and nothing else', () => {
    expect(findingsOf(refusal(notice('L1')))?.notices).toHaveLength(1)
    expect(findingsOf(refusal({ verdicts: [{ level: 'L1', message: 'x', leadId: 1 }], notices: [] }))?.verdicts).toHaveLength(1)
    expect(findingsOf(refusal({ id: 1, version: 2 }))).toBeNull()
    expect(findingsOf(new ApiError(422, { state: notice('L1') }))).toBeNull()
  })
})

describe('hinted', () => {
  it('is what a phone or an address in common alone says', () => {
    const hint = (level: 'L3' | 'L4') => ({ level, message: 'x', leadId: 1 })
    expect(hinted({ verdicts: [], notices: [], hints: [hint('L4')] })).toBe(true)
    expect(hinted({ verdicts: [], notices: [], hints: [hint('L4'), hint('L3')] })).toBe(false)
    expect(hinted({ verdicts: [hint('L4')], notices: [], hints: [] })).toBe(false)
  })
})

describe('useDuplicates', () => {
  it('sends a decision only after a refusal that leaves one', async () => {
    const d = useDuplicates()
    const sent: unknown[] = []
    const save = (answer: unknown) => d.saving((x) => { sent.push(x); return Promise.reject(answer as Error) }).catch(() => undefined)
    await save(refusal(notice('L2')))
    d.choice.reason = ' 另一家 '
    await save(refusal(notice('L1')))
    expect(blocked(d.found.value!)).toBe(true)
    await save(refusal({ verdicts: [{ level: 'L1', message: 'x', leadId: 7 }], notices: [] }))
    Object.assign(d.choice, { verdict: 'continue', leadId: 7 })
    await save(refusal(null))
    expect(sent).toEqual([undefined, { verdict: 'new', reason: '另一家' }, undefined, { verdict: 'continue', leadId: 7, reason: '另一家' }])
  })
})
