// Words of disputes about first claims (首报首谈).
import type { Dispute } from '@/api/types'
import type { Option, Tone } from '@/lib/labels'

export const STATE: Record<string, [text: string, tone: Tone]> = {
  open: ['待答复', 'amber'], answered: ['待裁定', 'amber'], decided: ['已裁定，可申请复核', 'green'], appealed: ['待复核', 'amber'], final: ['已办结', 'green'], withdrawn: ['已撤回', ''],
}
export const RULING: Record<string, string> = { keep: '维持首报首谈', pass: '改归提出单位', both: '认定为两个不同意向' }
export const RULINGS: Option[] = Object.entries(RULING).map(([value, label]) => ({ value, label }))

/** What stands: the final ruling, else the first. */
export const ruling = (d: Dispute): string => RULING[d.final || d.decision] ?? ''

/** What a dispute waits for, with its term. */
export function waits(d: Dispute): string {
  if (d.state === 'open') return `${d.holderName}须在 ${d.answerDue} 前答复`
  if (d.state === 'decided') return `${d.appealDue} 前可申请复核，期满生效`
  if (d.state === 'final') return `${d.finalOn} ${ruling(d)}`
  return ''
}
