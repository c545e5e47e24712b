// SPDX-License-Identifier: Apache-2.0
// A report that is being filled in: what stands in it, and what keeps it. It outlives its page while files of it are on
// their way: they land in it and it saves itself, and the page that is opened again goes on with it.
import { land, type Body } from './body'
import type { Keeper, KeeperView } from './keeper'
import { receive, uploadsOf } from './upload'

export interface Filling {
  body: Body
  view: KeeperView
  keeper: Keeper
  version: number // what was sent last when it was begun
  shown: boolean
}

const going = new Map<string, Filling>()

/** The one that an earlier page left, unless the server has gone beyond it. */
export function leftFilling(obligation: string, version: number, revision: number): Filling | undefined {
  const f = going.get(obligation)
  if (f && f.version === version && (f.keeper.at >= revision || f.keeper.unsaved())) return f
  f?.keeper.close()
  going.delete(obligation)
  return undefined
}

/** From now on the page shows it, and files of the obligation land in it. */
export function show(obligation: string, f: Filling): void {
  f.shown = true
  going.set(obligation, f)
  receive(obligation, (slot, file) => {
    land(f.body, slot, file)
    f.keeper.changed(f.body)
    if (!f.shown) void rest(obligation, f)
  })
}

/** Its page is gone. */
export function leave(obligation: string, f: Filling): void {
  f.shown = false
  void rest(obligation, f)
}

async function rest(obligation: string, f: Filling): Promise<void> {
  await f.keeper.flush()
  if (f.shown || uploadsOf(obligation).length) return
  f.keeper.close()
  if (going.get(obligation) === f) going.delete(obligation)
}

/** It was sent: nothing more is kept of it. */
export function finish(obligation: string, f: Filling): void {
  f.keeper.close()
  going.delete(obligation)
}
