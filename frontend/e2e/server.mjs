// The real program: fills the demo city once, and starts copies of it on free ports.
import { execFile, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const program = process.env.YINFENG ?? resolve(import.meta.dirname, '../../bin/yinfeng')

export const PASSWORD = 'E2e-demo-2022'
const env = { ...process.env, YINFENG_DEMO_PASSWORD: PASSWORD }

/** A folder of this run's own; everything the tests write lies below it. */
export const workshop = mkdtempSync(join(tmpdir(), 'yinfeng-e2e-'))
const started = new Set()

/** Fills the demo city into a folder and answers it. E2E_SEED names one that is filled already. */
export async function fillDemo() {
  if (process.env.E2E_SEED) return process.env.E2E_SEED
  if (!existsSync(program)) throw new Error(`${program} is missing: run make build first`)
  const seed = join(workshop, 'seed')
  await run(program, ['--data', seed, 'setup', '--demo'], { env, maxBuffer: 1 << 24 })
  return seed
}

/** Starts the program on a copy of the seed, on business day `today` or the demo's own; answers its address, its data folder and how to stop it. */
export async function start(seed, name, today) {
  const data = join(workshop, name)
  cpSync(seed, data, { recursive: true })
  const child = spawn(program, ['--data', data, ...(today ? ['--clock', today] : []), 'serve', '--demo', '--listen', '127.0.0.1:0'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  started.add(child)
  let said = ''
  const base = await new Promise((ready, failed) => {
    const late = setTimeout(() => failed(new Error(`the program did not say its address within 60 s:\n${said}`)), 60_000)
    child.on('exit', (code) => failed(new Error(`the program ended with ${code}:\n${said}`)))
    const hear = (text) => {
      said += text
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said)
      if (!found) return
      clearTimeout(late)
      ready(found[0])
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
  })
  return { base, data, said: () => said.trimEnd().split('\n').slice(-6).join('\n'), stop: () => end(child), figures: (month) => figures(data, month), verifyRollup: () => run(program, ['--data', data, 'rollup', 'verify'], { env }) }
}

/** What the command line says of a month, from the same data. */
async function figures(data, month) {
  const { stdout } = await run(program, ['--data', data, 'report', 'figures', month, '--json'], { env, maxBuffer: 1 << 26 })
  return JSON.parse(stdout)
}

async function end(child) {
  started.delete(child)
  if (child.exitCode !== null) return
  const gone = new Promise((done) => child.once('exit', done))
  child.removeAllListeners('exit')
  child.once('exit', () => undefined)
  child.kill('SIGTERM')
  const late = setTimeout(() => child.kill('SIGKILL'), 10_000)
  await Promise.race([gone, new Promise((done) => child.once('close', done))])
  clearTimeout(late)
}

/** Ends whatever still runs and removes what was written, unless a test failed. */
export async function cleanUp(keep) {
  for (const child of [...started]) await end(child)
  if (!keep) rmSync(workshop, { recursive: true, force: true })
}
