// Walks through every page of a running server as one person, at both sizes; the rules are
// those of the browser tests (e2e/walk.mjs). With OUT=folder it also takes pictures.
//
//   BASE=http://127.0.0.1:8080 LOGIN=name PASSWORD=… [OUT=shots] [PAGES=/leads,/goals] node scripts/walk.mjs
import { openBrowser } from '../e2e/harness.mjs'
import { DESK, Person, PHONE } from '../e2e/person.mjs'
import { cleanUp } from '../e2e/server.mjs'
import { walk } from '../e2e/walk.mjs'

const { BASE, LOGIN, PASSWORD, OUT, PAGES } = process.env
if (!BASE || !LOGIN || !PASSWORD) {
  console.error('BASE, LOGIN and PASSWORD must be set')
  process.exit(2)
}
const world = { base: BASE, browser: await openBrowser(), people: [] }
const findings = []
let walked = 0
for (const [size, screen] of Object.entries({ desk: DESK, phone: PHONE })) {
  const person = await Person.enter(world, LOGIN, screen, PASSWORD)
  const seen = await walk(person, { out: OUT, only: PAGES?.split(','), size })
  findings.push(...seen.findings.map((f) => `${size} ${f}`))
  walked += seen.walked
  await person.leave()
}
await world.browser.close()
await cleanUp(false)

for (const f of findings) console.log(f)
console.log(`${walked} pages walked as ${LOGIN}, ${findings.length} findings`)
process.exit(findings.length ? 1 : 0)
