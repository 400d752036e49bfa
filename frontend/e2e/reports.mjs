// Browser test 4: a city's own layout of a sheet, a report of any months and part of the city, and
// a scoring scheme from an empty form; layouts and schemes on a phone too.
import assert from 'node:assert/strict'
import { DESK, Person, PHONE } from './person.mjs'
import { look, picture } from './walk.mjs'
import { readWorkbook } from './xlsx.mjs'

const OPEN = '2022-09' // the demo's open month
const TITLE = '签约项目清单'

/** The page as it stands has no fault; with world.pictures it is kept as a picture. */
async function inspect(me, world, name) {
  await me.settle()
  if (world.pictures) await picture(me.page, world.pictures, `${name}-${me.phone ? 'phone' : 'desk'}`)
  assert.deepEqual(await look(me.page), [], name)
}

/** The workbook of the open month as the page hands it out. */
async function openWorkbook(me) {
  await me.go(`/reports?month=${OPEN}`)
  await me.settle()
  return readWorkbook((await me.download(() => me.pressButton('下载工作簿'))).bytes)
}
const titleOf = (book, tab) => book.get(tab)?.flat().find((c) => c?.includes('2022年9月'))

/** What the saving of a layout must have done, and what the way back must. */
function layoutSteps(world, trip) {
  return [
    ['what the server refuses stands beside its field', async () => {
      trip.me = await Person.enter(world, 'manager', trip.size)
      const { me } = trip
      await me.go('/layouts/signed')
      if (me.phone) await me.pressButton('序号 表头和宽')
      const width = me.page.getByLabel('序号 宽', { exact: true })
      await width.fill('99')
      await me.refused(422, '/layouts/signed', () => me.pressButton('保存'))
      const row = me.page.getByRole('row').filter({ hasText: '的宽度须在 2 到 60 个字符之间' })
      await row.getByRole('alert').waitFor()
      assert.equal(await width.getAttribute('aria-invalid'), 'true')
      assert.ok(await width.evaluate((w) => w === document.activeElement), 'the field at fault has the focus')
      await inspect(me, world, 'layout-refused')
      await width.fill('5')
    }],
    ['title, tab, heads and order are changed by the keyboard, seen in the miniature, and saved', async () => {
      const { me } = trip
      const preview = me.page.getByRole('region', { name: '版式预览' })
      await me.page.locator('[name=title]').fill(TITLE)
      await me.page.locator('[name=tab]').fill('签约清单')
      if (me.phone) await me.pressButton('县市区 表头和宽')
      await me.page.getByLabel('县市区 第一层表头').fill('所在地')
      const up = me.button('上移 县市区')
      await up.focus()
      await me.page.keyboard.press('Enter')
      assert.equal(await me.page.evaluate(() => document.activeElement.getAttribute('aria-label')), '下移 县市区', 'at the top the other button has the focus')
      await me.page.getByRole('checkbox', { name: '行业 显示' }).uncheck()
      await me.see(TITLE, preview)
      const heads = await preview.locator('th').allTextContents()
      assert.deepEqual([heads.slice(0, 2), heads.includes('行业')], [['所在地', '序号'], false])
      await inspect(me, world, 'layout-changed')
      await me.pressButton('保存')
      await me.told('版式已保存')
    }],
    ['the downloaded workbook has the new title, heads and order', async () => {
      const book = await openWorkbook(trip.me)
      assert.ok(!book.has('新签约'))
      assert.match(titleOf(book, '签约清单'), new RegExp(TITLE))
      const head = book.get('签约清单').find((r) => r?.[0] === '所在地')
      assert.equal(head?.[1], '序号')
      assert.ok(!head.includes('行业'))
    }],
    ['the shipped layout comes back', async () => {
      const { me } = trip
      await me.go('/layouts')
      await me.press(me.page.getByRole('link', { name: '签约清单' }))
      await me.pressButton('恢复默认')
      await me.pressButton('恢复默认', me.dialog())
      await me.told('已恢复默认版式')
      assert.equal(await me.page.locator('[name=title]').inputValue(), '新签约项目一览表')
      const book = await openWorkbook(me)
      assert.match(titleOf(book, '新签约'), /新签约项目一览表/)
    }],
  ]
}

const select = (me, name, label) => me.page.locator(`select[name=${name}]`).selectOption({ label })

function centreSteps(world, at) {
  return [
    ['the latest closed month is one click away', async () => {
      const me = (at.me = await Person.enter(world, 'manager', DESK))
      await me.go('/reports')
      const got = await me.download(() => me.pressButton('下载2022年8月月报'))
      assert.match(got.name, /KZ-202208|2022-08/)
    }],
    ['a quarter of a unit and a chain is chosen, stands in the address and is downloaded', async () => {
      const { me } = at
      await select(me, 'span', '季度')
      await select(me, 'window', '2022年第二季度')
      await select(me, 'part', '汉滨区')
      await select(me, 'chain', '富硒食品')
      await me.page.waitForURL((u) => u.searchParams.get('window') === '2022Q2' && u.searchParams.has('unit') && u.searchParams.has('chain'))
      await me.settle()
      const asked = new URL(me.page.url()).searchParams
      const figures = await me.api(`/reports/window/2022Q2/figures?unit=${asked.get('unit')}&chain=${asked.get('chain')}`)
      await me.see(`累计 ${(figures.total.capital.cumulative / 1e10).toFixed(2)} 亿元`)
      const book = readWorkbook((await me.download(() => me.pressButton('下载工作簿'))).bytes)
      assert.ok(book.get('总览').flat().some((c) => c?.includes('汉滨区富硒食品产业链2022年第二季度')), 'the title names what was chosen')
      await me.page.reload()
      await me.settle()
      assert.equal(await me.page.locator('select[name=window]').inputValue(), '2022Q2')
    }],
    ['the same is made in the background, kept and told', async () => {
      const { me } = at
      await me.page.goto(`${me.page.url()}&asKnown=2022-09-01&basis=capital%3Doutside`)
      await me.settle()
      await me.pressButton('在后台生成所选的工作簿')
      const row = me.page.getByRole('region', { name: '生成过的报表' }).getByRole('row').filter({ hasText: '2022年第二季度汉滨区' })
      await me.see('产业链：富硒食品；口径：省外；按 2022-09-01 所知', row)
      await me.see('已生成', row)
      await inspect(me, world, 'report-job')
      const got = await me.download(() => me.pressButton('下载', row))
      assert.ok(got.name.includes('（按2022-09-01所知）'), got.name)
      const book = readWorkbook(got.bytes)
      assert.ok(book.get('总览').flat().some((c) => c?.includes('汉滨区富硒食品产业链2022年第二季度')))
    }],
    ['a bad choice shows the line of the server and offers no file', async () => {
      const { me } = at
      me.forgiven.push(/^422 /)
      await me.go('/reports?month=2022-08&asKnown=2022-10-01')
      await me.see('2022-10-01 还没到，不能知道那天的数据')
      assert.ok(await me.button('下载工作簿').isDisabled())
      await me.go('/reports?window=2022-09..2022-03')
      await me.see('的开始在结束之后，请把先后对调')
      me.forgiven.pop()
    }],
    ['a bulletin of a unit as known on a day is what the server writes for them', async () => {
      const { me } = at
      await me.go('/bulletin?month=2022-08&asKnown=2022-08-20')
      await select(me, 'part', '汉阴县')
      await me.page.waitForURL((u) => u.searchParams.has('unit'))
      await me.settle()
      const asked = new URL(me.page.url()).searchParams
      assert.equal(asked.get('asKnown'), '2022-08-20')
      const bulletin = await me.api(`/reports/month/2022-08/bulletin?unit=${asked.get('unit')}&asKnown=2022-08-20`)
      await me.see(bulletin.title, me.page.getByRole('article'))
      await me.see(bulletin.note, me.page.getByRole('article'))
      assert.notEqual(bulletin.plain, (await me.api(`/reports/month/2022-08/bulletin?unit=${asked.get('unit')}`)).plain)
    }],
  ]
}

/** Saves a new scheme; the list of schemes is shown then. */
async function saved(me) {
  await me.pressButton('保存')
  await me.button('新建评分方案').waitFor()
  await me.told('已新建评分方案')
}

function schemeSteps(world, at) {
  const mark = at.size === PHONE ? 'P' : 'D' // schemes of their own for each size
  return [
    ['a scheme is written from an empty form; refusals stand beside the fields', async () => {
      const me = (at.me = await Person.enter(world, 'manager', at.size))
      await me.go('/ranking?tab=schemes')
      await me.pressButton('新建评分方案')
      await me.page.locator('[name=name]').fill(`演练方案${mark}`)
      await me.page.locator('[name=code]').fill('drill' + mark)
      await me.pressButton('加一项')
      await me.page.getByLabel('第 1 项 名称', { exact: true }).fill('到位资金')
      await me.refused(422, '/score-schemes', () => me.pressButton('保存'))
      const points = me.page.getByLabel('第 1 项第 1 部分 分数')
      assert.equal(await points.getAttribute('aria-invalid'), 'true')
      await me.see('没有写分数', me.page.getByRole('region', { name: '第 1 项' }))
      await inspect(me, world, 'scheme-refused')
      await points.fill('60')
      await me.pressButton('第 1 项 加一个部分')
      await me.page.getByLabel('第 1 项第 2 部分 计分方式').selectOption({ label: '按个数' })
      await me.page.getByLabel('第 1 项第 2 部分 取自').selectOption({ label: '超期未开工的项目数' })
      await me.page.getByLabel('第 1 项第 2 部分 分数').fill('-2')
      await me.pressButton('加一项')
      await me.pressButton('删除第 2 项')
      await inspect(me, world, 'scheme-new')
      await saved(me)
      const drill = (await me.api('/score-schemes')).items.find((s) => s.code === 'drill' + mark)
      assert.deepEqual(drill.terms[0].parts, [{ kind: 'rate', source: 'figure:capital', points: 600_000 }, { kind: 'each', source: 'overdue:6', points: -20_000 }])
      await me.see('到位资金累计 ÷ 年度任务 × 60 分', me.page.getByRole('region', { name: `演练方案${mark}` }))
      const scored = (await me.api(`/reports/month/${OPEN}/scores?scheme=drill${mark}`)).items[0].lines
      assert.ok(scored.length > 10 && scored.every((l) => Number(l.total) >= 0) && scored.some((l) => Number(l.total) > 30), 'the open month is scored by it')
    }],
    ['a copy of a shipped scheme keeps its terms', async () => {
      const { me } = at
      const shipped = (await me.api('/score-schemes')).items.find((s) => s.code === 'city2024')
      await me.press(me.page.getByRole('region', { name: shipped.name, exact: true }).locator('..').getByRole('button', { name: '另建一个' }))
      await me.page.locator('[name=code]').fill('copied' + mark)
      await saved(me)
      const copied = (await me.api('/score-schemes')).items.find((s) => s.code === 'copied' + mark)
      assert.deepEqual(copied.terms, shipped.terms)
    }],
  ]
}

export function reportsTest(world) {
  const both = (steps) => [DESK, PHONE].flatMap((size) => steps(world, { size }).map(([what, step]) => [`${size === PHONE ? 'phone' : 'desk'}: ${what}`, step]))
  return [...both(layoutSteps), ...centreSteps(world, {}), ...both(schemeSteps)]
}
