// SPDX-License-Identifier: Apache-2.0
// Short messages, and questions by Vant, with the focus where a keyboard or a screen reader needs it.
import { nextTick } from 'vue'
import { showConfirmDialog, showDialog } from 'vant/es/dialog'
import { messageOf } from '@/shared/api'
import { t } from '@/shared/catalogue'
import { session } from '@/shared/session'

// Vant's toast is a dialog without a name to a screen reader; this is a status, which is read out.
let spoken: HTMLElement | undefined
let hiding: ReturnType<typeof setTimeout> | undefined

export function say(message: string): void {
  clearTimeout(hiding)
  if (!spoken) {
    spoken = document.createElement('div')
    spoken.setAttribute('role', 'status')
    document.body.append(spoken)
  }
  spoken.className = 'said shown'
  spoken.textContent = message
  hiding = setTimeout(() => spoken && (spoken.className = 'said'), 3000)
}

export function sayError(e: unknown): void {
  if (session.over) return // to log in again is asked already, and may not lie below what says the same
  void showDialog({ title: t('common.failed'), message: messageOf(e), confirmButtonText: t('common.confirm'), messageAlign: 'left' })
  focusDialog(t('common.failed'))
}

export async function confirm(title: string, message: string, yes: string, no = t('common.cancel')): Promise<boolean> {
  const answer = showConfirmDialog({ title, message, confirmButtonText: yes, cancelButtonText: no, messageAlign: 'left', closeOnPopstate: true })
  focusDialog(title)
  try {
    await answer
    return true
  } catch {
    return false
  }
}

/** Vant names a dialog by its title's words where an id is wanted: it is named anew. */
function focusDialog(title: string): void {
  void nextTick(() =>
    setTimeout(() => {
      for (const dialog of document.querySelectorAll<HTMLElement>('.van-dialog')) {
        dialog.removeAttribute('aria-labelledby')
        dialog.setAttribute('aria-label', title)
        dialog.setAttribute('aria-modal', 'true')
        dialog.querySelector<HTMLElement>('.van-dialog__confirm')?.focus()
      }
    }, 50)
  )
}

/** 不少于 2 篇, 2 至 3 篇; '' where the notice counts nothing. */
export function quotaText(min: number, max: number): string {
  if (min && max) return min === max ? t('quota.exactly', { n: min }) : t('quota.between', { min, max })
  return min ? t('quota.least', { n: min }) : max ? t('quota.most', { n: max }) : ''
}

export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    // Without https there is no clipboard: the older way.
    const area = document.createElement('textarea')
    area.value = text
    area.setAttribute('readonly', '')
    area.className = 'unseen'
    document.body.append(area)
    area.select()
    const ok = document.execCommand('copy')
    area.remove()
    if (!ok) return say(t('common.copy_failed'))
  }
  say(t('common.copied'))
}
