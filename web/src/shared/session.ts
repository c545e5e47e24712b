// SPDX-License-Identifier: Apache-2.0
// Who is logged in. The session itself lives in a cookie that scripts cannot read; this is only what the server says of it.
import { reactive, watch } from 'vue'
import { api, ApiError, ask, type Schema } from './api'
import { clock } from './clock'

export type Me = Schema<'me_view'>
/** over: the server does not know it any more, while the page is still that of `me`. */
export const session = reactive<{ me: Me | null; asked: boolean; over: boolean }>({ me: null, asked: false, over: false })

export function setMe(me: Me | null): void {
  session.me = me
  session.asked = true
  session.over = false
  if (me) {
    clock.rehearsal = me.rehearsal
  }
}

/** Once somebody has logged in on top of a page whose session had ended: whether it is the one who was there. */
export function enteredAgain(): Promise<boolean> {
  const before = session.me?.account
  return new Promise((resolve) => {
    const stop = watch(() => session.me, (me) => {
      if (!me) return
      stop()
      resolve(me.account === before)
    })
  })
}

/** Who is logged in, asked once; null: nobody. */
export async function whoAmI(): Promise<Me | null> {
  if (session.asked) return session.me
  try {
    setMe(await ask(api.GET('/api/me'), { quiet: true }))
  } catch (e) {
    if (!(e instanceof ApiError) || e.status !== 401) throw e
    setMe(null)
  }
  return session.me
}

export async function logOut(): Promise<void> {
  await ask(api.DELETE('/api/session'), { quiet: true })
  setMe(null)
}

/** The page that a role begins with: the phone's pages on a narrow screen, the desk on a wide one. */
export function homeOf(me: Me, narrow = matchMedia('(max-width: 767px)').matches): string {
  if (me.role === 'liaison') return '/m'
  return narrow ? '/m' : '/desk'
}
