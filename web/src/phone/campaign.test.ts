// SPDX-License-Identifier: Apache-2.0
import { expect, test, vi } from 'vitest'

vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => {} })
const { asOf, sorted } = await import('./campaign')
type Obligation = Parameters<typeof sorted>[0][number]

const o = (id: string, state: Obligation['state'], due: string | null, overdue = false) =>
  ({ id, state, due, overdue, day: null, sent_at: null }) as unknown as Obligation

test('returned comes first, then overdue, then what is due soonest', () => {
  const s = sorted([
    o('next-late', 'not_yet', '2023-05-28T16:00:00Z'), o('due', 'due', '2023-05-18T02:00:00Z'), o('sent', 'sent', '2023-05-17T02:00:00Z'),
    o('over', 'overdue', '2023-05-11T16:00:00Z', true), o('returned', 'returned', '2023-05-18T02:00:00Z'), o('next', 'not_yet', '2023-05-19T02:00:00Z'),
    o('waived', 'waived', '2023-05-12T16:00:00Z', true), o('none', 'not_yet', null), o('draft over', 'draft', '2023-05-12T16:00:00Z', true)
  ])
  expect(s.urgent.map((x) => x.id)).toEqual(['returned', 'over', 'draft over'])
  expect(s.today.map((x) => x.id)).toEqual(['due'])
  expect(s.next.map((x) => x.id)).toEqual(['next', 'next-late', 'none'])
  expect(s.done.map((x) => x.id)).toEqual(['sent', 'waived'])
})

test('what was withdrawn is done with, behind the rest, whatever became of it', () => {
  const s = sorted([{ ...o('gone', 'draft', '2023-05-11T16:00:00Z'), withdrawn: true }, o('sent', 'sent', null)])
  expect([s.urgent.length, s.today.length, s.next.length]).toEqual([0, 0, 0])
  expect(s.done.map((x) => x.id)).toEqual(['sent', 'gone'])
})

test('a deadline that passes while the page is open makes overdue what is not sent, and nothing else', () => {
  const due = '2023-05-18T02:00:00Z'
  const [at, after] = [Date.parse(due), Date.parse(due) + 1]
  const stands = (state: Obligation['state'], now: number) => asOf(o('x', state, due), now)
  expect([stands('due', at).state, stands('due', at).overdue]).toEqual(['due', false])
  expect([stands('due', after).state, stands('due', after).overdue]).toEqual(['overdue', true])
  expect([stands('draft', after).state, stands('draft', after).overdue]).toEqual(['draft', true])
  for (const state of ['sent', 'accepted', 'returned', 'waived'] as const) expect(stands(state, after)).toMatchObject({ state, overdue: false })
  expect(asOf({ ...o('x', 'due', due), withdrawn: true }, after).overdue).toBe(false)
  expect(asOf(o('x', 'not_yet', null), after).overdue).toBe(false)
})
