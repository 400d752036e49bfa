import { describe, expect, it } from 'vitest'
import { listQuery, nextSort, readState, writeState } from './urlstate'

describe('list state in the address', () => {
  it('comes back as it went', () => {
    const s = { filters: { stage: 'talking', q: '富硒' }, sort: '-amount', page: 3, id: 'L7' }
    expect(readState(writeState(s, '-updated'), ['stage', 'q'], '-updated')).toEqual(s)
  })
  it('leaves defaults out', () => expect(writeState({ filters: { q: '' }, sort: '-at', page: 1, id: '' }, '-at')).toEqual({}))
  it('ignores unknown names and bad pages', () => {
    expect(readState({ evil: 'x', page: '-2', stage: ['new', 'x'] }, ['stage'], '')).toEqual({ filters: { stage: 'new' }, sort: '', page: 1, id: '' })
  })
  it('asks the server with page and limit', () => {
    expect(listQuery({ filters: { q: 'a' }, sort: '', page: 2, id: 'x' }, 20)).toEqual({ q: 'a', page: '2', limit: '20' })
  })
  it('sort cycles', () => expect([nextSort('', 'a'), nextSort('a', 'a'), nextSort('-a', 'a'), nextSort('b', 'a')]).toEqual(['a', '-a', '', 'a']))
})
