import { describe, expect, it } from 'vitest'
import { gateRows, gateTable } from './stageTable'
import type { StageRequirement } from '@/api/types'

describe('the table of gates', () => {
  it('comes back as it was', () => {
    const table: StageRequirement[] = [
      { field: 'companyId', label: '企业', from: 'new' }, { field: 'visit', label: '至少一次拜访', from: 'visiting', kind: 'visit' },
      { field: 'file', label: '考察记录', from: 'visiting', kind: 'file', evidence: ['考察记录', '现场照片'], soft: true },
    ]
    expect(gateTable(gateRows(table))).toEqual(table)
  })
  it('names a row by what it asks, and keeps kinds of files to files', () => {
    expect(gateTable([{ field: 'landMu', label: ' ', from: 'agreeing', evidence: '图纸', soft: false }])).toEqual([{ field: 'landMu', label: '用地', from: 'agreeing' }])
    expect(gateTable([{ field: 'file', label: '图纸', from: 'agreeing', evidence: '红线图， 平面图;', soft: false }])[0].evidence).toEqual(['红线图', '平面图'])
  })
})
