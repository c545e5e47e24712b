// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest'
import { subtotal } from './subtotal'

test('小计 is the sum of what are numbers', () => {
  expect(subtotal([{ n: 1.1 }, { n: 2.2 }, { n: '三' }, {}], 'n')).toBe(3.3)
  expect(subtotal([{ n: 0.1 }, { n: 0.2 }], 'n')).toBe(0.3)
  expect(subtotal([{ n: 0 }], 'n')).toBe(0)
  expect(subtotal([{}], 'n')).toBeUndefined()
})
