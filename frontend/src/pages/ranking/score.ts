// Scoring schemes in words. Points are ten-thousandths (crm.PointScale).
import type { ScorePart, ScoreScheme, SchemeTerm } from '@/api/types'
import { parseUnits, scaled, type Parsed } from '@/lib/money'

export const POINT = 10_000

/** 5000 → "0.5". */
export const pointText = (n: number | undefined | null) => scaled(n ?? 0, POINT, 4)

/** "0.5" → 5000. */
export const parsePoints = (typed: string): Parsed => {
  const p = parseUnits(typed, 4, '分')
  return p.ok ? p : { ok: false, error: `“${typed.trim()}”不是分数，请写成 0.5 这样的数，最多四位小数` }
}

/** What an office's month is counted by. */
export const OFFICE: Record<string, string> = { days: '驻点天数', visits: '拜访批次', companies: '拜访企业数', receptions: '来访接待批次', leads: '新增线索数', bigLeads: '5亿元以上线索数', led: '领导带队对接次数', foreign: '签约外资个数' }

/** What a source is, in words; figures are named by their label where it is known. */
export function sourceText(source: string, labels: Record<string, string>): string {
  const [kind, ...rest] = source.split(':')
  const item = rest.join(':')
  if (kind === 'figure') {
    const [code, basis] = item.split('/')
    return `${labels[code] ?? code}累计${basis ? `（${labels[item] ?? basis}）` : ''}`
  }
  if (kind === 'office') return OFFICE[item] ?? item
  if (kind === 'typed') return '填报数'
  if (kind === 'overdue') return `签约超过 ${item} 个月未开工的项目数`
  const [milestone, band] = item.split(':')
  const [lo, hi] = (band ?? '').split('-')
  return `本年${milestone === 'started' ? '开工' : '签约'}的 ${lo} 亿元以上${hi ? `、不满 ${hi} 亿元` : ''}项目数`
}

/** How a part counts, in one sentence. */
export function partText(p: ScorePart, labels: Record<string, string>): string {
  const from = sourceText(p.source, labels)
  const each = pointText(p.points)
  switch (p.kind) {
    case 'rate': return `${from} ÷ 年度任务 × ${each} 分${p.capBp ? `，完成率最高按 ${scaled(p.capBp, 100, 2)}% 计` : ''}`
    case 'share': return `${from} ÷ 组内最高 × ${each} 分`
    case 'each': return `${from}，每个 ${each} 分`
    case 'missing': return `${from}，应有 ${p.due} 个，每缺一个扣 ${each} 分`
    case 'value': return '直接填报得分'
  }
  const tiers = (p.tiers ?? []).map((t) => `满 ${t.from} 得 ${pointText(t.points)} 分`).join('，')
  return `${from}：${tiers}${p.short ? `，再少每一个扣 ${pointText(p.short)} 分` : ''}`
}

/** What holds a term: its start, floor and cap. */
export function holdText(t: SchemeTerm): string {
  return [t.start ? `起评 ${pointText(t.start)} 分` : '', t.floor === undefined || t.floor === null ? '' : `最低 ${pointText(t.floor)} 分`, t.cap === undefined || t.cap === null ? '' : `最高 ${pointText(t.cap)} 分`].filter(Boolean).join('，')
}

export const plainLabel = (s: string) => s.replace(/\n/g, '')

/** The items that somebody types in for a scheme. */
export function typedItems(s: ScoreScheme): { item: string; label: string; whole: boolean }[] {
  return (s.terms ?? []).flatMap((t) => (t.parts ?? []).filter((p) => p.source.startsWith('typed:'))
    .map((p) => ({ item: p.source.slice(6), label: plainLabel(p.label || t.label), whole: p.kind !== 'value' })))
}
