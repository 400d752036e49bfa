// The browser tests: the real program with the demo city, in real Chromium.
//   node e2e/run.mjs [path transfer import reports fight talk channels handon walk]
import { channelsTest } from './channels.mjs'
import { walkTest } from './everypage.mjs'
import { fightTest } from './fight.mjs'
import { anyFailed, openBrowser, test, verdict } from './harness.mjs'
import { handonTest } from './handon.mjs'
import { FILED, importTest } from './import.mjs'
import { pathTest } from './path.mjs'
import { reportsTest } from './reports.mjs'
import { cleanUp, fillDemo, start } from './server.mjs'
import { talkTest } from './talk.mjs'
import { transferTest } from './transfer.mjs'

const suites = {
  path: ['Browser test 1: from a visit to the workbook', pathTest],
  transfer: ['Browser test 2: a lead goes from a liaison office to a county', transferTest],
  import: ['Browser test 3: two ledgers come in and go again', importTest, FILED],
  reports: ['Browser test 4: layouts, reports of any months, scoring schemes', reportsTest],
  fight: ['Browser test 5: two counties and an office over one company', fightTest],
  talk: ['Browser test 6: comments, tasks, views and batches', talkTest],
  channels: ['Browser test 7: a channel of reminders is set up, tested and taken away', channelsTest],
  handon: ['Browser test 8: a project goes to another county, its money by agreed shares', handonTest],
  walk: ['Every page for every role', walkTest],
}

const wanted = process.argv.slice(2)
const seed = await fillDemo()
const browser = await openBrowser()
console.log(`Chromium ${browser.version()}`)
for (const [name, [title, steps, today]] of Object.entries(suites)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  const program = await start(seed, name, today)
  const world = { base: program.base, program, browser, people: [] }
  await test(title, steps(world), world)
  await program.stop()
}
await browser.close()
const code = verdict()
await cleanUp(anyFailed())
process.exit(code)
