// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { cell } from '@/shared/cell'
import { addCounts, countColumns, noCounts, countCode } from './counts'
import { officesOf } from '../lib/campaign'
import { countyOf, groups, lines, matches, missingFirst, noFilter, patch, type Row } from './rows'

const row = (unit: string, cells: string, more: Partial<Row> = {}): Row => ({
  unit,
  name: `单位${unit}（演练）`,
  short_name: unit,
  kind: 'school',
  cells,
  ...more,
})

describe('a cell', () => {
  it('owes nothing when its character is blank, unknown or not there', () => {
    for (const code of [' ', '?', '', undefined]) expect(cell(code).kind).toBe('none')
  })
})

describe('counts', () => {
  const all = ' .oedDxslnNpPaArbRwv'

  it('add up: owed is reported, waived, missing and open together', () => {
    const counts = noCounts()
    for (const code of all) countCode(counts, code)
    expect(counts.reported + counts.waived + counts.missing + counts.open).toBe(counts.owed)
    expect(Object.values(counts.kinds).reduce((a, b) => a + b, 0)).toBe(all.length)
    expect(counts.owed).toBe(all.length - 1 - counts.own)
  })

  it('put what is returned and counts as not sent, and a draft, among the missing after the deadline', () => {
    const counts = noCounts()
    for (const code of 'RrDxb') countCode(counts, code)
    expect(counts).toMatchObject({ owed: 5, missing: 3, open: 1, reported: 1, returned: 3 })
  })

  it('are the same by column and by county', () => {
    const rows = [row('1', 'sx.'), row('2', 'l w'), row('3', 'arv')]
    const columns = countColumns(rows, 3)
    const whole = addCounts(columns)
    const parts = addCounts([addCounts(countColumns(rows.slice(0, 1), 3)), addCounts(countColumns(rows.slice(1), 3))])
    expect(parts).toEqual(whole)
    expect(columns[0]).toMatchObject({ owed: 3, reported: 3, late: 1 })
    expect(whole.own).toBe(1)
  })
})

describe('rows', () => {
  const units = new Map([
    ['1', { parent: null, kind: 'bureau' }],
    ['2', { parent: '1', kind: 'county' }],
    ['3', { parent: '2', kind: 'school' }],
    ['4', { parent: '1', kind: 'school' }],
  ])

  it('belong to the county above them, or to the city', () => {
    const offices = officesOf([...units].map(([id, one]) => ({ id, ...one })))
    expect(countyOf(row('2', '', { kind: 'county', parent: '1' }), units, offices)).toBe('2')
    expect(countyOf(row('3', '', { parent: '2' }), units, offices)).toBe('2')
    expect(countyOf(row('4', '', { parent: '1' }), units, offices)).toBe('')
  })

  it('belong to whatever office has units below it: a bureau of statistics in a city', () => {
    const own = [{ id: '1', parent: null, kind: '省统计局' }, { id: '2', parent: '1', kind: '市统计局' }, { id: '3', parent: '2', kind: '调查队' }, { id: '4', parent: '1', kind: '市统计局' }, { id: '5', parent: '2', kind: 'county' }]
    expect([...officesOf(own)]).toEqual(['2', '5'])
    expect(countyOf(row('5', '', { parent: '2' }), new Map(own.map((one) => [one.id, one])), officesOf(own))).toBe('2')
    expect(countyOf(row('3', '', { parent: '2' }), new Map(own.map((one) => [one.id, one])), officesOf(own))).toBe('2')
  })

  it('of the city itself come last, and a closed group shows its heading alone', () => {
    const rows = [row('4', 's'), row('2', 'x', { kind: 'county' }), row('3', '.')]
    const made = groups(rows, 1, new Map([['2', '2'], ['3', '2'], ['4', '']]), (id) => id || '市直')
    expect(made.map((g) => g.id)).toEqual(['2', ''])
    expect(made[0]!.all).toMatchObject({ owed: 2, missing: 1, open: 1 })
    expect(lines(made, new Set(['2']), true).map((l) => l.key)).toEqual(['g2', 'g', '4'])
    expect(lines(made, new Set(['2']), false)).toHaveLength(3)
  })

  it('are found by name, short name or code, and by the state of one column', () => {
    const r = row('3', 's x', { name: '安徽合肥公共安全职业中等专业学校（演练）', short_name: '公共安全' })
    const f = noFilter()
    expect(matches(r, { ...f, words: '公共 安全' }, '')).toBe(true)
    expect(matches(r, { ...f, words: 'hf-17' }, '', 'HF-17')).toBe(true)
    expect(matches(r, { ...f, words: '庐江' }, '')).toBe(false)
    expect(matches(r, { ...f, missingOnly: true }, '')).toBe(true)
    expect(matches(r, { ...f, missingOnly: true, column: 0 }, '')).toBe(false)
    expect(matches(r, { ...f, kinds: ['sent'], column: 0 }, '')).toBe(true)
    expect(matches(r, { ...f, county: '2' }, '')).toBe(false)
  })

  it('move when a change comes, once', () => {
    const r = row('3', '...')
    const by = new Map([['3', r]])
    expect(patch(by, [{ unit: '3', column: 1, cell: 's' }, { unit: '9', column: 0, cell: 's' }])).toBe(1)
    expect(r.cells).toBe('.s.')
    expect(patch(by, [{ unit: '3', column: 1, cell: 's' }])).toBe(0)
  })
})

describe('the missing list', () => {
  it('puts the overdue first, then by county and name', () => {
    const sorted = missingFirst([
      { name: '乙', county: '长丰县', state: 'due' },
      { name: '丙', county: '庐江县', state: 'overdue' },
      { name: '甲', county: '长丰县', state: 'draft' },
      { name: '丁', county: '肥东县', state: 'overdue' },
    ])
    expect(sorted.map((u) => u.name)).toEqual(['丁', '丙', '甲', '乙'])
  })
})
