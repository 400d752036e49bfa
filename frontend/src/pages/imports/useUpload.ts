// Hands a ledger in: progress while it travels, one line when it is refused.
import { ref } from 'vue'
import { upload } from '@/api/http'
import { errorText } from '@/api/problem'
import { uuid } from '@/lib/uuid'
import type { ImportBatch } from './types'

export interface UploadOptions {
  kind: string
  asOf: string
  unitId: string
}

export const ACCEPT = '.xlsx,.xls,.csv'

/** What is wrong with a file before it is sent, "" when nothing is. */
export function wrongFile(file: { name: string; size: number }): string {
  if (!/\.(xlsx|xls|csv)$/i.test(file.name)) return `“${file.name}”不是台账文件，请选 .xlsx、.xls 或 .csv`
  if (file.size === 0) return `“${file.name}”是空文件，请检查后重新选择`
  if (file.size > 64 << 20) return `“${file.name}”超过 64 MB，请拆成几个文件导入`
  return ''
}

export function useUpload() {
  const ratio = ref(-1)
  const wrong = ref('')

  /** Answers the new batch, or null with `wrong` saying why. A repeat of the same file is one import. */
  async function send(file: File, o: UploadOptions, key: string = uuid()): Promise<ImportBatch | null> {
    wrong.value = wrongFile(file)
    if (wrong.value) return null
    const form = new FormData()
    form.set('kind', o.kind)
    if (o.asOf) form.set('asOf', o.asOf)
    if (o.unitId) form.set('unitId', o.unitId)
    form.set('file', file, file.name)
    ratio.value = 0
    try {
      return await upload<ImportBatch>('/imports', form, (r) => (ratio.value = r), key)
    } catch (e) {
      wrong.value = errorText(e)
      return null
    } finally {
      ratio.value = -1
    }
  }
  return { ratio, wrong, send }
}
