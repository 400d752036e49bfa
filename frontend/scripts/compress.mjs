// Makes the .br (brotli 11) and .gz (gzip 9) twins beside every compressible file of dist.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const dist = fileURLToPath(new URL('../dist/', import.meta.url))
const compressible = /\.(js|css|html|svg|json|txt)$/

for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !compressible.test(entry.name)) continue
  const file = join(entry.parentPath, entry.name)
  const raw = readFileSync(file)
  if (raw.length < 256) continue
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: raw.length }
  writeFileSync(file + '.br', brotliCompressSync(raw, { params }))
  writeFileSync(file + '.gz', gzipSync(raw, { level: 9 }))
}
