// Chinese words of an import's codes; the same words as crm/import_batch.go and crm/import.go.
import { options, type Tone } from '@/lib/labels'
import type { ImportBatch, ImportLine, ImportOutcome, ImportState } from './types'

export const KIND_LABEL: Record<string, string> = {
  projects: '项目台账', leads: '在谈项目表', visits: '外出招商情况表', capital: '到位资金月报（一项目一行）', matrix: '县区月份宽表', companies: '企业清单',
}
export const KINDS = options({ auto: '自动识别', ...KIND_LABEL })

/** The workbooks to fill in. */
export const TEMPLATES = options({ projects: '项目台账', leads: '在谈项目', visits: '外出招商、来访', capital: '到位资金月报', matrix: '月份宽表' })

export const IMPORT_STATE_LABEL: Record<ImportState, string> = {
  reading: '正在检查', checked: '待导入', failed: '读不了', applying: '正在导入', applied: '已导入', undone: '已撤销', discarded: '已放弃',
}
export const IMPORT_STATE_TONE: Record<ImportState, Tone> = {
  reading: 'blue', checked: 'amber', failed: 'red', applying: 'blue', applied: 'green', undone: '', discarded: '',
}
export const OUTCOME_LABEL: Record<ImportOutcome, string> = { created: '新增', updated: '更新', unchanged: '未变', skipped: '待处理', rejected: '不能导入' }
export const OUTCOME_TONE: Record<ImportOutcome, Tone> = { created: 'green', updated: 'blue', unchanged: '', skipped: 'amber', rejected: 'red' }

/** The word of a row's outcome; a row that a person left out is no open question. */
export const outcomeText = (l: ImportLine) => (l.decision === 'skip' && l.outcome === 'skipped' ? '不导入' : OUTCOME_LABEL[l.outcome])
export const outcomeTone = (l: ImportLine): Tone => (l.decision === 'skip' && l.outcome === 'skipped' ? '' : OUTCOME_TONE[l.outcome])

export const PHASE_LABEL: Record<string, string> = { reading: '读取文件', judging: '逐行检查', writing: '写入' }

export const OBJECT_ADDRESS: Record<string, string> = { project: '/projects', lead: '/leads', visit: '/visits', capital: '/capital', company: '/companies' }

/** A sheet's name with its table, as people say it; a CSV file has no sheets. */
export const tableName = (name: string, table?: string) => (name || '整个文件') + (table ? `（${table} 列起）` : '')

/** The kinds of ledger in a file: as it was read, else as it was handed in. */
export function kindsText(b: ImportBatch): string {
  const read = new Set((b.sheets ?? []).filter((s) => s.role !== 'ignored').map((s) => KIND_LABEL[s.kind ?? '']).filter(Boolean))
  return read.size > 0 ? Array.from(read).join('、') : (KIND_LABEL[b.kind] ?? '自动识别')
}

export const working = (b: ImportBatch) => b.state === 'reading' || b.state === 'applying'
