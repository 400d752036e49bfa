// Browser test 2: a liaison officer hands a lead to a county; nobody sees more than that.
import assert from 'node:assert/strict'
import { leadOf, logVisit } from './acts.mjs'
import { photo } from './files.mjs'
import { DESK, Person, PHONE } from './person.mjs'
import { mustNotSee, mustSee, trace } from './secret.mjs'

const GIVEN = { company: '天津澜序富硒食品有限公司', project: '平利澜序绞股蓝茶饮项目', theme: '看绞股蓝基地', province: '天津' }
const KEPT = { company: '石家庄序白纺织科技有限公司', project: '序白功能纺织品项目', theme: '介绍毛绒玩具产业链', province: '河北', city: '石家庄' }
const FOREIGN = { company: '宁波屿青新材料有限公司', project: '汉滨屿青钒电池材料项目', theme: '洽谈钒电池材料', province: '浙江', city: '宁波' }

/** Logs the visit and makes the lead, as a person on the road does. */
async function report(me, what, colour) {
  const visit = await logVisit(me, { ...what, nextStep: '再约一次', photo: photo(`${what.project}.png`, ...colour) })
  return trace(me, await leadOf(me, what.project), visit)
}

export function transferTest(world) {
  let road, office, county, hanbin, given, kept, foreign
  return [
    ['the liaison officer logs two visits and their leads on a phone', async () => {
      road = await Person.enter(world, 'liaison', PHONE)
      given = await report(road, GIVEN, [200, 60, 60])
      kept = await report(road, KEPT, [60, 200, 60])
    }],
    ['汉滨 logs one of its own', async () => {
      const phone = await Person.enter(world, 'hanbin', PHONE)
      foreign = await report(phone, FOREIGN, [60, 60, 200])
      hanbin = await Person.enter(world, 'hanbin', DESK)
    }],
    ['before the transfer the county sees none of the three, each owner sees its own', async () => {
      county = await Person.enter(world, 'pingli', DESK)
      office = await Person.enter(world, 'liaison', DESK)
      await mustSee(office, given)
      await mustSee(hanbin, foreign)
      await mustNotSee(county, given)
      await mustNotSee(county, kept)
      await mustNotSee(county, foreign)
    }],
    ['the liaison officer transfers one lead to 平利', async () => {
      await road.go(`/leads/${given.id}`)
      await road.pressButton('流转')
      const box = road.dialog()
      await road.choose('toUnitId', '平利县', box)
      await road.type('reason', '企业看中平利的绞股蓝基地', box)
      await road.type('introBp', '30', box)
      await road.pressButton('发起流转', box)
      await road.told('已发起流转')
      await road.see('流转 待接收')
    }],
    ['the county is told and accepts on its workbench', async () => {
      await county.go('/')
      const box = county.page.locator('section', { hasText: '等我接收的流转' })
      const line = box.getByRole('listitem').filter({ hasText: given.project })
      await county.see('企业看中平利的绞股蓝基地', line)
      await county.pressButton('接收', line)
      await county.told('已接收，线索归本单位')
      await line.waitFor({ state: 'detached' })
      const lead = await county.api(`/leads/${given.id}`)
      assert.deepEqual([lead.unitName, lead.ownerName, lead.canEdit, lead.reporterName], ['平利县', '吴青禾', true, (await road.api(`/leads/${given.id}`)).reporterName])
    }],
    ['it goes on there with its history, visit and photo; the office reads on and changes nothing', async () => {
      await mustSee(county, given, { visitExport: false }) // the visit stays the office's own
      await county.go(`/leads/${given.id}`)
      await county.see(GIVEN.theme)
      await county.see('企业看中平利的绞股蓝基地')
      assert.equal(await county.button('推进到“研判”').count(), 1)
      await mustSee(office, given)
      await office.go(`/leads/${given.id}`)
      await office.see('流转 已接收')
      for (const act of ['推进到“研判”', '修改', '终止', '作废']) assert.equal(await office.button(act).count(), 0, act)
    }],
    ['the county sees nothing else of the office and nothing of 汉滨', async () => {
      await mustNotSee(county, kept)
      await mustNotSee(county, foreign)
    }],
    ['the office sees nothing of 汉滨, and 汉滨 nothing of either', async () => {
      await mustNotSee(office, foreign)
      await mustNotSee(hanbin, given)
      await mustNotSee(hanbin, kept)
    }],
  ]
}
