import type { Lead } from '@/api/types'
import type { ListDef } from '@/components/list/types'
import { due, shortDate } from '@/lib/dates'
import { LEAD_STATUS_LABEL, options, ORIGIN_LABEL, STAGE_LABEL, STAGE_TONE, WARNING_LABEL, WARNING_TONE, type Tone } from '@/lib/labels'
import { EMPTY, moneyText, wan } from '@/lib/money'
import { placeText } from '@/lib/places'
import { chainOptions } from '@/stores/dictionaries'
import { useSession } from '@/stores/session'
import { placeOptions } from '@/stores/units'

const today = () => useSession().today

/** Whether somebody still works at the lead: a signed or sleeping one is never 逾期. */
const open = (l: Lead) => l.status === 'active' && l.stage !== 'signed'

/** The next step's date, with 逾期 in words. */
function next(l: Lead): string {
  if (!l.nextDue) return EMPTY
  return shortDate(l.nextDue, today()) + (open(l) && due(l.nextDue, today()) === 'overdue' ? ' 逾期' : '')
}
const nextTone = (l: Lead): Tone => open(l) ? ({ overdue: 'red', soon: 'amber', later: '', none: '' } as const)[due(l.nextDue, today())] : ''
/** 暂停, 休眠 or 终止, else how its progress stands. */
const state = (l: Lead) => (l.status === 'active' ? WARNING_LABEL[l.warning] ?? '' : LEAD_STATUS_LABEL[l.status])
const stateTone = (l: Lead): Tone => (l.status === 'active' ? WARNING_TONE[l.warning] ?? '' : '')
const place = (l: Lead) => placeText(l.province, l.city) || ORIGIN_LABEL[l.origin] || EMPTY
const amount = (l: Lead) => l.amount ?? l.amountMin ?? l.amountMax

export const leadList: ListDef<Lead> = {
  noun: '线索',
  path: '/leads',
  exportPath: '/leads/export',
  id: (l) => l.id,
  page: (id) => `/leads/${id}`,
  twoLine: true,
  create: { label: '新建线索', to: '/leads/new', act: 'writeLead' },
  empty: '还没有线索。拜访企业后记下有投资意向的企业，就是第一条线索。',
  filters: [
    { name: 'q', label: '关键词', kind: 'search', placeholder: '企业 / 项目 / 编号' },
    { name: 'stage', label: '阶段', kind: 'select', options: options(STAGE_LABEL) },
    { name: 'status', label: '状态', kind: 'select', options: options(LEAD_STATUS_LABEL) },
    { name: 'placeUnitId', label: '意向县区', kind: 'select', options: placeOptions },
    { name: 'chainId', label: '产业链', kind: 'select', options: chainOptions },
    { name: 'unitId', label: '责任单位', kind: 'unit' },
    { name: 'warning', label: '进展', kind: 'select', options: options(WARNING_LABEL) },
    { name: 'mine', label: '范围', kind: 'select', options: [{ value: 'true', label: '我跟踪的' }] },
  ],
  columns: [
    { key: 'code', label: '编号', text: (l) => l.code, width: 120 },
    { key: 'name', label: '企业 / 项目', text: (l) => l.companyName, sub: (l) => l.project, main: true },
    { key: 'stage', label: '阶段', text: (l) => STAGE_LABEL[l.stage], tag: (l) => STAGE_TONE[l.stage], width: 96 },
    { key: 'amount', label: '拟投资额（万元）', text: (l) => wan(amount(l)), numeric: true, sort: 'amount', width: 140 },
    { key: 'chain', label: '产业链', text: (l) => l.chainName || EMPTY },
    { key: 'from', label: '来源地', text: place },
    { key: 'place', label: '意向县区', text: (l) => l.placeName || EMPTY },
    { key: 'owner', label: '跟踪人', text: (l) => l.ownerName || EMPTY, sub: (l) => l.unitName },
    { key: 'warning', label: '进展', text: state, tag: stateTone, width: 110 },
    { key: 'next', label: '下次跟进', text: next, tone: nextTone, sort: 'nextDue', width: 110 },
  ],
  card: {
    title: (l) => l.companyName,
    tag: (l) => (l.status === 'active' ? { text: STAGE_LABEL[l.stage], tone: STAGE_TONE[l.stage] } : { text: LEAD_STATUS_LABEL[l.status], tone: '' }),
    line: (l) => [l.project, l.placeName].filter(Boolean).join(' · '),
    figure: (l) => (amount(l) ? moneyText(amount(l)) : ''),
    foot: (l) => ({ text: [l.ownerName, l.nextDue ? next(l) : state(l)].filter(Boolean).join(' · '), tone: nextTone(l) || stateTone(l) }),
  },
}
