// Browser test 8: a project of 汉滨 goes to 平利: refused, then accepted 60/40; the bureau approves the
// shares; the money of the year follows, of closed months as an adjustment of the open one, and no
// total changes. Then all that a colleague of 汉滨 keeps is offered to 平利 in one act and taken over.
import assert from 'node:assert/strict'
import { DESK, Person, PHONE } from './person.mjs'
import { look } from './walk.mjs'

const MONTH = '2022-09'
const CLOSED = '2022-08'
const TAB = '归属和流转'

/** A project of 汉滨's alone with verified money of closed months of this year, and nothing under review. */
async function chosen(hanbin) {
  const unit = (await hanbin.api('/me')).user.unitId
  for (const p of await hanbin.all('/projects')) {
    if (p.unitId !== unit || p.pendingMilestones || p.voided || !p.signedOn) continue
    const entries = await hanbin.all(`/capital?projectId=${p.id}`)
    const old = entries.filter((e) => e.state === 'verified' && e.month >= '2022-01' && e.month <= CLOSED)
    if (!old.length || entries.some((e) => e.state !== 'verified' || e.month < '2022-01')) continue
    const { attribution } = await hanbin.api(`/projects/${p.id}`)
    if (attribution.length === 1 && attribution[0].unitId === unit) return { ...p, money: p.arrivedCny }
  }
  throw new Error('the demo has no such project')
}

async function offer(me, id, reason, shares) {
  await me.go(`/projects/${id}`)
  await me.press(me.page.getByRole('tab', { name: TAB }))
  await me.pressButton('流转')
  const box = me.dialog()
  await me.choose('toUnitId', '平利县', box)
  await me.type('reason', reason, box)
  await me.pick('preset', '联合引进', box)
  for (const [i, [unit, share]] of Object.entries(shares).entries()) {
    await box.locator('.el-select', { has: me.page.getByLabel(`第 ${i + 1} 个单位`) }).click()
    await me.page.getByRole('listbox', { name: `第 ${i + 1} 个单位` }).getByRole('option', { name: unit, exact: true }).click()
    await box.getByLabel(`第 ${i + 1} 个比例`).fill(share)
  }
  await seemly(me, 'handon-dialog')
  await me.pressButton('发起流转', box)
  await me.told('已发起流转')
  await me.see('流转 待接收')
}

const waiting = (me, name) => me.page.locator('section', { hasText: '等我接收的流转' }).getByRole('listitem').filter({ hasText: name })

/** A state of a page that the walk does not meet. */
async function seemly(me, name) {
  await me.picture(name)
  await me.settle()
  assert.deepEqual(await look(me.page), [], `${name} as ${me.login}`)
}

/** The command line's figures of a month: to its end, and what it adjusts. */
async function table(world, month) {
  const f = await world.program.figures(month)
  const rows = new Map([...f.units.map((u) => [u.name, u.figures]), ['合计', f.total]])
  const of = (unit, part) => Number(rows.get(unit).capital[part])
  return { sha: f.figuresSha256, of, sum: (part) => f.units.reduce((n, u) => n + Number(u.figures.capital[part]), 0) }
}

function handing(world, at) {
  return [
    ['汉滨 offers a project, 80 % for itself; 平利 reads it and refuses with a reason', async () => {
      at.hanbin = await Person.enter(world, 'hanbin', DESK)
      at.p = await chosen(at.hanbin)
      at.pingli = await Person.enter(world, 'pingli', PHONE)
      assert.equal(await at.pingli.status(`/projects/${at.p.id}`), 404)
      await offer(at.hanbin, at.p.id, '企业改在平利选址', { 汉滨区: '80', 平利县: '20' })
      await seemly(at.hanbin, 'handon-offered')
      await at.pingli.go('/')
      const line = waiting(at.pingli, at.p.name)
      await at.pingli.see('汉滨区 80%', line)
      await seemly(at.pingli, 'handon-bench')
      await at.pingli.press(line.getByRole('link', { name: at.p.name }))
      await at.pingli.press(at.pingli.page.getByRole('tab', { name: TAB }))
      await at.pingli.see('企业改在平利选址')
      assert.equal(await at.pingli.button('修改').count(), 0, 'who is asked reads and changes nothing')
      await seemly(at.pingli, 'handon-asked')
      await at.pingli.pressButton('退回')
      await at.pingli.dialog().locator('textarea[name=reason]').fill('落地在平利，应为六四')
      await at.pingli.pressButton('退回', at.pingli.dialog())
      await at.pingli.page.waitForURL((u) => u.pathname === '/projects')
      assert.equal(await at.pingli.status(`/projects/${at.p.id}`), 404, 'who refused reads it no more')
    }],
    ['汉滨 reads why and offers again, 60 for 平利; 平利 accepts and is responsible', async () => {
      await at.hanbin.go(`/projects/${at.p.id}`)
      await at.hanbin.press(at.hanbin.page.getByRole('tab', { name: TAB }))
      await at.hanbin.see('落地在平利，应为六四')
      await offer(at.hanbin, at.p.id, '按六四分成', { 汉滨区: '40', 平利县: '60' })
      await at.pingli.go('/')
      await at.pingli.pressButton('接收', waiting(at.pingli, at.p.name))
      await at.pingli.told('已接收，项目归本单位')
      const now = await at.pingli.api(`/projects/${at.p.id}`)
      assert.deepEqual([now.unitName, now.canEdit, now.attribution.map((s) => s.unitName)], ['平利县', true, ['汉滨区']], 'nothing counts otherwise until the bureau approves')
      await at.hanbin.go(`/projects/${at.p.id}`)
      await at.hanbin.press(at.hanbin.page.getByRole('tab', { name: TAB }))
      await at.hanbin.see('归属调整 待审核')
      for (const act of ['修改', '流转', '同意', '不同意']) assert.equal(await at.hanbin.button(act).count(), 0, act)
      await seemly(at.hanbin, 'handon-requested')
    }],
  ]
}

function counting(world, at) {
  return [
    ['the manager finds the shares on the workbench and approves them', async () => {
      at.before = { open: await table(world, MONTH), closed: await table(world, CLOSED) }
      at.manager = await Person.enter(world, 'manager', PHONE)
      await at.manager.go('/')
      const box = at.manager.page.locator('section', { hasText: '等我审核的归属调整' })
      await at.manager.see('平利县 60%', box)
      await seemly(at.manager, 'handon-requests')
      await at.manager.pressButton('同意', box)
      await at.manager.see('差额记为当月的跨期调整', at.manager.dialog())
      await at.manager.pressButton('同意', at.manager.dialog())
      await at.manager.told('已同意，归属已调整')
      await at.manager.go(`/projects/${at.p.id}`)
      await at.manager.press(at.manager.page.getByRole('tab', { name: TAB }))
      await at.manager.see('归属调整 已同意')
      await seemly(at.manager, 'handon-approved')
    }],
    ['60 % of the year goes over by an adjustment of this month; closed months and totals stay', async () => {
      const { open, closed } = at.before
      const after = await table(world, MONTH)
      const moved = after.of('平利县', 'cumulative') - open.of('平利县', 'cumulative')
      assert.ok(Math.abs(moved - at.p.money * 0.6) < 100, `${moved} of ${at.p.money}`)
      assert.equal(after.of('汉滨区', 'cumulative') - open.of('汉滨区', 'cumulative'), -moved)
      const adjusted = after.of('平利县', 'adjust') - open.of('平利县', 'adjust')
      assert.ok(adjusted > 0 && adjusted <= moved)
      assert.equal(after.of('汉滨区', 'adjust') - open.of('汉滨区', 'adjust'), -adjusted)
      for (const part of ['month', 'adjust', 'cumulative']) {
        assert.equal(after.of('合计', part), open.of('合计', part), `${part} of the city`)
        assert.equal(after.sum(part), after.of('合计', part), `${part} adds up`)
      }
      assert.equal((await table(world, CLOSED)).sha, closed.sha, 'the closed month is what it was')
      await world.program.verifyRollup()
    }],
  ]
}

function batch(at) {
  return [
    ['汉滨 offers all that a colleague keeps to 平利, having seen how much and what stays', async () => {
      const me = at.hanbin
      await me.go('/handovers/new')
      const { name, unitName } = (await me.api('/handovers/people')).items.find((p) => p.id === at.p.ownerId) ?? (await me.api('/me')).user
      await me.choose('fromUserId', `${name}（${unitName}）`)
      await me.pick('how', '其他单位')
      await me.choose('toUnitId', '平利县')
      await me.page.getByRole('table', { name: '可以流转的件数' }).waitFor()
      await me.type('reason', '同事调离，由平利接着谈')
      await seemly(me, 'handon-batch')
      const press = me.page.getByRole('button', { name: /^提出流转 \d+ 件$/ })
      at.many = Number(/\d+/.exec(await press.innerText())[0])
      assert.ok(at.many > 2, 'the colleague keeps something')
      await press.click()
      await me.told(`已提出流转 ${at.many} 件`)
      await seemly(me, 'handon-batch-made')
    }],
    ['平利 takes one of them, then all the rest at once', async () => {
      const me = at.pingli
      await me.go('/')
      const box = me.page.locator('section', { hasText: '等我接收的流转' })
      await me.see(`成批流转 ${at.many} 件`, box)
      await me.pressButton('逐件答复', box)
      const each = box.getByRole('list', { name: '这一批的每一件' })
      await seemly(me, 'handon-batch-bench')
      await me.pressButton('接收', each)
      await me.told('归本单位')
      await me.see(`成批流转 ${at.many - 1} 件`, box)
      await me.pressButton('全部接收', box)
      await me.pressButton('全部接收', me.dialog())
      await me.told(`已接收 ${at.many - 1} 件`)
      await box.waitFor({ state: 'detached' })
      await at.hanbin.go('/messages')
      await at.hanbin.see(`平利县接收了一批流转：${at.many - 1} 件`)
    }],
  ]
}

export function handonTest(world) {
  const at = {}
  return [...handing(world, at), ...counting(world, at), ...batch(at)]
}
