// SPDX-License-Identifier: Apache-2.0
import { expect, test, vi } from 'vitest'

vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => {} })
const { sorted } = await import('./campaign')
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
