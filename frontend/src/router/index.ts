// Addresses, who may open them, and what the tab is called.
import { ref } from 'vue'
import { createRouter, createWebHistory, type RouteLocationNormalized } from 'vue-router'
import { routes } from './routes'
import { useSession } from '@/stores/session'

declare module 'vue-router' {
  interface RouteMeta {
    title?: string
    /** Opens without signing in, outside the shell. */
    open?: boolean
    /** One of these rights opens it. */
    acts?: string[]
  }
}

/** An error that keeps every page from opening: the server can't be reached. */
export const fatal = ref<unknown>(null)

/** Going back, the list stands where it was: waits until its rows are there again. */
async function whenTall(saved: { left: number; top: number }) {
  const until = Date.now() + 2_000
  while (document.documentElement.scrollHeight < saved.top + window.innerHeight && Date.now() < until) {
    await new Promise((done) => window.setTimeout(done, 50))
  }
  return saved
}

export const router = createRouter({ history: createWebHistory(), routes, scrollBehavior: (_to, _from, saved) => (saved ? whenTall(saved) : { top: 0 }) })

/** Where a visitor is sent instead of the page asked for; undefined lets them in. */
export function guard(to: Pick<RouteLocationNormalized, 'meta' | 'fullPath' | 'path'>, session: ReturnType<typeof useSession>) {
  if (to.meta.open) return undefined
  if (!session.me) return { path: '/login', query: to.fullPath === '/' ? {} : { next: to.fullPath } }
  if (session.me.duty && to.path !== '/password') return { path: '/password' }
  if (to.meta.acts && !session.canAny(to.meta.acts)) return { path: '/forbidden', replace: true }
  return undefined
}

router.beforeEach(async (to) => {
  const session = useSession()
  if (!session.ready && !to.meta.open) {
    try {
      await session.load()
      fatal.value = null
    } catch (e) {
      fatal.value = e
      return false
    }
  }
  return guard(to, session)
})

router.afterEach((to) => {
  const city = useSession().me?.systemTitle || '引凤'
  document.title = to.meta.title ? `${to.meta.title} · ${city}` : city
})

// A page's file is gone after an upgrade: load the new application at the same address.
router.onError((e, to) => {
  if (/dynamically imported module|preload/i.test(String(e))) location.assign(to.fullPath)
})
