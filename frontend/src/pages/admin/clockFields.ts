import type { Settings } from '@/api/types'

/** The numbers of the lead's clocks as a form shows them. Those of `clocks` are one setting; the
 *  others are settings of their own. */
export interface ClockNumber {
  name: string
  label: string
  unit: string
  /** a setting of its own, not a member of `clocks` */
  own?: boolean
}

export const CLOCK_NUMBERS: ClockNumber[] = [
  { name: 'respondDays', label: '响应期限', unit: '个工作日' },
  { name: 'assessDays', label: '研判期限', unit: '个工作日' },
  { name: 'assessMajorDays', label: '重大线索研判期限', unit: '个工作日' },
  { name: 'feedbackDays', label: '向引荐单位反馈', unit: '个工作日' },
  { name: 'noteDays', label: '跟进记录，至少每', unit: '个工作日' },
  { name: 'transferDays', label: '流转答复期限', unit: '个工作日', own: true },
  { name: 'disputeDays', label: '争议答复、申请复核', unit: '个工作日', own: true },
  { name: 'weekReplyDays', label: '联络处周报批复期限', unit: '个工作日', own: true },
  { name: 'yellowMonths', label: '无进展变黄', unit: '个月' },
  { name: 'redMonths', label: '无进展变红', unit: '个月' },
  { name: 'claimMonths', label: '首报首谈保护', unit: '个月', own: true },
  { name: 'remindDays', label: '到期前提醒，提前', unit: '个工作日' },
  { name: 'claimRemindDays', label: '首报首谈到期提醒，提前', unit: '天' },
  { name: 'keepDays', label: '办结的提醒和发送记录保留', unit: '天，0 为一直', own: true },
]

export type ClockDraft = Record<string, string>

export function draftOf(s: Settings): ClockDraft {
  const all = { ...s.clocks, ...s } as unknown as Record<string, number>
  return Object.fromEntries(CLOCK_NUMBERS.map((f) => [f.name, String(all[f.name])]))
}

/** What is wrong with a draft, '' for nothing; the server judges how the numbers fit together. */
export function wrongIn(draft: ClockDraft): string {
  const bad = CLOCK_NUMBERS.find((f) => !/^\d{1,4}$/.test(draft[f.name].trim()))
  return bad ? `“${bad.label}”请填写整数` : ''
}

/** The settings that a draft changes, in an order in which each fits those before it: a longer
 *  protection before the colours, a shorter one after them. */
export function changesOf(s: Settings, draft: ClockDraft, majorCny: number, transferExpires: boolean): [string, unknown][] {
  const n = (name: string) => Number(draft[name])
  const clocks = { ...s.clocks, majorCny, transferExpires } as Record<string, unknown>
  for (const f of CLOCK_NUMBERS) if (!f.own) clocks[f.name] = n(f.name)
  const own: [string, unknown][] = CLOCK_NUMBERS.filter((f) => f.own && n(f.name) !== (s as unknown as Record<string, number>)[f.name]).map((f) => [f.name, n(f.name)])
  const rules: [string, unknown][] = JSON.stringify(clocks) === JSON.stringify(s.clocks) ? [] : [['clocks', clocks]]
  return n('claimMonths') > s.claimMonths ? [...own, ...rules] : [...rules, ...own]
}
