// SPDX-License-Identifier: Apache-2.0
// What the check found, and where: "activities[2].students". The place may be told with or without what it lies in
// ("forms.daily.activities[2].students"), so the nearest place on the page is found from both ends.
import { reactive } from 'vue'
import type { Schema } from '@/shared/api'

export interface Remark {
  where: string
  message: string
  blocks: boolean
}
export function remarksOf(list: readonly Schema<'remark'>[]): Remark[] {
  return list.map((r) => ({ where: r.where ?? '', message: r.message ?? '', blocks: r.blocks }))
}

const parts = (where: string) => where.replace(/\[(\d+)\]/g, '.$1').split('.').filter(Boolean)

/** The place as the pages write it: "daily.activities.2.students", "story", "title". */
export function placeOf(where: string): string {
  const p = parts(where)
  if (['forms', 'texts', 'files', 'pieces'].includes(p[0] ?? '') && p.length > 1) p.shift()
  return p.join('.')
}

/** The best of the places on the page for where a remark points, or undefined. */
export function nearest(where: string, places: readonly string[]): string | undefined {
  const p = placeOf(where).split('.')
  const all = places.map((x) => ({ x, p: x.split('.') }))
  for (let n = p.length; n > 0; n--) {
    const head = p.slice(0, n).join('.')
    const exact = all.find((a) => a.x === head)
    if (exact) return exact.x
    const tail = all.find((a) => a.p.length > n && a.p.slice(-n).join('.') === head)
    if (tail) return tail.x
  }
  return undefined
}

/** What was said of a place that has been changed since: it is no longer said there, until it is checked again. */
const answered = reactive(new WeakSet<Remark>())
export function answer(remarks: readonly Remark[], place: string): void {
  for (const r of remarksAt(remarks, place)) answered.add(r)
}

/** The remarks of one place on the page. */
export function remarksAt(remarks: readonly Remark[], place: string): Remark[] {
  const p = place.split('.')
  return remarks.filter((r) => {
    if (answered.has(r)) return false
    const w = placeOf(r.where)
    if (w === place) return true
    const k = w.split('.')
    return k.length >= 1 && k.length < p.length && p.slice(-k.length).join('.') === w && p.length - k.length === 1
  })
}

/** Which row of a list a remark points at. */
function rowOf(where: string, list: string): number | undefined {
  const m = new RegExp(`(?:^|\\.)${list}\\.(\\d+)(?:\\.|$)`).exec(placeOf(where))
  return m ? Number(m[1]) : undefined
}

/** What is said of a row, whatever in it. */
export function remarksOfRow(remarks: readonly Remark[], list: string, row: number): Remark[] {
  return remarks.filter((r) => !answered.has(r) && rowOf(r.where, list) === row)
}

/** A remark leads into a row of the list, of so many rows: its sheet opens, and the field meant gets the focus. */
export function revealRow(e: Event, list: string, rows: number, open: (row: number) => void): void {
  const where = (e as CustomEvent<string>).detail
  const row = rowOf(where, list)
  if (row === undefined || row >= rows) return
  open(row)
  focusInSheet(where)
  e.preventDefault()
}

/** The field of the open sheet that a remark points at gets the focus, once the sheet stands. */
function focusInSheet(where: string): void {
  setTimeout(() => {
    const places = [...document.querySelectorAll<HTMLElement>('.sheet [data-place]')]
    const to = nearest(where, places.map((x) => x.dataset.place!))
    places.find((x) => x.dataset.place === to)?.focus()
  }, 350)
}
