import type { Visit } from '@/api/types'
import type { CompanyMet, CompanyPick, Field, Values } from '@/components/form/types'
import { options, VISIT_KIND_LABEL } from '@/lib/labels'
import { municipality, provinceOptions } from '@/lib/places'
import { LEVELS } from './levels'
import { tripOptions } from './trips'

const choice = (s: string) => ({ value: s, label: s })

/** Outcomes of domain §5. */
export const OUTCOMES = ['获取线索', '推进签约', '解决困难', '一般交流'].map(choice)

/** Kinds of photos of a visit; a card's name and phone are typed above. */
export const PHOTO_KINDS = ['现场照片', '名片', '其他']

/** A photo that waits to be sent. */
export interface Photo {
  file: File
  kind: string
}

/** One company of the wire: named or picked, with who spoke for it. */
function met(pick: CompanyPick, counterpart: unknown, counterpartTitle: unknown, phone: unknown): Values {
  return { ...(pick.companyId ? { companyId: pick.companyId } : { name: pick.name.trim() }), ...(counterpart ? { counterpart } : {}), ...(counterpartTitle ? { counterpartTitle } : {}), ...(phone ? { phone } : {}) }
}

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
  { name: 'phone', label: '接洽人电话', kind: 'text', maxlength: 30, hint: '照名片填，存为本单位的联系人，显示时隐去中间几位', extra: true },
  { name: 'more', label: '同场其他企业', kind: 'companies', wide: true, extra: true },
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
  const { company, counterpart, counterpartTitle, phone, more, tripId, ...rest } = v
  const others = ((more ?? []) as CompanyMet[]).filter((m) => m.name.trim()).map((m) => met(m, m.counterpart, m.counterpartTitle, m.phone))
  const province = String(v.province ?? '')
  return { ...rest, ...(tripId ? { tripId: Number(tripId) } : {}), ...(municipality(province) ? { city: province } : {}), companies: [met(company as CompanyPick, counterpart, counterpartTitle, phone), ...others] }
}

/** A visit's own values in the form; phones stand with the contacts, not in the visit. */
export function visitValues(v: Visit): Values {
  const [first, ...others] = v.companies ?? []
  return {
    ...Object.fromEntries(visitFields.map((f) => [f.name, v[f.name as keyof Visit] ?? ''])),
    company: { companyId: first?.companyId ?? 0, name: first?.name ?? '' }, counterpart: first?.counterpart ?? '', counterpartTitle: first?.counterpartTitle ?? '',
    phone: '', more: others.map((c) => ({ companyId: c.companyId ?? 0, name: c.name ?? '', counterpart: c.counterpart ?? '', counterpartTitle: c.counterpartTitle ?? '', phone: '' })),
    peopleCount: v.peopleCount || null, tripId: v.tripId ? String(v.tripId) : '',
  }
}

/** What a lead takes from the visit that brought it. */
export function leadQuery(v: Visit): Record<string, string | number | undefined> {
  const first = v.companies?.[0]
  const source: Record<string, string> = { out: '外出拜访', in: '来访接待', event: '展会活动' }
  return { visitId: v.id, companyId: first?.companyId, companyName: first?.name, source: source[v.kind], nextStep: v.nextStep || undefined, nextDue: v.nextDue || undefined }
}
