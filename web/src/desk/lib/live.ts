// SPDX-License-Identifier: Apache-2.0
// What moves by itself: one stream of the server's events for the whole desk, which pages listen to.
import { reactive } from 'vue'
import { syncClock } from '@/shared/clock'

export interface Change {
  unit: string
  column: number
  cell: string
}
export type Happening = { kind: 'cells'; seq: number; cells: Change[] } | { kind: 'board' }

/** letters: another number after each letter that came or was dealt with. */
export const live = reactive({ state: 'off' as 'off' | 'connecting' | 'open' | 'lost', letters: 0 })

const listeners = new Set<(happening: Happening) => void>()
let source: EventSource | undefined
let following = ''
let retry: ReturnType<typeof setTimeout> | undefined

/** Calls `act` for every event until the returned function is called. */
export function listen(act: (happening: Happening) => void): () => void {
  listeners.add(act)
  return () => listeners.delete(act)
}

function tell(happening: Happening): void {
  for (const act of listeners) act(happening)
}

function cellsOf(data: string): Happening | undefined {
  try {
    const read = JSON.parse(data) as { seq?: number; cells?: Change[] }
    return { kind: 'cells', seq: Number(read.seq ?? 0), cells: read.cells ?? [] }
  } catch {
    return undefined
  }
}

export function follow(campaign: string): void {
  if (campaign === following && source && source.readyState !== EventSource.CLOSED) return
  unfollow()
  following = campaign
  if (!campaign) return
  live.state = 'connecting'
  const stream = new EventSource(`/api/campaigns/${encodeURIComponent(campaign)}/live`)
  source = stream
  let wasLost = false
  stream.onopen = () => {
    live.state = 'open'
    // What happened meanwhile is not sent again: look at everything anew.
    if (wasLost) {
      void syncClock().catch(() => {})
      tell({ kind: 'board' })
      live.letters++
    }
    wasLost = false
  }
  stream.onerror = () => {
    live.state = 'lost'
    wasLost = true
    // A refusal (a restart behind a proxy, say) ends the stream for good: begin again by ourselves.
    if (stream.readyState === EventSource.CLOSED && source === stream) {
      clearTimeout(retry)
      retry = setTimeout(() => {
        source = undefined
        follow(campaign)
        tell({ kind: 'board' })
      }, 3000)
    }
  }
  stream.addEventListener('cells', (event) => {
    const happening = cellsOf((event as MessageEvent<string>).data)
    if (happening) tell(happening)
  })
  stream.addEventListener('board', () => tell({ kind: 'board' }))
  stream.addEventListener('letters', () => live.letters++)
  stream.addEventListener('clock', () => void syncClock().catch(() => {}))
}

export function unfollow(): void {
  clearTimeout(retry)
  source?.close()
  source = undefined
  following = ''
  live.state = 'off'
}
