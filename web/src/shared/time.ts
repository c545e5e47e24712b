// SPDX-License-Identifier: Apache-2.0
// Times are UTC in what the server says and in the campaign's zone in what a person reads. The zone is a fixed number of
// minutes east of UTC (China has no summer time), so no time zone data of the device is needed or trusted.
import { t } from './catalogue'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

let zoneMinutes = 480
export function setZone(minutes: number): void {
  zoneMinutes = minutes
}
export function zone(): number {
  return zoneMinutes
}

export interface Civil {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
  weekday: number
}

/** The wall clock of the campaign's zone. */
export function civil(at: string | number): Civil {
  const d = new Date((typeof at === 'string' ? Date.parse(at) : at) + zoneMinutes * MINUTE)
  return {
    year: d.getUTCFullYear(), month: d.getUTCMonth() + 1, day: d.getUTCDate(),
    hour: d.getUTCHours(), minute: d.getUTCMinutes(), second: d.getUTCSeconds(), weekday: d.getUTCDay()
  }
}

const two = (n: number) => String(n).padStart(2, '0')

/** The civil day, "2023-05-18". */
export function dayOf(at: string | number): string {
  const c = civil(at)
  return `${c.year}-${two(c.month)}-${two(c.day)}`
}

/** "09:41" */
export function clockText(at: string | number): string {
  const c = civil(at)
  return `${two(c.hour)}:${two(c.minute)}`
}

/** "09:41:05" */
export function clockSeconds(at: string | number): string {
  return `${clockText(at)}:${two(civil(at).second)}`
}

const WEEKDAYS = ['time.sunday', 'time.monday', 'time.tuesday', 'time.wednesday', 'time.thursday', 'time.friday', 'time.saturday'] as const

/** "5月18日" of a civil day "2023-05-18". */
export function dayText(day: string): string {
  const [, month, date] = day.split('-').map(Number)
  return t('time.day', { month: month!, day: date! })
}

/** "周四" */
export function weekdayText(day: string): string {
  return t(WEEKDAYS[new Date(day + 'T00:00:00Z').getUTCDay()]!)
}

/** "5月18日 周四" */
export function dayLong(day: string): string {
  return `${dayText(day)} ${weekdayText(day)}`
}

/** "5月18日 09:41:05" or with the year: for receipts "2023-05-18 09:41:05". */
export function stampText(at: string | number): string {
  return `${dayText(dayOf(at))} ${clockText(at)}`
}
export function stampFull(at: string | number): string {
  return `${dayOf(at)} ${clockSeconds(at)}`
}

/** The date a letter bears, "Thu, 18 May 2023 09:41:00 +0800", as ours are told; one that cannot be read stays as it came. */
export function letterDate(text: string): string {
  const at = Date.parse(text)
  return Number.isNaN(at) ? text : stampFull(at)
}

/** A deadline: midnight is told as 24:00 of the day it ends, as officials do. "5月13日 周六 24:00" */
export function dueText(at: string | number): string {
  const ms = typeof at === 'string' ? Date.parse(at) : at
  const c = civil(ms)
  if (c.hour === 0 && c.minute === 0 && c.second === 0) return `${dayLong(dayOf(ms - 1))} 24:00`
  return `${dayLong(dayOf(ms))} ${clockText(ms)}`
}

export interface Left {
  over: boolean
  text: string
  /** less than two hours */
  urgent: boolean
}

/** The time left until a deadline, or how long it has passed. Seconds are told only in the last hour. */
export function timeLeft(due: string | number, now: number): Left {
  const ms = (typeof due === 'string' ? Date.parse(due) : due) - now
  const over = ms < 0
  const rest = Math.abs(ms)
  const days = Math.floor(rest / DAY)
  const hours = Math.floor((rest % DAY) / HOUR)
  const minutes = Math.floor((rest % HOUR) / MINUTE)
  const seconds = Math.floor((rest % MINUTE) / 1000)
  let span: string
  if (days >= 1) span = hours ? t('time.span_days', { days, hours }) : t('time.span_whole_days', { days })
  else if (hours >= 1) span = t('time.span_hours', { hours, minutes })
  else span = t('time.span_minutes', { minutes, seconds: two(seconds) })
  return { over, urgent: !over && ms < 2 * HOUR, text: t(over ? 'time.over' : 'time.left', { span }) }
}
