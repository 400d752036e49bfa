// Weeks by their Mondays.
import type { Tone } from '@/lib/labels'
import { addDays } from '@/lib/dates'
import type { WeekLine } from '@/api/types'

export const WEEK_STATE: Record<string, { text: string; tone: Tone }> = {
  none: { text: '未填', tone: '' }, draft: { text: '已存未发', tone: 'amber' }, sent: { text: '已发送', tone: 'green' },
}

const day = (d: string, month: boolean) => `${month ? Number(d.slice(5, 7)) + '月' : ''}${Number(d.slice(8))}日`

/** 9月19日—25日 */
export function weekText(week: string): string {
  const to = addDays(week, 6)
  return `${day(week, true)}—${day(to, to.slice(5, 7) !== week.slice(5, 7))}`
}

/** The Monday of a day's week. */
export function mondayOf(date: string): string {
  return addDays(date, -((new Date(date + 'T00:00:00Z').getUTCDay() + 6) % 7))
}

/** What the bureau's reply stands at, '' for a sheet that waits for none. */
export function replyText(w: Pick<WeekLine, 'term' | 'replyDue' | 'repliedOn'>): { text: string; tone: Tone } {
  switch (w.term) {
    case 'done': return { text: `${w.repliedOn} 已批复`, tone: 'green' }
    case 'late': return { text: `应于 ${w.replyDue} 前批复，已逾期`, tone: 'red' }
    case 'soon': return { text: `应于 ${w.replyDue} 前批复`, tone: 'amber' }
    case 'open': return { text: `应于 ${w.replyDue} 前批复`, tone: '' }
  }
  return { text: '', tone: '' }
}
