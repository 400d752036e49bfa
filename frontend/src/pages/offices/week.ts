// Weeks by their Mondays.
import type { Tone } from '@/lib/labels'
import { addDays } from '@/lib/dates'

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
