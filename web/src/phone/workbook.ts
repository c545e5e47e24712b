// SPDX-License-Identifier: Apache-2.0
// A workbook that was filled in, laid into the draft: what it holds goes in, what it leaves empty stays as it is.
import type { Schema } from '@/shared/api'
import { uuid7 } from '@/shared/uuid7'
import { canonical, clone, hasContent, type Body, type Form, type Values } from './body'
import type { Remark } from './remarks'

export type Filled = Schema<'filled_view'>
export type CellNote = Schema<'cell_note'>

const rowsOf = (v: unknown): Values[] => (Array.isArray(v) ? (v as Values[]) : [])

/** A row keeps the identity of the one that it was taken from: the same first text; each identity goes to one row alone. */
function identified(rows: Values[], before: Values[], form: Form, list: string): Values[] {
  const first = form.fields.find((f) => f.key === list)?.fields.find((f) => f.kind === 'text' || f.kind === 'long_text')?.key
  const left = before.filter((row) => typeof row.id === 'string')
  return rows.map((row) => {
    const at = left.findIndex((was) => first && hasContent(was[first]) && was[first] === row[first])
    const id = at < 0 ? uuid7() : left.splice(at, 1)[0]!.id
    return { id, ...row }
  })
}

/** The forms with the workbook's values in them, and how many places that were filled in it would change. */
export function laidIn(forms: Body['forms'], filled: unknown, known: readonly Form[]): { forms: Body['forms']; replaced: number } {
  const out = clone(forms)
  let replaced = 0
  for (const [key, values] of Object.entries((filled as { forms?: Body['forms'] } | null)?.forms ?? {})) {
    const form = known.find((f) => f.key === key)
    const into = (out[key] ??= {})
    for (const [field, value] of Object.entries(values)) {
      const rows = Array.isArray(value)
      const before = into[field]
      const next = rows && form?.activities && field === 'activities' ? identified(rowsOf(value), rowsOf(before), form, field) : value
      if (hasContent(before) && canonical(before) !== canonical(next)) replaced++
      into[field] = next
    }
  }
  return { forms: out, replaced }
}

/** What is said of a field stands at the field, with the cell it is of. */
export function remarksIn(notes: readonly CellNote[]): Remark[] {
  return notes.filter((n) => n.where).map((n) => ({ where: n.where!, message: n.message ?? '', blocks: n.blocks }))
}
