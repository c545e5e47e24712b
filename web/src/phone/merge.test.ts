// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest'
import { merge } from './merge'

const base = { texts: { story: '旧' }, forms: { daily: { count: 1, activities: [{ id: 'a', name: '甲' }, { id: 'b', name: '乙' }] } }, files: [] }

test('what only one side changed is taken from it', () => {
  const mine = { ...base, texts: { story: '我写的' } }
  const theirs = { ...base, forms: { daily: { ...base.forms.daily, count: 2 } } }
  const { merged, clashes } = merge(base, mine, theirs)
  expect(clashes).toEqual([])
  expect(merged.texts.story).toBe('我写的')
  expect(merged.forms.daily.count).toBe(2)
})

test('where both changed one value, mine is kept and theirs is told', () => {
  const { merged, clashes } = merge(base, { ...base, texts: { story: '我' } }, { ...base, texts: { story: '他' } })
  expect(merged.texts.story).toBe('我')
  expect(clashes).toEqual([{ where: 'texts.story', mine: '我', theirs: '他' }])
})

test('activities are merged one by one: both additions stay, a removal holds', () => {
  const rows = base.forms.daily.activities
  const mine = { ...base, forms: { daily: { count: 1, activities: [rows[0]!, rows[1]!, { id: 'c', name: '丙' }] } } }
  const theirs = { ...base, forms: { daily: { count: 1, activities: [{ id: 'a', name: '甲改' }, { id: 'd', name: '丁' }] } } }
  const { merged, clashes } = merge(base, mine, theirs)
  expect(clashes).toEqual([])
  expect(merged.forms.daily.activities.map((r) => r.name)).toEqual(['甲改', '丙', '丁'])
})

test('a thing removed by one side and changed by the other is kept', () => {
  const mine = { ...base, forms: { daily: { count: 1, activities: [{ id: 'a', name: '甲' }] } } }
  const theirs = { ...base, forms: { daily: { count: 1, activities: [{ id: 'a', name: '甲' }, { id: 'b', name: '乙改' }] } } }
  expect(merge(base, mine, theirs).merged.forms.daily.activities.map((r) => r.name)).toEqual(['甲', '乙改'])
})

test('photos of both sides stay', () => {
  const { merged } = merge({ files: [] }, { files: [{ blob: '1' }] }, { files: [{ blob: '2' }] })
  expect(merged.files.map((f) => f.blob)).toEqual(['1', '2'])
})

test('lists without identity are not mixed: mine is kept and theirs is told', () => {
  const { merged, clashes } = merge({ rows: [{ n: 1 }] }, { rows: [{ n: 2 }] }, { rows: [{ n: 3 }] })
  expect(merged.rows).toEqual([{ n: 2 }])
  expect(clashes).toHaveLength(1)
})

test('a place that nobody filled in empties nothing, whether it is empty or not there', () => {
  const was = { forms: { daily: { reporter: '', phone: '1', rows: [] as unknown[] } }, texts: { story: '' } }
  const mine = { forms: { daily: { reporter: '甲', phone: '1', rows: [] as unknown[] } }, texts: { story: '写了' } }
  const { merged, clashes } = merge(was, mine, { forms: { daily: { phone: '1' } }, texts: {} })
  expect(clashes).toEqual([])
  expect([merged.forms.daily.reporter, merged.forms.daily.phone, merged.texts.story]).toEqual(['甲', '1', '写了'])
})
