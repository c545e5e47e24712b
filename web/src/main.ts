// SPDX-License-Identifier: Apache-2.0
// The shell: as little as decides which of the two entries to load. Neither Vant nor Element Plus is in it.
import { createApp } from 'vue'
import App from './App.vue'
import { router } from './router'
import { onLoggedOut } from './shared/api'
import { recallLanguage } from './shared/catalogue'
import { watchClock } from './shared/clock'
import { session, setMe } from './shared/session'
import { watchFields } from './shared/validity'
import './shared/tokens.css'
import './shared/base.css'

// One logs in on top of the page, which may hold hours of work.
onLoggedOut(() => {
  const at = router.currentRoute.value
  if (session.me && !at.meta.open) {
    session.over = true
    return
  }
  setMe(null)
  if (at.meta.open) return
  void router.replace({ path: '/login', query: { next: at.fullPath } })
})

// Anyone may see what time it is here, and that it is only a rehearsal.
watchClock()
watchFields()

void recallLanguage().then(() => createApp(App).use(router).mount('#app'))
