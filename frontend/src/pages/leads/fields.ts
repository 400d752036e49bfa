import type { Lead } from '@/api/types'
import type { CompanyPick, Field, Values } from '@/components/form/types'
import { NATURE_LABEL, options } from '@/lib/labels'
import { chainOptions, parkOptions } from '@/stores/dictionaries'
import { placeOptions } from '@/stores/units'

const SOURCES = ['外出拜访', '来访接待', '展会活动', '联络处推荐', '商协会推荐', '以商招商', '领导引荐', '企业自荐', '其他'].map((s) => ({ value: s, label: s }))

/** A lead: company and project are enough (interface §1.2), the rest comes with the stages. */
export const leadFields: Field[] = [
  { name: 'company', label: '企业', kind: 'company', required: true, wide: true, also: ['companyId', 'companyName', 'companies', 'parties'] },
  { name: 'project', label: '项目名称', kind: 'text', required: true, maxlength: 100, wide: true, placeholder: '如：富硒茶精深加工项目' },
  { name: 'source', label: '线索来源', kind: 'select', options: SOURCES },
  { name: 'amount', label: '拟投资额', kind: 'money' },
  { name: 'placeUnitId', label: '意向县区', kind: 'select', options: placeOptions },
  { name: 'nextDue', label: '下次跟进', kind: 'date' },
  { name: 'nextStep', label: '下一步', kind: 'text', maxlength: 500, wide: true },
  { name: 'content', label: '建设内容', kind: 'textarea', maxlength: 2000, wide: true, extra: true },
  { name: 'industry', label: '行业', kind: 'industry', hint: '国民经济行业分类，输入名称或代码查找', extra: true },
  { name: 'chainId', label: '产业链', kind: 'select', options: chainOptions, extra: true },
  { name: 'landMu', label: '用地（亩）', kind: 'text', maxlength: 20, extra: true },
]

/** What signing adds to what the lead already says. */
export const signFields: Field[] = [
  { name: 'signedOn', label: '签约日期', kind: 'date', required: true },
  { name: 'countyUnitId', label: '建设地', kind: 'select', options: placeOptions, required: true },
  { name: 'total', label: '总投资', kind: 'money', required: true },
  { name: 'fixed', label: '其中固定资产投资', kind: 'money' },
  { name: 'agreed', label: '协议引资额', kind: 'money', hint: '市外投资方约定投入的资金' },
  { name: 'nature', label: '建设性质', kind: 'select', options: options(NATURE_LABEL) },
  { name: 'parkId', label: '园区', kind: 'select', options: parkOptions, extra: true },
  { name: 'enclaveHomeId', label: '飞出地', kind: 'select', options: placeOptions, extra: true, hint: '仅飞地项目填写' },
]

const IDS = ['placeUnitId', 'chainId', 'countyUnitId', 'parkId', 'enclaveHomeId', 'unitId', 'ownerId', 'toUnitId']

/** Selects keep ids as text; the wire wants numbers. */
export function withIds(v: Values): Values {
  const out: Values = { ...v }
  for (const name of IDS) if (out[name] !== undefined && out[name] !== '') out[name] = Number(out[name])
  return out
}

/** The form's values as the wire's LeadInput. */
export function leadInput(v: Values): Values {
  const { company, ...rest } = withIds(v)
  const pick = company as CompanyPick
  return { ...rest, ...(pick.companyId ? { companyId: pick.companyId } : { companyName: pick.name.trim() }) }
}

const text = (id: number) => (id ? String(id) : '')

/** A lead's own values in the form. */
export function leadValues(l: Lead): Values {
  return {
    company: { companyId: l.companyId, name: l.companyName }, project: l.project, source: l.source, amount: l.amount, placeUnitId: text(l.placeUnitId),
    nextDue: l.nextDue, nextStep: l.nextStep, content: l.content, industry: l.industry, chainId: text(l.chainId), landMu: l.landMu,
  }
}
