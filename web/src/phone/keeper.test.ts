// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { bodyOf, type Body } from './body'
import { Keeper, type Door, type KeeperView, type LocalDraft, type ServerDraft } from './keeper'

class Refusal extends Error {
  constructor(readonly status: number) {
    super(String(status))
  }
}

/** A draft on a server, as small as its promise: the revision must be the newest. */
function serverDraft() {
  const s = {
    draft: null as ServerDraft | null,
    puts: 0,
    down: false,
    loseAnswer: false,
    local: null as LocalDraft | null,
    door: {} as Door
  }
  s.door = {
    async put(revision, body) {
      s.puts++
      if (s.down) throw new Refusal(0)
      if (revision !== (s.draft?.revision ?? 0)) throw new Refusal(409)
      s.draft = { revision: revision + 1, body: JSON.parse(JSON.stringify(body)), saved_at: '2023-05-18T01:41:05Z' }
      if (s.loseAnswer) {
        s.loseAnswer = false
        throw new Refusal(0)
      }
      return { revision: s.draft.revision, saved_at: s.draft.saved_at! }
    },
    fetch: async () => s.draft,
    keep: async (local) => void (s.local = local),
    isConflict: (e) => (e as Refusal).status === 409,
    isPassing: (e) => (e as Refusal).status === 0
  }
  return s
}
const view = (): KeeperView => ({ state: 'clean', savedAt: null, error: undefined, theirs: null })
const text = (story: string): Body => bodyOf({ texts: { story } })

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('typing is saved once, after a pause, and "saved" is said only then', async () => {
  const s = serverDraft()
  const v = view()
  const k = new Keeper(s.door, v, 0, text(''))
  for (const word of ['一', '一二', '一二三']) {
    k.changed(text(word))
    await vi.advanceTimersByTimeAsync(500)
  }
  expect([s.puts, v.state, v.savedAt]).toEqual([0, 'dirty', null])
  expect(s.local?.body.texts.story).toBe('一二三')
  await vi.advanceTimersByTimeAsync(1500)
  expect([s.puts, v.state, v.savedAt]).toEqual([1, 'clean', '2023-05-18T01:41:05Z'])
  expect(s.local).toBeNull()
})

test('without a network it stays on the device and is sent by itself later', async () => {
  const s = serverDraft()
  const v = view()
  const k = new Keeper(s.door, v, 0, text(''))
  s.down = true
  k.changed(text('甲'))
  await vi.advanceTimersByTimeAsync(2000)
  expect([v.state, s.local?.body.texts.story]).toEqual(['waiting', '甲'])
  s.down = false
  await vi.advanceTimersByTimeAsync(4000)
  expect([v.state, (s.draft!.body as Body).texts.story, s.local]).toEqual(['clean', '甲', null])
})

test('when another device was faster nothing is overwritten, until the person decides', async () => {
  const s = serverDraft()
  const v = view()
  const k = new Keeper(s.door, v, 0, text(''))
  s.draft = { revision: 1, body: text('对方'), by: '演练甲', device: '电脑' }
  k.changed(text('我的'))
  await vi.advanceTimersByTimeAsync(2000)
  expect([v.state, v.theirs?.by]).toEqual(['conflict', '演练甲'])
  k.changed(text('我的，还在写'))
  await vi.advanceTimersByTimeAsync(60_000)
  expect((s.draft!.body as Body).texts.story).toBe('对方')
  expect(s.local?.body.texts.story).toBe('我的，还在写')
  expect(await k.settle(text('我的，还在写'))).toBe(true)
  expect([s.draft!.revision, (s.draft!.body as Body).texts.story, v.state]).toEqual([2, '我的，还在写', 'clean'])
})

test('an answer that got lost is no conflict', async () => {
  const s = serverDraft()
  const v = view()
  const k = new Keeper(s.door, v, 0, text(''))
  s.loseAnswer = true
  k.changed(text('甲'))
  await vi.advanceTimersByTimeAsync(6000)
  expect([v.state, k.at]).toEqual(['clean', 1])
})

test('flush saves at once and says whether the server has it', async () => {
  const s = serverDraft()
  const k = new Keeper(s.door, view(), 0, text(''))
  k.changed(text('甲'))
  expect(await k.flush()).toBe(true)
  expect(s.draft!.revision).toBe(1)
})

test('when the report moved on, it stops, and the device keeps what was typed', async () => {
  const s = serverDraft()
  const v = view()
  const k = new Keeper(s.door, v, 4, text('甲'))
  k.changed(text('甲乙'))
  await vi.advanceTimersByTimeAsync(2000)
  expect([v.state, v.theirs, s.puts]).toEqual(['overtaken', null, 1])
  k.changed(text('甲乙丙'))
  expect(await k.flush()).toBe(false)
  await vi.advanceTimersByTimeAsync(60_000)
  expect([s.puts, s.local?.body.texts.story]).toEqual([1, '甲乙丙'])
})

test('a refused sending looks whether another draft stands, and its own is none', async () => {
  const s = serverDraft()
  const v = view()
  const k = new Keeper(s.door, v, 1, text('甲'))
  s.draft = { revision: 1, body: text('甲') }
  expect([await k.look(), v.state]).toEqual([false, 'clean'])
  s.draft = { revision: 2, body: text('乙') }
  expect([await k.look(), v.state, v.theirs?.revision]).toEqual([true, 'conflict', 2])
})
