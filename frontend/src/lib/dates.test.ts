import { describe, expect, it } from 'vitest'
import { addDays, addMonths, dateText, daysBetween, due, isDate, monthText, parseLoose, shortDate, timeText } from './dates'

describe('calendar', () => {
  it('knows real days', () => expect(['2024-02-29', '2022-02-29', '2022-9-1', 'x'].map(isDate)).toEqual([true, false, false, false]))
  it('adds days over month and year ends', () => expect([addDays('2022-12-31', 1), addDays('2024-03-01', -1)]).toEqual(['2023-01-01', '2024-02-29']))
  it('adds months', () => expect([addMonths('2022-01', -1), addMonths('2022-12', 1), addMonths('2022-09', 0)]).toEqual(['2021-12', '2023-01', '2022-09']))
  it('counts days', () => expect(daysBetween('2022-09-26', '2022-10-01')).toBe(5))
  it('tells urgency', () => expect(['2022-09-25', '2022-09-26', '2022-09-29', '2022-09-30', ''].map((d) => due(d, '2022-09-26'))).toEqual(['overdue', 'soon', 'soon', 'later', 'none']))
})

describe('text', () => {
  it('keeps the precision', () => expect([dateText('2022-03'), dateText('2022'), dateText('2022-03-15'), dateText('')]).toEqual(['2022年3月', '2022年', '2022-03-15', '—']))
  it('months', () => expect(monthText('2022-08')).toBe('2022年8月'))
  it('short within the year', () => expect([shortDate('2022-11-17', '2022-09-26'), shortDate('2021-11-17', '2022-09-26')]).toEqual(['11-17', '2021-11-17']))
  it('instants in Beijing time', () => expect([timeText('2022-09-26T16:30:00Z'), timeText(''), timeText('x')]).toEqual(['2022-09-27 00:30', '—', '—']))
})

describe('parseLoose', () => {
  it.each([
    ['2022.3', '2022-03'],
    ['202203', '2022-03'],
    ['2022年3月15日', '2022-03-15'],
    ['２０２２年', '2022'],
    ['2022-3-5', '2022-03-05'],
    ['20220315', '2022-03-15'],
  ])('%s', (typed, date) => expect(parseLoose(typed)).toBe(date))
  it.each(['', '2022.13', '2022-02-30', '三月', '22.3'])('refuses %s', (typed) => expect(parseLoose(typed)).toBeNull())
})
