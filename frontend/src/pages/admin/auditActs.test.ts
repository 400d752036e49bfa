import { describe, expect, it } from 'vitest'
import { actLabel } from './auditActs'

describe('actLabel', () => {
  it('names object and act', () => expect(actLabel('capital.verify')).toBe('到位资金 · 核定'))
  it('names an object alone', () => expect(actLabel('export')).toBe('导出'))
  it('leaves an unknown code readable', () => expect(actLabel('robot.dance')).toBe('robot · dance'))
})
