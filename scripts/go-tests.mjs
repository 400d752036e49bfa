// Runs `go test -json` with the arguments given, prints what `go test` itself would print, and
// ends with the packages' own lines and one line "N passed, N failed". A test that skips itself
// counts as failed: nothing may be skipped silently. With -v everything is shown as it comes.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

const args = process.argv.slice(2)
const verbose = args.includes('-v')
const child = spawn('go', ['test', '-json', ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
const output = new Map() // package and test → lines, until its end tells whether to show them
const verdicts = [] // the packages' own lines: ok, FAIL, no test files
const skipped = []
const slow = [] // top-level tests with their seconds
const failedIn = new Set() // packages with a failed test
let passed = 0
let failed = 0

function keep(key, text) {
  if (verbose) process.stdout.write(text)
  else output.set(key, (output.get(key) ?? '') + text)
}

function show(key) {
  process.stdout.write(output.get(key) ?? '')
  output.delete(key)
}

/** One event of `go help testjson` that belongs to a test. */
function testEvent(event) {
  const key = `${event.Package} ${event.Test}`
  if (event.Elapsed > 5 && !event.Test.includes('/')) slow.push(key + ' ' + Math.round(event.Elapsed) + ' s')
  if (event.Action === 'output') {
    if (!event.Output.startsWith('=== ')) keep(key, event.Output)
  } else if (event.Action === 'pass') {
    passed++
    output.delete(key)
  } else if (event.Action === 'fail') {
    failed++
    failedIn.add(event.Package)
    show(key)
  } else if (event.Action === 'skip') {
    failed++
    skipped.push(key)
    show(key)
  }
}

/** An event of a whole package. */
function packageEvent(event) {
  if (event.Action === 'output') {
    if (/^(ok|FAIL|\?)\s+\S+\s/.test(event.Output)) {
      verdicts.push(event.Output)
      process.stdout.write(event.Output)
    } else if (!/^(PASS|FAIL)?\n$/.test(event.Output)) keep(event.Package, event.Output)
  } else if (event.Action === 'fail') {
    if (!failedIn.has(event.Package)) failed++ // did not compile, or died outside a test
    // Tests that a dying process left without an end speak too.
    for (const key of output.keys()) if (key.startsWith(event.Package + ' ')) show(key)
    show(event.Package)
  } else if (event.Action === 'pass') output.delete(event.Package)
}

for await (const line of createInterface({ input: child.stdout })) {
  let event
  try {
    event = JSON.parse(line)
  } catch {
    console.log(line)
    continue
  }
  if (event.Action === 'build-output') process.stdout.write(event.Output)
  else if (event.Test) testEvent(event)
  else if (event.Package) packageEvent(event)
}
const code = child.exitCode ?? (await new Promise((done) => child.once('exit', (c) => done(c ?? 1))))

const seconds = (line) => Number(line.split(' ').at(-2))
console.log('\nslowest: ' + slow.sort((a, b) => seconds(b) - seconds(a)).slice(0, 20).join(', '))
console.log('\n' + verdicts.join('').trimEnd())
for (const key of skipped) console.log(`FAIL  skipped: ${key}`)
if (passed + failed === 0) console.log('FAIL  no test ran')
if (code !== 0 && failed === 0) failed++
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 || passed === 0 ? 1 : 0
