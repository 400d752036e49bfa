// Compares the cells of the monthly workbook with the figures and with the ledger.
import assert from 'node:assert/strict'
import { minor } from './xlsx.mjs'

const sheet = (book, word) => {
  const name = [...book.keys()].find((n) => n.includes(word))
  assert.ok(name, `no sheet ${word} among ${[...book.keys()].join('、')}`)
  return book.get(name)
}

/** Reports the columns of a table by the last words of their heads, from the row of 序号 on. */
function heads(rows) {
  const top = rows.findIndex((r) => r?.[0] === '序号')
  return { top, find: (...words) => (rows[top] ?? []).length && findColumn(rows, top, words) }
}

function findColumn(rows, top, words) {
  const levels = rows.slice(top, top + 3).map((r) => r ?? [])
  const width = Math.max(...levels.map((l) => l.length))
  const filled = levels.map((l) => {
    let last = ''
    return Array.from({ length: width }, (_, i) => (last = l[i] || last).replace(/\s/g, ''))
  })
  const at = Array.from({ length: width }, (_, i) => i).filter((i) => words.every((w) => filled.some((l) => l[i].includes(w)) ))
  assert.ok(at.length > 0, `no column ${words.join(' / ')}`)
  return at[0]
}

/** Sheets 1, 2 and 4 against the figures; sheet 4's rows summed. Amounts in sheets 1 and 2 are 亿元
 *  or 万元 as their heads say; the raw values are exact. */
export function checkWorkbook(book, figures, ledger) {
  const capital = figures.total.capital

  const overview = sheet(book, '总览')
  const line = overview.find((r) => r?.[1] === '到位资金')
  assert.ok(line, 'sheet 1 has a line 到位资金')
  const digits = line[2] === '亿元' ? 10 : 6
  assert.deepEqual([minor(line[3], digits), minor(line[4], digits), minor(line[5], digits)], [BigInt(capital.target), BigInt(capital.month), BigInt(capital.cumulative)], 'sheet 1 到位资金')

  const targets = sheet(book, '目标任务')
  const { top } = heads(targets)
  const unitDigits = /亿元/.test((targets[top] ?? []).join('')) ? 10 : 6
  const month = findColumn(targets, top, ['到位资金', '本月'])
  const cumulative = findColumn(targets, top, ['到位资金', '累计'])
  const row = (name) => targets.find((r, i) => i > top && r?.[1] === name)
  for (const [name, f] of [['合计', capital], ...figures.units.map((u) => [u.name, u.figures.capital])]) {
    assert.ok(row(name), `sheet 2 has a row ${name}`)
    assert.deepEqual([minor(row(name)[month], unitDigits), minor(row(name)[cumulative], unitDigits)], [BigInt(f.month), BigInt(f.cumulative)], `sheet 2 ${name}`)
  }

  const entries = sheet(book, '资金明细')
  const head = heads(entries)
  const verified = findColumn(entries, head.top, ['核定数'])
  const earlier = findColumn(entries, head.top, ['以前'])
  let sum = 0n
  let count = 0
  for (const r of entries.slice(head.top + 1)) {
    if (!/^\d+$/.test(r?.[0] ?? '')) continue
    sum += minor(r[verified], 6) - (r[earlier] && r[earlier] !== '—' ? minor(r[earlier], 6) : 0n)
    count++
  }
  assert.ok(count > 0, 'sheet 4 has rows')
  assert.equal(sum, ledger.month(), `sheet 4: ${count} rows`)
}
