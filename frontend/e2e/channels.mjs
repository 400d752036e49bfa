// Browser test 7: an administrator sets up a group's robot, tests it and reads the other side's answer.
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { DESK, Person, PHONE } from './person.mjs'

const KEY = 'abcdef0123456789'

/** A robot of this machine: notes what it is told, answers what it is set to. */
function listen() {
  const robot = { told: [], answer: { errcode: 0, errmsg: 'ok' } }
  robot.server = createServer((q, a) => {
    let body = ''
    q.on('data', (d) => (body += d))
    q.on('end', () => {
      robot.told.push({ url: q.url, body: JSON.parse(body) })
      a.end(JSON.stringify(robot.answer))
    })
  })
  return new Promise((ready) => robot.server.listen(0, '127.0.0.1', () => ready(robot)))
}

export function channelsTest(world) {
  let robot, admin, address
  return [
    ['nothing goes out at first, and no host that is not on the list', async () => {
      robot = await listen()
      address = `http://127.0.0.1:${robot.server.address().port}/robot/send?access_token=${KEY}`
      admin = await Person.enter(world, 'admin', DESK)
      await admin.go('/channels')
      await admin.see('还没有通道')
      await admin.pressButton('新建通道')
      const box = admin.dialog()
      await admin.pick('kind', '钉钉', box)
      await admin.type('name', '招商工作群', box)
      await admin.type('secret.url', address, box)
      await admin.type('secret.sign', 'SECtest', box)
      await admin.refused(422, '/channels', () => admin.pressButton('保存', box))
      await admin.see('主机 127.0.0.1 不在“允许外联的主机”里', box)
      await admin.pressButton('取消', box)
    }],
    ['with the host on the list the channel is saved and tested', async () => {
      const hosts = admin.field('outHosts').locator('textarea')
      await hosts.fill(`${await hosts.inputValue()}\n127.0.0.1`)
      await admin.pressButton('保存外联设置')
      await admin.told('已保存')
      await admin.pressButton('新建通道')
      const box = admin.dialog()
      await admin.pick('kind', '钉钉', box)
      await admin.type('name', '招商工作群', box)
      await admin.type('secret.url', address, box)
      await admin.type('secret.sign', 'SECtest', box)
      await admin.pressButton('保存', box)
      await admin.told('通道已保存')
      await admin.pressButton('测试')
      await admin.see('对方已接受，答复：0 ok')
      assert.equal(robot.told.length, 1)
      assert.match(robot.told[0].url, /access_token=abcdef0123456789&sign=[^&]+&timestamp=\d{13}$/)
      assert.match(robot.told[0].body.markdown.text, /测试消息/)
    }],
    ['what the other side refuses is told in its words, without the key', async () => {
      robot.answer = { errcode: 310000, errmsg: `keywords not in content, token ${KEY}` }
      await admin.pressButton('测试')
      await admin.see('对方没有接受：310000 keywords not in content, token ******')
      await admin.picture('channels')
    }],
    ['the secret is never shown again; on a phone the channel can be switched off and deleted', async () => {
      const phone = await Person.enter(world, 'admin', PHONE)
      await phone.go('/channels')
      await phone.pressButton('修改')
      const box = phone.dialog()
      await phone.see('已保存，不再显示', box)
      assert.ok(!(await phone.page.content()).includes(KEY) && !JSON.stringify(await phone.api('/channels')).includes(KEY))
      await phone.press(phone.field('enabled', box).locator('input'))
      await phone.pressButton('保存', box)
      await phone.told('通道已保存')
      await phone.see('停用')
      await phone.pressButton('最近的发送')
      await phone.see('还没有发过提醒')
      await phone.pressButton('删除')
      await phone.pressButton('删除', phone.dialog())
      await phone.see('还没有通道')
      robot.server.close()
    }],
  ]
}
