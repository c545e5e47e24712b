// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest'
import * as en from './en/index'
import { bulletin } from './zh/bulletin'
import { common } from './zh/common'
import { desk } from './zh/desk'
import { door } from './zh/door'
import { letters } from './zh/letters'
import { phone } from './zh/phone'
import { publicWeek } from './zh/public'

const parts: Record<string, Record<string, string>> = { common, door, phone, desk, bulletin, letters, publicWeek }
const zh = Object.assign({}, ...Object.values(parts)) as Record<string, string>
const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort().join()

test('no message is told twice: a key stands in one part only', () => {
  const seen = new Map<string, string>()
  const twice: string[] = []
  for (const [part, messages] of Object.entries(parts))
    for (const key of Object.keys(messages)) {
      if (seen.has(key)) twice.push(`${key}: ${seen.get(key)}, ${part}`)
      seen.set(key, part)
    }
  expect(twice).toEqual([])
})

test('both languages hold the same keys and fill in the same', () => {
  const other = en.en as Record<string, string>
  expect(Object.keys(other).sort()).toEqual(Object.keys(zh).sort())
  for (const [key, text] of Object.entries(zh)) expect(`${key} ${holes(other[key]!)}`).toBe(`${key} ${holes(text)}`)
})

test('nothing is empty', () => {
  for (const [key, text] of Object.entries(zh)) expect(text.trim(), key).not.toBe('')
})
