// SPDX-License-Identifier: Apache-2.0
// Brings cards and fields of the draft into view. A field is focused first: what scrolls afterwards shows what has the focus.
import { nextTick } from 'vue'
import type { CardField } from './findings'

export function bringUp(id: string, block: ScrollLogicalPosition): void {
  requestAnimationFrame(() => document.getElementById(id)?.scrollIntoView({ block, behavior: 'smooth' }))
}

function focusAndShow(find: () => HTMLElement | null | undefined, block: ScrollLogicalPosition): void {
  void nextTick(() => {
    const one = find()
    one?.focus({ preventScroll: true })
    requestAnimationFrame(() => one?.scrollIntoView({ block, behavior: 'smooth' }))
  })
}

/** The first control of a field of an open card. */
export function focusField(key: string, field: CardField): void {
  focusAndShow(() => document.getElementById(`duty-${key}-${field}`)?.querySelector<HTMLElement>('input, select, button'), 'center')
}

/** The head of a card, where the keyboard goes on. */
export function focusHead(key: string): void {
  focusAndShow(() => document.getElementById(`duty-${key}`)?.querySelector<HTMLElement>('.duty-head'), 'nearest')
}
