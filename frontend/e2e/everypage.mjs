// The third suite: every page, for each role, at both sizes.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pages } from './pages.mjs'
import { DESK, Person, PHONE } from './person.mjs'
import { walk } from './walk.mjs'

/** One account of each role; hanbin is officer and statistician. */
export const ROLES = ['admin', 'security', 'auditor', 'manager', 'director', 'verifier', 'leader', 'liaison', 'hanbin']

/** A page of the router that nobody walks through would be no page of this test. */
function everyRouteIsWalked() {
  const routes = readFileSync(join(import.meta.dirname, '../src/router/routes.ts'), 'utf8')
  const paths = [...routes.matchAll(/\bpage\('(\/[^']*)'/g)].map((m) => m[1].replace(/:id\(.*\)$/, '{first}')).filter((p) => !p.includes(':'))
  assert.ok(paths.length > 20, 'the routes were read')
  const walked = new Set(pages.map(([path]) => path))
  assert.deepEqual(paths.filter((p) => !walked.has(p)), [], 'pages of the router that are not walked')
}

export function walkTest(world) {
  return [['the walk knows every page of the router', everyRouteIsWalked], ...ROLES.map((login) => [`every page as ${login}, at 1440×900 and 390×844`, async () => {
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
  }])]
}
