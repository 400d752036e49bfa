import type { Dispute } from '@/api/types'
import type { ListDef } from '@/components/list/types'
import { EMPTY } from '@/lib/money'
import { ruling, STATE, waits } from './words'

export const disputeList: ListDef<Dispute> = {
  noun: '首报争议',
  path: '/disputes',
  id: (d) => d.id,
  empty: '没有首报争议。登记线索时被告知“已由其他单位首报”而有异议的，可在登记页提出争议。',
  filters: [{ name: 'state', label: '状态', kind: 'select', options: Object.entries(STATE).map(([value, [label]]) => ({ value, label })) }],
  columns: [
    { key: 'company', label: '企业', text: (d) => d.company, main: true },
    { key: 'unit', label: '提出单位', text: (d) => d.unitName, width: 120 },
    { key: 'holder', label: '持有单位', text: (d) => d.holderName, width: 120 },
    { key: 'on', label: '提出日期', text: (d) => d.knownOn, width: 110 },
    { key: 'state', label: '状态', text: (d) => STATE[d.state]?.[0] ?? d.state, tag: (d) => STATE[d.state]?.[1] ?? '', width: 170 },
    { key: 'ruling', label: '裁定', text: (d) => ruling(d) || EMPTY, width: 160 },
  ],
  card: {
    title: (d) => d.company,
    line: (d) => `${d.unitName} 对 ${d.holderName} · ${d.knownOn}`,
    foot: (d) => ({ text: [STATE[d.state]?.[0], waits(d)].filter(Boolean).join(' · '), tone: STATE[d.state]?.[1] ?? '' }),
  },
}
