// Who is signed in and what they may do. Rights are asked of the server at every start
// and never kept in the browser.
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { del, get, post } from '@/api/http'
import { ApiError } from '@/api/problem'
import type { Act, Me } from '@/api/types'
import { nameWarnings } from '@/lib/labels'

export const useSession = defineStore('session', () => {
  const me = ref<Me | null>(null)
  const ready = ref(false)
  const today = computed(() => me.value?.today ?? '')

  /** Asks who is signed in; nobody is an answer, not an error. */
  async function load(): Promise<void> {
    try {
      me.value = await get<Me>('/me')
      nameWarnings(me.value.yellowMonths, me.value.redMonths)
    } catch (e) {
      if (!(e instanceof ApiError) || e.status !== 401) throw e
      me.value = null
    } finally {
      ready.value = true
    }
  }

  async function signIn(username: string, password: string, code: string): Promise<void> {
    await post('/session', { username, password, ...(code ? { code } : {}) })
    await load()
  }

  async function signOut(): Promise<void> {
    await del('/session')
    me.value = null
  }

  /** Whether one of the viewer's roles has the act; the server decides again on every request. */
  const can = (act: Act) => me.value?.acts?.includes(act) ?? false
  const canAny = (acts: Act[]) => acts.length === 0 || acts.some(can)
  const ended = () => (me.value = null)

  return { me, ready, today, load, signIn, signOut, can, canAny, ended }
})
