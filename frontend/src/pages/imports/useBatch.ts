// One import as it goes on: asked again and again while its job runs, less often the longer it takes.
import { onBeforeUnmount, ref } from 'vue'
import { get } from '@/api/http'
import type { ImportBatch } from './types'
import { leftText, type Mark, pollDelay, timeLeft } from './eta'
import { working } from './words'

export function useBatch(id: string) {
  const batch = ref<ImportBatch | null>(null)
  const error = ref<unknown>(null)
  const left = ref('')
  /** Counts the checks and applications that have ended: what was read of the batch before is old. */
  const round = ref(0)
  let timer = 0
  let asked = 0
  let phase = ''
  let marks: Mark[] = []

  async function load(): Promise<void> {
    try {
      set(await get<ImportBatch>(`/imports/${id}`))
      error.value = null
    } catch (e) {
      // A lost answer does not end a job that goes on: what is known stays, and it is asked again.
      if (!batch.value) error.value = e
      else plan()
    }
  }
  function set(b: ImportBatch): void {
    const ran = batch.value !== null && working(batch.value)
    batch.value = b
    watchTime(b)
    if (ran && !working(b)) round.value++
    if (working(b)) plan()
    else asked = 0
  }
  function plan(): void {
    window.clearTimeout(timer)
    timer = window.setTimeout(load, pollDelay(asked++))
  }
  function watchTime(b: ImportBatch): void {
    if (b.progress.phase !== phase) marks = []
    phase = b.progress.phase
    if (!working(b)) return void (left.value = '')
    marks = [...marks, { at: Date.now(), done: b.progress.done }].slice(-12)
    left.value = leftText(timeLeft(marks, b.progress.total))
  }
  onBeforeUnmount(() => window.clearTimeout(timer))
  void load()

  return { batch, error, left, round, load, set }
}
