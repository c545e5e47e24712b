// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest'
import { uuid7 } from './uuid7'

// Node 18 has no global crypto.
const chance = (b: Uint8Array) => b.map(() => Math.floor(Math.random() * 256))

test('the example of RFC 9562, appendix A.6, is made from its time and its random bits', () => {
  const bytes = [0, 0, 0, 0, 0, 0, 0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f]
  const made = uuid7(0x017f22e279b0, (b) => (b.set(bytes), b))
  expect(made).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f')
})

test('later sendings sort behind earlier ones and no two are alike', () => {
  const made = Array.from({ length: 200 }, (_, i) => uuid7(1_684_000_000_000 + i, chance))
  expect([...made].sort()).toEqual(made)
  expect(new Set(made).size).toBe(200)
  for (const id of made) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})
