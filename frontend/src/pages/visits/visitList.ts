import type { Visit } from '@/api/types'
import type { ListDef } from '@/components/list/types'
import { options, VISIT_KIND_LABEL } from '@/lib/labels'
import { EMPTY } from '@/lib/money'
import { placeText } from '@/lib/places'

const who = (v: Visit) => (v.companies ?? []).map((c) => c.name).filter(Boolean).join('、') || EMPTY
const where = (v: Visit) => [placeText(v.province, v.city), v.place].filter(Boolean).join(' ') || EMPTY
const when = (v: Visit) => (v.endOn && v.endOn !== v.on ? `${v.on} 至 ${v.endOn.slice(5)}` : v.on)

export const visitList: ListDef<Visit> = {
  noun: '拜访',
  path: '/visits',
  exportPath: '/visits/export',
  id: (v) => v.id,
  page: (id) => `/visits/${id}`,
  twoLine: true,
  create: { label: '记拜访', to: '/visits/new', act: 'writeVisit' },
  empty: '还没有拜访记录。外出拜访、来访接待、电话视频都可以记，外出和来访情况表由此自动汇总。',
  filters: [
    { name: 'q', label: '关键词', kind: 'search', placeholder: '企业 / 主题 / 编号' },
    { name: 'kind', label: '方式', kind: 'select', options: options(VISIT_KIND_LABEL) },
    { name: 'from', label: '从', kind: 'date' },
    { name: 'to', label: '到', kind: 'date' },
    { name: 'unitId', label: '单位', kind: 'unit' },
    { name: 'mine', label: '范围', kind: 'select', options: [{ value: 'true', label: '我记的' }] },
  ],
  columns: [
    { key: 'on', label: '日期', text: when, sort: 'on', width: 104 },
    { key: 'kind', label: '方式', text: (v) => VISIT_KIND_LABEL[v.kind], tag: () => '', width: 96 },
    { key: 'who', label: '企业 / 主题', text: who, sub: (v) => v.theme, main: true },
    { key: 'where', label: '地点', text: where },
    { key: 'outcome', label: '成效', text: (v) => v.outcome || EMPTY, tag: (v) => (v.outcome === '推进签约' ? 'green' : v.outcome === '获取线索' ? 'blue' : ''), width: 96 },
    { key: 'leader', label: '带队领导', text: (v) => v.leaderName || EMPTY, sub: (v) => v.leaderLevel },
    { key: 'people', label: '我方人员', text: (v) => v.people || EMPTY },
    { key: 'unit', label: '单位', text: (v) => v.unitName, sub: (v) => v.userName },
    { key: 'next', label: '下次跟进', text: (v) => v.nextDue || EMPTY, width: 104 },
  ],
  card: {
    title: who,
    tag: (v) => ({ text: VISIT_KIND_LABEL[v.kind], tone: '' }),
    line: (v) => v.theme,
    figure: (v) => v.outcome,
    foot: (v) => ({ text: `${v.userName} · ${v.on}`, tone: '' }),
  },
}
