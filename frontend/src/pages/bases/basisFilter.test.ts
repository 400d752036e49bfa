import { describe, expect, it } from 'vitest'
import { filterOf, noTicks } from './basisFilter'

describe('filter of a basis', () => {
  it('holds only what is ticked', () => {
    expect(filterOf(noTicks())).toEqual({})
    expect(filterOf({ ...noTicks(), months: ['12', '3'], units: ['7'], fixed: 'no', fdi: 'yes', origins: ['foreign'] })).toEqual({
      months: [3, 12], units: [7], fixed: false, fdi: true, origins: ['foreign'],
    })
  })
})
