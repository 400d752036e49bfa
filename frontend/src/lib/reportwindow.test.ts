import { describe, expect, it } from 'vitest'
import { endsOf, spanOf, windowsOf, within } from './reportwindow'

const MONTHS = ['2022-08', '2022-07', '2022-06', '2022-05', '2022-04', '2022-03', '2022-02', '2022-01', '2021-12']

describe('windows of a report', () => {
  it('offers what has ended, and what still runs up to the latest month', () => {
    expect(windowsOf('quarter', MONTHS)).toEqual([
      { value: '2022-07..2022-08', label: '2022年第三季度（至8月）' }, { value: '2022Q2', label: '2022年第二季度' },
      { value: '2022Q1', label: '2022年第一季度' }, { value: '2021Q4', label: '2021年第四季度' },
    ])
    expect(windowsOf('half', MONTHS).map((o) => o.value)).toEqual(['2022-07..2022-08', '2022H1', '2021H2'])
    expect(windowsOf('year', MONTHS)).toEqual([{ value: '2022-01..2022-08', label: '2022年（至8月）' }, { value: '2021', label: '2021年' }])
    expect(windowsOf('month', MONTHS)[0]).toEqual({ value: '2022-08', label: '2022年8月' })
  })
  it('knows the ends of every form', () => {
    expect(endsOf('2022Q3')).toEqual({ from: '2022-07', to: '2022-09' })
    expect(endsOf('2022H2')).toEqual({ from: '2022-07', to: '2022-12' })
    expect(endsOf('2022')).toEqual({ from: '2022-01', to: '2022-12' })
    expect(endsOf('2022-03..2022-09')).toEqual({ from: '2022-03', to: '2022-09' })
    for (const bad of ['', '2022Q5', '2022-13', '2022-03..', 'x..y']) expect(endsOf(bad)).toBeNull()
  })
  it('finds the span of a window and keeps the one in use', () => {
    expect(spanOf('2022Q2', MONTHS)).toBe('quarter')
    expect(spanOf('2022-07..2022-08', MONTHS)).toBe('quarter')
    expect(spanOf('2022-07..2022-08', MONTHS, 'half')).toBe('half')
    expect(spanOf('2022-03..2022-05', MONTHS)).toBe('free')
    expect(spanOf('2019-03', MONTHS)).toBe('month')
    expect(spanOf('2022-08', MONTHS, 'free')).toBe('free')
  })
  it('goes to the window of another span that holds the month', () => {
    expect(within('quarter', '2022-05', MONTHS)).toBe('2022Q2')
    expect(within('year', '2022-05', MONTHS)).toBe('2022-01..2022-08')
    expect(within('month', '2022Q2', MONTHS)).toBe('2022-06')
    expect(within('free', '2022Q2', MONTHS)).toBe('2022-04..2022-06')
    expect(within('half', 'nonsense', MONTHS)).toBe('2022-07..2022-08')
  })
})
