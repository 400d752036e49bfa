import { describe, expect, it } from 'vitest'
import { columnMap, faults, joinKey, mainColumn, splitKey } from './columns'
import { skippedKinds } from './notes'
import { openSteps, stepOf } from './steps'
import { wrongFile } from './useUpload'
import type { ImportColumn, ImportSheet, KeyLabel } from './types'

const keys: KeyLabel[] = [
  { key: 'project', label: '项目名称', money: false, month: false }, { key: 'total_wan', label: '总投资', money: true, month: false },
  { key: 'period:', label: '某月累计（要指定年月）', money: true, month: true },
]
const column = (col: number, key: string, unit = ''): ImportColumn => ({ col, key, unit, letter: 'ABCD'[col - 1], label: `表头${col}`, samples: [] })

describe('columns', () => {
  it('keep the month behind their key', () => {
    expect(splitKey(keys, 'period:2022:03')).toEqual({ key: 'period:', month: '2022-03', label: keys[2] })
    expect(splitKey(keys, 'total_wan')).toEqual({ key: 'total_wan', month: '', label: keys[1] })
    expect(joinKey('period:', '2022-03')).toBe('period:2022:03')
  })
  it('are sent with a unit only where they hold amounts', () => {
    expect(columnMap('projects', [column(1, 'project', '万元'), column(2, 'total_wan', '亿元'), column(3, '', '元')], keys)).toEqual({
      kind: 'projects', columns: [{ col: 1, key: 'project', unit: '' }, { col: 2, key: 'total_wan', unit: '亿元' }, { col: 3, key: '', unit: '' }],
    })
  })
  it('may not mean the same twice, nor a period without its month', () => {
    expect(faults([column(1, 'project'), column(2, 'project')], keys)).toEqual(['A 列和 B 列都对应“项目名称”，请留一列'])
    expect(faults([column(1, 'period:'), column(2, 'period:2022:03')], keys)).toEqual(['A 列“表头1”要指定年月'])
    expect(faults([column(1, ''), column(2, ''), column(3, '-rank'), column(4, '-rank')], keys)).toEqual([])
  })
  it('name a row by its project, else by what comes first', () => {
    expect(mainColumn({ mapping: [column(1, 'county'), column(2, 'project')] } as ImportSheet)).toBe(2)
    expect(mainColumn({ mapping: [column(3, 'remark')] } as ImportSheet)).toBe(3)
    expect(mainColumn(undefined)).toBeUndefined()
  })
})

describe('steps', () => {
  it('follow the state, whatever the address asks', () => {
    expect([stepOf({ state: 'checked' }, 'columns'), stepOf({ state: 'checked' }, ''), stepOf({ state: 'checked' }, 'apply')]).toEqual(['columns', 'check', 'check'])
    expect([stepOf({ state: 'applying' }, 'check'), stepOf({ state: 'applied' }, ''), stepOf({ state: 'applied' }, 'check')]).toEqual(['apply', 'apply', 'check'])
    expect(openSteps({ state: 'failed' })).toEqual([])
  })
})

describe('rows without a record', () => {
  it('are told by kind', () => {
    const rows = Array.from({ length: 14 }, (_, i) => ({ sheet: '表', row: i + 2, kind: '小计' }))
    expect(skippedKinds([{ sheet: '表', row: 1, kind: '标题' }, ...rows])).toEqual([
      { kind: '标题', text: '第 1 行' }, { kind: '小计', text: '第 2、3、4、5、6、7、8、9、10、11、12、13 等 14 行' },
    ])
  })
})

describe('a chosen file', () => {
  it('is refused before it is sent when it can be no ledger', () => {
    expect(wrongFile({ name: '台账.XLSX', size: 10 })).toBe('')
    expect(wrongFile({ name: '台账.pdf', size: 10 })).toContain('.xlsx')
    expect(wrongFile({ name: '台账.csv', size: 0 })).toContain('空文件')
    expect(wrongFile({ name: '台账.xls', size: 65 << 20 })).toContain('64 MB')
  })
})
