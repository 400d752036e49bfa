// A scoring scheme while it is written: numbers as they are typed, the source of a part taken
// apart. What each kind may be worked out from is said by the server too (crm/score_check.go).
import type { ScorePart, ScoreScheme, SchemeTerm } from '@/api/types'
import { halfWidth, parseUnits, scaled } from '@/lib/money'
import { parsePoints, pointText } from './score'

export type Kind = ScorePart['kind']
export type SourceKind = 'figure' | 'office' | 'size' | 'overdue' | 'typed'
export const KIND_LABEL: Record<Kind, string> = { rate: '按完成率', share: '与组内最高比', tiers: '分档', each: '按个数', missing: '缺项扣分', value: '直接填报' }
export const SOURCE_LABEL: Record<SourceKind, string> = { figure: '指标累计', office: '联络处当月工作', size: '按投资额分的项目数', overdue: '超期未开工的项目数', typed: '填报数' }
const SOURCES: Record<Kind, SourceKind[]> = {
  rate: ['figure'], share: ['figure', 'office', 'size', 'typed'], tiers: ['office', 'size', 'typed'],
  each: ['office', 'size', 'overdue', 'typed'], missing: ['size', 'typed'], value: ['typed'],
}

export interface SourceDraft { kind: SourceKind; figure: string; office: string; milestone: string; lo: string; hi: string; months: string; item: string }
export interface TierDraft { from: string; points: string }
export interface PartDraft { id: number; kind: Kind; source: SourceDraft; label: string; points: string; cap: string; due: string; short: string; tiers: TierDraft[] }
export interface TermDraft { id: number; code: string; label: string; start: string; floor: string; cap: string; parts: PartDraft[] }
export interface SchemeDraft { code: string; name: string; for: ScoreScheme['for']; fromYear: string; toYear: string; places: string; floor: string; note: string; source: string; terms: TermDraft[] }

/** The kinds and sources that a scheme for units or for offices may use. */
export const kindsFor = (of: ScoreScheme['for']): Kind[] => (of === 'office' ? ['tiers', 'share', 'each'] : ['rate', 'share', 'tiers', 'each', 'missing', 'value'])
export const sourcesFor = (kind: Kind, of: ScoreScheme['for']): SourceKind[] => SOURCES[kind].filter((s) => (of === 'office' ? s === 'office' || s === 'typed' : s !== 'office'))

let ids = 0
const points = (n: number | null | undefined) => (n === null || n === undefined || n === 0 ? '' : pointText(n).replace(/,/g, ''))
const held = (n: number | null | undefined) => (n === null || n === undefined ? '' : pointText(n).replace(/,/g, ''))

function sourceDraft(text: string, item: string): SourceDraft {
  const [kind, ...rest] = text.split(':')
  const what = rest.join(':')
  const [milestone, band = ''] = what.split(':')
  const [lo, hi = ''] = band.split('-')
  return {
    kind: kind as SourceKind, figure: kind === 'figure' ? what : 'capital', office: kind === 'office' ? what : 'days', milestone: kind === 'size' ? milestone : 'signed',
    lo: kind === 'size' ? lo : '', hi: kind === 'size' ? hi : '', months: kind === 'overdue' ? what : '6', item: kind === 'typed' ? what : item,
  }
}

export function sourceText(s: SourceDraft): string {
  const n = (t: string) => halfWidth(t).trim()
  switch (s.kind) {
    case 'figure': return `figure:${s.figure}`
    case 'office': return `office:${s.office}`
    case 'size': return `size:${s.milestone}:${n(s.lo)}-${n(s.hi)}`
    case 'overdue': return `overdue:${n(s.months)}`
  }
  return `typed:${s.item.trim()}`
}

const partDraft = (p: ScorePart, item: string): PartDraft => ({
  id: ++ids, kind: p.kind, source: sourceDraft(p.source, item), label: p.label ?? '', points: points(p.points), cap: p.capBp ? scaled(p.capBp, 100, 2).replace(/,/g, '') : '',
  due: p.due ? String(p.due) : '', short: points(p.short), tiers: (p.tiers ?? []).map((t) => ({ from: String(t.from), points: held(t.points) })),
})
const termDraft = (t: SchemeTerm): TermDraft => ({
  id: ++ids, code: t.code, label: t.label, start: points(t.start), floor: held(t.floor), cap: held(t.cap), parts: t.parts.map((p) => partDraft(p, t.code)),
})

export const schemeDraft = (s: ScoreScheme): SchemeDraft => ({
  code: s.code, name: s.name, for: s.for, fromYear: s.fromYear ? String(s.fromYear) : '', toYear: s.toYear ? String(s.toYear) : '',
  places: String(s.places), floor: held(s.floor), note: s.note ?? '', source: s.source ?? '', terms: s.terms.map(termDraft),
})
export const emptyScheme = (): SchemeDraft => ({ code: '', name: '', for: 'unit', fromYear: '', toYear: '', places: '2', floor: '0', note: '', source: '', terms: [] })

export function newPart(of: ScoreScheme['for'], item: string): PartDraft {
  const kind = kindsFor(of)[0]
  return { ...partDraft({ kind, source: `${sourcesFor(kind, of)[0]}:`, points: 0 }, item), source: { ...sourceDraft('', item), kind: sourcesFor(kind, of)[0] }, tiers: kind === 'tiers' ? [{ from: '', points: '' }] : [] }
}
export function newTerm(d: SchemeDraft): TermDraft {
  let n = d.terms.length + 1
  while (d.terms.some((t) => t.code === `term${n}`)) n++
  return { id: ++ids, code: `term${n}`, label: '', start: '', floor: '', cap: '', parts: [newPart(d.for, `term${n}`)] }
}

/** After the kind or the scored ones changed: what the part can no longer be worked out from is replaced. */
export function fitPart(p: PartDraft, of: ScoreScheme['for']): void {
  if (!kindsFor(of).includes(p.kind)) p.kind = kindsFor(of)[0]
  const may = sourcesFor(p.kind, of)
  if (!may.includes(p.source.kind)) p.source.kind = may[0]
  if (p.kind === 'tiers' && p.tiers.length === 0) p.tiers = [{ from: '', points: '' }]
}

/** Reads typed numbers, keeping the lines of the wrong ones by the names that the server uses. */
class Reader {
  readonly errors: Record<string, string> = {}
  points(field: string, typed: string): number {
    if (!typed.trim()) return 0
    const p = parsePoints(typed)
    if (!p.ok) this.errors[field] = p.error
    return p.ok ? p.minor : 0
  }
  held(field: string, typed: string): number | undefined {
    return typed.trim() ? this.points(field, typed) : undefined
  }
  whole(field: string, typed: string, none = 0): number {
    const t = halfWidth(typed).trim()
    if (!t) return none
    if (!/^\d{1,9}$/.test(t)) this.errors[field] = `“${typed.trim()}”须是整数`
    return Number(t)
  }
  /** What is missing in a source is told in the words of the form. */
  source(field: string, s: SourceDraft): string {
    const whole = (t: string) => /^\d{1,6}$/.test(halfWidth(t).trim())
    const n = (t: string) => Number(halfWidth(t).trim())
    if (s.kind === 'size' && (!whole(s.lo) || (s.hi.trim() !== '' && (!whole(s.hi) || n(s.hi) <= n(s.lo))))) this.errors[field] = '投资额须写整数亿元，不满的数大于不少于的数，如 5 和 10'
    if (s.kind === 'overdue' && !whole(s.months)) this.errors[field] = '请写签约超过几个月未开工，如 6'
    if (s.kind === 'typed' && !s.item.trim()) this.errors[field] = '请写填报项代码，如 away'
    return sourceText(s)
  }
  percent(field: string, typed: string): number | undefined {
    if (!typed.trim()) return undefined
    const p = parseUnits(typed.replace(/[%％]/g, ''), 2, '%')
    if (!p.ok) this.errors[field] = `“${typed.trim()}”不是百分数，请写成 120`
    return p.ok ? p.minor : undefined
  }
}

function partBody(r: Reader, p: PartDraft, at: string): ScorePart {
  const out: ScorePart = { kind: p.kind, source: r.source(`${at}source`, p.source), ...(p.label.trim() ? { label: p.label.trim() } : {}) }
  if (p.kind === 'tiers') {
    out.tiers = p.tiers.map((t, i) => ({ from: r.whole(`${at}tiers[${i}].from`, t.from), points: r.points(`${at}tiers[${i}].points`, t.points) }))
    out.short = r.points(`${at}short`, p.short)
  } else if (p.kind !== 'value') out.points = r.points(`${at}points`, p.points)
  if (p.kind === 'missing') out.due = r.whole(`${at}due`, p.due)
  const cap = p.kind === 'rate' ? r.percent(`${at}capBp`, p.cap) : undefined
  return cap === undefined ? out : { ...out, capBp: cap }
}

export type SchemeBody = { ok: true; body: ScoreScheme } | { ok: false; errors: Record<string, string> }

/** The scheme as it is sent. */
export function schemeBody(d: SchemeDraft): SchemeBody {
  const r = new Reader()
  const terms = d.terms.map((t, i): SchemeTerm => {
    const at = `terms[${i}].`
    return {
      code: t.code.trim(), label: t.label.trim(), start: r.points(`${at}start`, t.start), floor: r.held(`${at}floor`, t.floor), cap: r.held(`${at}cap`, t.cap),
      parts: t.parts.map((p, k) => partBody(r, p, `${at}parts[${k}].`)),
    }
  })
  const body: ScoreScheme = {
    code: d.code.trim(), name: d.name.trim(), for: d.for, fromYear: r.whole('fromYear', d.fromYear), toYear: r.whole('toYear', d.toYear),
    places: r.whole('places', d.places), floor: r.held('floor', d.floor), note: d.note.trim(), source: d.source.trim(), terms,
  }
  return Object.keys(r.errors).length > 0 ? { ok: false, errors: r.errors } : { ok: true, body }
}
