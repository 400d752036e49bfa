import { ref } from 'vue'
import { errorText } from '@/api/problem'
import { useToasts } from '@/stores/toasts'

/** Runs an act of a page: tells its outcome (an empty text tells nothing), keeps its buttons shut meanwhile. Answers
 *  whether it was done. Money always shows the server's answer: callers reload. */
export function useRun() {
  const busy = ref(false)
  const toasts = useToasts()

  async function run(act: () => Promise<unknown>, done: string, undo?: () => Promise<void>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    try {
      await act()
      if (done) toasts.good(done, undo)
      return true
    } catch (e) {
      toasts.bad(errorText(e))
      return false
    } finally {
      busy.value = false
    }
  }
  return { busy, run }
}
