// Browser test 3: two ledgers come in through the pages, at a desk and on a phone, and go again.
import assert from 'node:assert/strict'
import { accept, apply, batch, filter, filterCounts, handIn, inspect, lines, mend, openId, openRow, rechecked, sample, story, undo } from './import-acts.mjs'
import { DESK, Person, PHONE } from './person.mjs'
import { allText, readWorkbook } from './xlsx.mjs'

const UNITS = sample('02_混合单位台账') // amounts in every unit and manner
const ERRORS = sample('07_错误行集锦') // a row for every error

const FEN_PER_WAN = 1_000_000
const minor = (wan) => Math.round(Number(wan) * FEN_PER_WAN)

/** A project as the expected file tells it, comparable with the one that the import made. */
const wanted = (r) => ({
  name: r.project, county: r.county, investors: r.investors, signedOn: r.sign_date ?? null, opening: minor(r.arrived_wan ?? 0),
  total: r.total_wan ? { amount: minor(r.total_wan), currency: 'CNY' } : r.total_usd_wan ? { amount: minor(r.total_usd_wan), currency: 'USD' } : null,
})
const made = (p) => ({
  name: p.name, county: p.countyName, investors: p.parties.map((x) => x.name), signedOn: p.milestones.find((m) => m.kind === 'signed')?.on ?? null,
  opening: p.opening, total: p.total.amount === 0 ? null : { amount: p.total.amount, currency: p.total.currency }, // a project without a total holds 0
})
const byName = (a, b) => (a.name < b.name ? -1 : 1)

/** The day on which ledger 02 was filed, hence the business day of this test: none is filed on a day to come. */
export const FILED = '2024-12-31'

/** The projects that came since, whole. */
async function since(me, before) {
  const fresh = (await me.all('/projects')).filter((p) => !before.has(p.id))
  return Promise.all(fresh.map((p) => me.api(`/projects/${p.id}`)))
}
const ids = async (me) => new Set((await me.all('/projects')).map((p) => p.id))

/** The page of columns says where the table lies and in what unit, as the expected file does. */
async function columnsAsExpected(me, expected) {
  const [sheet] = expected.sheets
  for (const fact of [`表头 第 ${sheet.header_rows.join('、')} 行`, `数据 第 ${sheet.data_rows.join('—')} 行`, `单位 ${sheet.unit}（见 ${sheet.unit_evidence}）`]) await me.see(fact)
}

/** Rows, complaints and their codes are those of the expected file, and the page shows them. */
async function checkAsExpected(me, expected) {
  const { records, held, issues } = expected
  const rows = await lines(me)
  const codes = (list) => list.map((i) => `${i.row} ${i.code}`).sort()
  assert.deepEqual(codes(rows.flatMap((l) => l.issues)), codes(issues))
  assert.deepEqual(rows.filter((l) => l.outcome === 'created').map((l) => l.row), records.map((r) => r.row))
  assert.deepEqual(rows.filter((l) => l.outcome === 'skipped').map((l) => l.row), held.map((r) => r.row))
  const flagged = records.filter((r) => r.flags.length > 0).length
  const counts = await filterCounts(me)
  assert.deepEqual([counts['全部'], counts['错误'], counts['提示']], [records.length + held.length, held.length, flagged])
  await filter(me, '错误')
  for (const l of rows.filter((l) => l.outcome === 'skipped').slice(0, 3)) for (const i of l.issues) await me.see(`${i.field}：${i.message}`)
}

/** The first steps of every ledger: somebody signs in, hands it in and sees what was read. */
function arrives(trip, name, { file, expected }, asOf) {
  return [
    ['the columns are recognised, with samples and units', async () => {
      trip.me ??= await Person.enter(trip.world, 'manager', trip.size)
      trip.before = await ids(trip.me)
      await handIn(trip.me, file, asOf)
      await columnsAsExpected(trip.me, expected)
      await inspect(trip.me, trip.world, `${name}-columns`)
    }],
    ['every complaint stands beside its cell', async () => {
      await trip.me.pressButton('下一步：检查')
      await trip.me.settle()
      await checkAsExpected(trip.me, expected)
      await inspect(trip.me, trip.world, `${name}-check`)
    }],
  ]
}

/** The last step: undone, nothing is left of the import. */
function goes(trip, name) {
  return ['undone, nothing of it is left', async () => {
    await undo(trip.me, '演练')
    await inspect(trip.me, trip.world, `${name}-undone`)
    assert.deepEqual(await ids(trip.me), trip.before)
  }]
}

/** Writes the rows; the projects that came are the expected ones and no other. */
async function bringsIn(trip, name, expected) {
  const { me } = trip
  await apply(me, expected.length)
  await inspect(me, trip.world, `${name}-result`)
  assert.deepEqual((await since(me, trip.before)).map(made).sort(byName), expected.map(wanted).sort(byName))
}

function unitsTrip(trip) {
  const { records, held } = UNITS.expected
  return [
    ...arrives(trip, '02', UNITS, FILED),
    ['a warning is accepted with a reason, the row in doubt is left out', async () => {
      const { me } = trip
      const approx = records.find((r) => r.flags.includes('W_AMOUNT_APPROX'))
      await openRow(me, held[0].row, held[0].project)
      await inspect(me, trip.world, '02-row')
      await rechecked(me, () => me.pressButton('不导入这一行', story(me, held[0].row)))
      await filter(me, '提示')
      await openRow(me, approx.row, approx.project)
      await accept(me, approx.row, '已向企业核实')
      const after = await lines(me)
      assert.deepEqual(after.filter((l) => l.decision).map((l) => [l.row, l.decision, l.reason]), [[approx.row, 'accept', '已向企业核实'], [held[0].row, 'skip', '']])
      assert.equal((await batch(me)).plan.errors, held.length, 'a complaint that is decided about stays on record')
      assert.equal((await filterCounts(me))['错误'] ?? 0, 0)
      if (me.phone) return // there a filter of no row is not offered
      await me.go(`/imports/${openId(me)}?step=check&only=errors`)
      await me.see('没有要改的错误了')
    }],
    ['the records are those of the expected file', () => bringsIn(trip, '02', records)],
    ['the list of projects shows them', async () => {
      await trip.me.go(`/projects?q=${encodeURIComponent(records[0].project)}`)
      await trip.me.see(records[0].project)
      await trip.me.page.goBack()
      await trip.me.see('✓ 已导入')
    }],
    goes(trip, '02'),
  ]
}

/** End and Home scroll the grid to its ends at once. */
async function reachTheEnds(me) {
  const grid = me.page.getByRole('grid')
  const rest = () => grid.evaluate((g) => g.scrollHeight - g.clientHeight - g.scrollTop)
  assert.ok((await rest()) > 20, 'the rows are more than the grid shows')
  await grid.focus()
  await me.page.keyboard.press('End')
  assert.ok((await rest()) <= 2)
  await me.see(`第 ${ERRORS.expected.held.at(-1).row} 行`)
  await me.page.keyboard.press('Home')
  assert.equal(await grid.evaluate((g) => g.scrollTop), 0)
}

function errorsTrip(trip) {
  const { records, held } = ERRORS.expected
  const mended = { ...held[0], total_wan: '5000', arrived_wan: '0', sign_date: '2022-03-01', county: held[0].county_as_printed }
  let marked
  return [
    ...arrives(trip, '07', ERRORS, ERRORS.expected.reference_date),
    ...(trip.size === DESK ? [['the keys lead to the last row and back', () => reachTheEnds(trip.me)]] : []),
    ['a cell is mended in place, and there is one error less', async () => {
      const { me } = trip
      await openRow(me, held[0].row, held[0].project)
      await inspect(me, trip.world, '07-row')
      await mend(me, '总投资', '5000')
      assert.equal((await filterCounts(me))['错误'], held.length - 1)
      const row = (await lines(me)).find((l) => l.row === held[0].row)
      assert.deepEqual([row.outcome, row.issues], ['created', []])
      await inspect(me, trip.world, '07-mended')
    }],
    ['the own file comes back with the complaints in it', async () => {
      marked = await trip.me.download(() => trip.me.pressButton('下载标注文件'))
      const rows = readWorkbook(marked.bytes).get('项目')
      assert.equal(rows[1].at(-1), '校验意见')
      for (const l of (await lines(trip.me)).filter((l) => l.outcome === 'skipped')) assert.ok(rows[l.row - 1].at(-1).includes(l.issues[0].message), `row ${l.row}`)
      assert.ok(allText(new Map([['项目', rows]])).includes('5O00'), 'what was printed is untouched')
    }],
    ['the records are those of the expected file, and the mended one', () => bringsIn(trip, '07', [...records, mended])],
    ['the marked file handed in again changes nothing twice', async () => {
      const { me } = trip
      const first = openId(me)
      await me.page.locator('input[type=file]').setInputFiles({ ...ERRORS.file, name: marked.name, buffer: marked.bytes })
      await me.page.waitForURL((u) => u.pathname.startsWith('/imports/') && u.pathname !== `/imports/${first}`)
      await me.page.getByRole('group', { name: '看哪些行' }).waitFor()
      await me.settle()
      const { plan } = await batch(me)
      assert.deepEqual([plan.read, plan.unchanged, plan.create, plan.update, plan.skip], [records.length + held.length, records.length, 0, 0, held.length])
      await inspect(me, trip.world, '07-again')
      await me.go(`/imports/${first}`)
      await me.see('✓ 已导入')
    }],
    goes(trip, '07'),
  ]
}

/** A ledger that says no unit: the unit is chosen once for the column, and known the next month. */
function columnsTrip(trip) {
  const note = trip.size === PHONE ? '经手' : '经办' // a layout of its own for each size
  const csv = (name, ...rows) => ({ name, mimeType: 'text/csv', buffer: Buffer.from([`\ufeff项目名称,投资方,县区,总投资,签约时间,${note}`, ...rows].join('\r\n')) })
  return [
    ['a unit that no cell says is chosen for the column', async () => {
      trip.me = await Person.enter(trip.world, 'hanbin', trip.size)
      const { me } = trip
      await handIn(me, csv('八月.csv', '竹纤维餐具项目,安康序竹制品有限公司,汉滨区,5000,2022-05-01,张三'), '2022-09-26')
      await me.pressButton('下一步：检查')
      await me.see('金额没有单位')
      await me.press(me.page.getByRole('button', { name: '列对应' }))
      await me.page.getByLabel('D 列 总投资 的单位').selectOption('万元')
      await rechecked(me, () => me.pressButton('下一步：检查'))
      const { plan } = await batch(me)
      assert.deepEqual([plan.create, plan.errors], [1, 0])
    }],
    ['the next month’s file of that layout is read by it', async () => {
      const { me } = trip
      await handIn(me, csv('九月.csv', '竹纤维吸管项目,安康序竹制品有限公司,汉滨区,6000,2022-06-01,李四'), '2022-09-26')
      await me.see('按上次的对应')
      assert.equal(await me.page.getByLabel('D 列 总投资 的单位').inputValue(), '万元')
      const { plan } = await batch(me)
      assert.deepEqual([plan.create, plan.errors], [1, 0])
    }],
  ]
}

export function importTest(world) {
  return [DESK, PHONE].flatMap((size) => {
    const trip = { world, size }
    const parts = { 'ledger 02': unitsTrip(trip), 'ledger 07': errorsTrip(trip), 'columns': columnsTrip({ world, size }) }
    return Object.entries(parts).flatMap(([name, steps]) => steps.map(([what, step]) => [`${size === PHONE ? 'phone' : 'desk'}, ${name}: ${what}`, step]))
  })
}
