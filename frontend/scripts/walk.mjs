// Walks through every page of a running server in real Chromium at both sizes: no
// console error, no failed request to the server, no serious axe finding, no request to
// another host, no sideways scrolling. With OUT=folder it also takes pictures.
//
//   BASE=http://127.0.0.1:8080 LOGIN=name PASSWORD=… [OUT=shots] [PAGES=/leads,/goals] node scripts/walk.mjs
import { createRequire } from 'node:module'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

const { BASE, LOGIN, PASSWORD, OUT } = process.env
if (!BASE || !LOGIN || !PASSWORD) {
  console.error('BASE, LOGIN and PASSWORD must be set')
  process.exit(2)
}
const require = createRequire(import.meta.url)
const axe = require.resolve('axe-core/axe.min.js')
const executablePath = process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
const sizes = [
  { name: 'desk', viewport: { width: 1440, height: 900 } },
  { name: 'phone', viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
]
const acts = (...names) => (me) => names.some((n) => me.acts.includes(n))
const pages = [
  ['/', () => true],
  ['/messages', () => true],
  ['/password', () => true],
  ['/no-such-page', () => true],
  ['/goals', acts('readFigures')],
  ...['/leads', '/visits', '/companies', '/projects', '/capital'].flatMap((p) => [
    [p, acts('readBusiness')],
    [p + '?id={first}', acts('readBusiness')],
    [p + '/{first}', acts('readBusiness')],
  ]),
  ['/leads/new', acts('writeLead')],
  ['/visits/new', acts('writeVisit')],
  ['/companies/new', acts('writeCompany')],
  ['/projects/new', acts('writeProject')],
  ['/capital/new', acts('reportCapital')],
  ['/filings', acts('readBusiness')],
  ['/review', acts('verifyCapital')],
  ['/review/milestones', acts('reviewMilestone')],
  ['/periods', acts('closePeriod', 'reopenPeriod', 'readAudit')],
  ['/reports', acts('readFigures')],
  ['/targets', acts('readTargets', 'manageTargets')],
  ['/units', acts('manageUnits')],
  ['/users', acts('manageUsers', 'grantRoles', 'unlock')],
  ['/users?id={first}', acts('manageUsers', 'grantRoles', 'unlock')],
  ['/users/new', acts('manageUsers')],
  ['/audit', acts('readAudit')],
  ['/audit?id={first}', acts('readAudit')],
  ['/settings', acts('manageSettings', 'readAudit')],
]

const findings = []
const browser = await chromium.launch({ executablePath, args: ['--lang=zh-CN'], env: { ...process.env, LANGUAGE: 'zh_CN' } })
let walked = 0

async function settle(page) {
  await page.waitForLoadState('networkidle')
  await page.waitForTimeout(250)
}

/** Everything that is wrong with the page as it stands. */
async function check(page, where, problems) {
  for (const p of problems.splice(0)) findings.push(`${where}: ${p}`)
  await page.addScriptTag({ path: axe }).catch(() => undefined)
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(readFileSync(axe, 'utf8'))
  const result = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }))
  for (const v of result.violations) {
    if (v.impact !== 'serious' && v.impact !== 'critical') continue
    findings.push(`${where}: ${v.impact} ${v.id} on ${v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join(' | ')}`)
  }
  problems.splice(0) // axe itself may be refused by the page's policy; that is no finding
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  if (wide > 1) findings.push(`${where}: scrolls sideways by ${wide} px`)
  walked++
}

/** The id of the first record of a list, read over the same session. */
async function first(page, list) {
  const path = list.split(/[/?]/)[1]
  const answer = await page.evaluate(async (p) => (await fetch('/api/v1/' + p + '?limit=1')).json(), path)
  const row = answer.items?.[0]
  return row ? String(row.id ?? row.seq) : ''
}

for (const size of sizes) {
  const context = await browser.newContext({ viewport: size.viewport, isMobile: size.isMobile, hasTouch: size.hasTouch, locale: 'zh-CN', deviceScaleFactor: 1 })
  const page = await context.newPage()
  const problems = []
  page.on('console', (m) => m.type() === 'error' && problems.push(`console: ${m.text()}`))
  page.on('pageerror', (e) => problems.push(`script: ${e.message}`))
  page.on('request', (r) => !r.url().startsWith(BASE) && !/^(data|blob):/.test(r.url()) && problems.push(`asks another host: ${r.url()}`))
  page.on('response', (r) => r.status() >= 400 && !(r.status() === 401 && /\/me$/.test(r.url())) && problems.push(`${r.status()} ${r.request().method()} ${r.url().slice(BASE.length)}`))
  const shoot = async (name) => OUT && (mkdirSync(OUT, { recursive: true }), page.screenshot({ path: join(OUT, `${name}-${size.name}.png`) }))

  await page.goto(BASE + '/login')
  await settle(page)
  await check(page, `${size.name} /login`, problems)
  await shoot('login')
  await page.fill('input[name=username]', LOGIN)
  await page.fill('input[name=password]', PASSWORD)
  await page.click('button[type=submit]')
  await page.waitForURL((u) => u.pathname !== '/login', { timeout: 15_000 })
  const me = await page.evaluate(async () => (await fetch('/api/v1/me')).json())

  for (const [path, may] of pages) {
    if (!may(me) || (process.env.PAGES && !process.env.PAGES.split(',').includes(path))) continue
    let target = path
    if (path.includes('{first}')) {
      const id = await first(page, path)
      if (!id) continue
      target = path.replace('{first}', id)
    }
    await page.goto(BASE + target)
    await settle(page)
    await shoot(path === '/' ? 'home' : path.slice(1).replace(/[^a-z]+/g, '-').replace(/-$/, ''))
    await check(page, `${size.name} ${target}`, problems)
  }
  await context.close()
}
await browser.close()

for (const f of findings) console.log(f)
console.log(`${walked} pages walked as ${LOGIN}, ${findings.length} findings`)
process.exit(findings.length ? 1 : 0)
