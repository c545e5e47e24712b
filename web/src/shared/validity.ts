// SPDX-License-Identifier: Apache-2.0
// What holds for every field. One that must be filled in says so in the page's language: the browser's own words are in the
// browser's. What is cut off is told. What cannot be seen does not get in: Word pastes its line breaks as ␋, address books put marks of direction
// around a number, the server refuses both, and nobody could find what to delete.
import { t } from './catalogue'

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

export function watchFields(): void {
  document.addEventListener('invalid', (event) => {
    const field = event.target as Field
    if (field.validity.valueMissing) field.setCustomValidity(t('common.fill'))
  }, true)
  document.addEventListener('beforeinput', (event) => {
    cut = beyond(event)
  }, true)
  document.addEventListener('input', (event) => {
    if (!('setCustomValidity' in event.target!)) return
    const field = event.target as Field
    field.setCustomValidity('')
    if (cut) tellCut(field)
    cut = 0
    if (!(field instanceof HTMLSelectElement) && ['text', 'tel', 'search', 'textarea'].includes(field.type)) clean(field)
  }, true)
}

/* What does not fit into a field the browser cuts off without a word: how much that was is said at the field. */
let cut = 0

function beyond(event: InputEvent): number {
  const field = event.target as HTMLInputElement | HTMLTextAreaElement
  const text = event.data ?? event.dataTransfer?.getData('text/plain') ?? ''
  if (!text || event.isComposing || !(field.maxLength > 0)) return 0
  const selected = (field.selectionEnd ?? 0) - (field.selectionStart ?? 0)
  return Math.max(0, field.value.length - selected + visible(text).length - field.maxLength)
}

function tellCut(field: Field): void {
  field.setCustomValidity(t('common.cut', { n: cut, most: (field as HTMLInputElement).maxLength }))
  field.reportValidity()
  field.addEventListener('blur', () => field.setCustomValidity(''), { once: true })
}

/** A text without what cannot be seen; a line's break of another kind becomes one. */
export function visible(text: string): string {
  return text.replace(/[\v\f\x85]/g, '\n').replace(/[\0-\x08\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
}

function clean(field: HTMLInputElement | HTMLTextAreaElement): void {
  const text = visible(field.value)
  if (text === field.value) return
  const caret = visible(field.value.slice(0, field.selectionStart ?? undefined)).length
  field.value = text
  field.setSelectionRange(caret, caret)
}
