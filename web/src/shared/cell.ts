// SPDX-License-Identifier: Apache-2.0
// One character a column tells what a unit's cell on the board holds: src/domain/board.h is where it is defined.

import type { Badge } from './state'

/** 'none': owes nothing. What was withdrawn stands in no column. */
export type CellKind = Exclude<Badge, 'withdrawn'> | 'none'

export interface Cell {
  kind: CellKind
  /** Must be handed in; not of its own accord. */
  owed: boolean
  reported: boolean
  late: boolean
  /** Its deadline has passed without a report. */
  missing: boolean
  /** Waits for a look: sent and neither accepted nor returned. */
  pending: boolean
  /** Its deadline was put off. */
  extended: boolean
}

const no = { owed: true, reported: false, late: false, missing: false, pending: false, extended: false }

const sent = { ...no, reported: true, pending: true }

const table: Record<string, Cell> = {
  ' ': { ...no, kind: 'none', owed: false },
  '.': { ...no, kind: 'not_yet' },
  o: { ...no, kind: 'due' },
  e: { ...no, kind: 'due', extended: true },
  d: { ...no, kind: 'draft' },
  D: { ...no, kind: 'draft', missing: true },
  x: { ...no, kind: 'overdue', missing: true },
  s: { ...sent, kind: 'sent' },
  l: { ...sent, kind: 'late', late: true },
  n: { ...sent, kind: 'nil' },
  N: { ...sent, kind: 'nil', late: true },
  p: { ...sent, kind: 'phone' },
  P: { ...sent, kind: 'phone', late: true },
  a: { ...no, kind: 'accepted', reported: true },
  A: { ...no, kind: 'accepted', reported: true, late: true },
  r: { ...no, kind: 'returned', reported: true },
  b: { ...no, kind: 'returned' },
  R: { ...no, kind: 'returned', missing: true },
  w: { ...no, kind: 'waived' },
  v: { ...no, kind: 'own', owed: false, reported: true }
}

const nothing = table[' ']!

export function cell(code: string | undefined): Cell {
  return (code && table[code]) || nothing
}
