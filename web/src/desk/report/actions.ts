// SPDX-License-Identifier: Apache-2.0
// What may be done with an obligation in its state, and the doing of it.
import { api, ask, type Schema } from '@/shared/api'

export type Obligation = Schema<'obligation_view'>
export type Action = Schema<'review_in'>['action']
export type Done = Schema<'review_done'>

export interface Wish {
  action: Action
  reason?: string
  forget?: boolean
  due?: string
  call_at?: string
}

export const KEYS: Partial<Record<Action, string>> = { accept: 'A', return: 'R', waive: 'W', extend: 'E', phone: 'P', reopen: 'O', unwaive: 'U' }

export function actionsFor(o: Pick<Obligation, 'state' | 'version'>): Action[] {
  switch (o.state) {
    case 'sent':
      return ['accept', 'return', 'extend']
    case 'accepted':
      return ['reopen']
    case 'returned':
      return ['waive', 'extend', 'phone']
    case 'waived':
      return ['unwaive']
    default:
      return ['phone', 'extend', 'waive']
  }
}

export function review(campaign: string, wish: Wish, items: { obligation: string; version: number }[]): Promise<Done> {
  return ask(
    api.POST('/api/campaigns/{campaign}/reviews', {
      params: { path: { campaign } },
      body: { action: wish.action, items, reason: wish.reason || null, forget: wish.forget ?? false, due: wish.due ?? null, call_at: wish.call_at ?? null }
    })
  )
}
