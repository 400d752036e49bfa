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
    const more = pressed(table, day, '国庆节', table)
    expect(more.get('2022-10-04')).toEqual({ day: '2022-10-04', workday: false, name: '国庆节' })
    const back = pressed(more, monthCells(2022, 10, more).days[3], '', table)
    expect(listOf(back)).toEqual(listOf(table))
  })
  it('keeps the names of a holiday over its weekend', () => {
    const named = tableOf([{ day: '2022-10-01', workday: false, name: '国庆节' }])
    const at = (t: typeof named) => monthCells(2022, 10, t).days[0]
    const plain = pressed(named, at(named), '', named)
    expect(plain.has('2022-10-01')).toBe(false)
    const work = pressed(plain, at(plain), '', named)
    expect(work.get('2022-10-01')).toMatchObject({ workday: true })
    expect(listOf(pressed(work, at(work), '', named))).toEqual(listOf(named))
    const other = pressed(plain, monthCells(2022, 10, plain).days[7], '', named) // no holiday there: worked, then plain again
    expect(pressed(other, monthCells(2022, 10, other).days[7], '', named).has('2022-10-08')).toBe(false)
  })
})
