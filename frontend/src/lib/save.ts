import { ref } from 'vue'
import { errorText } from '@/api/problem'
import { useToasts } from '@/stores/toasts'

/** Saves a form: what is wrong stands in the form, not in a passing message, and its button is shut meanwhile. Answers
 *  whether it was saved; `done` is told then. */
export function useSave() {
  const wrong = ref('')
  const busy = ref(false)
  const toasts = useToasts()

  async function save(act: () => Promise<unknown>, done: string): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    wrong.value = ''
    try {
      await act()
      toasts.good(done)
      return true
    } catch (e) {
      wrong.value = errorText(e)
      return false
    } finally {
      busy.value = false
    }
  }
  return { wrong, busy, save }
}
