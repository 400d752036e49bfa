import type { Project } from '@/api/types'
import type { CompanyPick, Field, Values } from '@/components/form/types'
import { MILESTONE_LABEL, NATURE_LABEL, options, ORIGIN_LABEL } from '@/lib/labels'
import { provinceOptions } from '@/lib/places'
import { withIds } from '@/pages/leads/fields'
import { chainOptions, parkOptions } from '@/stores/dictionaries'
import { placeOptions } from '@/stores/units'

/** A project signed without a lead in the system, or its later edit. */
export const projectFields: Field[] = [
  { name: 'name', label: '项目名称', kind: 'text', required: true, maxlength: 100, wide: true },
  { name: 'company', label: '投资方', kind: 'company', required: true, wide: true, also: ['companyId', 'companyName', 'companies', 'parties'] },
  { name: 'origin', label: '投资方来源', kind: 'select', options: options(ORIGIN_LABEL), required: true },
  { name: 'province', label: '来源省份', kind: 'select', options: provinceOptions },
  { name: 'total', label: '总投资', kind: 'money', required: true },
  { name: 'fixed', label: '其中固定资产投资', kind: 'money' },
  { name: 'agreed', label: '协议引资额', kind: 'money', hint: '市外投资方约定投入的资金' },
  { name: 'countyUnitId', label: '建设地', kind: 'select', options: placeOptions, required: true },
  { name: 'signedOn', label: '签约日期', kind: 'date', required: true, when: (v) => v.existing !== true },
  { name: 'nature', label: '建设性质', kind: 'select', options: options(NATURE_LABEL) },
  { name: 'parkId', label: '园区', kind: 'select', options: parkOptions, extra: true },
  { name: 'chainId', label: '产业链', kind: 'select', options: chainOptions, extra: true },
  { name: 'industry', label: '行业', kind: 'industry', hint: '国民经济行业分类，输入名称或代码查找', extra: true },
  { name: 'enclaveHomeId', label: '飞出地', kind: 'select', options: placeOptions, hint: '仅飞地项目填写', extra: true },
  { name: 'landMu', label: '用地（亩）', kind: 'text', maxlength: 20, extra: true },
  { name: 'leader', label: '包抓领导', kind: 'text', maxlength: 40, extra: true },
  { name: 'taskForce', label: '工作专班', kind: 'text', maxlength: 100, extra: true },
  { name: 'content', label: '建设内容', kind: 'textarea', maxlength: 2000, wide: true, extra: true },
  { name: 'problem', label: '存在问题', kind: 'textarea', maxlength: 1000, wide: true, extra: true },
  { name: 'nextStep', label: '下一步', kind: 'text', maxlength: 500, wide: true, extra: true },
]

/** The form's values as the wire's ProjectInput; further parties stay as they are. */
export function projectInput(v: Values, old?: Project): Values {
  const { company, origin, province, existing, ...rest } = withIds(v)
  const pick = company as CompanyPick
  const first = { ...(pick.companyId ? { companyId: pick.companyId } : { name: pick.name.trim() }), role: 'investor', origin, ...(province ? { province } : {}), ...(old?.parties?.[0]?.shareBp ? { shareBp: old.parties[0].shareBp } : {}) }
  void existing
  return { ...rest, parties: [first, ...(old?.parties ?? []).slice(1)] }
}

/** A project's own values in the form. */
export function projectValues(p: Project): Values {
  const party = p.parties?.[0]
  const id = (n: number) => (n ? String(n) : '')
  return {
    ...Object.fromEntries(projectFields.map((f) => [f.name, p[f.name as keyof Project] ?? ''])),
    company: { companyId: party?.companyId ?? 0, name: party?.name ?? p.investors }, origin: party?.origin ?? p.origin, province: party?.province ?? p.province,
    countyUnitId: id(p.countyUnitId), parkId: id(p.parkId), chainId: id(p.chainId), enclaveHomeId: id(p.enclaveHomeId), existing: true,
  }
}

/** A milestone as it is filed; the evidence follows once it has a number. */
export const milestoneFields: Field[] = [
  { name: 'kind', label: '节点', kind: 'select', options: options(MILESTONE_LABEL), required: true },
  { name: 'on', label: '日期', kind: 'partialDate', required: true, hint: '知道到哪天就填到哪天，如 2022-08-05 或 2022.8' },
  { name: 'amount', label: '增资额', kind: 'money', required: true, when: (v) => v.kind === 'increase' },
  { name: 'capacity', label: '产能', kind: 'text', maxlength: 200, when: (v) => v.kind === 'producing' || v.kind === 'full' },
  { name: 'jobs', label: '用工人数', kind: 'number', when: (v) => v.kind === 'producing' || v.kind === 'full' },
  { name: 'note', label: '说明', kind: 'textarea', maxlength: 1000, wide: true },
]

/** A problem of a project: which factor it lacks, whose task that is and by when. */
export const problemFields: Field[] = [
  { name: 'factor', label: '要素', kind: 'select', options: ['土地', '资金', '用工', '水电气', '审批', '政策', '其他'].map((x) => ({ value: x, label: x })), required: true },
  { name: 'foundOn', label: '梳理日期', kind: 'date', required: true },
  { name: 'description', label: '问题', kind: 'textarea', maxlength: 500, required: true, wide: true },
  { name: 'owner', label: '责任单位', kind: 'text', maxlength: 60 },
  { name: 'dueOn', label: '办结时限', kind: 'date' },
]

export const solveFields: Field[] = [
  { name: 'solvedOn', label: '解决日期', kind: 'date', required: true },
  { name: 'solution', label: '解决情况', kind: 'textarea', maxlength: 500, wide: true },
]
