// SPDX-License-Identifier: Apache-2.0
import { cell, type CellKind } from '@/shared/cell'

/**
 * What a column (or a county, or the whole board) adds up to: owed = reported + waived + missing + open. Late, returned
 * and pending are parts of these; what is handed in of its own accord stands beside them and is not owed.
 */
export interface Counts {
  owed: number
  reported: number
  waived: number
  missing: number
  open: number
  late: number
  returned: number
  pending: number
  own: number
  kinds: Record<CellKind, number>
}

export const kindsInOrder: CellKind[] = [
  'overdue',
  'returned',
  'due',
  'draft',
  'sent',
  'late',
  'accepted',
  'nil',
  'phone',
  'waived',
  'own',
  'not_yet'
]

export function noCounts(): Counts {
  const kinds = { none: 0 } as Record<CellKind, number>
  for (const kind of kindsInOrder) kinds[kind] = 0
  return { owed: 0, reported: 0, waived: 0, missing: 0, open: 0, late: 0, returned: 0, pending: 0, own: 0, kinds }
}

export function countCode(into: Counts, code: string | undefined): void {
  const c = cell(code)
  into.kinds[c.kind]++
  if (c.kind === 'none') return
  if (c.pending) into.pending++
  if (c.kind === 'returned') into.returned++
  if (!c.owed) {
    into.own++
    return
  }
  into.owed++
  if (c.kind === 'waived') into.waived++
  else if (c.reported) into.reported++
  else if (c.missing) into.missing++
  else into.open++
  if (c.late) into.late++
}

export function countColumns(rows: { cells: string }[], width: number): Counts[] {
  const out = Array.from({ length: width }, noCounts)
  for (const row of rows) for (let i = 0; i < width; i++) countCode(out[i]!, row.cells[i])
  return out
}

export function addCounts(all: Counts[]): Counts {
  const sum = noCounts()
  for (const one of all) {
    for (const key of Object.keys(sum) as (keyof Counts)[])
      if (key !== 'kinds') (sum[key] as number) += one[key] as number
    for (const kind of Object.keys(sum.kinds) as CellKind[]) sum.kinds[kind] += one.kinds[kind]
  }
  return sum
}
