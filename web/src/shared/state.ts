// SPDX-License-Identifier: Apache-2.0
// How an obligation's state is told: by shape, word and colour together, the same on the phone and on the desk.
import type { Schema } from './api'
import { t } from './catalogue'

export type State = Schema<'obligation_view'>['state']

/** What a badge can say: the states, and reports that came late, as nil, by phone or of their own accord. */
export type Badge =
  | 'not_yet' | 'due' | 'draft' | 'overdue' | 'sent' | 'late' | 'returned' | 'accepted' | 'waived'
  | 'nil' | 'phone' | 'own' | 'withdrawn'

export interface Judged {
  state: State
  late?: boolean
  nil?: boolean
  by_phone?: boolean
  own_accord?: boolean
  overdue?: boolean
  withdrawn?: boolean
}

/** The badge of an obligation, and what stands beside it: 审核通过 + 迟报, 草稿 + 逾期未报. */
export function badgesOf(o: Judged): { main: Badge; marks: Badge[] } {
  if (o.withdrawn) return { main: 'withdrawn', marks: [o.state] }
  const marks: Badge[] = []
  const reported = o.state === 'sent' || o.state === 'accepted' || o.state === 'returned'
  if (o.overdue && o.state !== 'overdue') marks.push('overdue')
  if (reported) {
    if (o.late) marks.push('late')
    if (o.nil) marks.push('nil')
    if (o.by_phone) marks.push('phone')
  }
  if (o.own_accord) marks.push('own')
  // 已报 says nothing more than its mark does: 迟报, 零报告, 电话报送 are told instead of it.
  if (o.state === 'sent' && marks.length > 0 && marks[0] !== 'own' && marks[0] !== 'overdue') return { main: marks[0]!, marks: marks.slice(1) }
  return { main: o.state, marks }
}

export function badgeText(badge: Badge): string {
  return t(`state.${badge}`)
}

/** Shapes, drawn in a box of 12 × 12; `fill` says whether the shape is filled or only drawn. */
export const SHAPES: Record<Badge, { path: string; fill: boolean }> = {
  not_yet: { path: 'M6 1.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9Z', fill: false }, // ring
  due: { path: 'M6 1.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9ZM6 3.5V6l2 1.5', fill: false }, // clock
  draft: { path: 'M2 10l.6-2.6L8.5 1.5l2 2-5.9 5.9Z', fill: false }, // pencil
  overdue: { path: 'M6 .8 11.6 11H.4ZM5.3 4.2h1.4v3.6H5.3ZM5.3 8.5h1.4v1.4H5.3Z', fill: true }, // warning triangle
  sent: { path: 'M1.8 6.3 4.8 9.3 10.3 3', fill: false }, // tick
  late: { path: 'M1.5 1.2h9v1.4L7.2 6l3.3 3.4v1.4h-9V9.4L4.8 6 1.5 2.6Z', fill: true }, // hourglass
  returned: { path: 'M4.5 1.5 1.5 4.5l3 3M1.5 4.5h5.5a3 3 0 0 1 0 6H4', fill: false }, // arrow back
  accepted: { path: 'M6 .8a5.2 5.2 0 1 1 0 10.4A5.2 5.2 0 0 1 6 .8ZM5.2 8.9 9.5 4.6l-1-1-3.3 3.3-1.6-1.6-1 1Z', fill: true }, // tick in a disc
  waived: { path: 'M6 1.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9ZM3 9l6-6', fill: false }, // struck ring
  nil: { path: 'M6 1.5c2 0 3.2 2 3.2 4.5S8 10.5 6 10.5 2.8 8.5 2.8 6 4 1.5 6 1.5Z', fill: false }, // nought
  phone: { path: 'M2.5 1.2h2l1 2.6-1.3 1a6 6 0 0 0 3 3l1-1.3 2.6 1v2q0 1.3-1.3 1.3A8.3 8.3 0 0 1 1.2 2.5q0-1.3 1.3-1.3Z', fill: true }, // receiver
  own: { path: 'M6 1.2v9.6M1.2 6h9.6', fill: false }, // plus
  withdrawn: { path: 'M2.5 2.5l7 7M9.5 2.5l-7 7', fill: false } // cross
}

/** The name of its colours: var(--state-late), var(--state-late-tint). */
export function badgeColour(badge: Badge): string {
  return badge.replace('_', '-')
}
