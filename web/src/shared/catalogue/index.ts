// SPDX-License-Identifier: Apache-2.0
// Every message a person reads, from one catalogue. zh-CN is the source; en must hold the same keys (the compiler says so).
// Keys are flat, "page.message"; {name} is filled in. New messages of the desk go to zh/desk.ts and en/desk.ts.
import { shallowRef } from 'vue'
import { common } from './zh/common'
import { desk } from './zh/desk'
import { door } from './zh/door'
import { phone } from './zh/phone'

const zh = { ...common, ...door, ...phone, ...desk }
export type Key = keyof typeof zh
export type Catalogue = Record<Key, string>

const current = shallowRef<Catalogue>(zh)

export function t(key: Key, values?: Record<string, string | number>): string {
  const text = current.value[key] ?? zh[key] ?? key
  return values ? text.replace(/\{(\w+)\}/g, (all, name: string) => (name in values ? String(values[name]) : all)) : text
}

export type Language = 'zh-CN' | 'en'
export async function setLanguage(language: Language): Promise<void> {
  current.value = language === 'en' ? (await import('./en')).en : zh
  document.documentElement.lang = language
}
