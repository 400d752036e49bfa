import { describe, expect, it } from 'vitest'
import type { Figure } from '@/api/types'
import { figureCode, figurePage, otherField, sideCode } from './figurecode'

const figure = { basis: 'all', month: 1, adjust: 0, cumulative: 5, lastYear: null, target: 9 } as unknown as Figure

describe('the 查数码 of a figure', () => {
  it('names the snapshot or the day that the page shows', () => {
    expect(figureCode({ month: '2022-08', unit: 'ak' }, 'capital', figure, 'cumulative')).toBe('2022-08.capital.all.ak.cumulative')
    expect(figureCode({ month: '2022-08', unit: 'ak', snapshot: 'KZ-202208-01' }, 'capital', figure, 'target')).toBe('2022-08.capital.all.ak.target@KZ-202208-01')
    expect(figureCode({ month: '2022-08', unit: 'ak', asKnown: '2022-09-05' }, 'capital', figure, 'adjust')).toBe('2022-08.capital.all.ak.adjust@2022-09-05')
  })
  it('names several months and one chain', () => {
    expect(figureCode({ from: '2022-04', month: '2022-06', unit: 'ak', asKnown: '2022-09-05', chain: '3' }, 'capital', figure, 'month')).toBe('2022-04_2022-06.capital.all.ak.month@2022-09-05~3')
  })
  it('names one side of a number', () => {
    expect(sideCode({ month: '2022-08', unit: 'ak', snapshot: 'KZ-202208-01' }, 'signed', 'approved', 'month', 'joint')).toBe('2022-08.signed.approved.ak.month:joint@KZ-202208-01')
    expect(otherField('2022-08.capital.all.ak.cumulative:ground', 'month')).toBe('2022-08.capital.all.ak.month:ground')
  })
  it('is none without a number, a basis or one unit', () => {
    const at = { month: '2022-08', unit: 'ak' }
    expect(figureCode(at, 'capital', figure, 'lastYear')).toBe('')
    expect(figureCode(at, 'capital', { ...figure, basis: '' }, 'month')).toBe('')
    expect(figureCode({ ...at, unit: '' }, 'capital', figure, 'month')).toBe('')
    expect(figureCode(at, 'capital', undefined, 'month')).toBe('')
  })
  it('turns to another field and to its page', () => {
    expect(otherField('2022-08.capital.all.ak.cumulative@KZ-202208-01', 'target')).toBe('2022-08.capital.all.ak.target@KZ-202208-01')
    expect(otherField('2022-08.capital.all.month-x.month', 'target')).toBe('2022-08.capital.all.month-x.target')
    expect(figurePage('2022-08.capital.all.ak.month@KZ-202208-01')).toBe('/figures/2022-08.capital.all.ak.month%40KZ-202208-01')
  })
})
