// What leads and companies have in common when two of them are merged.
import { ref, type WatchSource } from 'vue'
import { get, post } from '@/api/http'
import { useRecord } from '@/lib/record'
import { useRun } from '@/lib/run'
import { useAsk } from '@/stores/ask'

/** A merge as every kind keeps it. */
export interface MergeRecord {
  id: number
  keptId: number
  goneId: number
  reason: string
  userName: string
  knownOn: string
  undone: boolean
}

/** What is near a record and the merges that it took part in, read from `path` whenever `sources` change, and their undoing. */
export function useMerging<D>(path: () => string, sources: WatchSource[]) {
  const ask = useAsk()
  const { busy, run } = useRun()
  const other = ref(0)
  const { record: found, error } = useRecord(() => get<D>(path()), sources)

  /** Asks for a reason and takes a merge back; false when it was not. */
  async function undo(address: string, version: number, text: { title: string; text: string }): Promise<boolean> {
    const reason = await ask.ask({ ...text, reasonLabel: '理由', required: true, confirm: '撤销合并' })
    return reason !== null && Boolean(await run(() => post(address, { reason, version }), '已撤销合并'))
  }
  return { found, error, other, busy, undo }
}
