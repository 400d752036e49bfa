// Loads a list for the state in the address and writes changes back to it.
import { computed, ref, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { get, type List, type Query } from '@/api/http'
import { listQuery, readState, writeState, type ListState } from '@/lib/urlstate'
import type { ListDef } from './types'

export function useList<T>(def: ListDef<T>) {
  const route = useRoute()
  const router = useRouter()
  const names = def.filters.map((f) => f.name)
  const path = route.path
  const defaultSort = def.defaultSort ?? ''

  const state = computed(() => readState(route.query as Query as Record<string, string>, names, defaultSort))
  const query = computed<Query>(() => ({ ...listQuery(state.value), ...def.fixed }))
  const rows = ref<T[]>([])
  const total = ref(0)
  const capped = ref(false)
  const busy = ref(false)
  const loaded = ref(false)
  const error = ref<unknown>(null)
  let asked = 0

  /** Asks again; an answer that was overtaken by a later question is dropped. */
  async function load(): Promise<void> {
    const mine = ++asked
    busy.value = true
    try {
      const answer = await get<List<T>>(def.path, query.value)
      if (mine !== asked) return
      rows.value = answer.items ?? []
      total.value = answer.total
      capped.value = answer.totalIsCapped
      error.value = null
      loaded.value = true
    } catch (e) {
      if (mine === asked) error.value = e
    } finally {
      if (mine === asked) busy.value = false
    }
  }

  /** Changes a part of the state. Filters and sort are steps back; moving between records is not. */
  function set(change: Partial<ListState>, replace = false): void {
    const q = writeState({ ...state.value, ...change }, defaultSort)
    void router[replace ? 'replace' : 'push']({ path, query: q })
  }

  watch(() => JSON.stringify(query.value), () => route.path === path && void load(), { immediate: true })

  return { state, query, rows, total, capped, busy, loaded, error, load, set }
}
