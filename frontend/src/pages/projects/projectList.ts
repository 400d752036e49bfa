import type { Project } from '@/api/types'
import type { ListDef } from '@/components/list/types'
import { dateText } from '@/lib/dates'
import { options, PROJECT_STATUS_LABEL, type Tone } from '@/lib/labels'
import { EMPTY, moneyText, wan } from '@/lib/money'
import { placeText } from '@/lib/places'
import { chainOptions } from '@/stores/dictionaries'
import { placeOptions } from '@/stores/units'

export const STATUS_TONE: Record<string, Tone> = { formalities: 'amber', normal: 'green', delayed: 'amber', stopped: 'red', ended: 'red' }

/** The latest approved milestone in words. */
export function reached(p: Project): string {
  if (p.producingOn) return '投产 ' + dateText(p.producingOn)
  if (p.startedOn) return '开工 ' + dateText(p.startedOn)
  if (p.registeredOn) return '注册 ' + dateText(p.registeredOn)
  return p.signedOn ? '签约 ' + dateText(p.signedOn) : '签约待审核'
}

export const projectList: ListDef<Project> = {
  noun: '项目',
  path: '/projects',
  exportPath: '/projects/export',
  id: (p) => p.id,
  page: (id) => `/projects/${id}`,
  twoLine: true,
  create: { label: '登记项目', to: '/projects/new', act: 'writeProject' },
  empty: '还没有签约项目。线索推进到“签约”后会成为项目，也可以直接登记。',
  filters: [
    { name: 'q', label: '关键词', kind: 'search', placeholder: '项目 / 投资方 / 编码' },
    { name: 'status', label: '状态', kind: 'select', options: options(PROJECT_STATUS_LABEL) },
    { name: 'countyUnitId', label: '建设地', kind: 'select', options: placeOptions },
    { name: 'chainId', label: '产业链', kind: 'select', options: chainOptions },
    { name: 'unitId', label: '责任单位', kind: 'unit' },
  ],
  columns: [
    { key: 'code', label: '编码', text: (p) => p.code, width: 120 },
    { key: 'name', label: '项目 / 投资方', text: (p) => p.name, sub: (p) => [placeText(p.province), p.investors].filter(Boolean).join(' '), main: true },
    { key: 'county', label: '建设地', text: (p) => p.countyName || EMPTY, sub: (p) => p.parkName },
    { key: 'total', label: '总投资（万元）', text: (p) => (p.total.currency === 'USD' ? moneyText(p.total) : wan(p.total)), numeric: true, sort: 'total', width: 118 },
    { key: 'arrived', label: '累计到位（万元）', text: (p) => wan(p.arrivedCny), sub: (p) => (p.pendingCny ? `未核定 ${wan(p.pendingCny)}` : ''), numeric: true, sort: 'arrived', width: 140 },
    { key: 'year', label: '本年到位（万元）', text: (p) => wan(p.arrivedYear), numeric: true, width: 140 },
    { key: 'reached', label: '进展', text: reached, sub: (p) => (p.pendingMilestones ? `${p.pendingMilestones} 个节点待审核` : '') },
    { key: 'status', label: '状态', text: (p) => PROJECT_STATUS_LABEL[p.status], tag: (p) => STATUS_TONE[p.status], width: 92 },
    { key: 'unit', label: '责任单位', text: (p) => p.unitName, sub: (p) => p.ownerName },
  ],
  card: {
    title: (p) => p.name,
    tag: (p) => ({ text: PROJECT_STATUS_LABEL[p.status], tone: STATUS_TONE[p.status] }),
    line: (p) => [p.investors, p.countyName].filter(Boolean).join(' · '),
    figure: (p) => moneyText(p.total),
    foot: (p) => ({ text: `到位 ${moneyText({ amount: p.arrivedCny, currency: 'CNY' })} · ${reached(p)}`, tone: '' }),
  },
}
