// SPDX-License-Identifier: Apache-2.0
// A deadline that an amendment has moved is news until its obligation was opened once; this device remembers which were.
import { isOpen, type Obligation } from './campaign'

const KEPT = 'amended.seen'
type Moved = Pick<Obligation, 'id' | 'amended_at'>

function seen(): Record<string, string> {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? '{}') as Record<string, string>
  } catch {
    return {}
  }
}

export function isNews(o: Obligation): boolean {
  return !!o.amended_at && isOpen(o) && seen()[o.id] !== o.amended_at
}

export function markSeen(o: Moved): void {
  if (o.amended_at) localStorage.setItem(KEPT, JSON.stringify({ ...seen(), [o.id]: o.amended_at }))
}
