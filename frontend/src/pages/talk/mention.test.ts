import { describe, expect, it } from 'vitest'
import { atWord, mentioned, pieces, withName } from './mention'

const person = (id: number, name: string) => ({ id, name, unitName: '', mayTask: true })

describe('mentions', () => {
  it('knows the word after @ at the caret', () => {
    expect(atWord('请 @张', 4)).toBe('张')
    expect(atWord('请 @张三 看', 7)).toBeNull()
    expect(atWord('@', 1)).toBe('')
    expect(atWord('没有', 2)).toBeNull()
    expect(atWord('a@b 后', 1)).toBeNull()
  })
  it('completes the word and keeps what follows', () => {
    expect(withName('请@zs看看', 4, '张三')).toEqual({ text: '请@张三 看看', caret: 5 })
  })
  it('mentions only who still stands in the text', () => {
    expect(mentioned('@张三 看看', [person(1, '张三'), person(2, '李四')])).toEqual([1])
  })
  it('marks names, the longer one first, and leaves markup as text', () => {
    expect(pieces('<b>@张三丰 和@张三', [person(1, '张三'), person(2, '张三丰')])).toEqual([
      { text: '<b>', name: false }, { text: '@张三丰', name: true }, { text: ' 和', name: false }, { text: '@张三', name: true },
    ])
    expect(pieces('', [])).toEqual([])
  })
})
