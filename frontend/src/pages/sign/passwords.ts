import type { Field } from '@/components/form/types'

/** A new password, typed twice. The rules are settings; the server says which one fails. */
export const newPassword = (name: string, label = '新密码'): Field[] => [
  { name, label, kind: 'password', required: true, autocomplete: 'new-password', maxlength: 128, hint: '默认至少 10 个字符，含大写字母、小写字母、数字、符号中的三类' },
  {
    name: name + 'Again', label: '再输一次', kind: 'password', required: true, autocomplete: 'new-password', maxlength: 128,
    check: (v) => (v[name + 'Again'] === v[name] ? '' : '两次输入的密码不一样'),
  },
]
