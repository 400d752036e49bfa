// Fails when the committed types are not what the server's document gives. With a file
// (or - for stdin) it also compares that fresh document with the committed one:
//   bin/yinfeng openapi | npm --prefix frontend run check:api -- -
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import openapiTS, { astToString, COMMENT_HEADER } from 'openapi-typescript'

const here = (name) => fileURLToPath(new URL('../' + name, import.meta.url))
const read = (name) => readFileSync(here(name), 'utf8')
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b)
const fail = (line) => {
  console.error(line)
  process.exit(1)
}

async function text(file) {
  if (file !== '-') return readFileSync(file, 'utf8')
  let all = ''
  for await (const chunk of process.stdin.setEncoding('utf8')) all += chunk
  return all
}

const committed = JSON.parse(read('openapi.json'))
const fresh = process.argv[2]
if (fresh && !same(JSON.parse(await text(fresh)), committed)) {
  fail('frontend/openapi.json is stale. Mend: bin/yinfeng openapi > frontend/openapi.json && npm --prefix frontend run api')
}
const types = COMMENT_HEADER + astToString(await openapiTS(committed))
if (types !== read('src/api/schema.d.ts')) fail('frontend/src/api/schema.d.ts is stale. Mend: npm --prefix frontend run api')
console.log('types match the server document')
