// SPDX-License-Identifier: Apache-2.0
// The board: whole the first time; after that only its cells (a twentieth of it), as long as the server's mark says that
// the rows are still the same, with the same names. What is kept outlives the page.
import { api, ask, query, type Schema } from './api'

export type Board = Schema<'board_view'>
type Row = Board['rows'][number]

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
