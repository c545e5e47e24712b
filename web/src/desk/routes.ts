// SPDX-License-Identifier: Apache-2.0
// The desk's pages, below /desk; each page is loaded when it is first opened.
import type { RouteRecordRaw } from 'vue-router'
import type { Me } from '@/shared/session'

const staff: Me['role'][] = ['clerk', 'county', 'leader']
const reviewers: Me['role'][] = ['clerk', 'county']

export const deskRoutes: RouteRecordRaw[] = [
  { path: '', component: () => import('./board/BoardPage.vue'), meta: { title: 'nav.board', roles: staff } },
  { path: 'queue', component: () => import('./queue/QueuePage.vue'), meta: { title: 'nav.queue', roles: reviewers } },
  { path: 'letters', component: () => import('./letters/LettersPage.vue'), meta: { title: 'nav.letters', roles: ['clerk'] } },
  { path: 'report/:obligation', component: () => import('./report/ReportPage.vue'), meta: { title: 'nav.report', roles: staff } },
  { path: 'notice/:campaign?', component: () => import('./notice/NoticePage.vue'), meta: { title: 'nav.notice', roles: ['clerk'], namesCampaign: true } },
  { path: 'bulletin', component: () => import('./bulletin/BulletinPage.vue'), meta: { title: 'nav.bulletin', roles: ['clerk', 'leader'] } },
  { path: 'bulletin/:bulletin', component: () => import('./bulletin/IssuePage.vue'), meta: { title: 'nav.bulletin', roles: ['clerk', 'leader'] } },
  { path: 'public', component: () => import('./public/PublicPage.vue'), meta: { title: 'nav.public', roles: ['clerk'] } },
  { path: 'units', component: () => import('./units/UnitsPage.vue'), meta: { title: 'nav.units', roles: staff } },
  { path: 'people', component: () => import('./people/PeoplePage.vue'), meta: { title: 'nav.people', roles: reviewers } },
  { path: 'health', component: () => import('./health/HealthPage.vue'), meta: { title: 'nav.health', roles: ['clerk'] } }
]
