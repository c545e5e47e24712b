// SPDX-License-Identifier: Apache-2.0
// Whose a finding is, and where a remark of the trial points: to a duty's card, and to the field on it.
import type { Schema } from '@/shared/api'
import { language } from '@/shared/catalogue'
import type { Document } from '../lib/campaign'
import type { DoubtField } from './labels'
import type { Span } from './spans'

export type Finding = Schema<'finding_note'>
export type Remark = Schema<'remark'>
export interface Known extends Finding {
  id: string // f:3, by its place in the document
}
/** What can be gone to on a card: the fields of a doubt, and the name. */
export type CardField = DoubtField | 'name'
/** The tab, and on the tab of duties whose card and which field. */
export interface Place {
  tab: 'duties' | 'forms' | 'head'
  key?: string
  field?: CardField
}

/** In the reader's language; a document of before knows Chinese alone. */
export const messageIn = (finding: Pick<Finding, 'message' | 'message_en'>) => (language.value === 'en' && finding.message_en) || finding.message
export const adviceIn = (finding: Pick<Finding, 'advice' | 'advice_en'>) => (language.value === 'en' && finding.advice_en) || finding.advice
export const whyIn = (doubt: Schema<'doubt'>) => (language.value === 'en' && doubt.why_en) || doubt.why

type Placed = Pick<Document, 'duties'>
const overlaps = (a: Span, b: Span) => a.from < b.to && b.from < a.to

/** The duty it is about: as the compiler says, else the only one whose sentence it stands in. */
export function ownerOf(finding: Finding, { duties }: Placed): string {
  if (finding.duty) return duties.some((one) => one.key === finding.duty) ? finding.duty : ''
  const here = duties.filter((duty) => duty.spans.some((span) => overlaps(span, finding.span)))
  return here.length === 1 ? here[0]!.key : ''
}

/** The open findings of each duty, each message once. */
export function findingsByDuty(doc: Pick<Document, 'duties' | 'findings'>): Map<string, Known[]> {
  const found = new Map<string, Known[]>()
  doc.findings.forEach((finding, i) => {
    const key = finding.settled ? '' : ownerOf(finding, doc)
    const before = found.get(key) ?? []
    if (key && !before.some((one) => one.message === finding.message)) found.set(key, [...before, { ...finding, id: `f:${i}` }])
  })
  return found
}

/** The clerk has corrected that field of the duty: what was found about it is dealt with. */
export function settleFindings(doc: Pick<Document, 'duties' | 'findings'>, key: string, field: DoubtField): void {
  for (const finding of doc.findings)
    if (finding.field === field && ownerOf(finding, doc) === key) finding.settled = true
}

const onCard: Record<string, CardField> = { name: 'name', key: 'name', picks: 'who', parts: 'what', due: 'due', from: 'due', to: 'due', quotas: 'quota', title_rule: 'title', mailbox: 'mailbox' }

/** Where the clerk can put right what is said of "duties[2].due", "forms[0].fields", "title". */
export function placeOf(where: string, { duties }: Placed): Place {
  const read = /^(duties|forms)(?:\[(\d+)\])?(?:\.(\w+))?/.exec(where)
  if (!read) return { tab: 'head' }
  if (read[1] === 'forms') return { tab: 'forms' }
  return { tab: 'duties', key: read[2] ? duties[Number(read[2])]?.key : undefined, field: onCard[read[3] ?? ''] }
}

/** What keeps each duty from being published: the member that is wrong, and the words. */
export function stopsByDuty(remarks: Remark[], doc: Placed): Map<string, { member: string; field?: CardField; message: string }[]> {
  const found = new Map<string, { member: string; field?: CardField; message: string }[]>()
  for (const { where, message, blocks } of remarks) {
    const { key, field } = placeOf(where ?? '', doc)
    if (blocks && key) found.set(key, [...(found.get(key) ?? []), { member: where!.slice(where!.indexOf('.') + 1), field, message: message ?? '' }])
  }
  return found
}
