import type { Visit } from '@/api/types'
import type { CompanyPick, Field, Values } from '@/components/form/types'
import { options, VISIT_KIND_LABEL } from '@/lib/labels'
import { municipality, provinceOptions } from '@/lib/places'
import { LEVELS } from './levels'
import { tripOptions } from './trips'

const choice = (s: string) => ({ value: s, label: s })

/** Outcomes of domain §5. */
export const OUTCOMES = ['获取线索', '推进签约', '解决困难', '一般交流'].map(choice)

/** The quick log: five required fields, two of them preset; the rest behind 更多. */
export const visitFields: Field[] = [
  { name: 'company', label: '企业', kind: 'company', required: true, wide: true, also: ['companyId', 'companyName', 'companies', 'parties'] },
  { name: 'kind', label: '方式', kind: 'radio', required: true, options: options(VISIT_KIND_LABEL), wide: true },
  { name: 'on', label: '日期', kind: 'date', required: true },
  { name: 'theme', label: '谈了什么', kind: 'text', required: true, maxlength: 200, placeholder: '一句话也行，如：洽谈富硒茶加工项目' },
  { name: 'outcome', label: '成效', kind: 'radio', required: true, options: OUTCOMES, wide: true },
  { name: 'nextStep', label: '下一步', kind: 'text', maxlength: 500 },
  { name: 'nextDue', label: '下次跟进', kind: 'date' },
  { name: 'province', label: '省份', kind: 'select', options: provinceOptions, extra: true },
  { name: 'city', label: '城市', kind: 'text', maxlength: 30, extra: true, when: (v) => !municipality(String(v.province ?? '')) },
  { name: 'place', label: '地点', kind: 'text', maxlength: 100, extra: true },
  { name: 'counterpart', label: '接洽人', kind: 'text', maxlength: 60, extra: true },
  { name: 'counterpartTitle', label: '接洽人职务', kind: 'text', maxlength: 60, extra: true },
  { name: 'people', label: '我方人员', kind: 'text', maxlength: 300, extra: true },
  { name: 'peopleCount', label: '人数', kind: 'number', extra: true },
  { name: 'leaderLevel', label: '带队层级', kind: 'select', options: LEVELS, extra: true },
  { name: 'leaderName', label: '带队或接待领导', kind: 'text', maxlength: 40, extra: true },
  { name: 'leaderTitle', label: '领导职务', kind: 'text', maxlength: 60, extra: true },
  { name: 'tripId', label: '外出批次', kind: 'select', options: tripOptions, extra: true, when: (v) => v.kind === 'out', hint: '一次外出拜访多家时选' },
  { name: 'endOn', label: '结束日期', kind: 'date', hint: '一天以内不填', extra: true },
  { name: 'content', label: '详细情况', kind: 'textarea', maxlength: 4000, wide: true, extra: true },
]

/** The form's values as the wire's VisitInput. */
export function visitInput(v: Values): Values {
  const { company, counterpart, counterpartTitle, tripId, ...rest } = v
  const pick = company as CompanyPick
  const met = { ...(pick.companyId ? { companyId: pick.companyId } : { name: pick.name.trim() }), ...(counterpart ? { counterpart } : {}), ...(counterpartTitle ? { counterpartTitle } : {}) }
  const province = String(v.province ?? '')
  return { ...rest, ...(tripId ? { tripId: Number(tripId) } : {}), ...(municipality(province) ? { city: province } : {}), companies: [met] }
}

/** A visit's own values in the form; further companies stay as they are on saving. */
export function visitValues(v: Visit): Values {
  const met = v.companies?.[0]
  return {
    ...Object.fromEntries(visitFields.map((f) => [f.name, v[f.name as keyof Visit] ?? ''])),
    company: { companyId: met?.companyId ?? 0, name: met?.name ?? '' }, counterpart: met?.counterpart ?? '', counterpartTitle: met?.counterpartTitle ?? '',
    peopleCount: v.peopleCount || null, tripId: v.tripId ? String(v.tripId) : '',
  }
}
