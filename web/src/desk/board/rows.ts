// SPDX-License-Identifier: Apache-2.0
// The board's rows as they are shown: grouped by county, filtered, flattened for the grid.
import { cell, type CellKind } from '@/shared/cell'
import { addCounts, countColumns, type Counts } from './counts'

export interface Row {
  unit: string
  parent?: string | null
  name: string
  short_name: string
  kind: string
  contact_name?: string | null
  contact_phone?: string | null
  cells: string
}

export interface Filter {
  words: string
  kinds: CellKind[] // states of a cell in one of the columns looked at
  unitKinds: string[]
  county: string
  missingOnly: boolean
  column: number // -1: any column
}

export interface Group {
  id: string
  name: string
  rows: Row[]
  columns: Counts[]
  all: Counts
}

export type Line = { type: 'group'; key: string; group: Group } | { type: 'unit'; key: string; row: Row; group: Group }


export function noFilter(): Filter {
  return { words: '', kinds: [], unitKinds: [], county: '', missingOnly: false, column: -1 }
}

export function isFiltering(f: Filter): boolean {
  return !!(f.words.trim() || f.kinds.length || f.unitKinds.length || f.county || f.missingOnly)
}

/** The county or other office between that a row belongs to: itself, or the uppermost above it; '' for the office's own. */
export function countyOf(row: Row, byId: Map<string, { parent?: string | null }>, offices: Set<string>): string {
  let found = ''
  let up: string | null | undefined = row.unit
  let above: { parent?: string | null } | undefined = row
  for (let depth = 0; up && above && depth < 12; depth++) {
    if (offices.has(up)) found = up
    up = above.parent
    above = byId.get(up ?? '')
  }
  return found
}

export function matches(row: Row, f: Filter, county: string, code?: string): boolean {
  if (f.county && county !== f.county) return false
  if (f.unitKinds.length && !f.unitKinds.includes(row.kind)) return false
  const words = f.words.trim().toLowerCase()
  if (words) {
    const hay = `${row.name}\n${row.short_name}\n${code ?? ''}`.toLowerCase()
    if (!words.split(/\s+/).every((word) => hay.includes(word))) return false
  }
  if (!f.kinds.length && !f.missingOnly) return true
  const from = f.column < 0 ? 0 : f.column
  const to = f.column < 0 ? row.cells.length : f.column + 1
  for (let i = from; i < to; i++) {
    const c = cell(row.cells[i])
    if (f.missingOnly && !c.missing) continue
    if (f.kinds.length && !f.kinds.includes(c.kind)) continue
    return true
  }
  return false
}

/** Groups in the order their first unit stands in, the city's own last. */
export function groups(
  rows: Row[],
  width: number,
  countyOfUnit: Map<string, string>,
  nameOf: (county: string) => string
): Group[] {
  const found = new Map<string, Row[]>()
  for (const row of rows) {
    const county = countyOfUnit.get(row.unit) ?? ''
    const list = found.get(county)
    if (list) list.push(row)
    else found.set(county, [row])
  }
  const ids = [...found.keys()].filter((id) => id !== '')
  if (found.has('')) ids.push('')
  return ids.map((id) => {
    const members = found.get(id)!
    const columns = countColumns(members, width)
    return { id, name: nameOf(id), rows: members, columns, all: addCounts(columns) }
  })
}

export function lines(all: Group[], closed: Set<string>, grouped: boolean): Line[] {
  const out: Line[] = []
  for (const group of all) {
    if (grouped) out.push({ type: 'group', key: `g${group.id}`, group })
    if (grouped && closed.has(group.id)) continue
    for (const row of group.rows) out.push({ type: 'unit', key: row.unit, row, group })
  }
  return out
}

/** Patches rows in place; a row's string is replaced whole. Returns how many cells moved. */
export function patch(byUnit: Map<string, Row>, changes: { unit: string; column: number; cell: string }[]): number {
  let moved = 0
  for (const change of changes) {
    const row = byUnit.get(change.unit)
    if (!row || change.column < 0) continue
    const cells = row.cells.padEnd(change.column + 1, ' ')
    if (cells[change.column] === change.cell) continue
    row.cells = cells.slice(0, change.column) + change.cell + cells.slice(change.column + 1)
    moved++
  }
  return moved
}

/** Missing first: returned ones that count as not sent, overdue, drafts, the rest; within them by county and name. */
export function missingFirst<T extends { state: string; county?: string | null; name: string }>(units: T[]): T[] {
  const rank: Record<string, number> = { overdue: 0, returned: 1, draft: 2, due: 3, not_yet: 4 }
  const collator = new Intl.Collator('zh-CN')
  return [...units].sort(
    (a, b) =>
      (rank[a.state] ?? 5) - (rank[b.state] ?? 5) ||
      collator.compare(a.county ?? '', b.county ?? '') ||
      collator.compare(a.name, b.name),
  )
}
