// SPDX-License-Identifier: Apache-2.0
// The tray of letters: how many wait, for the desk's menu; asked anew when the server says that something came, and every minute.
import { reactive, watch } from 'vue'
import { api, ask, query, type Schema } from '@/shared/api'
import { isClerk } from '../lib/campaign'
import { live } from '../lib/live'

export type Letter = Schema<'letter_view'>
export type Letters = Schema<'letters_view'>
export type Detail = Schema<'letter_detail'>
export type State = Letter['state']

export const tray = reactive({ waiting: 0, connected: false })

export async function letters(state: State, before?: string): Promise<Letters> {
  const view = await ask(api.GET('/api/letters', { params: { query: query({ state, before }) } }))
  tray.waiting = view.waiting
  tray.connected = view.mailbox.connected
  return view
}

/** The menu's count; what it returns ends it. A count that cannot be asked for stays as it was. */
export function watchTray(): () => void {
  const look = () => void (isClerk.value && letters('waiting').catch(() => {}))
  const timer = setInterval(() => document.visibilityState === 'visible' && look(), 60_000)
  const deaf = watch([isClerk, () => live.letters], look, { immediate: true })
  return () => {
    deaf()
    clearInterval(timer)
  }
}
