// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { usualColumn, withCells } from './board'

const row = (unit: string, cells: string) => ({ unit, name: `单位${unit}（演练）`, short_name: unit, kind: 'school', cells })

describe('rows that are kept', () => {
  it('take the cells of all, one after another, and stay what they were', () => {
    const rows = [row('1', 's..'), row('2', '...')]
    expect(withCells(rows, 3, 'sl..xw')?.map((one) => [one.unit, one.cells])).toEqual([['1', 'sl.'], ['2', '.xw']])
    expect(rows[0]!.cells).toBe('s..')
  })

  it('take none that are not of so many rows', () => {
    expect(withCells([row('1', 's..')], 3, 'ss')).toBeUndefined()
    expect(withCells([row('1', 's..')], 3, 'ssssss')).toBeUndefined()
    expect(withCells([], 3, '')).toEqual([])
  })
})

describe('the column that matters now', () => {
  const columns = ['2023-05-13T16:00:00Z', '2023-05-18T02:00:00Z', null, '2023-05-18T02:00:00Z', '2023-05-19T02:00:00Z'].map((due) => ({ due }))
  const at = (time: string, counts?: (i: number) => boolean) => usualColumn(columns, Date.parse(time), counts)

  it('is the one that is about to be due, else the one that passed last', () => {
    expect(at('2023-05-18T01:51:00Z')).toBe(1)
    expect(at('2023-05-18T02:00:01Z')).toBe(3)
    expect(at('2023-05-17T10:00:00Z')).toBe(0)
    expect(at('2023-05-18T23:30:00Z')).toBe(4)
  })
  it('is the next one before any has passed, and none where none has a deadline', () => {
    expect(at('2023-05-10T00:00:00Z')).toBe(0)
    expect(usualColumn([{ due: null }, {}], 0)).toBe(-1)
  })
  it('passes over those where nobody is missing, where that is asked', () => {
    expect(at('2023-05-18T12:00:00Z', (i) => i === 0)).toBe(0)
  })
})
