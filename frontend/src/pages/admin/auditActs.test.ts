import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { actLabel } from './auditActs'

describe('actLabel', () => {
  it('names object and act', () => expect(actLabel('capital.verify')).toBe('到位资金 · 核定'))
  it('names an object alone', () => expect(actLabel('export')).toBe('导出'))
  it('knows every act that the program writes to the log', () => {
    const store = resolve(import.meta.dirname, '../../../../store')
    const acts = readdirSync(store).filter((f) => f.endsWith('.go') && !f.endsWith('_test.go'))
      .flatMap((f) => [...readFileSync(join(store, f), 'utf8').matchAll(/\.audit\("([a-zA-Z]+(?:\.[a-zA-Z]+)?)"/g)].map((m) => m[1]))
    expect(acts.length).toBeGreaterThan(60)
    expect(acts.filter((a) => /[a-z]/i.test(actLabel(a)))).toEqual([])
  })
  it('leaves an unknown code readable', () => expect(actLabel('robot.dance')).toBe('robot · dance'))
})
