// A month as weeks of days, and what stands on each.
import type { Calendar, CalendarItem } from '@/api/types'
import type { Tone } from '@/lib/labels'
import { addDays, addMonths } from '@/lib/dates'
import { mondayOf } from '@/pages/offices/week'

export const KIND: Record<string, { label: string; tone: Tone }> = {
  visit: { label: '拜访', tone: 'blue' }, trip: { label: '外出', tone: '' }, step: { label: '下一步', tone: 'amber' },
  transfer: { label: '流转答复', tone: 'red' }, dispute: { label: '争议', tone: 'red' }, task: { label: '任务', tone: 'amber' },
}

/** The first and last day that a month's or week's page shows: whole weeks. */
export function spanOf(view: 'month' | 'week', at: string): { from: string; to: string } {
  if (view === 'week') return { from: mondayOf(at), to: addDays(mondayOf(at), 6) }
  const last = addDays(addMonths(at.slice(0, 7), 1) + '-01', -1)
  return { from: mondayOf(at.slice(0, 7) + '-01'), to: addDays(mondayOf(last), 6) }
}

export interface Day {
  date: string
  items: CalendarItem[]
  /** 休 or 班 of the holiday table, with its name. */
  free: string
}

/** The days of a calendar with what stands on them; what takes several days stands on each. */
export function daysOf(c: Calendar): Day[] {
  const out: Day[] = []
  const free = new Map((c.holidays ?? []).map((h) => [h.day, (h.workday ? '班 ' : '休 ') + h.name]))
  for (let d = c.from; d <= c.to; d = addDays(d, 1)) {
    out.push({ date: d, items: (c.items ?? []).filter((i) => i.on <= d && d <= i.end), free: free.get(d) ?? '' })
  }
  return out
}

/** Where an item leads. */
export const itemPage = (i: CalendarItem) => (i.object === 'trip' ? `/trips?id=${i.id}` : `/${i.object}s/${i.id}`)
