// The counts of an import as one sentence that adds up (domain §11).
import type { ImportBatch, ImportPlan } from './types'
import { grouped } from '@/lib/money'

export interface Part {
  label: string
  n: number
}

/** What becomes of the rows: as planned, or once applied as it was done. */
export function parts(b: Pick<ImportBatch, 'plan' | 'done' | 'state'>): { read: number; parts: Part[] } {
  const d = b.done
  if (d && (b.state === 'applied' || b.state === 'undone')) {
    return { read: d.read, parts: named(d.created, d.updated, d.unchanged, d.skipped, d.rejected) }
  }
  const p = b.plan
  return { read: p.read, parts: named(p.create, p.update, p.unchanged, p.skip, p.reject) }
}

const named = (created: number, updated: number, unchanged: number, skipped: number, rejected: number): Part[] => [
  { label: '新增', n: created }, { label: '更新', n: updated }, { label: '未变', n: unchanged }, { label: '待处理', n: skipped }, { label: '不能导入', n: rejected },
]

/** 读 21 行 = 新增 5 + 更新 0 + 未变 0 + 待处理 15 + 不能导入 1; in brief without the parts that are 0. */
export function sentence(b: Pick<ImportBatch, 'plan' | 'done' | 'state'>, brief = false): string {
  const { read, parts: every } = parts(b)
  const some = brief ? every.filter((p) => p.n > 0) : every
  const all = some.length > 0 ? some : every.slice(0, 1)
  return `读 ${grouped(read)} 行 = ${all.map((p) => `${p.label} ${grouped(p.n)}`).join(' + ')}`
}

/** How many rows an application writes. */
export const writes = (p: ImportPlan) => p.create + p.update

/** What the import button says, with what stays out. */
export function applyLabel(p: ImportPlan): string {
  const out = p.skip + p.reject
  return `导入 ${grouped(writes(p))} 行${out > 0 ? `（${grouped(out)} 行不导入）` : ''}`
}
