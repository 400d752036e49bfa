import type { Field } from '@/components/form/types'

/** The new password, typed twice. The rules are settings; the server says which one fails. */
export const newPassword: Field[] = [
  { name: 'password', label: '新密码', kind: 'password', required: true, autocomplete: 'new-password', maxlength: 128, hint: '至少 10 个字符，含大写字母、小写字母、数字、符号中的三类' },
  {
    name: 'again', label: '再输一次', kind: 'password', required: true, autocomplete: 'new-password', maxlength: 128,
    check: (v) => (v.again === v.password ? '' : '两次输入的密码不一样'),
  },
]
