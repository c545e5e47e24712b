// SPDX-License-Identifier: Apache-2.0
// Takes a file away from the server, which may make it first and may refuse: a link alone would show a failed download and
// not why. A frame that nobody sees goes there. The browser takes what comes as an attachment, as it does by a link; what
// loads in the frame instead is the server's refusal.
import { ApiError, errorOf, loggedOut } from '@/shared/api'
import { t } from '@/shared/catalogue'
import { bad } from './say'

const frames = new Map<string, HTMLIFrameElement>()

function refusalIn(frame: HTMLIFrameElement): ApiError {
  try {
    return errorOf(0, JSON.parse(frame.contentDocument!.body.textContent!))
  } catch {
    return new ApiError(0, 'offline', t('error.offline')) // the browser's own page, or a proxy's
  }
}

function refused(frame: HTMLIFrameElement, address: string): void {
  if (frame.contentDocument?.URL === 'about:blank') return // as it is before it goes anywhere
  const refusal = refusalIn(frame)
  if (refusal.code === 'login') loggedOut()
  bad(refusal)
  frames.delete(address)
  frame.remove()
}

/** For a click on a link to such a file. The same file asked for again is asked for anew. */
export function takeAway(click: MouseEvent): void {
  const address = (click.currentTarget as HTMLAnchorElement).href
  click.preventDefault()
  frames.get(address)?.remove()
  const frame = document.createElement('iframe')
  frame.hidden = true
  frame.addEventListener('load', () => refused(frame, address))
  frame.src = address
  document.body.append(frame)
  frames.set(address, frame)
}
