import { describe, expect, it } from 'vitest'
import type { LayoutView } from '@/api/types'
import { move } from '@/lib/move'
import { bodyOf, columnName, draftOf, headRows, ordered, shownHeads } from './layout'

const view = {
  sheet: 'signed', tab: '新签约', title: '新签约项目一览表', size: 9, rule: { levels: 3, fixed: false, must: ['code'], first: [], sized: true, hides: true, orders: false },
  columns: [{ key: 'serial', heads: ['序号'], width: 4.2 }, { key: 'total', heads: ['投资额(万元)', '总投资'], width: 11 }, { key: 'fixed', heads: ['投资额(万元)', '其中:\n固定资产'], width: 10, hidden: true }],
} as unknown as LayoutView

describe('layout of a sheet', () => {
  it('goes to the form and back unchanged', () => {
    const draft = draftOf(view)
    expect(draft.columns[0].heads).toEqual(['序号', '', ''])
    const body = bodyOf('signed', draft)
    expect(body).toEqual({ ok: true, layout: { sheet: 'signed', tab: '新签约', title: '新签约项目一览表', size: 9, columns: view.columns } })
  })
  it('tells what is no number beside its field', () => {
    const draft = draftOf(view)
    draft.columns[1].width = '宽'
    draft.size = '大'
    const body = bodyOf('signed', draft)
    expect(!body.ok && Object.keys(body.errors)).toEqual(['columns[1].width', 'size'])
    draft.columns[1].width = '１２．５'
    draft.size = ''
    const mended = bodyOf('signed', draft)
    expect(mended.ok && [mended.layout.columns?.[1].width, mended.layout.size]).toEqual([12.5, undefined])
  })
  it('merges the header rows as the workbook does', () => {
    expect(headRows([['序号'], ['投资额', '总投资'], ['投资额', '固投'], ['拜访', '批次', '本月'], ['拜访', '批次', '累计']])).toEqual([
      [{ text: '序号', cols: 1, rows: 3 }, { text: '投资额', cols: 2, rows: 1 }, { text: '拜访', cols: 2, rows: 1 }],
      [{ text: '总投资', cols: 1, rows: 2 }, { text: '固投', cols: 1, rows: 2 }, { text: '批次', cols: 2, rows: 1 }],
      [{ text: '本月', cols: 1, rows: 1 }, { text: '累计', cols: 1, rows: 1 }],
    ])
    expect(headRows([['甲'], ['甲']])).toEqual([[{ text: '甲', cols: 1, rows: 1 }, { text: '甲', cols: 1, rows: 1 }]])
    expect(headRows([])).toEqual([])
  })
  it('shows the columns that are shown, the indicator above its own', () => {
    expect(shownHeads('signed', draftOf(view).columns)).toEqual([['序号'], ['投资额(万元)', '总投资']])
    expect(shownHeads('targets', [{ key: 'name', heads: ['单位', ''], width: '1', hidden: false }, { key: 'rate', heads: ['完成率', ''], width: '1', hidden: false }])).toEqual([['单位'], ['各指标（计量单位）', '完成率']])
    expect(columnName(['其中:\n省外', ' ', ''])).toBe('其中:省外')
  })
  it('moves within its bounds, and keeps indicators that are not named', () => {
    const list = ['a', 'b', 'c']
    expect([move(list, 0, -1), move(list, 0, 1), move(list, 2, 1)]).toEqual([0, 1, 2])
    expect(list).toEqual(['b', 'a', 'c'])
    expect(ordered(['foreign', 'gone'], ['capital', 'foreign', 'signed'])).toEqual(['foreign', 'capital', 'signed'])
  })
})
