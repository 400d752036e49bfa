import './lib/polyfills'
import './styles/tokens.css'
import './styles/base.css'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { whenUnauthorized } from './api/http'
import { router } from './router'
import { useSession } from './stores/session'

const app = createApp(App)
app.use(createPinia())

// The session ended (idle, revoked): sign in and come back to the same address. What
// was typed stands in the form's draft.
whenUnauthorized(() => {
  const here = router.currentRoute.value
  useSession().ended()
  if (!here.meta.open) void router.push({ path: '/login', query: { next: here.fullPath } })
})

app.use(router)
app.mount('#app')
