// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest'
import { contactsOf } from './contact'

const listed = { contact_name: '名录某人', contact_phone: '0551-1' }

test('who came for the unit is called first, the register’s contact after, once', () => {
  expect(contactsOf({ ...listed, officers: [{ name: '演练某人', phone: '138' }] }).map((one) => [one.name, one.phone, one.listed])).toEqual([['演练某人', '138', false], ['名录某人', '0551-1', true]])
  expect(contactsOf({ ...listed, officers: [{ name: '演练某人', phone: '0551-1' }] }).map((one) => one.name)).toEqual(['演练某人'])
  expect(contactsOf({ ...listed, officers: [] }).map((one) => one.listed)).toEqual([true])
  expect(contactsOf({ contact_name: null, contact_phone: null })).toEqual([])
})
