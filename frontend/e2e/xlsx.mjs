// Reads a workbook as the standard writes it: a zip of XML parts. Numbers come back as the
// decimal text that the file stores, so that comparing them is exact.
import { inflateRawSync } from 'node:zlib'

/** name → bytes of every part of a zip. */
export function unzip(bytes) {
  let end = bytes.length - 22
  while (end >= 0 && bytes.readUInt32LE(end) !== 0x06054b50) end--
  if (end < 0) throw new Error('not a zip file')
  const parts = new Map()
  let at = bytes.readUInt32LE(end + 16)
  for (let i = bytes.readUInt16LE(end + 10); i > 0; i--) {
    const [method, size, nameLength, extra, comment, local] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20), bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32), bytes.readUInt32LE(at + 42)]
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength)
    const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
    const packed = bytes.subarray(from, from + size)
    parts.set(name, method === 0 ? packed : inflateRawSync(packed))
    at += 46 + nameLength + extra + comment
  }
  return parts
}

const entity = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }
const plain = (xml) => xml.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (_, dec, hex, name) => (dec || hex ? String.fromCodePoint(dec ? Number(dec) : parseInt(hex, 16)) : entity[name]))
const texts = (xml) => [...xml.matchAll(/<t(?:\s[^>]*)?>([^<]*)<\/t>/g)].map((m) => plain(m[1])).join('')
const attribute = (xml, name) => new RegExp(`\\b${name}="([^"]*)"`).exec(xml)?.[1]

const columnOf = (ref) => [.../^[A-Z]+/.exec(ref)[0]].reduce((n, c) => n * 26 + c.charCodeAt(0) - 64, 0) - 1

/** sheet name → rows of cell texts (by index, both from 0; rows and cells may be missing). */
export function readWorkbook(bytes) {
  const parts = unzip(bytes)
  const text = (name) => parts.get(name)?.toString('utf8') ?? ''
  const shared = [...text('xl/sharedStrings.xml').matchAll(/<si>([\s\S]*?)<\/si>/g)].map((m) => texts(m[1]))
  const targets = new Map([...text('xl/_rels/workbook.xml.rels').matchAll(/<Relationship [^>]*>/g)].map(([r]) => [attribute(r, 'Id'), attribute(r, 'Target').replace(/^\/?(xl\/)?/, 'xl/')]))
  const sheets = new Map()
  for (const [tag] of text('xl/workbook.xml').matchAll(/<sheet [^>]*>/g)) {
    const rows = []
    for (const [, head, body, alone] of text(targets.get(attribute(tag, 'r:id'))).matchAll(/<c ([^>]*?)(?:>([\s\S]*?)<\/c>|(\/)>)/g)) {
      if (alone) continue
      const ref = attribute(head, 'r')
      const value = /<v>([^<]*)<\/v>/.exec(body)?.[1]
      const type = attribute(head, 't')
      const cell = type === 'inlineStr' ? texts(body) : value === undefined ? '' : type === 's' ? shared[Number(value)] : plain(value)
      const row = Number(/\d+$/.exec(ref)[0]) - 1
      ;(rows[row] ??= [])[columnOf(ref)] = cell
    }
    sheets.set(plain(attribute(tag, 'name')), rows)
  }
  return sheets
}

/** Every text of a workbook in one string, to look for what must not be in it. */
export function allText(sheets) {
  return [...sheets.values()].flatMap((rows) => rows.flatMap((r) => (r ?? []).filter(Boolean))).join('\n')
}

/** Decimal text in a unit of 10^digits minor units, as exact minor units. */
export function minor(text, digits) {
  const m = /^(-?)(\d+)(?:\.(\d*))?$/.exec(text)
  if (!m) throw new Error(`“${text}” is no plain number`)
  const frac = (m[3] ?? '').padEnd(digits, '0')
  if (/[1-9]/.test(frac.slice(digits))) throw new Error(`“${text}” is finer than one minor unit`)
  const n = BigInt(m[2] + frac.slice(0, digits))
  return m[1] ? -n : n
}
