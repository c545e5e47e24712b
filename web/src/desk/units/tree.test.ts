// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { tree } from './tree'

const unit = (id: string, parent: string | null, name: string, kind = 'school') => ({ id, parent, code: `C${id}`, name, short_name: name, kind, traits: [] }) as never

describe('the register as a tree', () => {
  const units = [unit('1', null, '市教育局', 'bureau'), unit('2', '1', '长丰县教育局', 'county'), unit('3', '2', '甲学校'), unit('4', '1', '乙学校')]
  it('indents and closes', () => {
    expect(tree(units, new Set(), '', '').map((leaf) => `${leaf.depth}${leaf.unit.name}`)).toEqual(['0市教育局', '1长丰县教育局', '2甲学校', '1乙学校'])
    expect(tree(units, new Set(['2']), '', '')).toHaveLength(3)
  })
  it('keeps the units above what is found', () => {
    expect(tree(units, new Set(['2']), '甲', '').map((leaf) => leaf.unit.name)).toEqual(['市教育局', '长丰县教育局', '甲学校'])
    expect(tree(units, new Set(), '', 'county')).toHaveLength(2)
  })
  it('ends with a parent that is not there, or is itself', () => {
    expect(tree([unit('5', '99', '丙'), unit('6', '6', '丁')], new Set(), '', '')).toHaveLength(2)
  })
})
