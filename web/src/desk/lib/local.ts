// SPDX-License-Identifier: Apache-2.0
// Times in <input type="datetime-local">, in the campaign's zone whatever the device's own is.
import { civil, MINUTE, zone } from '@/shared/time'

const two = (n: number) => String(n).padStart(2, '0')

/** "2023-05-18T09:41" */
export function toLocal(at: number): string {
  const c = civil(at)
  return `${c.year}-${two(c.month)}-${two(c.day)}T${two(c.hour)}:${two(c.minute)}`
}

/** Milliseconds since 1970, or null when there is no such time. */
export function fromLocal(text: string): number | null {
  const read = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)/.exec(text)
  if (!read) return null
  const [, year, month, day, hour, minute] = read.map(Number)
  return Date.UTC(year!, month! - 1, day!, hour!, minute!) - zone() * MINUTE
}

export function iso(at: number): string {
  return new Date(at).toISOString()
}
