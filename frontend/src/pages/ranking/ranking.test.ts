import { describe, expect, it } from 'vitest'
import { against, moved } from './ranking'

describe('ranks', () => {
  it('says how a unit has moved, and nothing where nothing is known', () => {
    expect([2, -1, 0, null, undefined].map(moved)).toEqual(['↑2', '↓1', '持平', '—', '—'])
  })
  it('names the snapshot that the movement is held against', () => {
    expect(against({ before: 'KZ-202207-01', month: '2022-08' })).toContain('KZ-202207-01')
    expect(against({ before: '', month: '2022-01' })).toContain('首月')
    expect(against({ before: '', month: '2022-08' })).toContain('还没有关账快照')
  })
})
