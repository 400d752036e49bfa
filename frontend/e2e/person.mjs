// Somebody at the screen: signs in through the page, presses and types as a person does,
// and reads the API with the same session to cross-check what the page says.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PASSWORD, workshop } from './server.mjs'

export const DESK = { viewport: { width: 1440, height: 900 } }
export const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }

export class Person {
  static async enter(world, login, size, password = PASSWORD) {
    const context = await world.browser.newContext({ ...size, locale: 'zh-CN', deviceScaleFactor: 1, acceptDownloads: true })
    context.setDefaultTimeout(20_000)
    const p = new Person(world, login, context, await context.newPage(), size === PHONE)
    world.people.push(p)
    p.watch()
    await p.page.goto(p.base + '/login')
    await p.page.fill('input[name=username]', login)
    await p.page.fill('input[name=password]', password)
    await p.press(p.page.getByRole('button', { name: '登录' }))
    await p.page.waitForURL((u) => u.pathname === '/')
    return p
  }

  constructor(world, login, context, page, phone) {
    Object.assign(this, { base: world.base, login, context, page, phone, problems: [], forgiven: [], flying: new Set() })
  }

  /** Collects what no page may do: script errors, failed requests, other hosts. */
  watch() {
    const note = (text) => this.problems.push(`${text} (at ${this.page.url()})`)
    this.page.on('pageerror', (e) => note(`script: ${e.message}`))
    this.page.on('console', (m) => m.type() === 'error' && !/Failed to load resource/.test(m.text()) && note(`console: ${m.text()}`))
    this.page.on('request', (r) => !r.url().startsWith(this.base) && !/^(data|blob):/.test(r.url()) && note(`asks another host: ${r.url()}`))
    this.page.on('request', (r) => this.flying.add(r))
    for (const end of ['requestfinished', 'requestfailed']) this.page.on(end, (r) => this.flying.delete(r))
    this.page.on('response', (r) => {
      const path = r.url().slice(this.base.length)
      const signIn = r.status() === 401 && path === '/api/v1/me' // asked before signing in
      if (r.status() >= 400 && !signIn && !this.forgiven.some((f) => f.test(`${r.status()} ${path}`))) note(`${r.status()} ${r.request().method()} ${path}`)
    })
  }

  expectCleanPage() {
    assert.deepEqual(this.problems.splice(0), [], `${this.login} met errors`)
  }

  press(locator) {
    return this.phone ? locator.tap() : locator.click()
  }
  button(name, inside = this.page) {
    return inside.getByRole('button', { name, exact: true })
  }
  async pressButton(name, inside) {
    await this.press(this.button(name, inside).first())
  }
  dialog() {
    return this.page.getByRole('dialog')
  }
  go(path) {
    return this.page.goto(this.base + path)
  }
  see(text, inside = this.page) {
    return inside.getByText(text).first().waitFor()
  }
  /** The short message at the foot of the page. */
  async told(text) {
    await this.page.locator('.toast', { hasText: text }).first().waitFor()
  }
  /** A press that the server must refuse: waits for that answer, which is then no finding. */
  async refused(status, path, press) {
    const rule = new RegExp(`^${status} .*${path}$`)
    this.forgiven.push(rule)
    const [answer] = await Promise.all([this.page.waitForResponse((r) => r.request().method() !== 'GET' && new RegExp(path + '$').test(r.url())), press()])
    this.forgiven.splice(this.forgiven.indexOf(rule), 1)
    assert.equal(answer.status(), status, await answer.text())
  }
  /** Waits until the page has been shown, asks for nothing more and reads nothing more. */
  async settle() {
    await this.page.locator('#app > *').first().waitFor({ state: 'attached' })
    for (let still = 0; still < 3; ) {
      // Three frames in a row, a request's answer having been drawn in between.
      await this.page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn, 20))))
      const reading = await this.page.evaluate(() => document.querySelector('.busy') !== null || [...document.querySelectorAll('[role=status]')].some((e) => e.textContent.includes('正在读取')))
      still = this.flying.size === 0 && !reading ? still + 1 : 0
    }
  }
  /** The number of the record whose page is open. */
  async idAt(path) {
    await this.page.waitForURL(new RegExp(`${path}/\\d+$`))
    return Number(/(\d+)$/.exec(this.page.url())[1])
  }

  // ---- forms: fields are found by their name, as the server names them
  field(name, inside = this.page) {
    return inside.locator(`[data-field="${name}"]`)
  }
  async type(name, text, inside) {
    await this.field(name, inside).locator('input, textarea').first().fill(text)
  }
  async choose(name, label, inside) {
    const field = this.field(name, inside)
    if (this.phone) return void (await field.locator('select').selectOption({ label }))
    await field.locator('.el-select').click()
    await this.page.getByRole('option', { name: label, exact: true }).click()
  }
  async pick(name, label, inside) {
    await this.press(this.field(name, inside).locator('label', { hasText: label }))
  }
  /** Hands a file to the upload control nearest to the label. */
  async attach(file, inside = this.page) {
    await inside.locator('input[type=file]').first().setInputFiles(file)
    await inside.getByRole('link', { name: file.name }).first().waitFor()
  }

  // ---- cross-checks over the same session
  async api(path) {
    const answer = await this.context.request.get(`${this.base}/api/v1${path}`)
    assert.equal(answer.status(), 200, `GET ${path} as ${this.login}: ${await answer.text()}`)
    return answer.json()
  }
  async status(path) {
    return (await this.context.request.get(`${this.base}/api/v1${path}`)).status()
  }
  /** Every row of a list, page by page. */
  async all(path) {
    const rows = []
    for (let page = 1; ; page++) {
      const answer = await this.api(`${path}${path.includes('?') ? '&' : '?'}limit=200&page=${page}`)
      rows.push(...(answer.items ?? []))
      if ((answer.items ?? []).length < 200) return rows
    }
  }
  /** What a press downloads: its bytes and the name it is saved under. */
  async download(press) {
    const [got] = await Promise.all([this.page.waitForEvent('download', { timeout: 60_000 }), press()])
    const file = join(workshop, `${this.login}-${Date.now()}-${got.suggestedFilename()}`)
    await got.saveAs(file)
    return { name: got.suggestedFilename(), bytes: readFileSync(file) }
  }
  /** A picture of the page for somebody to look at, into the folder E2E_PICTURES if it is set. */
  async picture(name) {
    if (!process.env.E2E_PICTURES) return
    await this.settle()
    await this.page.screenshot({ path: join(process.env.E2E_PICTURES, `${name}-${this.login}${this.phone ? '-phone' : ''}.png`), fullPage: true })
  }
  async leave() {
    await this.context.close()
  }
}
