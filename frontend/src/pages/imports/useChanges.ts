// What a person changes in the check grid: corrected cells and decisions. They are kept until the server has them, sent
// together when a check has ended, and shown at once; the server's answer is what counts.
import { computed, onBeforeUnmount, ref, watch, type Ref } from 'vue'
import { put } from '@/api/http'
import { ApiError, errorText } from '@/api/problem'
import { useToasts } from '@/stores/toasts'
import type { ImportBatch, ImportDecision, ImportFix } from './types'
import { queued } from './edits'

const PAUSE = 700 // ms of no typing before the cells are sent

export function useChanges(id: string, batch: Ref<ImportBatch | null>, set: (b: ImportBatch) => void, load: () => Promise<void>) {
  const waiting = ref<ImportFix[]>([])
  const decided = ref<ImportDecision[]>([])
  const sent = ref<ImportFix[]>([])
  const sending = ref(false)
  let timer = 0

  /** The cells to lay over the rows: typed ones that no check has seen yet. */
  const over = computed(() => queued(sent.value, waiting.value))
  const pending = computed(() => waiting.value.length + decided.value.length > 0 || sending.value)

  function fix(...fixes: ImportFix[]): void {
    waiting.value = queued(waiting.value, fixes)
    window.clearTimeout(timer)
    timer = window.setTimeout(flush, PAUSE)
  }
  function decide(...d: ImportDecision[]): void {
    decided.value = [...decided.value, ...d]
    void flush()
  }
  async function flush(): Promise<void> {
    window.clearTimeout(timer)
    const b = batch.value
    if (sending.value || b?.state !== 'checked') return // goes on when the check has ended
    if (waiting.value.length > 0) await send('fixes', b.version, waiting)
    else if (decided.value.length > 0) await send('decisions', b.version, decided)
  }
  async function send<T>(what: 'fixes' | 'decisions', version: number, list: Ref<T[]>): Promise<void> {
    const now = list.value
    list.value = []
    sending.value = true
    try {
      const answer = await put<ImportBatch>(`/imports/${id}/${what}`, { version, [what]: now })
      if (what === 'fixes') sent.value = queued(sent.value, now as ImportFix[])
      set(answer)
    } catch (e) {
      // Kept only when the server never heard of it; a refused change is told and taken back.
      if (e instanceof ApiError && e.status === 0) {
        list.value = [...now, ...list.value]
        timer = window.setTimeout(flush, 5 * PAUSE)
      }
      useToasts().bad(errorText(e))
      await load()
    } finally {
      sending.value = false
    }
  }
  watch(() => batch.value?.state, (state) => {
    if (state === 'reading') return
    sent.value = []
    void flush()
  })
  onBeforeUnmount(() => {
    window.clearTimeout(timer)
    void flush()
  })
  return { over, pending, fix, decide, flush }
}
