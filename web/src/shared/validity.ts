// SPDX-License-Identifier: Apache-2.0
// A field that must be filled in says so in the page's language: the browser's own words are in the browser's.
import { t } from './catalogue'

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

export function watchFields(): void {
  document.addEventListener('invalid', (event) => {
    const field = event.target as Field
    if (field.validity.valueMissing) field.setCustomValidity(t('common.fill'))
  }, true)
  document.addEventListener('input', (event) => {
    if ('setCustomValidity' in event.target!) (event.target as Field).setCustomValidity('')
  }, true)
}
