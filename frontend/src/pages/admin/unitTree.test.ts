import { describe, expect, it } from 'vitest'
import type { Unit } from '@/api/types'
import { tree, unitInput } from './unitTree'

const u = (id: number, parentId: number, order: number) => ({ id, parentId, order, name: 'u' + id }) as Unit

describe('unit tree', () => {
  it('stands in official order below its parents', () => {
    const rows = tree([u(3, 1, 2), u(1, 0, 1), u(2, 1, 1), u(9, 77, 5)])
    expect(rows.map((r) => [r.unit.id, r.depth])).toEqual([[1, 0], [2, 1], [3, 1], [9, 0]])
  })
  it('keeps what the form does not show', () => {
    const old = { id: 2, code: 'xy', validFrom: 2021, validTo: 0, example: true, version: 4 } as Unit
    expect(unitInput({ name: '旬阳市', kind: 'county', parentId: '1', aliasText: '旬阳县、旬阳' }, old)).toEqual({
      code: 'xy', validFrom: 2021, validTo: 0, example: true, version: 4, name: '旬阳市', kind: 'county', parentId: 1, aliases: ['旬阳县', '旬阳'],
    })
  })
})
