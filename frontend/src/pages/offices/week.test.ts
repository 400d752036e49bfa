import { expect, it } from 'vitest'
import { mondayOf, weekText } from './week'

it('weeks by their Mondays', () => {
  expect(weekText('2022-09-19')).toBe('9月19日—25日')
  expect(weekText('2022-09-26')).toBe('9月26日—10月2日')
  expect(mondayOf('2022-10-02')).toBe('2022-09-26')
  expect(mondayOf('2022-01-01')).toBe('2021-12-27')
})
