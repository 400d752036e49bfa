// What somebody does with a ledger on the import pages, at a desk and on a phone.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { look, picture } from './walk.mjs'

const samples = join(import.meta.dirname, '../../intake/testdata')
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** A ledger of the samples: its file, and what a careful clerk takes from it. */
export function sample(name) {
  const expected = JSON.parse(readFileSync(join(samples, `${name}.expected.json`), 'utf8'))
  return { file: { name: `${name}.xlsx`, mimeType: XLSX, buffer: readFileSync(join(samples, `${name}.xlsx`)) }, expected }
}

/** The page as it stands has no fault (each state is looked at once for a size: it takes a second); with world.pictures every one is kept as a picture. */
export async function inspect(me, world, name) {
  await me.settle()
  if (world.pictures) await picture(me.page, world.pictures, `import-${name}-${me.phone ? 'phone' : 'desk'}`)
  const state = `${name.split('-')[1]} ${me.phone}`
  world.looked ??= new Set()
  if (world.looked.has(state)) return
  world.looked.add(state)
  assert.deepEqual(await look(me.page), [], name)
}

/** Hands a file in through the pages; the columns are open then. */
export async function handIn(me, file, asOf) {
  await me.go('/imports')
  await me.pressButton('导入台账')
  await me.page.locator('input[type=file]').setInputFiles(file)
  await me.see(file.name)
  await me.type('asOf', asOf)
  if (!me.phone) await me.page.keyboard.press('Enter') // closes the calendar with the day typed
  await me.pressButton('上传并检查')
  await me.page.waitForURL(/\/imports\/\d+/)
  await me.button('下一步：检查').waitFor()
  await me.settle()
}

/** The number in the address of the open import. */
export const openId = (me) => Number(/\/imports\/(\d+)/.exec(me.page.url())[1])

export const batch = (me) => me.api(`/imports/${openId(me)}`)
export const lines = async (me) => (await me.api(`/imports/${openId(me)}/lines?limit=200`)).items

/** Narrows the rows: 错误, 提示, 全部 … */
export async function filter(me, label) {
  await me.press(me.page.getByRole('group', { name: '看哪些行' }).getByRole('button', { name: new RegExp(`^${label} `) }))
  await me.settle()
}

/** What the filter says: { 全部: 20, 错误: 15, … }; on a phone those of no row are not shown. */
export async function filterCounts(me) {
  const texts = await me.page.getByRole('group', { name: '看哪些行' }).getByRole('button').allInnerTexts()
  return Object.fromEntries(texts.map((t) => [t.split(/\s/)[0], Number(t.split(/\s+/)[1])]))
}

/** Opens a row: selects it in the grid, or opens its card. */
export async function openRow(me, row, title) {
  if (me.phone) return void (await me.press(me.page.getByRole('button', { name: title }).first()))
  await me.page.getByRole('rowheader', { name: String(row), exact: true }).click()
}

/** Where the open row's complaints and decisions stand. */
export const story = (me, row) => me.page.getByRole('complementary', { name: `第 ${row} 行的检查结果` })

/** Corrects the bad cell of the open row in place and waits for the new check. */
export async function mend(me, label, text) {
  await rechecked(me, async () => {
    if (me.phone) {
      await me.dialog().getByLabel(label).fill(text)
      return me.pressButton('保存修改', me.dialog())
    }
    await me.page.keyboard.press('Enter')
    await me.page.getByRole('textbox', { name: new RegExp(label) }).fill(text)
    await me.page.keyboard.press('Enter')
  })
}

/** A change of the check: waits until the server has looked at the rows again. */
export async function rechecked(me, act) {
  const before = (await batch(me)).version
  await act()
  for (let late = Date.now() + 20_000; Date.now() < late; ) {
    const b = await batch(me)
    if (b.version > before && b.state === 'checked') break
    await me.page.waitForTimeout(100)
  }
  await me.page.getByRole('button', { name: /^(导入 \d|没有可导入的行)/ }).waitFor()
  await me.settle()
}

/** Accepts the warnings of the open row with a reason. */
export async function accept(me, row, reason) {
  await rechecked(me, async () => {
    await me.pressButton('接受提示', story(me, row))
    const box = me.dialog().last()
    await box.getByRole('textbox').fill(reason)
    await me.pressButton('接受', box)
  })
}

/** Writes the rows and waits for the result. */
export async function apply(me, rows) {
  await me.press(me.page.getByRole('button', { name: new RegExp(`^导入 ${rows} 行`) }))
  await me.see('✓ 已导入')
  await me.settle()
}

/** Takes the import back. */
export async function undo(me, reason) {
  await me.pressButton('撤销导入')
  const box = me.dialog()
  await box.getByRole('textbox').fill(reason)
  await me.pressButton('撤销导入', box)
  await me.see('这次导入已撤销')
}
