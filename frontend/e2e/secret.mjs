// What somebody may see of a lead and what not: by list, address, search, export and
// attachment. The same questions are asked of its owner, so that each of them could fail.
import assert from 'node:assert/strict'
import { allText, readWorkbook } from './xlsx.mjs'

/** Everything that leads to a lead: its record, its visit and the photo of that visit. */
export async function trace(owner, leadId, visitId) {
  const lead = await owner.api(`/leads/${leadId}`)
  const files = (await owner.api(`/attachments?objectKind=visit&objectId=${visitId}`)).items
  assert.equal(files.length, 1, 'the visit has its photo')
  return { id: leadId, code: lead.code, project: lead.project, company: lead.companyName, visit: visitId, file: files[0].id }
}

/** The five ways, as `person` at a desk; answers which of them show the lead. */
async function ways(person, lead) {
  const shown = {}
  await person.go('/leads?q=' + encodeURIComponent(lead.code))
  await person.see(/共 [\d,]+\+? 条/)
  await person.page.locator('.table, .box').first().waitFor()
  await person.settle()
  shown.list = (await person.page.getByText(lead.project).count()) > 0
  assert.equal((await person.all('/leads')).some((l) => l.id === lead.id), shown.list, 'the whole list says the same as the search in it')

  await person.go(`/leads/${lead.id}`)
  const heading = person.page.getByRole('heading', { name: lead.company })
  await heading.or(person.page.getByText('没有找到')).or(person.page.locator('[role=alert]')).first().waitFor()
  shown.address = (await heading.count()) > 0
  shown.visit = (await person.status(`/visits/${lead.visit}`)) === 200

  await person.page.keyboard.press('Control+k')
  const box = person.dialog()
  await box.locator('input[type=search]').fill(lead.project)
  const hit = box.getByRole('option', { name: lead.project })
  await hit.or(box.getByText('没有找到')).first().waitFor()
  shown.search = (await hit.count()) > 0
  await person.page.keyboard.press('Escape')

  for (const [page, name] of [['/leads', 'export'], ['/visits', 'visitExport']]) {
    await person.go(page)
    const { bytes } = await person.download(() => person.press(person.page.getByRole('link', { name: '导出' })))
    const text = allText(readWorkbook(bytes))
    assert.ok(text.includes('编号') || text.includes('编码'), `the export of ${page} has its heads`)
    shown[name] = text.includes(page === '/leads' ? lead.code : lead.company)
  }
  shown.attachment = (await person.status(`/attachments/${lead.file}`)) === 200
  return shown
}

const WAYS = ['list', 'address', 'visit', 'search', 'export', 'visitExport', 'attachment']
const all = (value) => Object.fromEntries(WAYS.map((w) => [w, value]))

export async function mustSee(person, lead, but = {}) {
  assert.deepEqual(await ways(person, lead), { ...all(true), ...but }, `${person.login} must see ${lead.project}`)
}

export async function mustNotSee(person, lead) {
  // Asking for what is not there is what this is about; the page's own request is refused with 404.
  const rule = new RegExp(`^404 /api/v1/(leads|transfers)`)
  person.forgiven.push(rule)
  assert.deepEqual(await ways(person, lead), all(false), `${person.login} must not see ${lead.project}`)
  person.forgiven.splice(person.forgiven.indexOf(rule), 1)
  for (const path of [`/leads/${lead.id}`, `/leads/${lead.id}/history`, `/leads/${lead.id}/timeline`, `/leads/${lead.id}/visits`, `/visits/${lead.visit}`, `/attachments/${lead.file}`]) {
    assert.equal(await person.status(path), 404, `${person.login} GET ${path}`)
  }
}
