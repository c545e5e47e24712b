// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { withCells } from './board'

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
