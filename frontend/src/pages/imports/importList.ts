import type { ListDef } from '@/components/list/types'
import { timeText } from '@/lib/dates'
import { options } from '@/lib/labels'
import { EMPTY, grouped } from '@/lib/money'
import { parts } from './counts'
import type { ImportBatch } from './types'
import { IMPORT_STATE_LABEL, IMPORT_STATE_TONE, KIND_LABEL } from './words'

const count = (b: ImportBatch, label: string) => {
  const { read, parts: all } = parts(b)
  return grouped(label === '读' ? read : (all.find((p) => p.label === label)?.n ?? 0))
}
const known = (b: ImportBatch) => b.state !== 'failed' && b.state !== 'reading'
const figure = (label: string) => (b: ImportBatch) => (known(b) ? count(b, label) : EMPTY)

export const importList: ListDef<ImportBatch> = {
  noun: '导入',
  path: '/imports',
  id: (b) => b.id,
  page: (id) => `/imports/${id}`,
  twoLine: true,
  create: { label: '导入台账', to: '/imports/new', act: 'import' },
  empty: '还没有导入过台账。把手头的 Excel 台账拿来就行，不用先改格式：系统先检查、给你看，确认后才写入，导入后也能撤销。',
  filters: [{ name: 'state', label: '状态', kind: 'select', options: options(IMPORT_STATE_LABEL) }],
  columns: [
    { key: 'file', label: '文件', text: (b) => b.fileName, sub: (b) => b.problem || [KIND_LABEL[b.kind], `填报日 ${b.asOf}`].filter(Boolean).join(' · '), main: true },
    { key: 'state', label: '状态', text: (b) => IMPORT_STATE_LABEL[b.state], tag: (b) => IMPORT_STATE_TONE[b.state], width: 100 },
    { key: 'read', label: '读（行）', text: figure('读'), numeric: true, width: 88 },
    { key: 'created', label: '新增', text: figure('新增'), numeric: true, width: 76 },
    { key: 'updated', label: '更新', text: figure('更新'), numeric: true, width: 76 },
    { key: 'unchanged', label: '未变', text: figure('未变'), numeric: true, width: 76 },
    { key: 'skipped', label: '待处理', text: figure('待处理'), numeric: true, width: 76 },
    { key: 'rejected', label: '不能导入', text: figure('不能导入'), numeric: true, width: 88 },
    { key: 'by', label: '导入人', text: (b) => b.userName, sub: (b) => b.unitName, width: 130 },
    { key: 'at', label: '时间', text: (b) => timeText(b.at), width: 140 },
  ],
  card: {
    title: (b) => b.fileName,
    tag: (b) => ({ text: IMPORT_STATE_LABEL[b.state], tone: IMPORT_STATE_TONE[b.state] }),
    line: (b) => b.problem || (known(b) ? `读 ${count(b, '读')} 行 · 新增 ${count(b, '新增')} · 更新 ${count(b, '更新')} · 待处理 ${count(b, '待处理')}` : ''),
    foot: (b) => ({ text: `${b.userName} · ${timeText(b.at)}`, tone: '' }),
  },
}
