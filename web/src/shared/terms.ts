// SPDX-License-Identifier: Apache-2.0
// The terms of a duty in one line: word limits, formats, sizes, copies, the seal, the way it comes, what befalls the late.
import type { Schema } from './api'
import { t } from './catalogue'

export type Terms = Schema<'terms'>
type Bounds = Schema<'bounds'>

export const CHANNELS = ['mail', 'paper', 'platform', 'chat', 'fax', 'oa'] as const

export function noTerms(): Terms {
  const none = () => ({ min: 0, max: 0 })
  return { words: none(), bytes: none(), seconds: none(), copies: 0, formats: [], channels: [], sealed: false, late: null }
}

function bytesText(n: number): string {
  return n % (1 << 20) ? `${n >> 10} KB` : `${n / (1 << 20)} MB`
}
function secondsText(n: number): string {
  return n % 60 ? t('terms.seconds', { n }) : t('terms.minutes', { n: n / 60 })
}
function within(bounds: Bounds, text: (n: number) => string): string {
  if (bounds.min && bounds.max) return `${text(bounds.min)}–${text(bounds.max)}`
  return bounds.min ? `≥ ${text(bounds.min)}` : bounds.max ? `≤ ${text(bounds.max)}` : ''
}

/** A report here stands for the mail that the notice asks for, not for the paper. */
export function mailLine(terms: Terms): string {
  if (!terms.channels.includes('mail')) return ''
  return t(terms.copies || terms.channels.includes('paper') ? 'terms.mail_but_paper' : 'terms.mail_not')
}

export function termsLine(terms: Terms): string {
  const ways = CHANNELS.filter((one) => terms.channels.includes(one)).map((one) => t(`terms.by_${one}`))
  return [
    within(terms.words, (n) => t('terms.words', { n })),
    terms.formats.join('、'),
    within(terms.bytes, bytesText),
    within(terms.seconds, secondsText),
    terms.copies ? t('terms.copies', { n: terms.copies }) : '',
    terms.sealed ? t('terms.sealed') : '',
    ways.length ? t('terms.by', { ways: ways.join('、') }) : '',
    terms.late ?? ''
  ].filter(Boolean).join('；')
}
