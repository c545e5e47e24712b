// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { bulkRole, inviteAll, rolesFor } from './invite'

describe('who is invited', () => {
  it('is the office of a county or the liaison officer of a school; by a county only the latter', () => {
    expect(rolesFor('county', true)).toEqual(['county', 'liaison'])
    expect(rolesFor('county', false)).toEqual(['liaison'])
    expect(rolesFor('bureau', false)).toEqual([])
  })

  it('in bulk is the usual one, and nobody of the bureau', () => {
    expect(bulkRole('school', true)).toBe('liaison')
    expect(bulkRole('district', true)).toBe('county')
    expect(bulkRole('district', false)).toBeUndefined()
    expect(bulkRole('bureau', true)).toBeUndefined()
  })
})

describe('many invitations', () => {
  const numbers = Array.from({ length: 20 }, (_, i) => i)

  it('are made once each, and what failed is told', async () => {
    const made: number[] = []
    const { left, why } = await inviteAll(numbers, async (n) => {
      await Promise.resolve()
      if (n % 7 === 3) throw new Error(`no ${n}`)
      made.push(n)
    }, () => false)
    expect([...made].sort((a, b) => a - b)).toEqual(numbers.filter((n) => n % 7 !== 3))
    expect(left).toEqual([3, 10, 17])
    expect(String(why)).toContain('no 17')
  })

  it('stop when they are told to, and the rest is left', async () => {
    const made: number[] = []
    const { left } = await inviteAll(numbers, async (n) => { made.push(n) }, () => made.length >= 8)
    expect(made.length).toBeLessThan(12)
    expect([...made, ...left].sort((a, b) => a - b)).toEqual(numbers)
  })
})
