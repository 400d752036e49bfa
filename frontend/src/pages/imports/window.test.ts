import { describe, expect, it } from 'vitest'
import { frame, pagesOf, reveal, wayTo } from './window'

describe('the window of rows', () => {
  it('draws what is in sight and a few more', () => {
    expect(frame(0, 360, 36, 1000)).toEqual({ first: 0, end: 16 })
    expect(frame(3600, 360, 36, 1000)).toEqual({ first: 94, end: 116 })
    expect(frame(3610, 360, 36, 1000, 0)).toEqual({ first: 100, end: 111 })
  })
  it('ends with the list, also when the scroll position is of a longer one', () => {
    expect(frame(35_640, 360, 36, 1000)).toEqual({ first: 984, end: 1000 })
    expect(frame(99_999, 360, 36, 20)).toEqual({ first: 4, end: 20 })
    expect(frame(500, 360, 36, 5)).toEqual({ first: 0, end: 5 })
    expect(frame(0, 0, 36, 0)).toEqual({ first: 0, end: 0 })
  })
  it('moves no more than needed to show a row', () => {
    expect(reveal(3, 36, 360, 36)).toBe(36)
    expect(reveal(0, 36, 360, 36)).toBe(0)
    expect(reveal(11, 0, 360, 36)).toBe(72)
  })
})

describe('pages of rows', () => {
  it('cover the window', () => {
    expect(pagesOf(0, 16, 200)).toEqual([0])
    expect(pagesOf(190, 210, 200)).toEqual([0, 1])
    expect(pagesOf(200, 400, 200)).toEqual([1])
    expect(pagesOf(5, 5, 200)).toEqual([])
  })
  it('are asked by number up to 10,000 rows, then by the nearest cursor before', () => {
    expect(wayTo(0, 200, new Map())).toEqual({ page: 1 })
    expect(wayTo(49, 200, new Map())).toEqual({ page: 50 })
    expect(wayTo(50, 200, new Map())).toEqual({ from: 49 })
    expect(wayTo(300, 200, new Map([[1, 'a'], [120, 'b']]))).toEqual({ from: 120 })
    expect(wayTo(120, 200, new Map([[120, 'b']]))).toEqual({ from: 120 })
  })
})
