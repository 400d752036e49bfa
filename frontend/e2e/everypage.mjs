// The third suite: every page, for each role, at both sizes.
import assert from 'node:assert/strict'
import { DESK, Person, PHONE } from './person.mjs'
import { walk } from './walk.mjs'

/** One account of each role; hanbin is officer and statistician. */
export const ROLES = ['admin', 'security', 'auditor', 'manager', 'director', 'verifier', 'leader', 'liaison', 'hanbin']

export function walkTest(world) {
  return ROLES.map((login) => [`every page as ${login}, at 1440×900 and 390×844`, async () => {
    const both = await Promise.all([DESK, PHONE].map(async (size) => {
      const person = await Person.enter(world, login, size)
      const seen = await walk(person)
      await person.leave()
      return seen
    }))
    world.people.splice(0)
    const findings = both.flatMap((b) => b.findings)
    assert.equal(findings.length, 0, findings.join('\n'))
    assert.ok(both.every((b) => b.walked >= 6), 'pages were walked')
  }])
}
