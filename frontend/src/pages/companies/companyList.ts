import type { Company } from '@/api/types'
import type { Field } from '@/components/form/types'
import type { ListDef } from '@/components/list/types'
import { options, ORIGIN_LABEL } from '@/lib/labels'
import { EMPTY } from '@/lib/money'
import { placeText, provinceOptions } from '@/lib/places'

const from = (c: Company) => [ORIGIN_LABEL[c.origin], placeText(c.province, c.city)].filter(Boolean).join(' ')

export const companyList: ListDef<Company> = {
  noun: '企业',
  path: '/companies',
  exportPath: '/companies/export',
  id: (c) => c.id,
  page: (id) => `/companies/${id}`,
  create: { label: '新建企业', to: '/companies/new', act: 'writeCompany' },
  empty: '还没有企业。记拜访或登记线索时填写的企业会自动出现在这里。',
  filters: [
    { name: 'q', label: '关键词', kind: 'search', placeholder: '名称 / 信用代码 / 拼音' },
    { name: 'origin', label: '来源', kind: 'select', options: options(ORIGIN_LABEL) },
    { name: 'province', label: '省份', kind: 'select', options: provinceOptions },
  ],
  columns: [
    { key: 'name', label: '企业名称', text: (c) => c.name, main: true },
    { key: 'from', label: '来源地', text: from },
    { key: 'code', label: '统一社会信用代码', text: (c) => c.creditCode || EMPTY },
    { key: 'tags', label: '标签', text: (c) => (c.tags ?? []).join('、') || EMPTY },
    { key: 'unit', label: '首次登记单位', text: (c) => c.unitName },
    { key: 'visits', label: '拜访（次）', text: (c) => String(c.visits), numeric: true, width: 90 },
    { key: 'leads', label: '线索（条）', text: (c) => String(c.leads), numeric: true, width: 90 },
    { key: 'projects', label: '项目（个）', text: (c) => String(c.projects), numeric: true, width: 90 },
  ],
  card: {
    title: (c) => c.name,
    line: from,
    figure: () => '',
    foot: (c) => ({ text: `拜访 ${c.visits} · 线索 ${c.leads} · 项目 ${c.projects}`, tone: '' }),
  },
}

export const companyFields: Field[] = [
  { name: 'name', label: '企业全称', kind: 'text', required: true, maxlength: 100, wide: true },
  { name: 'creditCode', label: '统一社会信用代码', kind: 'text', maxlength: 18, check: (v) => (String(v.creditCode).trim().length === 18 ? '' : '信用代码须 18 位') },
  { name: 'origin', label: '来源', kind: 'select', options: options(ORIGIN_LABEL) },
  { name: 'province', label: '省份', kind: 'select', options: provinceOptions },
  { name: 'city', label: '城市', kind: 'text', maxlength: 30 },
  { name: 'industry', label: '行业', kind: 'industry', hint: '国民经济行业分类，输入名称或代码查找' },
  { name: 'tagText', label: '标签', kind: 'text', maxlength: 200, hint: '用顿号隔开，如：上市公司、专精特新' },
  { name: 'address', label: '地址', kind: 'text', maxlength: 200, wide: true },
  { name: 'note', label: '备注', kind: 'textarea', maxlength: 2000, wide: true },
]

/** The fields that are the same for all units; tags, address and note are each unit's own. */
export const SHARED = ['name', 'creditCode', 'origin', 'province', 'city', 'industry'] as const

/** The form's values as the wire's CompanyInput. */
export function companyInput(v: Record<string, unknown>): Record<string, unknown> {
  const { tagText, ...rest } = v
  return { ...rest, tags: String(tagText ?? '').split(/[、，,；;\s]+/).filter(Boolean) }
}

export const companyValues = (c: Company) => ({ ...c, tagText: (c.tags ?? []).join('、') }) as Record<string, unknown>
