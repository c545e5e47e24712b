// SPDX-License-Identifier: Apache-2.0
// The desk's pages, below /desk; each page is loaded when it is first opened.
import type { RouteRecordRaw } from 'vue-router'

export const deskRoutes: RouteRecordRaw[] = []
