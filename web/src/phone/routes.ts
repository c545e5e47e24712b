// SPDX-License-Identifier: Apache-2.0
// The phone's pages, below /m; each is loaded when it is first opened.
import type { RouteRecordRaw } from 'vue-router'

export const phoneRoutes: RouteRecordRaw[] = [
  { path: '', component: () => import('./Home.vue') },
  { path: 'o/:id', component: () => import('./ObligationPage.vue'), props: true },
  { path: 'o/:id/v/:version', component: () => import('./VersionPage.vue'), props: true },
  { path: 'own', component: () => import('./OwnPage.vue'), meta: { roles: ['liaison', 'county'] } },
  { path: 'visits', component: () => import('./VisitsPage.vue'), meta: { roles: ['liaison', 'county'] } },
  { path: 'unit/:unit', component: () => import('./UnitPage.vue'), props: true },
  { path: 'me', component: () => import('./MePage.vue') }
]
