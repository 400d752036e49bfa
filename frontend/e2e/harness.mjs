// Tests made of steps, each told in one line; the browser that they share; a picture of
// every open page when a step fails.
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { workshop } from './server.mjs'

const executablePath = process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
const FLAGS = ['--lang=zh-CN', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']

/** Real Chromium with a new empty profile. */
export function openBrowser() {
  return chromium.launch({ executablePath, args: FLAGS, env: { ...process.env, LC_ALL: 'C.UTF-8', LANGUAGE: 'zh_CN' } })
}

let passed = 0
let failed = 0

export function count(ok) {
  if (ok) passed++
  else failed++
}

/** Runs the steps of one test in order; after a failed one the rest, which build on it, count as failed. */
export async function test(name, steps, world) {
  console.log(`\n${name}`)
  let broken = false
  for (const [what, step] of steps) {
    if (broken) {
      count(false)
      console.log(`  not reached  ${what}`)
      continue
    }
    const begun = Date.now()
    try {
      await step()
      for (const person of world.people) person.expectCleanPage()
      count(true)
      console.log(`  ok    ${what} (${((Date.now() - begun) / 1000).toFixed(1)} s)`)
    } catch (e) {
      broken = true
      count(false)
      console.log(`  FAIL  ${what}\n${indent(String(e.stack ?? e))}`)
      await takePictures(name, world)
      console.log(`        the program's last lines:\n${indent(world.program.said())}`)
    }
  }
  for (const person of world.people) await person.leave()
}

async function takePictures(name, world) {
  const folder = join(workshop, 'failures')
  mkdirSync(folder, { recursive: true })
  for (const person of world.people) {
    const file = join(folder, `${name.replace(/\W+/g, '-')}-${person.login}.png`)
    await person.page.screenshot({ path: file }).then(() => console.log(`        picture: ${file} (${person.page.url()})`), () => undefined)
  }
}

const indent = (text) => text.split('\n').slice(0, 40).map((l) => '        ' + l).join('\n')

/** The last line that scripts/checks.sh reads, and the exit code. */
export function verdict() {
  console.log(`\n${passed} passed, ${failed} failed`)
  return failed === 0 && passed > 0 ? 0 : 1
}

export const anyFailed = () => failed > 0
