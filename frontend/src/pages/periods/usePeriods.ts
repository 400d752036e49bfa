import { ref } from 'vue'
import type { Period } from '@/api/types'
import { periods as ask } from './openMonth'
import { useSession } from '@/stores/session'

/** The reporting months and the one chosen; the earliest open one is chosen first. Pages of
 *  figures take the `reached` months only: when the present month is closed already, the
 *  next is filed into but has no figures yet. */
export function usePeriods(reached = false) {
  const present = useSession().today.slice(0, 7)
  const periods = ref<Period[]>([])
  const month = ref('')
  const error = ref<unknown>(null)
  const loaded = ref(false)

  async function load(): Promise<void> {
    try {
      periods.value = (await ask()).filter((p) => !reached || p.month <= present)
      const open = periods.value.filter((p) => p.state === 'open')
      month.value ||= open[open.length - 1]?.month ?? periods.value[0]?.month ?? ''
      error.value = null
      loaded.value = true
    } catch (e) {
      error.value = e
    }
  }
  void load()
  return { periods, month, error, loaded, load }
}
