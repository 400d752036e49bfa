// Browser test 1: from a visit on a phone to the mayor's workbook, through every room.
import assert from 'node:assert/strict'
import { leadOf, logVisit } from './acts.mjs'
import { pdf, photo } from './files.mjs'
import { yi } from './figures.mjs'
import { DESK, Person, PHONE } from './person.mjs'
import { recount } from './recount.mjs'
import { readWorkbook } from './xlsx.mjs'
import { checkWorkbook } from './workbook.mjs'

const COMPANY = '杭州测禾云生物科技有限公司'
const THEME = '洽谈茶多酚提取，看了厂房'
const PROJECT = '汉滨测禾云富硒茶多酚提取项目'
const MONTH = '2022-09'
/** What is filed: 12,300 万元 = 1.23 亿元, in 分; a whole hundredth of 亿元 shows exactly on the page. */
const AMOUNT = 12_300_000_000

/** The officer and statistician of 汉滨, on a phone, up to the signed project. */
function toProject(world, at) {
  let me
  return [
    ['hanbin signs in on a phone of 390×844', async () => { me = at.officer = await Person.enter(world, 'hanbin', PHONE) }],
    ['logs a visit through the quick log, with a photo', async () => {
      at.visit = await logVisit(me, { company: COMPANY, theme: THEME, nextStep: '寄送园区资料', province: '浙江', city: '杭州', photo: photo('现场.png', 30, 120, 200) })
      await me.see('浙江杭州')
    }],
    ['makes a lead of the visit', async () => {
      at.lead = await leadOf(me, PROJECT)
      await me.see('到“研判”还缺：行业') // the visit has told the source
      await me.see(THEME) // the visit stands on the lead's line of time
    }],
    ['is told what is missing and fills it, stage by stage', async () => {
      await stage(me, at, '研判', async (box) => {
        await me.pressButton('填写更多（选填）', box)
        await me.type('industry', 'C1530', box)
      }, '行业')
      await stage(me, at, '对接洽谈', async (box) => {
        await me.type('amount', '20000', box)
        await me.pressButton('填写更多（选填）', box)
        await me.type('content', '年产 500 吨茶多酚生产线', box)
      }, '拟投资额、建设内容')
      await stage(me, at, '实地考察', (box) => me.choose('placeUnitId', '汉滨区', box), '意向县区')
      await stage(me, at, '拟签约', (box) => me.type('nextStep', '议定投资合同', box), '') // the visit already said the next step or it is filled now
    }],
    ['signs it: the lead becomes a project', async () => {
      await me.pressButton('签约')
      const box = me.dialog()
      assert.equal(await me.field('total', box).locator('input').inputValue(), '20000', 'the amount of the lead is proposed')
      await me.field('signedOn', box).locator('input').fill('2022-09-20')
      await me.type('agreed', '18000', box)
      await me.pressButton('确认签约', box)
      at.project = await me.idAt('/projects')
      await me.see(PROJECT)
      const p = await me.api(`/projects/${at.project}`)
      assert.deepEqual([p.total.amount, p.agreed.amount, p.countyName, p.signedOn], [20_000_000_000, 18_000_000_000, '汉滨区', ''], 'signing counts only once it is approved')
    }],
  ]
}

/** The page says what is missing, a press on 推进 alone changes nothing, the edit dialog fills it. */
async function stage(me, at, label, fill, lacks) {
  if (lacks) {
    await me.see(`到“${label}”还缺：${lacks}`)
    await me.refused(422, '/stage', () => me.pressButton(`推进到“${label}”`))
    await me.told(`要到“${label}”还缺：${lacks}`)
  }
  await me.pressButton('修改')
  await fill(me.dialog())
  await me.pressButton('保存', me.dialog())
  await me.see(`进入“${label}”所需内容已齐`)
  await me.pressButton(`推进到“${label}”`)
  await me.page.locator('.strip [aria-current=step]', { hasText: label }).waitFor()
}

/** The signing is reviewed, then money is filed, signed off and verified. */
function toLedger(world, at) {
  let me, verifier, manager
  return [
    ['submits the 签约 milestone with its contract', async () => {
      me = at.officer
      await me.press(me.page.getByRole('tab', { name: '节点' }))
      await me.see('签约 2022-09-20')
      await me.refused(422, '/submit', () => me.pressButton('提交审核'))
      await me.told('须先上传佐证材料')
      await me.attach(pdf('投资合同.pdf', 'Investment contract'))
      await me.pressButton('提交审核')
      await me.see('已报待核')
    }],
    ['a verifier approves it in the queue', async () => {
      verifier = at.verifier = await Person.enter(world, 'verifier', DESK)
      await verifier.go('/review/milestones')
      await verifier.press(verifier.page.getByRole('row', { name: PROJECT }))
      await verifier.see('投资合同.pdf', verifier.page.locator('.drawer'))
      await verifier.pressButton('通过', verifier.page.locator('.drawer'))
      await verifier.told('已通过')
      await verifier.page.getByRole('row', { name: PROJECT }).waitFor({ state: 'detached' })
      assert.equal((await me.api(`/projects/${at.project}`)).signedOn, '2022-09-20')
    }],
    ['hanbin files capital with a bank slip and submits it', async () => {
      await me.go(`/projects/${at.project}`)
      await me.press(me.page.getByRole('tab', { name: '到位资金' }))
      await me.press(me.page.getByRole('link', { name: '填报到位资金' }))
      await me.page.waitForFunction((name) => document.querySelector('[data-field=projectId] input')?.value === name, PROJECT)
      assert.equal(await me.field('month').locator('input').inputValue(), MONTH, 'the open month is proposed')
      await me.type('amount', String(AMOUNT / 1_000_000))
      await me.field('arrivedOn').locator('input').fill('2022-09-23')
      await me.pick('use', '流动资金')
      await me.pressButton('＋ 添加来源')
      await me.page.getByLabel('第 1 项来源').selectOption({ label: '省外' })
      await me.see('合计 12,300 万元')
      await me.pressButton('保存草稿')
      at.entry = await me.idAt('/capital')
      await me.refused(422, '/submit', () => me.pressButton('提交核定'))
      await me.told('须先上传佐证材料')
      await me.attach(pdf('银行进账单.pdf', 'Bank slip 12300'))
      await me.pressButton('提交核定')
      await me.told('已提交，等待核定')
      await me.see('已报待核')
    }],
    ['hanbin signs off September', async () => {
      await me.go('/filings')
      const table = me.page.getByRole('region', { name: '报送情况' })
      await me.see('报后变动 1 笔', table) // signed off before, and something was filed since
      await me.press(table.getByRole('button', { name: '重新报送' }))
      await me.see('汉滨区2022年9月上次报送', me.dialog())
      await me.pressButton('确认报送', me.dialog())
      await me.told('已报送')
      const mine = (await me.api(`/periods/${MONTH}/filings`)).items
      assert.deepEqual(mine.map((f) => [f.unitName, f.state, f.newSince]), [['汉滨区', 'filed', 0]])
    }],
    ['the manager sees the goal page before it is verified', async () => {
      manager = at.manager = await Person.enter(world, 'manager', DESK)
      at.before = await goals(manager)
    }],
    ['the reporter has no verify button; the verifier verifies in the queue', async () => {
      await me.go(`/capital/${at.entry}`)
      await me.see('已报待核')
      assert.equal(await me.button('按申报数核定').count(), 0)
      await verifier.go('/review?q=' + encodeURIComponent(PROJECT))
      await verifier.press(verifier.page.getByRole('row', { name: PROJECT }))
      const drawer = verifier.page.locator('.drawer')
      await verifier.see('银行进账单.pdf', drawer)
      await verifier.pressButton('按申报数核定', drawer)
      await verifier.told('已核定')
      await verifier.see('没有符合条件的到位资金条目')
    }],
    ['the goal page changes by exactly that amount', async () => {
      const after = await goals(manager)
      for (const scope of ['total', '汉滨区']) {
        for (const figure of ['month', 'cumulative']) {
          assert.equal(after.exact[scope][figure] - at.before.exact[scope][figure], AMOUNT, `${scope} ${figure}`)
        }
        assert.equal(hundredths(after.shown[scope]) - hundredths(at.before.shown[scope]), 123, `${scope} on the page: ${at.before.shown[scope]} → ${after.shown[scope]}`)
      }
      assert.equal(at.before.pending - after.pending, AMOUNT, 'it no longer stands among what is not verified')
    }],
  ]
}

const hundredths = (text) => Math.round(Number(text.replace(/,/g, '')) * 100)

/** The goal page as the manager reads it: this month's figures as printed, beside the exact ones. */
async function goals(manager) {
  await manager.go(`/goals?month=${MONTH}`)
  const table = manager.page.getByRole('region', { name: '各单位完成情况' })
  const monthOf = (name) => table.getByRole('row', { name }).locator('td').nth(2).innerText()
  await table.getByRole('row', { name: /^汉滨区/ }).waitFor()
  const shown = { total: await monthOf(/^合计/), 汉滨区: await monthOf(/^汉滨区/) }
  const figures = await manager.api(`/reports/month/${MONTH}/figures`)
  const board = await manager.api(`/dashboard?month=${MONTH}`)
  const exact = { total: figures.total.capital, 汉滨区: figures.units.find((u) => u.name === '汉滨区').figures.capital }
  for (const scope of Object.keys(exact)) assert.equal(shown[scope], yi(exact[scope].month), `${scope} on the page`)
  const card = manager.page.locator('.stat', { hasText: '累计到位' })
  assert.match(await card.innerText(), new RegExp(yi(exact.total.cumulative).replace('.', '\\.')), 'the card says the same')
  return { shown, exact, pending: board.pending.cny }
}

/** The month is closed and its workbook says what the ledger says. */
function toWorkbook(world, at) {
  let manager
  return [
    ['the manager closes September, carrying over what is not verified', async () => {
      manager = at.manager
      await manager.go('/periods')
      const waiting = (await manager.api(`/periods/${MONTH}/checklist`)).period.submitted
      assert.ok(waiting > 0, 'something waits to be carried over')
      at.carried = (await manager.all(`/capital?month=${MONTH}&state=submitted`)).map((e) => e.id)
      assert.equal(at.carried.length, waiting)
      await manager.pressButton('关账')
      const box = manager.dialog()
      await manager.refused(409, '/close', () => manager.pressButton('确认关账', box))
      await manager.see('已报未核的条目', box.getByRole('alert'))
      await box.locator('input[type=checkbox]').check()
      await manager.type('reason', '银行回单未到齐，结转十月核定', box)
      await manager.pressButton('确认关账', box)
      await manager.told('2022年9月已关账')
      await manager.see('2022年10月关账')
      const moved = new Map((await manager.all('/capital?month=2022-10')).map((e) => [e.id, e]))
      for (const id of at.carried) assert.deepEqual([moved.get(id)?.state, moved.get(id)?.carriedFrom], ['submitted', MONTH], `entry ${id}`)
      assert.equal((await manager.all(`/capital?month=${MONTH}`)).filter((e) => e.state !== 'verified').length, 0)
    }],
    ['the officer can no longer file into September', async () => {
      const me = at.officer
      await me.go(`/capital/new?projectId=${at.project}`)
      await me.field('month').locator('input').fill(MONTH)
      await me.type('amount', '1')
      await me.refused(409, '/capital', () => me.pressButton('保存草稿'))
      await me.page.locator('[role=alert]', { hasText: '关账' }).first().waitFor()
    }],
    ['the workbook is downloaded in the report centre; the snapshot has the same bytes', async () => {
      await manager.go(`/reports?month=${MONTH}`)
      await manager.see('按快照生成')
      const got = await manager.download(() => manager.pressButton('下载工作簿'))
      assert.match(got.name, /2022-?0?9.*\.xlsx$|2022年9月.*\.xlsx$/)
      await manager.see(`已下载 ${got.name}`)
      const again = await manager.download(() => manager.pressButton('下载', manager.page.getByRole('region', { name: '快照' })))
      assert.ok(got.bytes.equals(again.bytes), 'the snapshot is the same file')
      at.book = readWorkbook(got.bytes)
    }],
    ['its totals equal the ledger, the figures and the command line', async () => {
      const ledger = await recount(manager, 2022, MONTH)
      const figures = await manager.api(`/reports/month/${MONTH}/figures`)
      const told = await world.program.figures(MONTH)
      assert.deepEqual(told.total, figures.total, 'report figures and the page')
      assert.deepEqual(told.units, figures.units, 'report figures and the page, by unit')
      for (const u of figures.units) {
        assert.deepEqual([BigInt(u.figures.capital.month), BigInt(u.figures.capital.cumulative)], [ledger.month(u.name), ledger.cumulative(u.name)], `recount of ${u.name}`)
      }
      assert.deepEqual([BigInt(figures.total.capital.month), BigInt(figures.total.capital.cumulative)], [ledger.month(), ledger.cumulative()], 'recount of the city')
      checkWorkbook(at.book, figures, ledger)
    }],
    ['the roll-ups agree with the lines', () => world.program.verifyRollup()],
  ]
}

export function pathTest(world) {
  const at = {}
  return [...toProject(world, at), ...toLedger(world, at), ...toWorkbook(world, at)]
}
