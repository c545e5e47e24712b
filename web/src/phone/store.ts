// SPDX-License-Identifier: Apache-2.0
// What the device keeps until the server has it: unsaved drafts, copies put aside, the name of a sending under way.
// A browser may refuse or wipe this (private windows, iOS after a week); then it lives in memory only.
import { openDB, type IDBPDatabase } from 'idb'

let db: Promise<IDBPDatabase | null> | undefined
const memory = new Map<string, unknown>()

function open(): Promise<IDBPDatabase | null> {
  db ??= openDB('skillweek', 1, { upgrade: (d) => void d.createObjectStore('kept') }).catch(() => null)
  return db
}

export async function keep(key: string, value: unknown): Promise<void> {
  const plain: unknown = JSON.parse(JSON.stringify(value))
  memory.set(key, plain)
  try {
    await (await open())?.put('kept', plain, key)
  } catch {
    // full or forbidden: memory has it
  }
}

export async function kept<T>(key: string): Promise<T | undefined> {
  if (memory.has(key)) return memory.get(key) as T
  try {
    return (await (await open())?.get('kept', key)) as T | undefined
  } catch {
    return undefined
  }
}

export async function drop(key: string): Promise<void> {
  memory.delete(key)
  try {
    await (await open())?.delete('kept', key)
  } catch {
    // nothing to drop
  }
}

/** Of somebody who logs out nothing stays on the device. */
export async function dropAll(): Promise<void> {
  memory.clear()
  try {
    await (await open())?.clear('kept')
  } catch {
    // nothing was kept
  }
}
