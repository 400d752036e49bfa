import { describe, expect, it } from 'vitest'
import type { Field } from './types'
import { payload, validate } from './validate'

const fields: Field[] = [
  { name: 'theme', label: '主题', kind: 'text', required: true },
  { name: 'kind', label: '方式', kind: 'radio', required: true },
  { name: 'company', label: '企业', kind: 'company', required: true },
  { name: 'reason', label: '原因', kind: 'text', required: true, when: (v) => v.kind === 'back' },
  { name: 'code', label: '编码', kind: 'text', check: (v) => (String(v.code).length === 18 ? '' : '须 18 位') },
  { name: 'fixed', label: '固投', kind: 'check' },
]

describe('forms', () => {
  it('name what is missing', () => {
    expect(validate(fields, { theme: ' ', company: { companyId: 0, name: '' } })).toEqual({ theme: '请填写主题', kind: '请选择方式', company: '请填写企业' })
  })
  it('ask hidden fields for nothing and do not send them', () => {
    const v = { theme: ' 座谈 ', kind: 'out', company: { companyId: 3, name: '某某' }, reason: 'x', code: '' }
    expect(validate(fields, v)).toEqual({})
    expect(payload(fields, v)).toEqual({ theme: '座谈', kind: 'out', company: { companyId: 3, name: '某某' }, fixed: false })
  })
  it('run own checks on given values only', () => {
    const v = { theme: '座谈', kind: 'out', company: { companyId: 3, name: '某某' }, code: '123' }
    expect(validate(fields, v)).toEqual({ code: '须 18 位' })
  })
})
