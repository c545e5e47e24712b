// SPDX-License-Identifier: Apache-2.0
// The board: whole the first time; after that only its cells (a twentieth of it), as long as the server's mark says that
// the rows are still the same, with the same names. What is kept outlives the page.
import { api, ask, query, type Schema } from './api'

export type Board = Schema<'board_view'>
type Row = Board['rows'][number]

const SOON = 3 * 3600_000

/**
 * The column that matters now: the one whose deadline comes within three hours, else the one whose passed last (of those
 * that `counts` lets count), else the next; -1 where none has a deadline.
 */
export function usualColumn(columns: { due?: string | null }[], now: number, counts: (column: number) => boolean = () => true): number {
  const dated = columns.map((c, i) => ({ i, due: c.due ? Date.parse(c.due) : NaN })).filter((x) => !Number.isNaN(x.due))
  const coming = dated.filter((x) => x.due >= now).sort((a, b) => a.due - b.due)[0]
  const passed = dated.filter((x) => x.due < now && counts(x.i)).sort((a, b) => b.due - a.due || b.i - a.i)[0]
  return (coming && (!passed || coming.due - now < SOON) ? coming : passed)?.i ?? -1
}

let kept = { campaign: '', mark: '', rows: [] as Row[] }

/** The rows with the cells of all of them, one after another; nothing where these are not of so many rows. */
export function withCells(rows: Row[], width: number, cells: string): Row[] | undefined {
  if (cells.length !== rows.length * width) return undefined
  return rows.map((row, i) => ({ ...row, cells: cells.slice(i * width, (i + 1) * width) }))
}

/** at: a moment of the past, in ms; null: now. */
export async function askBoard(campaign: string, at: number | null = null): Promise<Board> {
  const fetchView = (only?: 'cells') =>
    ask(api.GET('/api/campaigns/{campaign}/board', { params: { path: { campaign }, query: query({ at: at === null ? undefined : new Date(at).toISOString(), only }) } }))
  const before = kept
  if (before.campaign === campaign) {
    const got = await fetchView('cells')
    const rows = got.mark === before.mark ? withCells(before.rows, got.columns.length, got.cells ?? '') : undefined
    if (rows) return { ...got, rows }
  }
  const got = await fetchView()
  kept = { campaign, mark: got.mark, rows: got.rows }
  return got
}
