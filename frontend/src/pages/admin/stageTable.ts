// The table of gates as it is edited: what is asked, of which kind, from which stage on.
import type { StageRequirement } from '@/api/types'

/** What a gate may ask for. */
export const ASKED: Record<string, string> = {
  companyId: '企业', project: '项目名称', industry: '行业', chainId: '产业链', source: '线索来源', amount: '拟投资额', content: '建设内容',
  placeUnitId: '意向县区', landMu: '用地', ownerId: '跟踪人', nextStep: '下一步', visit: '拜访或考察记录', file: '文件', contact: '联系人',
}
const PROOF = ['visit', 'file', 'contact']

export interface GateRow {
  field: string
  label: string
  from: string
  evidence: string
  soft: boolean
}

/** Without these there is no lead: they stay where they are. */
export const fixed = (r: GateRow) => r.field === 'companyId' || r.field === 'project'

export const gateRows = (table: StageRequirement[]): GateRow[] =>
  table.map((r) => ({ field: r.field, label: r.label, from: r.from, evidence: (r.evidence ?? []).join('、'), soft: r.soft ?? false }))

/** The rows as the wire has them; the label is what is asked where none is written. */
export const gateTable = (rows: GateRow[]): StageRequirement[] =>
  rows.map((r) => ({
    field: r.field, label: r.label.trim() || ASKED[r.field] || '', from: r.from as StageRequirement['from'],
    ...(PROOF.includes(r.field) ? { kind: r.field } : {}),
    ...(r.field === 'file' && r.evidence.trim() ? { evidence: r.evidence.split(/[、，,；;]+/).map((s) => s.trim()).filter(Boolean) } : {}),
    ...(r.soft ? { soft: true } : {}),
  }))
