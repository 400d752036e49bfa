import { describe, expect, it } from 'vitest'
import { pageCount, pageNumbers } from './pages'

describe('pages', () => {
  it('count', () => expect([pageCount(0, 20), pageCount(20, 20), pageCount(21, 20), pageCount(1_000_000, 20)]).toEqual([1, 1, 2, 500]))
  it('numbers with gaps', () => {
    expect(pageNumbers(1, 1)).toEqual([1])
    expect(pageNumbers(1, 10)).toEqual([1, 2, 0, 10])
    expect(pageNumbers(5, 10)).toEqual([1, 2, 0, 4, 5, 6, 0, 10])
    expect(pageNumbers(10, 10)).toEqual([1, 2, 0, 9, 10])
  })
})
