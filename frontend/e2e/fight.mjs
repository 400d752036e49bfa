// Browser test 5: two counties and a liaison office over one company, each with their own eyes:
// first claim, masked notice, dispute, ruling, appeal; a transfer refused, then accepted 60/40; the
// project's money counts 60/40 in the unit table, the project once.
import assert from 'node:assert/strict'
import { leadOf, logVisit } from './acts.mjs'
import { pdf, photo } from './files.mjs'
import { DESK, Person, PHONE } from './person.mjs'
import { trace } from './secret.mjs'

const COMPANY = '苏州砚澜光学科技有限公司'
const PROJECT = '安康砚澜车载镜头模组项目'
const THEME = '考察车载镜头产线'
const MONTH = '2022-09'
/** 10,001 元 = 1,000,100 分, of which 60 % are 600,060 分; filed in 万元. */
const AMOUNT = 1_000_100
const UNITS = ['平利县', '汉滨区']

/** 汉滨 reports first; what others learn of it. */
function claim(world, at) {
  return [
    ['汉滨 logs a visit on a phone and reports the lead', async () => {
      at.hanbin = await Person.enter(world, 'hanbin', PHONE)
      const visit = await logVisit(at.hanbin, { company: COMPANY, theme: THEME, nextStep: '寄送用地资料', province: '江苏', city: '苏州', photo: photo('砚澜.png', 90, 30, 150) })
      at.lead = await trace(at.hanbin, await leadOf(at.hanbin, PROJECT), visit)
      await at.hanbin.pressButton('修改')
      const box = at.hanbin.dialog()
      await at.hanbin.choose('source', '外出拜访', box)
      await at.hanbin.type('amount', '30000', box)
      await at.hanbin.choose('placeUnitId', '平利县', box)
      await at.hanbin.type('nextStep', '议定合同', box)
      await at.hanbin.pressButton('填写更多（选填）', box)
      await at.hanbin.type('content', '年产 500 万颗车载镜头', box)
      await at.hanbin.type('industry', 'C3976', box)
      await at.hanbin.pressButton('保存', box)
      await at.hanbin.see('所需内容已齐')
      at.until = (await at.hanbin.api(`/leads/${at.lead.id}`)).protectedUntil
    }],
    ['平利 types the same on a phone and learns that 汉滨 holds it until when, and nothing else', async () => {
      at.pingli = await Person.enter(world, 'pingli', PHONE)
      at.told = listen(at.pingli)
      await at.pingli.go('/leads/new')
      await at.pingli.type('company', COMPANY)
      await at.pingli.type('project', '光学镜头产业园')
      await at.pingli.pressButton('填写更多（选填）')
      await at.pingli.type('industry', 'C3976')
      await at.pingli.see(`首报，保护至 ${at.until}`)
      await at.pingli.refused(409, '/leads', () => at.pingli.pressButton('登记线索'))
      const box = at.pingli.page.getByRole('status', { name: '查重结果' })
      assert.equal((await box.innerText()).replace(/\s+/g, ''), `同一企业的相同意向已由汉滨区首报，保护至${at.until}。不能重复登记。提出争议`)
      await at.pingli.picture('notice')
    }],
    ['平利 disputes it', async () => {
      await at.pingli.pressButton('提出争议')
      await answerReason(at.pingli, '我县五月已与该企业签意向', '提出争议')
      at.dispute = await at.pingli.idAt('/disputes')
      await at.pingli.see('待答复')
      await at.pingli.see('光学镜头产业园')
      await at.pingli.attach(pdf('平利意向书.pdf', 'Letter of intent'))
      await at.pingli.picture('challenger')
      nothingOf(at)
    }],
    ['the office sees neither lead nor dispute', async () => {
      at.office = await Person.enter(world, 'liaison', DESK)
      await at.office.go('/disputes')
      await at.office.see('没有首报争议')
      assert.equal(await at.office.status(`/disputes/${at.dispute}`), 404)
      assert.equal(await at.office.status(`/leads/${at.lead.id}`), 404)
      assert.equal((await at.office.all('/leads')).some((l) => l.companyName === COMPANY), false)
      assert.equal((await at.office.api(`/search?q=${encodeURIComponent(COMPANY)}`)).items.length, 0)
    }],
  ]
}

/** The bureau decides, one side appeals, another person decides finally. */
function ruling(world, at) {
  return [
    ['汉滨 finds it on the workbench, reads who objects and why, and answers', async () => {
      await at.hanbin.go('/')
      const box = at.hanbin.page.locator('section', { hasText: '等我办的首报争议' })
      await at.hanbin.press(box.getByRole('link', { name: COMPANY }))
      await at.hanbin.see('我县五月已与该企业签意向')
      assert.equal(await at.hanbin.page.getByText('光学镜头产业园').count(), 0, 'the holder does not read what the challenger would report')
      assert.equal(await at.hanbin.page.getByText('平利意向书').count(), 0, 'the holder does not read what the challenger shows')
      assert.deepEqual((await at.hanbin.api(`/attachments?objectKind=dispute&objectId=${at.dispute}`)).items, [])
      await at.hanbin.attach(pdf('往来邮件.pdf', 'Mails of March'))
      await step(at.hanbin, '答复', { reason: '首次接触在三月，有往来邮件' })
      await at.hanbin.see('待裁定')
    }],
    ['while it is open the lead can be neither transferred nor signed', async () => {
      await at.hanbin.go(`/leads/${at.lead.id}`)
      await at.hanbin.see('平利县对首报首谈提出争议')
      for (const act of ['流转', '终止', '作废']) assert.equal(await at.hanbin.button(act).count(), 0, act)
      await at.hanbin.picture('disputed')
    }],
    ['the manager reads both sides and decides for the holder', async () => {
      at.manager = await Person.enter(world, 'manager', DESK)
      await at.manager.go(`/disputes/${at.dispute}`)
      await at.manager.see('首次接触在三月，有往来邮件')
      await at.manager.see('光学镜头产业园')
      for (const file of ['平利意向书.pdf', '往来邮件.pdf']) await at.manager.see(file)
      await at.manager.picture('decider')
      await step(at.manager, '裁定', { decision: '维持首报首谈', reason: '汉滨的邮件在先' })
      await at.manager.see('已裁定，可申请复核')
    }],
    ['平利 appeals once; the manager may not decide it again, the director does', async () => {
      await at.pingli.go(`/disputes/${at.dispute}`)
      await at.pingli.see('汉滨的邮件在先')
      assert.equal(await at.pingli.page.getByText('有往来邮件').count(), 0, 'the challenger does not read the answer')
      await step(at.pingli, '申请复核', { reason: '请核对邮件日期' })
      await at.pingli.see('待复核')
      assert.equal(await at.pingli.button('申请复核').count(), 0)
      await at.manager.go(`/disputes/${at.dispute}`)
      await at.manager.see('请核对邮件日期')
      assert.equal(await at.manager.button('复核裁定').count(), 0)
      const director = await Person.enter(world, 'director', DESK)
      await director.go(`/disputes/${at.dispute}`)
      await step(director, '复核裁定', { decision: '维持首报首谈', reason: '日期无误' })
      await director.see('已办结')
      nothingOf(at)
    }],
  ]
}

/** The transfer: refused for its shares, accepted 60/40. */
function handing(world, at) {
  return [
    ['汉滨 offers the lead to 平利, 80 % for itself; 平利 refuses with a reason', async () => {
      await offer(at.hanbin, at.lead.id, '企业看中平利的厂房', '80', '20')
      await at.hanbin.see('流转 待接收')
      await at.pingli.go('/')
      const line = waiting(at.pingli)
      await at.pingli.see('汉滨区 80%', line)
      await at.pingli.picture('offer')
      await at.pingli.pressButton('退回', line)
      await answerReason(at.pingli, '落地在平利，应为六四', '退回')
      await at.pingli.told('已退回流转')
      assert.equal(await at.pingli.status(`/leads/${at.lead.id}`), 404, 'who refused reads it no more')
    }],
    ['汉滨 reads why and offers again, 60 for 平利 and 40 for itself; 平利 accepts', async () => {
      await at.hanbin.go(`/leads/${at.lead.id}`)
      await at.hanbin.see('落地在平利，应为六四')
      await offer(at.hanbin, at.lead.id, '按六四分成', '40', '60')
      await at.pingli.go('/')
      const line = waiting(at.pingli)
      await at.pingli.see('平利县 60%', line)
      await at.pingli.pressButton('接收', line)
      await at.pingli.told('已接收，线索归本单位')
      const lead = await at.pingli.api(`/leads/${at.lead.id}`)
      assert.deepEqual([lead.unitName, lead.reporterName, lead.protectedUntil], ['平利县', '汉滨区', at.until], 'the claim goes with the lead')
      await at.hanbin.go(`/leads/${at.lead.id}`)
      await at.hanbin.see('流转 已接收')
      assert.equal(await at.hanbin.button('修改').count(), 0, 'who gave it reads on and changes nothing')
      assert.equal(await at.office.status(`/leads/${at.lead.id}`), 404)
    }],
  ]
}

/** The project, its money, and the unit table. */
function counting(world, at) {
  return [
    ['平利 brings it to 拟签约 and signs; the project has both shares', async () => {
      const me = at.pingli
      await me.go(`/leads/${at.lead.id}`)
      await me.see(THEME)
      for (const label of ['研判', '对接洽谈', '实地考察', '拟签约']) {
        await me.pressButton(`推进到“${label}”`)
        await me.page.locator('.strip [aria-current=step]', { hasText: label }).waitFor()
      }
      await me.pressButton('签约')
      await me.see('平利县 60%', me.dialog())
      await me.field('signedOn', me.dialog()).locator('input').fill('2022-09-22')
      await me.pressButton('确认签约', me.dialog())
      at.project = await me.idAt('/projects')
      const p = await me.api(`/projects/${at.project}`)
      assert.deepEqual(Object.fromEntries(p.attribution.map((s) => [s.unitName, s.bp])), { 平利县: 6000, 汉滨区: 4000 })
      await me.picture('project')
    }],
    ['its signing is approved, with the contract', async () => {
      at.before = await table(world)
      at.joint = await jointly(at.manager)
      const me = at.pingli
      await me.press(me.page.getByRole('tab', { name: '节点' }))
      await me.attach(pdf('砚澜投资合同.pdf', 'Contract Yanlan'))
      await me.pressButton('提交审核')
      await me.see('已报待核')
      at.verifier = await Person.enter(world, 'verifier', DESK)
      await at.verifier.go('/review/milestones')
      await at.verifier.press(at.verifier.page.getByRole('row', { name: PROJECT }))
      await at.verifier.pressButton('通过', at.verifier.page.locator('.drawer'))
      await at.verifier.told('已通过')
    }],
    ['平利 files money with a bank slip, and it is verified', async () => {
      const me = at.pingli
      await me.go(`/capital/new?projectId=${at.project}`)
      await me.page.waitForFunction((name) => document.querySelector('[data-field=projectId] input')?.value === name, PROJECT)
      await me.type('amount', '1.0001')
      await me.field('arrivedOn').locator('input').fill('2022-09-23')
      await me.pick('use', '流动资金')
      await me.pressButton('保存草稿')
      const entry = await me.idAt('/capital')
      await me.attach(pdf('砚澜进账单.pdf', 'Bank slip Yanlan'))
      await me.pressButton('提交核定')
      await me.told('已提交，等待核定')
      assert.equal((await me.api(`/capital/${entry}`)).amount.amount, AMOUNT)
      await at.verifier.go('/review?q=' + encodeURIComponent(PROJECT))
      await at.verifier.press(at.verifier.page.getByRole('row', { name: PROJECT }))
      await at.verifier.pressButton('按申报数核定', at.verifier.page.locator('.drawer'))
      await at.verifier.told('已核定')
    }],
    ['the unit table counts the money 60/40, the project once, and its total adds up', async () => {
      const after = await table(world)
      const grew = (unit, figure) => after.of(unit, figure) - at.before.of(unit, figure)
      assert.deepEqual(UNITS.map((u) => grew(u, 'capital')), [600_060, 400_040])
      assert.deepEqual(UNITS.map((u) => grew(u, 'signed')), [1, 0], 'a count goes whole to the larger share')
      for (const [figure, sum] of [['capital', AMOUNT], ['signed', 1]]) {
        assert.equal(grew('合计', figure), sum, `${figure} of the city`)
        assert.equal(after.names.reduce((n, u) => n + after.of(u, figure), 0), after.of('合计', figure), `${figure} adds up`)
      }
      const joint = await jointly(at.manager)
      assert.deepEqual(UNITS.map((u) => joint(u) - at.joint(u)), [0, 1], '联合引进 stands beside the count of the other unit')
      await at.manager.go(`/goals?month=${MONTH}`)
      await at.manager.page.locator('select[name=indicator]').selectOption('signed')
      const rows = at.manager.page.getByRole('region', { name: '各单位完成情况' })
      await rows.getByRole('columnheader', { name: '联合引进（不计入合计）' }).waitFor()
      for (const unit of [...UNITS, '合计']) await rows.getByRole('row', { name: new RegExp('^' + unit) }).waitFor()
      await at.manager.picture('goals')
      await world.program.verifyRollup()
    }],
  ]
}

/** Keeps every answer that a person's pages get. */
function listen(person) {
  const texts = []
  person.page.on('response', (r) => r.url().includes('/api/v1/') && r.text().then((t) => texts.push(`${r.url()} ${t}`), () => undefined))
  return texts
}

/** No answer to 平利 has held anything of the lead but its company's name. */
function nothingOf(at) {
  assert.ok(at.told.length > 5, 'answers were heard')
  for (const secret of [PROJECT, at.lead.code, THEME, '寄送用地资料', '有往来邮件', '陈思远', '年产 500 万颗']) {
    assert.deepEqual(at.told.filter((t) => t.includes(secret)), [], `平利 was told ${secret}`)
  }
}

async function answerReason(me, reason, button) {
  await me.dialog().locator('textarea[name=reason]').fill(reason)
  await me.pressButton(button, me.dialog())
}

/** A step of a dispute: its button, its form. */
async function step(me, button, { decision, reason }) {
  await me.pressButton(button)
  if (decision) await me.pick('decision', decision, me.dialog())
  await me.type('reason', reason, me.dialog())
  await me.pressButton('提交', me.dialog())
  await me.told('已提交')
}

async function offer(me, lead, reason, mine, theirs) {
  await me.go(`/leads/${lead}`)
  await me.pressButton('流转')
  const box = me.dialog()
  await me.choose('toUnitId', '平利县', box)
  await me.type('reason', reason, box)
  await me.pick('preset', '联合引进', box)
  for (const [i, [unit, share]] of [['汉滨区', mine], ['平利县', theirs]].entries()) {
    await box.getByLabel(`第 ${i + 1} 个单位`).selectOption({ label: unit })
    await box.getByLabel(`第 ${i + 1} 个比例`).fill(share)
  }
  await me.see('合计 100%', box)
  await me.picture(`shares-${mine}`)
  await me.pressButton('发起流转', box)
  await me.told('已发起流转')
}

const waiting = (me) => me.page.locator('section', { hasText: '等我接收的流转' }).getByRole('listitem').filter({ hasText: PROJECT })

/** This month's figures of the command line: by unit, and 合计. */
async function table(world) {
  const f = await world.program.figures(MONTH)
  const rows = new Map(f.units.map((u) => [u.name, u.figures]))
  return { names: [...rows.keys()], of: (unit, figure) => Number((unit === '合计' ? f.total : rows.get(unit))[figure].month) }
}

/** How many signings of this month a unit has a share of that count for another unit. */
async function jointly(me) {
  const { items } = await me.api(`/reports/month/${MONTH}/joint`)
  return (unit) => items.find((j) => j.name === unit && j.indicator === 'signed')?.month ?? 0
}

export function fightTest(world) {
  const at = {}
  return [...claim(world, at), ...ruling(world, at), ...handing(world, at), ...counting(world, at)]
}
