// The steps of an import and which of them are open.
import type { ImportBatch } from './types'

export const STEPS = ['columns', 'check', 'apply'] as const
export type Step = (typeof STEPS)[number]
export const STEP_LABEL: Record<Step, string> = { columns: '列对应', check: '检查', apply: '导入' }

/** The step to show: the address asks, the state of the batch decides. */
export function stepOf(b: Pick<ImportBatch, 'state'>, asked: string): Step {
  const open = openSteps(b)
  if (open.includes(asked as Step)) return asked as Step
  return open[open.length - 1] === 'apply' ? 'apply' : 'check'
}

/** Columns and rows stay readable once applied; there is a result only then. */
export function openSteps(b: Pick<ImportBatch, 'state'>): Step[] {
  switch (b.state) {
    case 'failed': return []
    case 'applying': return ['apply']
    case 'applied': case 'undone': return ['check', 'apply']
    default: return ['columns', 'check']
  }
}
