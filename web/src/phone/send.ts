// SPDX-License-Identifier: Apache-2.0
// Sending a report. A sending has a name (UUIDv7) for as long as its content is the same and no answer has come: whatever
// happens to the connection, it is received once and gives one receipt.
import { api, ApiError, ask, type Schema } from '@/shared/api'
import { t } from '@/shared/catalogue'
import { uuid7 } from '@/shared/uuid7'
import { canonical, sendable, type Body } from './body'
import { drop, keep, kept } from './store'

export type Receipt = Schema<'receipt_view'>
type ReportIn = Schema<'report_in'>

interface Attempt {
  sending: string
  content: string
}

/** The name under which this content is sent: the one of a broken attempt with the same content, else a new one. */
export function nameOf(before: Attempt | undefined, content: string, make: () => string = uuid7): string {
  return before && before.content === content ? before.sending : make()
}

async function send(id: string, report: Omit<ReportIn, 'sending' | 'draft'>, draft?: ReportIn['draft']): Promise<Receipt> {
  const key = `sending:${id}`
  const content = canonical(report)
  const sending = nameOf(await kept<Attempt>(key), content)
  await keep(key, { sending, content })
  for (let tries = 0; ; tries++) {
    try {
      const receipt = await ask(api.POST('/api/obligations/{obligation}/reports', { params: { path: { obligation: id } }, body: { ...report, sending, draft } }))
      await drop(key)
      return receipt
    } catch (e) {
      if (!(e instanceof ApiError) || !e.passing || tries >= 2) throw e
      await new Promise((go) => setTimeout(go, 1000 * (tries + 1)))
    }
  }
}

/** `revision`: of the draft that it is made from; it is refused when another device has gone on with that. */
export function sendReport(id: string, base: number, revision: number, title: string, body: Body): Promise<Receipt> {
  return send(id, { base, nil: false, title: title || null, body: sendable(body) }, { revision })
}

/** What is asked before: that something was filled in, too. */
export function nilAsk(o: { name: string; unit_name?: string | null }, filled: boolean): string {
  return [t('nil.ask', { name: o.name, unit: o.unit_name ?? '' }), ...(filled ? [t('nil.filled')] : [])].join('\n')
}

export function sendNil(o: { id: string; version: number }): Promise<Receipt> {
  return send(o.id, { base: o.version, nil: true })
}
