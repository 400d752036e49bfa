import { describe, expect, it } from 'vitest'
import { badColumn, decisionText, lineMark, lineText, whyText } from './marks'
import type { ImportIssue, ImportLine } from './types'

const issue = (severity: string, message: string, col?: number): ImportIssue => ({ severity, message, col, code: severity === 'error' ? 'E_AMOUNT_NEGATIVE' : 'W_AMOUNT_APPROX', field: '总投资', sheet: '项目', row: 4, value: null }) as ImportIssue
const line = (l: Partial<ImportLine>): ImportLine => ({ seq: 1, sheet: '项目', row: 4, kind: 'projects', outcome: 'skipped', ...l }) as ImportLine

describe('what is said of a row', () => {
  it('says the reason once, also where a complaint says it', () => {
    const l = line({ why: '金额为负数', issues: [issue('error', '金额为负数', 5)] })
    expect(whyText(l)).toBe('')
    expect(lineText(l)).toBe('总投资：金额为负数')
    expect(lineText(line({ why: '汉滨区不在你的权限范围内', issues: [] }))).toBe('汉滨区不在你的权限范围内')
  })
  it('leads to the worst cell', () => {
    expect(badColumn(line({ issues: [issue('warning', '约', 3), issue('error', '负', 5)] }))).toBe(5)
    expect(badColumn(line({ issues: [issue('warning', '约', 3)] }))).toBe(3)
    expect(badColumn(line({ issues: [issue('error', '整行')] }))).toBeUndefined()
  })
  it('tells a decision with its reason', () => {
    expect(decisionText(line({ decision: 'accept', reason: '追加投资' }))).toBe('接受提示，照样导入（追加投资）')
    expect(decisionText(line({}))).toBe('')
    expect(lineText(line({ decision: 'new', reason: '二期', issues: [] }))).toBe('作为新记录导入（二期）')
  })
  it('has no open complaint once it is left out', () => {
    expect(lineMark(line({ issues: [issue('error', '负', 5)] }))).toBe('error')
    expect(lineMark(line({ decision: 'skip', issues: [issue('error', '负', 5)] }))).toBe('')
  })
})
