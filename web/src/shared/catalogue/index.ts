// SPDX-License-Identifier: Apache-2.0
// Every message a person reads, from one catalogue. zh-CN is the source; en must hold the same keys (the compiler says so).
// Keys are flat, "page.message"; {name} is filled in. New messages of the desk go to zh/desk.ts and en/desk.ts.
import { ref, shallowRef } from 'vue'
import { bulletin } from './zh/bulletin'
import { common } from './zh/common'
import { desk } from './zh/desk'
import { door } from './zh/door'
import { letters } from './zh/letters'
import { phone } from './zh/phone'
import { publicWeek } from './zh/public'

const zh = { ...common, ...door, ...phone, ...desk, ...bulletin, ...letters, ...publicWeek }
export type Key = keyof typeof zh
export type Catalogue = Record<Key, string>

const current = shallowRef<Catalogue>(zh)

export function t(key: Key, values?: Record<string, string | number>): string {
  const text = current.value[key] ?? zh[key] ?? key
  return values ? text.replace(/\{(\w+)\}/g, (all, name: string) => (name in values ? String(values[name]) : all)) : text
}

export type Language = 'zh-CN' | 'en'
export const language = ref<Language>('zh-CN')
const KEPT = 'language'

/** Shows everything in that language, now and when the page is opened again on this device. */
export async function setLanguage(to: Language): Promise<void> {
  current.value = to === 'en' ? (await import('./en')).en : zh
  language.value = to
  document.documentElement.lang = to
  try {
    localStorage.setItem(KEPT, to)
  } catch {
    // a browser that keeps nothing
  }
}

/** The language chosen before on this device; Chinese where none was. */
export async function recallLanguage(): Promise<void> {
  let kept: string | null = null
  try {
    kept = localStorage.getItem(KEPT)
  } catch {
    // a browser that keeps nothing
  }
  if (kept === 'en') await setLanguage('en').catch(() => {})
}
