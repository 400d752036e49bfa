import { ref, shallowRef } from 'vue'

/** Loads one record; keeps the last good one on screen while it is asked again. */
export function useRecord<T>(ask: () => Promise<T>) {
  const record = shallowRef<T | null>(null)
  const error = ref<unknown>(null)
  let asked = 0

  async function load(): Promise<void> {
    const mine = ++asked
    try {
      const answer = await ask()
      if (mine !== asked) return
      record.value = answer
      error.value = null
    } catch (e) {
      if (mine === asked) error.value = e
    }
  }
  void load()
  return { record, error, load }
}
