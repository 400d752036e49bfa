// A sheet's layout while it is edited: texts as they are typed, and the header rows as the
// workbook will merge them (reports/head.go).
import type { LayoutColumn, LayoutView, SheetLayout } from '@/api/types'
import { halfWidth } from '@/lib/money'

export interface ColumnDraft {
  key: string
  /** One text a level; empty ones at the end are no level. */
  heads: string[]
  width: string
  hidden: boolean
}
export interface LayoutDraft {
  tab: string
  title: string
  /** Empty where the size is fixed. */
  size: string
  hidden: boolean
  order: string[]
  columns: ColumnDraft[]
  notes: string[]
}

const padded = (heads: string[], levels: number) => Array.from({ length: Math.max(levels, heads.length) }, (_, i) => heads[i] ?? '')

export const draftOf = (l: LayoutView): LayoutDraft => ({
  tab: l.tab, title: l.title, size: l.size ? String(l.size) : '', hidden: l.hidden ?? false, order: [...(l.order ?? [])],
  columns: (l.columns ?? []).map((c) => ({ key: c.key, heads: padded(c.heads, l.rule.levels), width: String(c.width), hidden: c.hidden ?? false })),
  notes: [...(l.notes ?? [])],
})

/** The levels that a column has: those up to the last one with a text. */
export function levelsOf(heads: string[]): string[] {
  const last = heads.reduce((n, h, i) => (h.trim() ? i + 1 : n), 0)
  return heads.slice(0, last).map((h) => h.replace(/\r/g, '').trim())
}

export type Body = { ok: true; layout: SheetLayout } | { ok: false; errors: Record<string, string> }

/** What is sent; what is no number is told here, under the name that the server would use. */
export function bodyOf(sheet: string, d: LayoutDraft): Body {
  const errors: Record<string, string> = {}
  const number = (field: string, typed: string, what: string) => {
    const t = halfWidth(typed).trim()
    if (!/^\d+(\.\d+)?$/.test(t)) errors[field] = `${what}“${typed.trim()}”不是数，请写成 9.4 这样的数`
    return Number(t)
  }
  const columns: LayoutColumn[] = d.columns.map((c, i) => ({
    key: c.key, heads: levelsOf(c.heads), width: number(`columns[${i}].width`, c.width, '列宽'), ...(c.hidden ? { hidden: true } : {}),
  }))
  const size = d.size.trim() ? number('size', d.size, '字号') : undefined
  if (Object.keys(errors).length > 0) return { ok: false, errors }
  return {
    ok: true,
    layout: {
      sheet, tab: d.tab, title: d.title, ...(size === undefined ? {} : { size }), ...(d.hidden ? { hidden: true } : {}), ...(d.order.length ? { order: d.order } : {}),
      ...(columns.length ? { columns } : {}), ...(d.notes.length ? { notes: d.notes.map((n) => n.trim()) } : {}),
    },
  }
}


export interface HeadCell {
  text: string
  cols: number
  rows: number
}

/** The header rows: equal neighbours under one parent are one cell, a text with nothing below it
 *  goes down to the last row. */
export function headRows(heads: string[][]): HeadCell[][] {
  const levels = Math.max(0, ...heads.map((h) => h.length))
  const text = (c: number, l: number) => heads[c][l] ?? ''
  const same = (a: number, b: number, level: number) => Array.from({ length: level + 1 }, (_, l) => l).every((l) => text(a, l) === text(b, l))
  const empty = (c: number, to: number, level: number) => heads.slice(c, to + 1).every((_, i) => text(c + i, level) === '')
  return Array.from({ length: levels }, (_, level) => {
    const row: HeadCell[] = []
    for (let c = 0; c < heads.length; c++) {
      if (!text(c, level)) continue
      let end = c
      while (level + 1 < levels && end + 1 < heads.length && same(c, end + 1, level)) end++
      let bottom = level
      while (bottom + 1 < levels && empty(c, end, bottom + 1)) bottom++
      row.push({ text: text(c, level), cols: end - c + 1, rows: bottom - level + 1 })
      c = end
    }
    return row
  })
}

/** The columns that are shown, as the preview prints them; over those of an indicator stands its name. */
export function shownHeads(sheet: string, columns: ColumnDraft[]): string[][] {
  const plain = ['serial', 'name', 'ref']
  return columns.filter((c) => !c.hidden).map((c) => {
    const heads = levelsOf(c.heads)
    return sheet === 'targets' && !plain.includes(c.key) ? ['各指标（计量单位）', ...heads] : heads
  })
}

/** The name of a column in lists: its heads in one line. */
export const columnName = (heads: string[]) => levelsOf(heads).join(' / ').replace(/\n/g, '')

/** The indicators in their order: those that the layout names first, then the rest. */
export const ordered = (order: string[], all: string[]) => [...order.filter((o) => all.includes(o)), ...all.filter((a) => !order.includes(a))]
