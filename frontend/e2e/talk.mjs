// Browser test 6: people talk about a lead: a comment with a mention, a task done by another, both on
// the lead's timeline; filters kept as a view, and an act over all that they show.
import assert from 'node:assert/strict'
import { DESK, Person, PHONE } from './person.mjs'
import { look, picture } from './walk.mjs'

export function talkTest(world) {
  let county, bureau, lead, boss
  const shot = async (person, name) => {
    assert.deepEqual(await look(person.page), [], `${name} as it stands`)
    if (world.pictures) await picture(person.page, world.pictures, name)
  }
  const tab = (person, name) => person.press(person.page.getByRole('tab', { name, exact: true }))
  return [
    ['the county mentions the bureau in a comment; markup stays text', async () => {
      county = await Person.enter(world, 'hanbin', DESK)
      bureau = await Person.enter(world, 'manager', PHONE)
      boss = (await bureau.api('/me')).user
      const me = (await county.api('/me')).user
      const mine = (await county.api('/leads?status=active&limit=50')).items.filter((l) => l.ownerId === me.id)
      lead = mine[0]
      await county.go(`/leads/${lead.id}`)
      await tab(county, '评论')
      const box = county.page.getByRole('combobox', { name: '评论' })
      await box.pressSequentially(`<img src=x onerror=alert(1)> 请 @${boss.name.slice(0, 2)}`)
      await county.press(county.page.getByRole('option', { name: boss.name }))
      await shot(county, 'talk-comment-desk')
      await county.pressButton('发布')
      await county.told('已评论')
      await county.see('<img src=x onerror=alert(1)> 请 @' + boss.name)
      assert.equal(await county.page.locator('main img').count(), 0)
    }],
    ['and asks it to do something', async () => {
      await tab(county, '任务')
      await county.pressButton('布置任务')
      const box = county.dialog()
      await county.type('title', '协调用地指标', box)
      await county.field('ownerId', box).locator('.el-select').click()
      await county.press(county.page.getByRole('option', { name: boss.name }))
      await county.pressButton('布置', box)
      await county.told('已布置')
      await county.see('协调用地指标')
      await shot(county, 'talk-task-desk')
    }],
    ['the bureau finds both on its phone and does the task', async () => {
      await bureau.go('/')
      await bureau.see('协调用地指标')
      await bureau.go('/messages')
      await bureau.see('的评论中提到了你')
      await bureau.go('/tasks')
      await bureau.see('协调用地指标')
      await bureau.settle()
      await shot(bureau, 'talk-tasks-phone')
      await bureau.go(`/leads/${lead.id}`)
      await tab(bureau, '评论')
      await bureau.see('<img src=x onerror=alert(1)>')
      await shot(bureau, 'talk-comments-phone')
      await tab(bureau, '任务')
      await bureau.pressButton('完成')
      await bureau.told('任务已完成')
    }],
    ['the lead tells it all on one line of time', async () => {
      await tab(bureau, '经过')
      await bureau.see('完成任务：协调用地指标')
      await bureau.page.getByText('完成任务：协调用地指标').scrollIntoViewIfNeeded()
      await shot(bureau, 'talk-timeline-phone')
      await county.go(`/leads/${lead.id}`)
      await county.see(`布置任务给${boss.name}：协调用地指标`)
      await county.page.getByLabel('看哪一类').selectOption({ label: '只看任务' })
      await county.see('共 2 条')
      await shot(county, 'talk-timeline-desk')
    }],
    ['the county keeps its filters as a view and pauses all that they show', async () => {
      await county.go('/leads?mine=true&stage=new&status=active')
      await county.settle()
      const before = (await county.api('/leads?mine=true&stage=new&status=active')).total
      assert.ok(before > 0)
      await county.pressButton('存为视图')
      await county.type('name', '我的新线索', county.dialog())
      await county.pressButton('保存', county.dialog())
      await county.told('视图已保存')
      await county.go('/leads')
      await county.press(county.page.getByRole('link', { name: '我的新线索' }))
      await county.page.waitForURL(/stage=new/)
      await county.settle()
      await shot(county, 'views-desk')
      await county.pressButton('批量办理')
      const box = county.dialog()
      await county.pick('act', '改状态', box)
      await county.choose('status', '暂停', box)
      await county.type('reason', '企业换负责人', box)
      await shot(county, 'batch-desk')
      await county.pressButton(`对 ${before} 条办理`, box)
      await county.told(`已办理 ${before} 条`)
      assert.equal((await county.api('/leads?mine=true&stage=new&status=active')).total, 0)
    }],
  ]
}
