// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest'
import { visible } from './validity'

test('what cannot be seen is left out, and line breaks of Word become lines', () => {
  expect(visible('第一段\v第二段\f第三段')).toBe('第一段\n第二段\n第三段')
  expect(visible('\u202d0551-63505163\u202c')).toBe('0551-63505163')
  expect(visible('甲\u200e乙\0丙')).toBe('甲乙丙')
  expect(visible('一\t二\n　三 “四” 😀')).toBe('一\t二\n　三 “四” 😀')
})
