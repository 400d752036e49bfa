import { describe, expect, it } from 'vitest'
import { ApiError, errorText, problemOf } from './problem'

describe('problems', () => {
  it('show the detail with the number to quote', () => {
    expect(errorText(problemOf(422, { code: 'invalid', detail: '月份写法不对', id: 'A1B2' }))).toBe('月份写法不对（编号 A1B2）')
  })
  it('name the fields at fault', () => {
    expect(problemOf(422, { detail: '写法不对', field: 'month' }).fields).toEqual({ month: '写法不对' })
    expect(problemOf(422, { detail: '两处不对', field: 'a', fields: { a: '一', b: '二' } }).fields).toEqual({ a: '一', b: '二' })
  })
  it('never show a body that is no problem document', () => {
    const e = problemOf(502, '<html>bad gateway</html>')
    expect(errorText(e)).toBe('系统出错，这一步没有完成，已填写的内容还在')
  })
  it('tell a lost connection apart', () => {
    const e = new ApiError(0)
    expect([e.code, errorText(e)]).toEqual(['network', '连接不上服务器。已填写的内容还在，请检查网络后重试'])
  })
  it('hide faults of our own code', () => expect(errorText(new TypeError('x is undefined'))).toBe('页面出错，请刷新后重试'))
})
