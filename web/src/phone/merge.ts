// SPDX-License-Identifier: Apache-2.0
// Two devices edited one draft. Each change is kept: what only one side changed is taken from it; where both changed the
// same value differently, mine is kept and the place is told, with theirs beside it. An empty place is the same as one that
// is not there. Lists of things with an identity (activities by id, files by blob) are merged thing by thing.
import { canonical } from './body'

export interface Clash {
  where: string
  mine: unknown
  theirs: unknown
}

type Obj = Record<string, unknown>
const isObject = (v: unknown): v is Obj => typeof v === 'object' && v !== null && !Array.isArray(v)
const blank = (v: unknown) => v === undefined || v === null || v === '' || (Array.isArray(v) && !v.length)
const same = (a: unknown, b: unknown) => (blank(a) && blank(b)) || canonical(a) === canonical(b)

function identity(v: unknown): string | undefined {
  if (!isObject(v)) return undefined
  const id = v.id ?? v.blob
  return typeof id === 'string' ? id : undefined
}
const keyed = (list: unknown[]) => list.every((v) => identity(v) !== undefined) && new Set(list.map(identity)).size === list.length

export function merge<T>(base: unknown, mine: T, theirs: unknown): { merged: T; clashes: Clash[] } {
  const clashes: Clash[] = []
  const merged = mergeAt(base, mine, theirs, '', clashes) as T
  return { merged, clashes }
}

function mergeAt(base: unknown, mine: unknown, theirs: unknown, where: string, clashes: Clash[]): unknown {
  if (same(mine, theirs) || same(base, theirs)) return mine
  if (same(base, mine)) return theirs
  if (isObject(mine) && isObject(theirs)) return mergeObjects(isObject(base) ? base : {}, mine, theirs, where, clashes)
  if (Array.isArray(mine) && Array.isArray(theirs)) {
    const was = Array.isArray(base) ? base : []
    if (keyed(mine) && keyed(theirs) && keyed(was)) return mergeLists(was, mine, theirs, where, clashes)
  }
  clashes.push({ where, mine, theirs })
  return mine
}

function mergeObjects(base: Obj, mine: Obj, theirs: Obj, where: string, clashes: Clash[]): Obj {
  const out: Obj = {}
  for (const key of new Set([...Object.keys(mine), ...Object.keys(theirs)])) {
    const v = mergeAt(base[key], mine[key], theirs[key], where ? `${where}.${key}` : key, clashes)
    if (v !== undefined) out[key] = v
  }
  return out
}

/** In my order, theirs behind. A thing that one side removed is gone, unless the other side changed it meanwhile. */
function mergeLists(base: unknown[], mine: unknown[], theirs: unknown[], where: string, clashes: Clash[]): unknown[] {
  const of = (list: unknown[]) => new Map(list.map((v) => [identity(v)!, v]))
  const [was, my, their] = [of(base), of(mine), of(theirs)]
  const out: unknown[] = []
  for (const id of new Set([...my.keys(), ...their.keys()])) {
    const [b, m, th] = [was.get(id), my.get(id), their.get(id)]
    if (m !== undefined && th !== undefined) out.push(mergeAt(b, m, th, `${where}[${mine.indexOf(m)}]`, clashes))
    else {
      const left = m ?? th
      if (b === undefined || !same(b, left)) out.push(left)
    }
  }
  return out
}
