import { ref, shallowRef, watch, type WatchSource } from 'vue'

/** Loads one record; keeps the last good one on screen while it is asked again, and of several answers the one that was
 *  asked for last. With `sources` it asks whenever one of them changes; `ask` answers null while there is nothing to ask. */
export function useRecord<T>(ask: () => Promise<T> | null, sources?: WatchSource[]) {
  const record = shallowRef<T | null>(null)
  const error = ref<unknown>(null)
  let asked = 0

  async function load(): Promise<void> {
    const coming = ask()
    if (!coming) return
    const mine = ++asked
    try {
      const answer = await coming
      if (mine !== asked) return
      record.value = answer
      error.value = null
    } catch (e) {
      if (mine === asked) error.value = e
    }
  }
  if (sources) watch(sources, load, { immediate: true })
  else void load()
  return { record, error, load }
}
