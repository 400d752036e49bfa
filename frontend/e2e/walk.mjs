// Walks through every page that somebody may open: no script or console error, no failed
// request, no request to another host, no serious axe finding, no sideways scrolling.
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { firstBehind, pages, pictureName } from './pages.mjs'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']

/** What is wrong with the page as it stands. */
export async function look(page) {
  const found = []
  await page.evaluate(stillness)
  await page.evaluate(axe)
  const result = await page.evaluate((rules) => window.axe.run(document, { runOnly: rules, resultTypes: ['violations'] }), RULES)
  for (const v of result.violations) {
    if (v.impact === 'serious' || v.impact === 'critical') found.push(`${v.impact} ${v.id} on ${v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join(' | ')}`)
  }
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  if (wide > 1) found.push(`scrolls sideways by ${wide} px`)
  const untouchable = await page.evaluate(() => !document.body.innerText.trim())
  if (untouchable) found.push('is empty')
  return found
}

/** Waits in the page until nothing fades or slides: half-drawn colours have no contrast. */
async function stillness() {
  const moving = () => document.getAnimations().filter((a) => a.playState === 'running' && a.effect.getComputedTiming().endTime !== Infinity)
  for (let round = 0; round < 20 && moving().length; round++) await Promise.all(moving().map((a) => a.finished.catch(() => undefined)))
}

/** Walks as somebody signed in (a Person); answers { walked, findings }. With `out` it takes a
 *  picture of every page, with `only` it walks those paths alone. */
export async function walk(person, { out, only, size } = {}) {
  const findings = []
  let walked = 0
  const me = await person.api('/me')
  for (const [path, may] of pages) {
    if (!may(me) || (only && !only.includes(path))) continue
    let target = path
    if (path.includes('{first}')) {
      const row = (await person.api(firstBehind(path))).items?.[0]
      if (!row) continue
      target = path.replace('{first}', String(row.id ?? row.seq))
    }
    await person.go(target)
    await person.settle()
    if (out) await picture(person.page, out, `${pictureName(path)}-${size}`)
    findings.push(...[...(await look(person.page)), ...person.problems.splice(0)].map((f) => `${person.login} ${target}: ${f}`))
    walked++
  }
  return { walked, findings }
}

/** Takes a picture once two in a row are the same, so that charts have come to rest. */
export async function picture(page, folder, name) {
  mkdirSync(folder, { recursive: true })
  let last = await page.screenshot()
  for (let i = 0; i < 10; i++) {
    const next = await page.screenshot({ path: join(folder, `${name}.png`) })
    if (next.equals(last)) return
    last = next
  }
}
