// SPDX-License-Identifier: Apache-2.0
// Checks across a form's fields: which numbers there are to compare, and a check told in words. The paths are the server's
// (form_check): a number's key, rows.key summed, or rows: how many there are.
import type { Schema } from '@/shared/api'
import { t } from '@/shared/catalogue'

type Form = Schema<'form'>
export type Check = Form['checks'][number]
export const COMPARES = ['>=', '<=', '='] as const
const compareKeys = { '>=': 'compare.at_least', '<=': 'compare.at_most', '=': 'compare.equal' } as const

/** Each number of the form that can be compared, by its path, in the order of the fields. */
export function numbersOf(form: Form): Map<string, string> {
  const found = new Map<string, string>()
  for (const field of form.fields) {
    if (field.kind === 'number') found.set(field.key, field.label)
    if (field.kind !== 'rows') continue
    found.set(field.key, t('compare.rows', { name: field.label }))
    for (const column of field.fields ?? []) if (column.kind === 'number') found.set(`${field.key}.${column.key}`, t('compare.sum', { rows: field.label, name: column.label }))
  }
  return found
}

export function compareText(compare: string): string {
  return compare in compareKeys ? t(compareKeys[compare as keyof typeof compareKeys]) : compare
}

/** 累计参加人数应不少于当日活动参加人数/学生合计、… 之和 */
export function tell(check: Check, numbers: Map<string, string>): string {
  const name = (path: string) => numbers.get(path) ?? path
  const right = check.right.map(name).join('、')
  return t(check.right.length > 1 ? 'compare.told_sum' : 'compare.told', { left: name(check.left), compare: compareText(check.compare), right })
}

/** The first two numbers, to be chosen otherwise; none where there are not two. */
export function newCheck(numbers: Map<string, string>): Check | null {
  const [left, right] = [...numbers.keys()]
  if (!left || !right) return null
  const check: Check = { left, compare: '>=', right: [right], message: '' }
  check.message = tell(check, numbers)
  return check
}
