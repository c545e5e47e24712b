// SPDX-License-Identifier: Apache-2.0
// How selectors and due rules are told, and the attributes that the register holds.
import { t } from '@/shared/catalogue'
import { noTerms } from '@/shared/terms'
import { dayLong } from '@/shared/time'
import { UNIT_KINDS, type Unit } from '../lib/campaign'
import type { Schema } from '@/shared/api'

export type Duty = Schema<'duty'>
export type Selector = Schema<'selector'>
export type Condition = Schema<'condition'>
export type DoubtField = Schema<'doubt'>['field']
export type DueRule = Schema<'due_rule'>

const known: Record<string, string> = { kind: 'attr.kind', grade: 'attr.grade', run_by: 'attr.run_by', supervisor: 'attr.supervisor', qualified: 'attr.qualified', reports_to: 'attr.reports_to', code: 'attr.code', name: 'attr.name' }

export function attributeLabel(key: string): string {
  return known[key] ? t(known[key] as 'attr.kind') : key
}
const values = ['grade_national_key', 'grade_provincial_model', 'grade_good', 'grade_ordinary', 'run_by_city', 'run_by_county', 'run_by_private', 'run_by_province', 'qualified_yes', 'qualified_no'] as const

export function valueLabel(attribute: string, value: string): string {
  const word = values.find((one) => one === `${attribute}_${value}`)
  if (word) return t(`value.${word}`)
  return attribute === 'kind' && (UNIT_KINDS as readonly string[]).includes(value) ? t(`kind.${value}` as 'kind.school') : value
}

/** The attributes and the values that some unit has, kind first. */
export function attributesOf(units: Unit[]): Map<string, string[]> {
  const found = new Map<string, Set<string>>([['kind', new Set(units.map((unit) => unit.kind))]])
  for (const unit of units)
    for (const trait of unit.traits) {
      const values = found.get(trait.key) ?? new Set<string>()
      values.add(trait.value)
      found.set(trait.key, values)
    }
  return new Map([...found].map(([key, values]) => [key, [...values].sort((a, b) => a.localeCompare(b, 'zh-CN'))]))
}

/** 1440 is told as 24:00, the end of the day. */
export function minuteText(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}
export function minuteOf(text: string): number | null {
  const read = /^(\d{1,2})[:：](\d{2})$/.exec(text.trim())
  if (!read) return null
  const minute = Number(read[1]) * 60 + Number(read[2])
  return Number(read[2]) < 60 && minute <= 1440 ? minute : null
}

export const WEEKDAYS = ['time.sunday', 'time.monday', 'time.tuesday', 'time.wednesday', 'time.thursday', 'time.friday', 'time.saturday'] as const

export function dueLabel(due: DueRule, from?: string | null, to?: string | null): string {
  const time = minuteText(due.minute)
  const period = from && to ? t('notice.period', { from: from.slice(5), to: to.slice(5) }) : ''
  switch (due.kind) {
    case 'date':
      return due.day ? t('notice.due_date', { day: dayLong(due.day), time }) : t('notice.due_unknown')
    case 'same_day':
      return t('notice.due_same_day', { time }) + period
    case 'next_day':
      return t('notice.due_next_day', { time }) + period
    case 'weekly':
      return t('notice.due_weekly', { day: t(WEEKDAYS[due.weekday % 7]!), time }) + period
    case 'monthly':
      return (due.month_day ? t('notice.due_monthly', { day: due.month_day, time }) : t('notice.due_month_end', { time })) + period
    default:
      return due.day ? t('notice.due_proposed', { day: dayLong(due.day), time }) : t('notice.due_none')
  }
}

/** 不少于 2 篇；不少于 1、不超过 3 件；应报 3 名 */
export function quotaLine(quotas: Duty['quotas']): string {
  return quotas.map(({ min, max, counts }) => {
    const bounds = [min ? `${t('notice.at_least')} ${min}` : '', max ? `${t('notice.at_most')} ${max}` : '']
    const said = min && min === max ? [`${t('notice.exactly')} ${min}`] : bounds.filter(Boolean)
    return said.length ? `${said.join('、')} ${counts ?? ''}`.trim() : ''
  }).filter(Boolean).join('；')
}

/** A key that no duty has had. */
export function freshKey(taken: string[], letter: string): string {
  let n = taken.length + 1
  while (taken.includes(letter + n)) n++
  return letter + n
}

/** A duty made from a selected sentence: as little as can be guessed, and nothing sure. */
export function newDuty(taken: string[], text: string, span: { from: number; to: number }): Duty {
  const name = text.replace(/\s+/g, '').slice(0, 20)
  return {
    key: freshKey(taken, 'd'), name, short_name: name.slice(0, 4), who: [], picks: { any: [] },
    parts: [{ key: 'p1', name: t('notice.part_text'), kind: 'text', form: null, required: true, min: 0, max: 0 }],
    due: { kind: 'none', day: null, minute: 1440, weekday: 0, month_day: 0 }, from: null, to: null, quotas: [], title_rule: null, mailbox: null, terms: noTerms(),
    spans: [span], nil_allowed: false, own_accord: false, withdrawn: false, confidence: 0,
    doubts: (['who', 'what', 'due'] as const).map((field) => ({ field, why: t('notice.by_hand') }))
  }
}

/** In tenths. */
export function hours(n: number): number {
  return Math.round(n * 10) / 10
}

/** Below it the compiler may well be wrong, and the clerk is asked. */
const SURE = 0.9

export function isDoubtful(duty: Duty): boolean {
  return duty.confidence < SURE && !duty.withdrawn
}

/** The clerk has corrected the field, or (none given) looked at all: what is left unsettled goes on being asked. */
export function settle(duty: Duty, field?: DoubtField): void {
  const left = field ? duty.doubts.filter((one) => one.field !== field) : []
  if (field && left.length === duty.doubts.length) return
  duty.doubts = left
  if (!left.length) duty.confidence = 1
}

/** One doubt of several duties alike, for which one look is enough: the same field, for the same reason, with the same value. */
export interface SharedDoubt {
  field: DoubtField
  why: string
  value: string
  duties: Duty[]
}

/** What a doubt is about, where it can be told in a word; duties that differ in it are not alike. */
function valueOf(duty: Duty, field: DoubtField): string {
  return field === 'mailbox' ? (duty.mailbox ?? '') : field === 'title' ? (duty.title_rule ?? '') : field === 'who' ? duty.who.join('、') : ''
}

/** Of who, mailbox and title rule, which a notice says once for many; a deadline or a thing is each duty's own. */
export function sharedDoubts(duties: Duty[]): SharedDoubt[] {
  const found = new Map<string, SharedDoubt>()
  for (const duty of duties.filter(isDoubtful))
    for (const { field, why } of duty.doubts) {
      const value = valueOf(duty, field)
      const key = [field, why, value].join('\n')
      if (value) found.set(key, { field, why, value, duties: [...(found.get(key)?.duties ?? []), duty] })
    }
  return [...found.values()].filter((one) => one.duties.length > 1)
}
