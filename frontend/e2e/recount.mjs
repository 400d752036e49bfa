// Counts the year's verified entries anew, apart from the program: every part split by the
// project's attribution to the 分 by largest remainder (ties by official order), converted
// at the year's rate half up, and summed by unit (domain §6).

const RATE_DIGITS = 4

/** Splits an amount by shares in basis points of 10,000; negative ones mirror positive ones. */
export function split(amount, shares) {
  const abs = amount < 0n ? -amount : amount
  const parts = shares.map((s, i) => ({ i, whole: (abs * BigInt(s.bp)) / 10_000n, rest: (abs * BigInt(s.bp)) % 10_000n }))
  let left = abs - parts.reduce((n, p) => n + p.whole, 0n)
  for (const p of [...parts].sort((a, b) => (a.rest === b.rest ? a.i - b.i : a.rest > b.rest ? -1 : 1))) {
    if (left === 0n) break
    p.whole++
    left--
  }
  return parts.map((p) => (amount < 0n ? -p.whole : p.whole))
}

function toCny(amount, currency, rate) {
  if (currency === 'CNY') return amount
  const abs = amount < 0n ? -amount : amount
  const scale = 10n ** BigInt(RATE_DIGITS)
  const cny = (abs * rate * 2n + scale) / (scale * 2n)
  return amount < 0n ? -cny : cny
}

/** Reads the ledger as `reader` and answers sums by month and unit name ("" = the whole city). */
export async function recount(reader, year, upTo) {
  const rate = BigInt((await reader.api('/settings')).rates[year].replace(/^(\d+)\.?(\d*)$/, (_, a, b) => a + b.padEnd(RATE_DIGITS, '0')))
  const projects = new Map()
  const sums = new Map()
  const add = (month, unit, cny) => sums.set(`${month} ${unit}`, (sums.get(`${month} ${unit}`) ?? 0n) + cny)
  const months = Array.from({ length: Number(upTo.slice(5)) }, (_, i) => `${year}-${String(i + 1).padStart(2, '0')}`)
  const order = (await reader.api('/units')).items.map((u) => u.id)
  for (const month of months) {
    for (const e of await reader.all(`/capital?month=${month}&state=verified`)) {
      if (e.origMonth && e.origMonth < `${year}-01`) continue // of an earlier year: stands apart
      if (!projects.has(e.projectId)) projects.set(e.projectId, await reader.api(`/projects/${e.projectId}`))
      const shares = [...projects.get(e.projectId).attribution].sort((a, b) => order.indexOf(a.unitId) - order.indexOf(b.unitId))
      for (const part of e.parts) {
        split(BigInt(part.verified), shares).forEach((amount, i) => {
          const cny = toCny(amount, part.currency, rate)
          add(month, '', cny)
          add(month, shares[i].unitName, cny)
        })
      }
    }
  }
  return {
    month: (unit = '') => sums.get(`${upTo} ${unit}`) ?? 0n,
    cumulative: (unit = '') => months.reduce((n, m) => n + (sums.get(`${m} ${unit}`) ?? 0n), 0n),
  }
}
