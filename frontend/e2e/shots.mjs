// Pictures of every page at both sizes, for a set of roles, of a ledger's way in, and of layouts
// and schemes being written, into the folder given (default: shots/ of the project); the goal
// page and the check grid for the README.
//   node e2e/shots.mjs [folder] [login …]
import { cpSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { openBrowser } from './harness.mjs'
import { FILED, importTest } from './import.mjs'
import { DESK, Person, PHONE } from './person.mjs'
import { reportsTest } from './reports.mjs'
import { picture, walk } from './walk.mjs'
import { cleanUp, fillDemo, start } from './server.mjs'

const project = resolve(import.meta.dirname, '../..')
const [folder = join(project, 'shots'), ...named] = process.argv.slice(2)
const logins = named.length > 0 ? named : ['manager', 'hanbin', 'verifier', 'liaison', 'leader', 'admin', 'security', 'auditor']

const seed = await fillDemo()
const program = await start(seed, 'shots')
const world = { base: program.base, program, browser: await openBrowser(), people: [] }
let taken = 0
for (const [size, screen] of Object.entries({ desk: DESK, phone: PHONE })) {
  const stranger = await world.browser.newPage(screen)
  await stranger.goto(world.base + '/login')
  await picture(stranger, folder, `login-${size}`)
  await stranger.context().close()
  for (const login of logins) {
    const person = await Person.enter(world, login, screen)
    const { walked, findings } = await walk(person, { out: join(folder, login), size })
    for (const f of findings) console.log(f)
    console.log(`${login} ${size}: ${walked} pages`)
    taken += walked
    await person.leave()
  }
}
if (logins.includes('manager')) {
  cpSync(join(folder, 'manager', 'goals-desk.png'), join(project, 'docs', 'goals.png'))
  const imports = join(folder, 'imports')
  const later = await start(seed, 'imports', FILED)
  for (const [, step] of importTest({ ...world, base: later.base, program: later, pictures: imports })) await step()
  await later.stop()
  const reports = await start(seed, 'reports')
  for (const [, step] of reportsTest({ ...world, base: reports.base, program: reports, pictures: join(folder, 'reports') })) await step()
  await reports.stop()
  cpSync(join(imports, 'import-07-check-desk.png'), join(project, 'docs', 'import.png'))
  console.log('docs/goals.png and docs/import.png are the pages of now')
}
await world.browser.close()
await program.stop()
await cleanUp(false)
console.log(`${taken} pictures in ${folder}`)
