// SPDX-License-Identifier: Apache-2.0
// The pages. Two lazy entries, /m (phone) and /desk (board), and a few light pages that need neither; those with
// `meta.open` are for anyone, the others ask who is there first. `meta.roles`: a page for these roles only;
// `meta.namesCampaign`: one that says itself which campaign it is about.
import { watch } from 'vue'
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { deskRoutes } from './desk/routes'
import { phoneRoutes } from './phone/routes'
import { language, t, type Key } from './shared/catalogue'
import { homeOf, whoAmI, type Me } from './shared/session'

declare module 'vue-router' {
  interface RouteMeta {
    open?: boolean
    title?: Key
    roles?: Me['role'][]
    namesCampaign?: boolean
  }
}

const routes: RouteRecordRaw[] = [
  { path: '/', component: () => import('./door/Missing.vue'), beforeEnter: async () => homeOf((await whoAmI())!) },
  { path: '/login', component: () => import('./door/Login.vue'), meta: { open: true } },
  { path: '/i/:token', component: () => import('./door/Invitation.vue'), meta: { open: true } },
  { path: '/receipt/:number?', component: () => import('./door/Receipt.vue'), meta: { open: true } },
  { path: '/m', component: () => import('./phone/PhoneApp.vue'), children: phoneRoutes },
  { path: '/desk', component: () => import('./desk/DeskApp.vue'), children: deskRoutes },
  { path: '/:rest(.*)*', component: () => import('./door/Missing.vue'), meta: { open: true } }
]

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 }
})

router.beforeEach(async (to) => {
  if (to.meta.open) return true
  const me = await whoAmI()
  if (!me) return { path: '/login', query: to.fullPath === '/' ? {} : { next: to.fullPath }, replace: true }
  if (to.meta.roles && !to.meta.roles.includes(me.role)) return { path: homeOf(me), replace: true }
  return true
})

function setTitle(): void {
  const title = router.currentRoute.value.meta.title
  document.title = title ? `${t(title)} - ${t('app.name')}` : t('app.name')
}
router.afterEach(setTitle)
watch(language, setTitle)
