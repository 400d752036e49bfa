// Trips (外出批次): one journey that several visits belong to; the monthly sheet of
// outgoing visits groups by it.
import { get, type List } from '@/api/http'
import type { Settings, Trip, TripCosts } from '@/api/types'
import type { Field, Values } from '@/components/form/types'
import type { ListDef } from '@/components/list/types'
import type { Option } from '@/lib/labels'
import { EMPTY } from '@/lib/money'
import { daysBetween } from '@/lib/dates'
import { LEVELS } from './levels'

const days = (t: Trip) => (t.endOn && t.endOn !== t.startOn ? `${t.startOn} 至 ${t.endOn.slice(5)}` : t.startOn)

export const tripList: ListDef<Trip> = {
  noun: '外出批次',
  path: '/trips',
  id: (t) => t.id,
  create: { label: '新建批次', to: '/trips/new', act: 'writeVisit' },
  empty: '还没有外出批次。一次外出拜访多家企业时先建批次，记拜访时选上它，外出情况表会合并成一行。',
  filters: [{ name: 'q', label: '关键词', kind: 'search', placeholder: '批次名称' }],
  columns: [
    { key: 'name', label: '批次', text: (t) => t.name, main: true },
    { key: 'days', label: '日期', text: days, width: 170 },
    { key: 'where', label: '目的地', text: (t) => t.destination || EMPTY },
    { key: 'leader', label: '带队领导', text: (t) => [t.leaderName, t.leaderTitle].filter(Boolean).join(' ') || EMPTY },
    { key: 'level', label: '层级', text: (t) => t.leaderLevel || EMPTY, width: 110 },
    { key: 'people', label: '人数', text: (t) => (t.peopleCount ? String(t.peopleCount) : EMPTY), numeric: true, width: 70 },
    { key: 'visits', label: '拜访（次）', text: (t) => String(t.visits), numeric: true, width: 90 },
    { key: 'unit', label: '单位', text: (t) => t.unitName },
  ],
  card: {
    title: (t) => t.name,
    line: (t) => [days(t), t.destination].filter(Boolean).join(' · '),
    foot: (t) => ({ text: `${t.unitName} · 拜访 ${t.visits} 次`, tone: '' }),
  },
}

export const tripFields: Field[] = [
  { name: 'name', label: '批次名称', kind: 'text', required: true, maxlength: 100, placeholder: '如：长三角招商小分队', wide: true },
  { name: 'startOn', label: '开始日期', kind: 'date', required: true },
  { name: 'endOn', label: '结束日期', kind: 'date', required: true },
  { name: 'destination', label: '目的地', kind: 'text', maxlength: 200, wide: true },
  { name: 'leaderName', label: '带队领导', kind: 'text', maxlength: 40 },
  { name: 'leaderTitle', label: '领导职务', kind: 'text', maxlength: 60 },
  { name: 'leaderLevel', label: '带队层级', kind: 'select', options: LEVELS },
  { name: 'peopleCount', label: '人数', kind: 'number' },
]

/** The latest trips, to choose from in a visit. */
export async function tripOptions(): Promise<Option[]> {
  return ((await get<List<Trip>>('/trips', { limit: 50 })).items ?? []).map((t) => ({ value: String(t.id), label: `${t.name}（${t.startOn}）` }))
}

/** Whether a visit's days lie outside its journey's. */
export const outsideTrip = (t: Pick<Trip, 'startOn' | 'endOn'>, v: { on: string; endOn: string }): boolean => v.on < t.startOn || (v.endOn || v.on) > (t.endOn || t.startOn)

/** The days of a journey, both ends counted. */
export const tripDays = (t: Pick<Trip, 'startOn' | 'endOn'>): number => daysBetween(t.startOn, t.endOn || t.startOn) + 1

/** 分 as 元 with two decimals, thousands apart. */
export const yuanText = (fen: number): string => (fen / 100).toLocaleString('zh-CN', { minimumFractionDigits: 2, maximumFractionDigits: 2 })

const COSTS = [['transport', '交通费（元）'], ['lodging', '住宿费（元）'], ['other', '其他费用（元）']] as const
const isYuan = (text: string) => text === '' || /^\d{1,8}(\.\d{1,2})?$/.test(text)
const typed = (v: Values, name: string) => String(v[name] ?? '').trim().replaceAll(',', '')

/** The fields of a trip, with its costs where the city keeps them. */
export function fieldsOfTrip(costs: boolean): Field[] {
  if (!costs) return tripFields
  return [...tripFields, ...COSTS.map(([name, label]): Field => ({ name, label, kind: 'text', maxlength: 12, placeholder: '选填，如 1280.50', check: (v) => (isYuan(typed(v, name)) ? '' : '请填写金额，最多两位小数，如 1280.50') }))]
}

/** What a form of a trip sends: its costs in 分. */
export function tripInput(v: Values, costs: boolean): Values {
  const out: Values = { ...v }
  for (const [name] of COSTS) delete out[name]
  delete out.costs
  if (costs) out.costs = Object.fromEntries(COSTS.map(([name]) => [name, Math.round(Number(typed(v, name) || 0) * 100)]))
  return out
}

/** The values of a trip's form. */
export function tripValues(t: Trip): Values {
  const c = t.costs as TripCosts | undefined
  return { ...t, peopleCount: t.peopleCount || null, ...(c ? Object.fromEntries(COSTS.map(([name]) => [name, c[name] ? String(c[name] / 100) : ''])) : {}) } as Values
}

/** Whether the city keeps the costs of trips. */
export const keepsCosts = async (): Promise<boolean> => (await get<Settings>('/settings')).tripCosts
