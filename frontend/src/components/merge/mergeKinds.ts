// What is merged, in words: leads and companies.
import type { CompanyMergePreview, MergeField, MergePreview } from '@/api/types'

/** What a merge would do, as far as every kind tells it: both sides and what they say otherwise. */
export interface Preview {
  kept: { id: number; version: number }
  gone: { id: number; version: number }
  differs?: MergeField[] | null
}

export interface MergeKind<P extends Preview = Preview> {
  path: string
  noun: string
  /** The counting word with 一. */
  one: string
  /** How a side is said in a sentence. */
  name: (side: P['kept']) => string
  /** What goes over, and what becomes of the other. */
  moves: (preview: P) => string
  /** Which side's values stay, where that needs a word. */
  rule?: string
}

const lead: MergeKind<MergePreview> = {
  path: '/leads', noun: '线索', one: '一条', name: (l) => l.code,
  moves: (p) => `转来 ${p.visits} 次拜访、${p.files} 份材料；并入的一条作废，它的经过仍可查看。合并可以撤销。`,
}
const company: MergeKind<CompanyMergePreview> = {
  path: '/companies', noun: '企业', one: '一家', name: (c) => c.name,
  moves: (p) => `转来：${(p.moves ?? []).filter((m) => m.count).map((m) => `${m.what} ${m.count}`).join('、') || '没有往来记录'}。以后再写并入的名称，指的就是保留的一家。合并可以撤销，直到转来的内容又有改动。`,
  rule: '名称、来源等保留前者；前者没有信用代码的取后者；各单位的备注合在一起。',
}
/** The preview that a kind's path answers is of its own type, so the dialog need not know which. */
export const MERGE_KINDS = { lead: lead as unknown as MergeKind, company: company as unknown as MergeKind }
