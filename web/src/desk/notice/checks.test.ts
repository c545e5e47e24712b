// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { newCheck, numbersOf, tell } from './checks'

const field = (key: string, label: string, kind: string, fields: unknown[] = []) => ({ key, label, kind, fields })
const form = {
  key: 'daily', name: '日报', activities: true, checks: [],
  fields: [
    field('reporter', '填报人', 'text'),
    field('activities', '当日活动', 'rows', [field('name', '活动名称', 'text'), field('students', '学生', 'number')]),
    field('people', '累计参加人数', 'number')
  ]
} as never

describe('the numbers that can be compared', () => {
  it('are the numbers, how many rows there are, and the sums of their columns', () => {
    expect([...numbersOf(form)]).toEqual([
      ['activities', '当日活动的行数'],
      ['activities.students', '当日活动：学生合计'],
      ['people', '累计参加人数']
    ])
  })
})

describe('a check', () => {
  it('is told in words', () => {
    const numbers = numbersOf(form)
    expect(tell({ left: 'people', compare: '>=', right: ['activities.students'], message: '' }, numbers)).toBe('“累计参加人数”应不少于“当日活动：学生合计”')
    expect(tell({ left: 'people', compare: '=', right: ['activities.students', 'activities'], message: '' }, numbers)).toMatch(/应等于.*之和$/)
  })

  it('begins with two numbers that are there, and needs two', () => {
    const check = newCheck(numbersOf(form))!
    expect(numbersOf(form).has(check.left) && check.right.every((path) => numbersOf(form).has(path))).toBe(true)
    expect(check.message).toContain('不少于')
    expect(newCheck(new Map([['people', '累计参加人数']]))).toBeNull()
  })
})
