// Fails when a budget of the interface is passed (gzip 9): first list route 200 KB, visit
// page 120 KB, any chunk 230 KB, everything 3 MB. Reads vite's manifest of dist.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const KB = 1024
const dist = fileURLToPath(new URL('../dist/', import.meta.url))
const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'))
const sizes = new Map()
const size = (file) => {
  if (!sizes.has(file)) sizes.set(file, gzipSync(readFileSync(join(dist, file)), { level: 9 }).length)
  return sizes.get(file)
}

/** Every file that opening these modules loads, what they import included. */
function closure(keys) {
  const files = new Set()
  const seen = new Set()
  const walk = (key) => {
    if (seen.has(key)) return
    seen.add(key)
    const chunk = manifest[key]
    if (!chunk) throw new Error(`no chunk for ${key}: has the page moved?`)
    for (const f of [chunk.file, ...(chunk.css ?? [])]) files.add(f)
    for (const i of chunk.imports ?? []) walk(i)
  }
  keys.forEach(walk)
  return [...files]
}

const total = (files) => files.reduce((n, f) => n + size(f), 0)
const all = readdirSync(dist, { recursive: true }).filter((f) => /\.(js|css|html|svg)$/.test(f))
const scripts = all.filter((f) => f.endsWith('.js'))
const largest = scripts.reduce((a, b) => (size(b) > size(a) ? b : a))
const budgets = [
  // A desk loads the searchable select of the filters as well.
  ['first list route', total(closure(['index.html', 'src/pages/leads/LeadsPage.vue', 'src/components/inputs/SelectDesk.vue'])), 200 * KB],
  ['visit page (phone)', total(closure(['index.html', 'src/pages/visits/VisitNewPage.vue'])), 120 * KB],
  [`largest chunk ${largest}`, size(largest), 230 * KB],
  ['everything', total(all), 3 * KB * KB],
]

let over = false
for (const [name, is, max] of budgets) {
  const bad = is > max
  over ||= bad
  console.log(`${bad ? 'OVER' : 'ok  '} ${name}: ${(is / KB).toFixed(1)} KB of ${max / KB} KB gzip`)
}
process.exit(over ? 1 : 0)
