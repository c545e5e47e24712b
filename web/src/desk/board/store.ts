// SPDX-License-Identifier: Apache-2.0
// The board's data: fetched, then moved by the stream; or fetched as of a moment of the past, and then still.
// Rows are plain objects outside Vue's reactivity (5,000 of them change too often for it): `moved` tells that some did.
import { onScopeDispose, reactive, ref, shallowRef } from 'vue'
import type { Schema } from '@/shared/api'
import { askBoard, type Board } from '@/shared/board'
import { listen, type Happening } from '../lib/live'
import { patch, type Row } from './rows'

export type Column = Schema<'column_view'>

export function columnKey(column: { duty: string; day?: string | null }): string {
  return `${column.duty}@${column.day ?? ''}`
}

const KEPT_CHANGES = 500

export function useBoard(campaign: () => string) {
  const board = shallowRef<Board>()
  const rows = shallowRef<Row[]>([])
  const moved = ref(0)
  const state = reactive({ loading: false, error: undefined as unknown, at: null as number | null })
  /** Cells that moved a moment ago, for a short sign on the board: "unit:column". */
  const fresh = new Map<string, number>()

  let byUnit = new Map<string, Row>()
  let changes: Extract<Happening, { kind: 'cells' }>[] = []
  let latest = 0

  async function fetchBoard(): Promise<void> {
    const mine = ++latest
    const id = campaign()
    if (!id) return
    state.loading = true
    try {
      const at = state.at
      const got = await askBoard(id, at)
      if (mine !== latest) return
      byUnit = new Map(got.rows.map((row) => [row.unit, row]))
      // The stream may have been faster than the answer.
      if (at === null) for (const one of changes) if (one.seq > got.seq) patch(byUnit, one.cells)
      board.value = got
      rows.value = got.rows
      state.error = undefined
      moved.value++
    } catch (e) {
      if (mine === latest) state.error = e
    } finally {
      if (mine === latest) state.loading = false
    }
  }

  let waiting: ReturnType<typeof setTimeout> | undefined
  function again(delay = 150): void {
    clearTimeout(waiting)
    waiting = setTimeout(() => void fetchBoard(), delay)
  }

  const deaf = listen((happening) => {
    if (happening.kind === 'board') {
      if (state.at === null) again()
      return
    }
    changes.push(happening)
    if (changes.length > KEPT_CHANGES) changes = changes.slice(-KEPT_CHANGES / 2)
    if (state.at !== null) return
    if (board.value && happening.seq && happening.seq <= board.value.seq) return
    if (patch(byUnit, happening.cells) > 0) {
      const now = performance.now()
      for (const change of happening.cells) fresh.set(`${change.unit}:${change.column}`, now)
      if (fresh.size > 400) fresh.clear()
      moved.value++
    }
  })
  onScopeDispose(() => {
    deaf()
    clearTimeout(waiting)
    latest++
  })

  /** Looks at a moment of the past; null: at the present again. */
  function lookAt(at: number | null): void {
    state.at = at
    again(at === null ? 0 : 180)
  }

  return { board, rows, moved, state, fresh, fetch: fetchBoard, again, lookAt }
}
