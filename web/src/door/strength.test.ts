// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest'
import { strengthOf } from './strength'

test.each([
  ['', 'none'], ['abc', 'short'], ['0123456789', 'plain'], ['aaaaaaaaaaaa', 'plain'], ['password2023', 'plain'], ['HF-1001-liaison', 'same'], ['hf-1001-liaison1', 'same'],
  ['skill27well', 'fair'], ['春天的槐花开满了校园后山', 'good'], ['lamp river 47 noodle', 'good']
])('%j is %s', (password, how) => expect(strengthOf(password, 'hf-1001-liaison').how).toBe(how))
test('says how much is missing', () => expect(strengthOf('一二三', 'x').lacks).toBe(7))
