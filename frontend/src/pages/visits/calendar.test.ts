import { expect, it } from 'vitest'
import { daysOf, itemPage, spanOf } from './calendar'

const item = (on: string, end: string) => ({ kind: 'trip', object: 'trip', id: 7, on, end, title: '走访', text: '', unitName: '' }) as const

it('shows whole weeks', () => {
  expect(spanOf('month', '2022-09-26')).toEqual({ from: '2022-08-29', to: '2022-10-02' })
  expect(spanOf('month', '2022-12-05')).toEqual({ from: '2022-11-28', to: '2023-01-01' })
  expect(spanOf('week', '2022-10-02')).toEqual({ from: '2022-09-26', to: '2022-10-02' })
})
it('what takes several days stands on each', () => {
  const days = daysOf({ from: '2022-09-29', to: '2022-10-01', items: [item('2022-09-28', '2022-09-30')], holidays: [{ day: '2022-10-01', workday: false, name: '国庆节' }], capped: false })
  expect(days.map((d) => [d.items.length, d.free])).toEqual([[1, ''], [1, ''], [0, '休 国庆节']])
  expect(itemPage(days[0].items[0])).toBe('/trips?id=7')
  expect(itemPage({ ...item('', ''), object: 'lead' } as never)).toBe('/leads/7')
})
