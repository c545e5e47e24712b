// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest'
import { answer, nearest, placeOf, remarksAt } from './remarks'

const places = ['title', 'daily.unit', 'daily.activities', 'daily.activities.0.students', 'story', 'photos']

test('a remark leads to its field, however much of the way it tells', () => {
  expect(nearest('forms.daily.activities[0].students', places)).toBe('daily.activities.0.students')
  expect(nearest('activities[0].students', places)).toBe('daily.activities.0.students')
  expect(nearest('unit', places)).toBe('daily.unit')
})
test('to the list when its row is not on the page', () => expect(nearest('daily.activities[7].students', places)).toBe('daily.activities'))
test('to a part', () => expect([nearest('texts.story', places), nearest('photos', places), nearest('title', places)]).toEqual(['story', 'photos', 'title']))
test('nowhere when there is nothing like it', () => expect(nearest('elsewhere', places)).toBeUndefined())
test('a field knows its own remarks only', () => {
  const r = (where: string) => ({ where, message: '', blocks: true })
  expect(remarksAt([r('forms.daily.unit'), r('unit'), r('daily.activities[0].students')], 'daily.unit').map((x) => x.where)).toEqual(['forms.daily.unit', 'unit'])
  expect(placeOf('forms.daily.activities[2].students')).toBe('daily.activities.2.students')
})
test('what was said of a field is no longer said there once it has been changed', () => {
  const found = ['daily.unit', 'daily.phone'].map((where) => ({ where, message: '请填写', blocks: true }))
  answer(found, 'daily.unit')
  expect(remarksAt(found, 'daily.unit')).toEqual([])
  expect(remarksAt(found, 'daily.phone')).toHaveLength(1)
  expect(remarksAt(found.map((r) => ({ ...r })), 'daily.unit')).toHaveLength(1) // checked again
})
