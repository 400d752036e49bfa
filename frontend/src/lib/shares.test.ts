import { describe, expect, it } from 'vitest'
import { agreementText, sharesOf, versionText, wholeness } from './shares'

const both = [{ unitId: 1, unitName: '甲县', bp: 4000 }, { unitId: 2, unitName: '乙县', bp: 6000 }]

describe('shares', () => {
  it('are told in words', () => {
    expect(agreementText({ preset: '', homeId: 0, shares: [] })).toBe('')
    expect(agreementText({ preset: 'joint', homeId: 0, shares: both })).toBe('统计归属：甲县 40%、乙县 60%')
    expect(agreementText({ preset: 'enclave', homeId: 1, shares: both })).toBe('统计归属按飞地：前期全归甲县，之后 甲县 40%、乙县 60%')
  })
  it('stand in versions', () => {
    expect(versionText({ indicator: '', fromYear: 0, shares: both })).toBe('全部指标：甲县 40%、乙县 60%')
    expect(versionText({ indicator: 'signed', fromYear: 2025, shares: both })).toBe('新签约，2025 年起：甲县 40%、乙县 60%')
  })
  it('must be whole and leave empty lines out', () => {
    const lines = [{ unitId: '1', bp: 4000 }, { unitId: '', bp: null }]
    expect(sharesOf(lines)).toEqual([{ unitId: 1, bp: 4000 }])
    expect(wholeness(lines)).toContain('40%')
    expect(wholeness([{ unitId: '', bp: 10_000 }])).toBe('请选择单位')
    expect(wholeness([{ unitId: '1', bp: 10_000 }])).toBe('')
  })
})
