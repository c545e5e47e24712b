// SPDX-License-Identifier: Apache-2.0
// How selectors and due rules are told, and the attributes that the register holds.
import { t } from '@/shared/catalogue'
import { now } from '@/shared/clock'
import { noTerms } from '@/shared/terms'
import { DAY, dayLong, dayOf, dayText, MINUTE, zone } from '@/shared/time'
import { kindLabel, kindOf, type Unit } from '../lib/campaign'
import { whyIn } from './findings'
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
  return attribute === 'kind' ? kindLabel(value) : value
}

/** More names than these are typed, not chosen. */
const NAMES_MOST = 1000
/** The attributes and the values that some unit has, kind first, then its name last: one unit may be meant. */
export function attributesOf(units: Unit[]): Map<string, string[]> {
  const found = new Map<string, Set<string>>([['kind', new Set(units.map(kindOf))]])
  for (const unit of units)
    for (const trait of unit.traits) {
      const values = found.get(trait.key) ?? new Set<string>()
      values.add(trait.value)
      found.set(trait.key, values)
    }
  found.set('name', new Set(units.length > NAMES_MOST ? [] : units.map((unit) => unit.name)))
  return new Map([...found].map(([key, values]) => [key, [...values].sort((a, b) => a.localeCompare(b, 'zh-CN'))]))
}

/** 1440 is told as 24:00, the end of the day. */
export function minuteText(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}
/** 17:00, 1700, 17时30分, 下午5点半, 5 pm: null where it is none of these. */
export function minuteOf(text: string): number | null {
  const said = text.normalize('NFKC').replace(/\s/g, '').toLowerCase()
  const read = /^(上午|早上|中午|下午|傍晚|晚上|晚)?(\d{1,2})(?:[:点时]?(\d{2}|半)分?|[点时]|)(am|pm)?前?$/.exec(said)
  if (!read) return null
  const half = read[1] ?? read[4] ?? ''
  const minutes = read[3] === '半' ? 30 : Number(read[3] ?? 0)
  const minute = hourOfDay(Number(read[2]), half) * 60 + minutes
  return minutes < 60 && minute <= 1440 ? minute : null
}
/** 下午5 is 17, 中午1 is 13, 晚上12 is 24. */
function hourOfDay(hour: number, half: string): number {
  if (hour === 12) return half === 'am' ? 0 : half.startsWith('晚') ? 24 : hour
  const later = hour < 12 && (['下午', '傍晚', '晚上', '晚', 'pm'].includes(half) || (half === '中午' && hour < 11))
  return later ? hour + 12 : hour
}

export const WEEKDAYS = ['time.sunday', 'time.monday', 'time.tuesday', 'time.wednesday', 'time.thursday', 'time.friday', 'time.saturday'] as const

const isThisYear = (day: string) => day.slice(0, 4) === dayOf(now()).slice(0, 4)

/** With its year where that is not the one in which the campaign's clock stands. */
const withYear = (day: string, told: string) => (isThisYear(day) ? told : t('notice.day_of_year', { year: day.slice(0, 4), day: told }))

/** 5月18日 周四 */
export const dayTold = (day: string) => withYear(day, dayLong(day))

const periodTold = (from: string, to: string) => t('notice.period', { from: withYear(from, dayText(from)), to: withYear(to, dayText(to)) })

/** Whether its last deadline has passed by the campaign's clock; `to` is the campaign's last day. */
export function isOver(duty: Duty, to?: string | null): boolean {
  const { kind, day, minute } = duty.due
  const last = kind === 'date' || kind === 'none' ? day : duty.to || to
  if (!last || duty.withdrawn) return false
  return Date.parse(`${last}T00:00:00Z`) + (kind === 'next_day' ? DAY : 0) + (minute - zone()) * MINUTE < now()
}

export function dueLabel(due: DueRule, from?: string | null, to?: string | null): string {
  const time = minuteText(due.minute)
  const period = from && to ? periodTold(from, to) : ''
  switch (due.kind) {
    case 'date':
      return due.day ? t('notice.due_date', { day: dayTold(due.day), time }) : t('notice.due_unknown')
    case 'same_day':
      return t('notice.due_same_day', { time }) + period
    case 'next_day':
      return t('notice.due_next_day', { time }) + period
    case 'weekly':
      return t('notice.due_weekly', { day: t(WEEKDAYS[due.weekday % 7]!), time }) + period
    case 'monthly':
      return (due.month_day ? t('notice.due_monthly', { day: due.month_day, time }) : t('notice.due_month_end', { time })) + period
    case 'quarterly':
      return t(due.month_day ? 'notice.due_quarterly' : 'notice.due_quarter_end', { month: due.month || 1, day: due.month_day, time }) + period
    case 'any_day':
      return t('notice.due_any_day') + period
    default:
      return due.day ? t('notice.due_proposed', { day: dayTold(due.day), time }) : t('notice.due_none')
  }
}

/** 省级示范的中专学校 */
function classesOf({ all }: Selector['any'][number]): string[] {
  const told = (one: Condition) => one.values.map((value) => (one.except ? t('notice.not', { value: valueLabel(one.attribute, value) }) : valueLabel(one.attribute, value)))
  const kinds = all.filter((one) => one.attribute === 'kind').flatMap(told)
  const traits = all.filter((one) => one.attribute !== 'kind').flatMap(told)
  if (!traits.length) return kinds
  return [kinds.length ? t('notice.of_class', { traits: traits.join('、'), kinds: kinds.join('、') }) : traits.join('、')]
}

const CLASSES_TOLD = 3

/** 县、县级市; a long list is cut with 等. */
export function selectorShort(selector: Selector): string {
  const all = [...new Set(selector.any.flatMap(classesOf))]
  return all.length > CLASSES_TOLD ? t('notice.and_others', { names: all.slice(0, CLASSES_TOLD - 1).join('、') }) : all.join('、')
}

/** 县、县级市 不少于 3 篇；区 不少于 1、不超过 3 件; whose it is goes without saying where one holds for all who owe the duty. */
export function quotaLine(quotas: Duty['quotas'], picks?: Selector): string {
  const ofAll = quotas.length === 1 && JSON.stringify(quotas[0]!.who) === JSON.stringify(picks)
  return quotas.map(({ who, min, max, counts }) => {
    const bounds = [min ? `${t('notice.at_least')} ${min}` : '', max ? `${t('notice.at_most')} ${max}` : '']
    const said = min && min === max ? [`${t('notice.exactly')} ${min}`] : bounds.filter(Boolean)
    const whose = ofAll ? '' : selectorShort(who)
    return said.length ? `${whose} ${said.join('、')} ${counts ?? ''}`.trim() : ''
  }).filter(Boolean).join('；')
}

/** A key that no duty has had. */
export function freshKey(taken: string[], letter: string): string {
  let n = taken.length + 1
  while (taken.includes(letter + n)) n++
  return letter + n
}

/** A duty made from a selected sentence, or of nothing: as little as can be guessed, and nothing sure. */
export function newDuty(taken: string[], text = '', span?: { from: number; to: number }): Duty {
  const name = text.replace(/\s+/g, '').slice(0, 20)
  return {
    key: freshKey(taken, 'd'), name, short_name: name.slice(0, 4), who: [], picks: { any: [] },
    parts: [{ key: 'p1', name: t('notice.part_text'), kind: 'text', form: null, required: true, min: 0, max: 0 }],
    due: { kind: 'none', day: null, minute: 1440, weekday: 0, month_day: 0, month: 0 }, from: null, to: null, quotas: [], title_rule: null, mailbox: null, terms: noTerms(),
    spans: span ? [span] : [], nil_allowed: false, own_accord: false, withdrawn: false, confidence: 0,
    doubts: (['who', 'what', 'due'] as const).map((field) => ({ field, why: t('notice.by_hand') }))
  }
}

/** What a duty leaves out of whom it asks and by when. */
export function lacks(duty: Duty): ('who' | 'due')[] {
  return [...(duty.picks.any.length ? [] : (['who'] as const)), ...(duty.due.kind === 'none' && !duty.due.day ? (['due'] as const) : [])]
}

/** What it leaves out is taken from another of its sentence, and in doubt. */
export function fillFrom(duty: Duty, other?: Duty): void {
  const missing = other ? lacks(duty).filter((field) => !lacks(other).includes(field)) : []
  if (!other || !missing.length) return
  const { who, picks, due, from, to } = JSON.parse(JSON.stringify(other)) as Duty
  if (missing.includes('who')) Object.assign(duty, { who, picks })
  if (missing.includes('due')) Object.assign(duty, { due, from, to })
  duty.doubts = [...duty.doubts.filter((one) => !missing.includes(one.field as 'who')), ...missing.map((field) => ({ field, why: t('notice.of_sentence') }))]
}

/** A form without fields yet, under a name that may be given. */
export function newForm(forms: Schema<'form'>[], name: string): Schema<'form'> {
  return { key: freshKey(forms.map((one) => one.key), 'form'), name: name || t('form.new_form'), note: null, activities: false, fields: [], checks: [] }
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
    for (const doubt of duty.doubts) {
      const { field } = doubt, why = whyIn(doubt)
      const value = valueOf(duty, field)
      const key = [field, why, value].join('\n')
      if (value) found.set(key, { field, why, value, duties: [...(found.get(key)?.duties ?? []), duty] })
    }
  return [...found.values()].filter((one) => one.duties.length > 1)
}
