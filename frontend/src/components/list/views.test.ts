import { expect, it } from 'vitest'
import { routeQuery, sameView, viewQuery } from './views'

const state = (filters: Record<string, string>, sort = '') => ({ filters, sort, page: 3, id: '7' })

it('keeps filters and sort, not the page nor the open record', () => {
  expect(viewQuery(state({ stage: 'new', q: '富硒 茶' }, '-amount'), '')).toBe('q=%E5%AF%8C%E7%A1%92+%E8%8C%B6&sort=-amount&stage=new')
  expect(viewQuery(state({}, 'dueOn'), 'dueOn')).toBe('')
})
it('knows a view again as the server writes it', () => {
  expect(sameView('stage=new&q=%E5%AF%8C%E7%A1%92%20%E8%8C%B6', 'q=富硒+茶&stage=new')).toBe(true)
  expect(sameView('stage=new', 'stage=talking')).toBe(false)
  expect(routeQuery('q=%E8%8C%B6&mine=true')).toEqual({ q: '茶', mine: 'true' })
})
