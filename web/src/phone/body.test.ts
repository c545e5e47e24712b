// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest'
import { bodyOf, canonical, fitted, hasContent, numberTyped, sendable, startOf, type Form, type Part } from './body'

const part = (p: Partial<Part>): Part => ({ key: 'p', name: '', kind: 'form', required: false, min: 0, max: 0, ...p })
const parts = [part({ key: 'd', kind: 'form', form: 'daily' }), part({ key: 'story', kind: 'text' }), part({ key: 'media', kind: 'pieces' })]
const forms = [{ key: 'daily', name: '', activities: true, checks: [], fields: [{ key: 'activities', kind: 'rows' }] }] as unknown as Form[]

test('a body that was kept comes back in shape, whatever it lacks', () => {
  expect(bodyOf(null)).toEqual({ forms: {}, texts: {}, files: [], pieces: {} })
  expect(bodyOf({ pieces: { m: [{ title: '甲' }] }, title: '题' })).toEqual({
    title: '题', forms: {}, texts: {}, files: [], pieces: { m: [{ title: '甲', text: '', files: [] }] }
  })
})

test('every part has its place', () => {
  expect(fitted(bodyOf({}), parts, forms)).toEqual({ forms: { daily: { activities: [] } }, texts: { story: '' }, files: [], pieces: { media: [] } })
})

describe('filling in begins', () => {
  const duty = { parts } as never
  const draft = { revision: 3, body: { texts: { story: '草' } } }
  test('with the draft', () => expect(startOf({ draft, body: { texts: { story: '报' } }, prefill: null, duty, forms }).body.texts.story).toBe('草'))
  test('else with what was sent', () => expect(startOf({ draft: null, body: { texts: { story: '报' } }, prefill: null, duty, forms }).from).toBe('sent'))
  test("else with yesterday's standing values", () => {
    const s = startOf({ draft: null, body: null, prefill: { forms: { daily: { person: '演练' } } }, duty, forms })
    expect([s.from, s.body.forms.daily!.person]).toEqual(['prefill', '演练'])
  })
  test('else with nothing', () => expect(startOf({ draft: null, body: {}, prefill: { forms: { daily: {} } }, duty, forms }).from).toBe('nothing'))
})

test('empty rows, values and pieces are not sent; zero is', () => {
  const body = bodyOf({
    title: '题', forms: { daily: { a: '', n: 0, activities: [{ id: 'x' }, { id: 'y', name: ' 甲 ', heads: '' }] } },
    texts: { story: '  ' }, pieces: { media: [{ title: '', text: ' ' }] }
  })
  expect(sendable(body)).toEqual({ forms: { daily: { n: 0, activities: [{ id: 'y', name: '甲' }] } }, texts: {}, files: [], pieces: {} })
})

test('an identity alone is no content', () => {
  expect(hasContent({ id: 'x' })).toBe(false)
  expect(hasContent({ n: 0 })).toBe(true)
})

test('numbers are read as they are typed', () => {
  expect(['12', '１２', '1,200', ' 3.5 ', '', '十二'].map(numberTyped)).toEqual([12, 12, 1200, 3.5, '', '十二'])
  expect(['1,234.5', '１，２００', '1 200', '-3', '＋5', '1,234,567'].map(numberTyped)).toEqual([1234.5, 1200, 1200, -3, 5, 1234567])
})

test('a comma or a blank that parts no thousands joins no digits: two numbers, or a slip, stay as they were typed', () => {
  const typed = ['12,5', '120，85', '12 15', '1.234,5', '1,2345', '0,5', '85%', '12.']
  expect(typed.map(numberTyped)).toEqual(typed)
})

test('equal bodies have equal text', () => expect(canonical({ b: 1, a: [{ d: 1, c: undefined }] })).toBe(canonical({ a: [{ d: 1 }], b: 1 })))
