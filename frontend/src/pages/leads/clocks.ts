import type { LeadClock } from '@/api/types'
import { shortDate } from '@/lib/dates'
import type { Tone } from '@/lib/labels'

/** A clock in words: its state, its colour, and what is due by when. */
export function clockText(c: LeadClock, today: string): { word: string; tone: Tone; text: string } {
  const due = shortDate(c.due, today)
  switch (c.state) {
    case 'done':
      return c.doneOn > c.due ? { word: '逾期完成', tone: 'amber', text: `${shortDate(c.doneOn, today)}（期限 ${due}）` } : { word: '已完成', tone: 'green', text: shortDate(c.doneOn, today) }
    case 'paused':
      return { word: '停止计时', tone: '', text: '暂停期间不计' }
    case 'late':
      return { word: '已逾期', tone: 'red', text: `应于 ${due} 前` }
    case 'soon':
      return c.due === today ? { word: '今天到期', tone: 'amber', text: '' } : { word: '即将到期', tone: 'amber', text: `应于 ${due} 前` }
    case 'yellow':
      return { word: '黄色预警', tone: 'amber', text: `${c.days} 天没有进展，${due} 起为红色` }
    case 'red':
      return { word: '红色预警', tone: 'red', text: `${c.days} 天没有进展` }
  }
  return c.kind === 'idle' ? { word: '正常', tone: 'green', text: `${due} 起预警` } : { word: '计时中', tone: '', text: `应于 ${due} 前` }
}
