import { describe, expect, it } from 'vitest'
import type { TargetGrid } from '@/api/types'
import { cellKey, cells, changes, pasted, valueText } from './targetGrid'

const grid = {
  year: 2022,
  rootId: 1,
  units: [{ id: 5, code: 'hb', name: '汉滨区' }],
  rows: [
    { indicator: 'capital', basis: '', label: '到位资金', kind: 'money', currency: 'CNY', unit: '亿元', sum: 0, complete: true, whole: { unitId: 1, value: 11_000_000_000_000 }, units: [{ unitId: 5, value: 1_355_000_000_000 }] },
    { indicator: 'tenants', basis: '', label: '新入园', kind: 'count', currency: 'CNY', unit: '户', sum: 0, complete: true, whole: null, units: [] },
  ],
} as unknown as TargetGrid
const capital = grid.rows![0]
const tenants = grid.rows![1]

describe('target sheet', () => {
  it('shows values in the row unit', () => {
    expect([valueText(capital, 11_000_000_000_000), valueText(tenants, 50), valueText(tenants, null)]).toEqual(['1,100', '50', '—'])
  })
  it('sends nothing when nothing changed', () => expect(changes(grid, cells(grid))).toEqual({ list: [], error: '' }))
  it('sends changed, new and removed cells', () => {
    const typed = { ...cells(grid), [cellKey(capital, 5)]: '140.5', [cellKey(tenants, 0)]: '50', [cellKey(capital, 0)]: '' }
    expect(changes(grid, typed).list).toEqual([
      { year: 2022, unitId: 1, indicator: 'capital', basis: '', value: null },
      { year: 2022, unitId: 5, indicator: 'capital', basis: '', value: 1_405_000_000_000 },
      { year: 2022, unitId: 1, indicator: 'tenants', basis: '', value: 50 },
    ])
  })
  it('names the cell that is no number', () => {
    expect(changes(grid, { ...cells(grid), [cellKey(tenants, 5)]: '五十' })).toEqual({ list: [], error: '新入园，汉滨区：“五十”不是数，请写成 1234.56 这样的数' })
  })
  it('reads a pasted block', () => expect(pasted('1\t2\r\n3\t4\r\n')).toEqual([['1', '2'], ['3', '4']]))
})
