import { describe, expect, it } from 'vitest'
import { listOf, monthCells, pressed, tableOf } from './holidayYear'

describe('holiday table', () => {
  const table = tableOf([{ day: '2022-10-03', workday: false, name: '国庆节' }, { day: '2022-10-08', workday: true, name: '国庆节' }])

  it('lays a month out from Monday and marks what the table says', () => {
    const { before, days } = monthCells(2022, 10, table)
    expect(before).toBe(5) // 1 October 2022 is a Saturday
    expect(days).toHaveLength(31)
    expect(days[2]).toMatchObject({ day: '2022-10-03', worked: false, marked: true, name: '国庆节' })
    expect(days[7]).toMatchObject({ weekend: true, worked: true, marked: true })
    expect(days[8]).toMatchObject({ weekend: true, worked: false, marked: false })
    expect(monthCells(2024, 2, table).days).toHaveLength(29)
  })
  it('turns a day over and back', () => {
    const day = monthCells(2022, 10, table).days[3]
    const more = pressed(table, day, '国庆节')
    expect(more.get('2022-10-04')).toEqual({ day: '2022-10-04', workday: false, name: '国庆节' })
    const back = pressed(more, monthCells(2022, 10, more).days[3], '')
    expect(listOf(back)).toEqual(listOf(table))
  })
})
