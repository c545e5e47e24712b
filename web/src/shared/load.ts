// SPDX-License-Identifier: Apache-2.0
// Something that is fetched: loading, then there, or failed with a way to try again. The older value stays while it is fetched anew.
import { ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import { session } from './session'

export interface Loaded<T> {
  value: ShallowRef<T | undefined>
  error: ShallowRef<unknown>
  loading: Ref<boolean>
  again: () => Promise<void>
}

export function load<T>(fetch: () => Promise<T>): Loaded<T> {
  const value = shallowRef<T>()
  const error = shallowRef<unknown>()
  const loading = ref(false)
  let latest = 0
  const again = async () => {
    const mine = ++latest
    loading.value = true
    try {
      const got = await fetch()
      if (mine === latest) {
        value.value = got
        error.value = undefined
      }
    } catch (e) {
      if (mine === latest) error.value = e
    } finally {
      if (mine === latest) loading.value = false
    }
  }
  // what was refused because the session had ended is there once one has logged in again
  watch(() => session.me, (me) => me && error.value && void again())
  void again()
  return { value, error, loading, again }
}
