import { describe, expect, it } from 'vitest'
import { countText, termText } from './desk'

describe('an office’s numbers', () => {
  it('money in 亿元, counts as they are, none as a dash', () => {
    expect(countText('亿元', 123_456_789_00)).toBe('1.23')
    expect(countText('批次', 1234)).toBe('1,234')
    expect(countText('条', null)).toBe('—')
  })
  it('terms say the days and never colour alone', () => {
    expect(termText({ term: 'late', left: -2, dueOn: '2022-09-22' })).toEqual({ text: '2022-09-22 前答复，已逾期 2 个工作日', tone: 'red' })
    expect(termText({ term: 'soon', left: 0, dueOn: '2022-09-26' }).text).toContain('今天到期')
    expect(termText({ term: 'open', left: 3, dueOn: '' }).text).toBe('没有期限')
  })
})
