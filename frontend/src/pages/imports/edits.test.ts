import { describe, expect, it } from 'vitest'
import { begin, cellText, fixOf, nextColumn, overlaid, queued } from './edits'
import { gridKey } from './gridKeys'
import type { ImportLine } from './types'

const line = { sheet: '项目', table: '', row: 14, seq: 12, cells: [{ col: 1, text: '看不懂样例' }, { col: 4, text: '见附件' }] } as ImportLine

describe('editing a cell', () => {
  it('makes a fix of what was changed, and none of what was not', () => {
    const e = begin(line, 4)
    expect(e).toEqual({ seq: 12, col: 4, from: '见附件', text: '见附件' })
    expect(fixOf({ ...e, text: ' 见附件 ' }, line)).toBeNull()
    expect(fixOf({ ...e, text: ' 5000 ' }, line)).toEqual({ sheet: '项目', row: 14, col: 4, text: '5000' })
  })
  it('may empty a cell and fill an empty one', () => {
    expect(fixOf({ ...begin(line, 4), text: '' }, line)).toEqual({ sheet: '项目', row: 14, col: 4, text: '' })
    expect(fixOf({ ...begin(line, 2), text: '汉滨区' }, line)).toEqual({ sheet: '项目', row: 14, col: 2, text: '汉滨区' })
  })
  it('keeps one fix a cell, the last', () => {
    const fixes = queued([{ sheet: '项目', row: 14, col: 4, text: '1' }], [{ sheet: '项目', row: 14, col: 4, text: '2' }, { sheet: '项目', row: 15, col: 4, text: '3' }])
    expect(fixes.map((f) => [f.row, f.text])).toEqual([[14, '2'], [15, '3']])
  })
  it('shows waiting fixes at once, in their own row only', () => {
    const shown = overlaid(line, [{ sheet: '项目', row: 14, col: 2, text: '汉滨区' }, { sheet: '别的表', row: 14, col: 4, text: '5000' }, { sheet: '项目', row: 15, col: 1, text: 'x' }])
    expect(shown.cells).toEqual([{ col: 1, text: '看不懂样例' }, { col: 2, text: '汉滨区', fixed: true }, { col: 4, text: '见附件' }])
    expect(cellText(line, 2)).toBe('')
    expect(overlaid(line, [])).toBe(line)
  })
  it('no longer shows what was wrong with a cell that was mended', () => {
    const bad = { ...line, issues: [{ col: 2, code: 'E_COUNTY_UNKNOWN' }, { col: 4, code: 'E_AMOUNT_UNREADABLE' }] } as typeof line
    expect(overlaid(bad, [{ sheet: '项目', row: 14, col: 2, text: '汉滨区' }]).issues!.map((i) => i.col)).toEqual([4])
  })
  it('goes on with Tab to the neighbour that is shown', () => {
    expect(nextColumn([1, 4, 7], 1)).toBe(4)
    expect(nextColumn([1, 4, 7], 4, true)).toBe(1)
    expect(nextColumn([1, 4, 7], 7)).toBeNull()
    expect(nextColumn([1, 4, 7], 1, true)).toBeNull()
  })
})

describe('keys of the grid', () => {
  it('move, and edit with Enter', () => {
    expect(gridKey('ArrowDown', false, false, false, 10)).toEqual({ kind: 'move', rows: 1, cols: 0 })
    expect(gridKey('ArrowLeft', false, false, false, 10)).toEqual({ kind: 'move', rows: 0, cols: -1 })
    expect(gridKey('PageUp', false, false, false, 10)).toEqual({ kind: 'move', rows: -10, cols: 0 })
    expect(gridKey('Enter', false, false, false, 10)).toEqual({ kind: 'edit' })
    expect(gridKey('Tab', false, false, false, 10)).toBeNull()
  })
  it('save, cancel and go on while typing; arrows are the field’s own then', () => {
    expect(gridKey('Enter', false, false, true, 10)).toEqual({ kind: 'save' })
    expect(gridKey('Escape', false, false, true, 10)).toEqual({ kind: 'cancel' })
    expect(gridKey('Tab', true, false, true, 10)).toEqual({ kind: 'next', back: true })
    expect(gridKey('ArrowDown', false, false, true, 10)).toBeNull()
  })
})
