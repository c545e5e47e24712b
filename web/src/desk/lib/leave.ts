// SPDX-License-Identifier: Apache-2.0
// One question before anything is lost: on the way to another page, to another address of the same page, or out of it.
import { onMounted, onUnmounted } from 'vue'
import { onBeforeRouteLeave, onBeforeRouteUpdate, type RouteLocationNormalized } from 'vue-router'
import { t, type Key } from '@/shared/catalogue'

/** `loses`: what to ask before going there (undefined: the window is closed); nothing where nothing would be lost. */
export function askBeforeLeaving(loses: (to?: RouteLocationNormalized) => Key | undefined): void {
  const may = (to: RouteLocationNormalized): boolean => {
    const asked = loses(to)
    return !asked || confirm(t(asked))
  }
  const closing = (event: BeforeUnloadEvent): void => {
    if (loses()) event.preventDefault()
  }
  onBeforeRouteLeave(may)
  onBeforeRouteUpdate(may)
  onMounted(() => addEventListener('beforeunload', closing))
  onUnmounted(() => removeEventListener('beforeunload', closing))
}
