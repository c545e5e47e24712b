// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest'
import { joined } from './history'

const page = (versions: number[], seqs: number[], earlier: number) =>
  ({ versions: versions.map((version) => ({ version })), happenings: seqs.map((seq) => ({ seq })), earlier }) as unknown as Parameters<typeof joined>[0][0]

test('pages join in the order of time, each version once, and the earliest tells whether there is more', () => {
  const whole = joined([page([1, 2, 3], [4, 5, 6], 0), page([], [7, 8], 7), page([3], [9], 9)])
  expect(whole.versions.map((v) => v.version)).toEqual([1, 2, 3])
  expect(whole.happenings.map((h) => h.seq)).toEqual([4, 5, 6, 7, 8, 9])
  expect(whole.earlier).toBe(0)
  expect(joined([page([2], [6], 6), page([3], [9], 9)]).earlier).toBe(6)
})
