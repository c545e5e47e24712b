// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { fromLocal, iso, toLocal } from './local'

describe('a time typed by a clerk', () => {
  it('is of the campaign’s zone', () => {
    expect(iso(fromLocal('2023-05-18T10:00')!)).toBe('2023-05-18T02:00:00.000Z')
    expect(toLocal(Date.parse('2023-05-17T16:30:00Z'))).toBe('2023-05-18T00:30')
  })
  it('comes back as it was typed', () => {
    expect(toLocal(fromLocal('2023-12-31T23:59')!)).toBe('2023-12-31T23:59')
  })
  it('is nothing when it is no time', () => {
    expect(fromLocal('')).toBeNull()
  })
})
