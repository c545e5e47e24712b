// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { Form } from './body'
import { laidIn, remarksIn } from './workbook'

const form = { key: 'd', activities: true, fields: [{ key: 'who', kind: 'text' }, { key: 'activities', kind: 'rows', fields: [{ key: 'name', kind: 'text' }, { key: 'n', kind: 'number' }] }] } as unknown as Form

describe('a workbook laid into the draft', () => {
  it('fills what is empty without a question, and leaves what it has nothing for', () => {
    const { forms, replaced } = laidIn({ d: { who: '', activities: [] }, other: { a: 1 } }, { forms: { d: { who: '甲' } } }, [form])
    expect(replaced).toBe(0)
    expect(forms).toEqual({ d: { who: '甲', activities: [] }, other: { a: 1 } })
    expect(laidIn({ d: { who: '乙' } }, { forms: { d: {} } }, [form]).forms.d).toEqual({ who: '乙' })
  })
  it('counts what was filled in and would become another', () => {
    expect(laidIn({ d: { who: '乙' } }, { forms: { d: { who: '甲' } } }, [form]).replaced).toBe(1)
    expect(laidIn({ d: { who: '甲' } }, { forms: { d: { who: '甲' } } }, [form]).replaced).toBe(0)
  })
  it('keeps the identity of an activity that is the same, and gives a new one to another', () => {
    const before = { d: { activities: [{ id: 'x', name: '参观', n: 1 }] } }
    const { forms, replaced } = laidIn(before, { forms: { d: { activities: [{ name: '讲座' }, { name: '参观', n: 2 }, { name: '参观', n: 3 }] } } }, [form])
    const ids = (forms.d!.activities as { id: string }[]).map((r) => r.id)
    expect(ids[1]).toBe('x')
    expect(new Set(ids).size).toBe(3)
    expect(replaced).toBe(1)
    expect(laidIn(before, { forms: { d: { activities: [{ name: '参观', n: 1 }] } } }, [form]).replaced).toBe(0)
  })
  it('tells of fields at their place, and of nothing else', () => {
    const note = { cell: 'C7', text: '约30人', blocks: true }
    expect(remarksIn([{ ...note, where: 'forms.d.activities[0].n', message: 'm' }, { ...note, where: '', message: 'other', blocks: false }] as never)).toEqual([{ where: 'forms.d.activities[0].n', message: 'm', blocks: true }])
  })
})
