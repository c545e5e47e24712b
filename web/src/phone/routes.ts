// SPDX-License-Identifier: Apache-2.0
// The phone's pages, below /m; each is loaded when it is first opened.
import type { RouteRecordRaw } from 'vue-router'

export const phoneRoutes: RouteRecordRaw[] = []
