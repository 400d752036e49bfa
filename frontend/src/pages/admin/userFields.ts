import type { User } from '@/api/types'
import type { Field, Values } from '@/components/form/types'
import { unitOptions } from '@/stores/units'

export const userFields: Field[] = [
  { name: 'name', label: '姓名', kind: 'text', required: true, maxlength: 30 },
  { name: 'login', label: '登录名', kind: 'text', required: true, maxlength: 40, hint: '两个字符以上' },
  { name: 'unitId', label: '单位', kind: 'select', options: unitOptions, required: true },
  { name: 'title', label: '职务', kind: 'text', maxlength: 40 },
  { name: 'phone', label: '电话', kind: 'text', maxlength: 30 },
  { name: 'mail', label: '邮箱', kind: 'text', maxlength: 200, hint: '选填，收本人的提醒；开通邮件通道后才发' },
]

export const userInput = (v: Values): Values => ({ ...v, unitId: Number(v.unitId) })
export const userValues = (u: User): Values => ({ name: u.name, login: u.login, unitId: String(u.unitId), title: u.title, phone: u.phone, mail: u.mail })

/** A one-time link for setting a password. */
export interface Link {
  path: string
  expiresAt: string
  user: User
}
