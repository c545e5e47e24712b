// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { bulkRole, inviteAll, rolesFor } from './invite'

const bureau = { id: '1', parent: null }
const county = { id: '2', parent: '1' }
const school = { id: '3', parent: '2' }
const offices = new Set(['2'])

describe('who is invited', () => {
  it('is the office of a county or the liaison officer of a school; by a county only the latter', () => {
    expect(rolesFor(county, offices, true)).toEqual(['county', 'liaison'])
    expect(rolesFor(county, offices, false)).toEqual(['liaison'])
    expect(rolesFor(bureau, offices, false)).toEqual([])
  })

  it('in bulk is the usual one, and nobody of the bureau', () => {
    expect(bulkRole(school, offices, true)).toBe('liaison')
    expect(bulkRole(county, offices, true)).toBe('county')
    expect(bulkRole(county, offices, false)).toBeUndefined()
    expect(bulkRole(bureau, offices, true)).toBeUndefined()
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
