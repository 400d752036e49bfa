import type { CapitalEntry } from '@/api/types'
import type { Filter, ListDef } from '@/components/list/types'
import { options, ORIGIN_LABEL, STATE_LABEL, STATE_TONE } from '@/lib/labels'
import { EMPTY, moneyText, wan } from '@/lib/money'

const STATES = options({ draft: STATE_LABEL.draft, submitted: STATE_LABEL.submitted, verified: STATE_LABEL.verified, returned: STATE_LABEL.returned })
const origins = (e: CapitalEntry) => Array.from(new Set((e.parts ?? []).map((p) => ORIGIN_LABEL[p.origin]))).join('、') || ORIGIN_LABEL.unknown

/** What is special about an entry, in words. */
export function marks(e: CapitalEntry): string {
  return [e.reversesId && '冲回', e.reversedById && '已被冲回', e.correctsId && '更正', e.origMonth && `跨期调整 ${e.origMonth}`, e.carriedFrom && `结转自 ${e.carriedFrom}`, e.warnings?.length && `${e.warnings.length} 项预警`].filter(Boolean).join('、')
}

export const capitalFilters: Filter[] = [
  { name: 'q', label: '关键词', kind: 'search', placeholder: '项目 / 投资方 / 编号' },
  { name: 'month', label: '月份', kind: 'month' },
  { name: 'state', label: '状态', kind: 'select', options: STATES },
  { name: 'unitId', label: '填报单位', kind: 'unit' },
  { name: 'mine', label: '范围', kind: 'select', options: [{ value: 'true', label: '我填报的' }] },
]

export const capitalList: ListDef<CapitalEntry> = {
  noun: '到位资金条目',
  path: '/capital',
  exportPath: '/capital/export',
  id: (e) => e.id,
  page: (id) => `/capital/${id}`,
  twoLine: true,
  create: { label: '填报到位资金', to: '/capital/new', act: 'reportCapital' },
  empty: '还没有到位资金条目。资金到账后按笔填报，附进账单等佐证，核定后计入完成数。',
  filters: capitalFilters,
  columns: [
    { key: 'code', label: '编号', text: (e) => e.code, width: 130 },
    { key: 'month', label: '月份', text: (e) => e.month, sort: 'month', width: 90 },
    { key: 'project', label: '项目 / 投资方', text: (e) => e.projectName, sub: (e) => e.companyName, main: true },
    { key: 'amount', label: '申报（万元）', text: (e) => wan(e.amount), numeric: true, sort: 'amount', width: 130 },
    { key: 'verified', label: '核定（万元）', text: (e) => wan(e.verified), numeric: true, width: 130 },
    { key: 'origin', label: '来源', text: origins, width: 100 },
    { key: 'form', label: '形式 / 用途', text: (e) => `${e.form} / ${e.use}`, sub: (e) => (e.fixed ? '形成固定资产' : '') },
    { key: 'evidence', label: '佐证（份）', text: (e) => String(e.evidence?.length ?? e.evidenceNos?.length ?? 0), numeric: true, width: 84 },
    { key: 'state', label: '状态', text: (e) => STATE_LABEL[e.state], tag: (e) => STATE_TONE[e.state], width: 100 },
    { key: 'marks', label: '备注', text: (e) => marks(e) || EMPTY, tone: (e) => (e.warnings?.length ? 'amber' : '') },
    { key: 'unit', label: '填报单位', text: (e) => e.unitName, sub: (e) => e.reporterName },
  ],
  card: {
    title: (e) => e.projectName,
    tag: (e) => ({ text: STATE_LABEL[e.state], tone: STATE_TONE[e.state] }),
    line: (e) => [e.companyName, `${e.month} 月报`].filter(Boolean).join(' · '),
    figure: (e) => moneyText(e.amount),
    foot: (e) => ({ text: marks(e) || e.unitName, tone: e.warnings?.length ? 'amber' : '' }),
  },
}

/** The verifier's queue: the same list, held to what waits. */
export const reviewList: ListDef<CapitalEntry> = {
  ...capitalList,
  path: '/capital',
  fixed: { queue: true },
  filters: capitalFilters.filter((f) => f.name !== 'state' && f.name !== 'mine'),
  create: undefined,
  exportPath: undefined,
  empty: '没有待核定的到位资金。各单位提交后会出现在这里。',
}
