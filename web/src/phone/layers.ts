// SPDX-License-Identifier: Apache-2.0
// Back closes what lies over a page before it leaves the page. All open sheets together are one step of the browser's
// history; it goes again when the last of them is closed by its button.
const open: (() => void)[] = []
let stepped = typeof history !== 'undefined' && !!history.state?.layer // a page loaded anew on that step
let ignoring = false

function step(): void {
  if (!stepped) history.pushState({ ...history.state, layer: true }, '')
  stepped = true
}

/** A sheet has opened; gives what to call when it has closed, whatever closed it. */
export function layer(close: () => void): () => void {
  open.push(close)
  step()
  return () => {
    if (open.includes(close)) open.splice(open.indexOf(close), 1)
    setTimeout(() => {
      if (open.length || !stepped || !history.state?.layer) return // another sheet, or another page
      stepped = false
      ignoring = true
      history.back()
    })
  }
}

/* Before the router's: to it this is no way to another page. */
globalThis.addEventListener?.('popstate', (e) => {
  if (ignoring) {
    ignoring = false
    return e.stopImmediatePropagation()
  }
  if (!stepped) return
  stepped = false
  if (!open.length) return
  e.stopImmediatePropagation()
  open[open.length - 1]!()
  if (open.length > 1) step()
}, { capture: true })
