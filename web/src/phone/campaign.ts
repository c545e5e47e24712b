// SPDX-License-Identifier: Apache-2.0
// The campaigns, and the one that is being worked on: chosen when there are several, remembered on the device.
import { computed, ref, shallowRef } from 'vue'
import { api, ask, type Schema } from '@/shared/api'

export type CampaignRow = Schema<'campaign_row'>
export type Obligation = Schema<'obligation_view'>

export const campaigns = shallowRef<CampaignRow[]>([])
const chosen = ref(localStorage.getItem('campaign') ?? '')

export const campaign = computed(() => campaigns.value.find((c) => c.id === chosen.value) ?? campaigns.value[0])

export function choose(id: string): void {
  chosen.value = id
  localStorage.setItem('campaign', id)
}

/** The published campaigns, the newest first. */
export async function loadCampaigns(): Promise<CampaignRow[]> {
  const view = await ask(api.GET('/api/campaigns'))
  campaigns.value = view.campaigns
    .filter((c) => c.version > 0)
    .sort((a, b) => (b.from ?? '').localeCompare(a.from ?? ''))
  return campaigns.value
}

export async function loadObligations(campaignId: string, unit = 'mine') {
  return ask(api.GET('/api/campaigns/{campaign}/units/{unit}', { params: { path: { campaign: campaignId, unit } } }))
}

/** What is of one day is named with it: 日报 · 5月17日. */
export function isOpen(o: Obligation): boolean {
  return !o.withdrawn && o.state !== 'waived' && (o.state === 'returned' || o.overdue || !['sent', 'accepted'].includes(o.state))
}

/** As it stands at a moment after it was asked for: a deadline passes also while its page is open. */
export function asOf(o: Obligation, now: number): Obligation {
  const passed = !!o.due && Date.parse(o.due) < now && !o.withdrawn && ['not_yet', 'due', 'draft'].includes(o.state)
  return passed && !o.overdue ? { ...o, overdue: true, state: o.state === 'draft' ? 'draft' : 'overdue' } : o
}

export interface Sorted {
  urgent: Obligation[] // returned, then overdue
  today: Obligation[] // due within the day or being drafted
  next: Obligation[]
  done: Obligation[] // and what was withdrawn, at the end
}

/** What comes first: returned, overdue, due (the earliest deadline first), then what is not yet due, then what is done. */
export function sorted(items: readonly Obligation[]): Sorted {
  const dueOf = (o: Obligation) => (o.due ? Date.parse(o.due) : Infinity)
  const byDue = (a: Obligation, b: Obligation) => dueOf(a) - dueOf(b) || (a.day ?? '').localeCompare(b.day ?? '')
  const out: Sorted = { urgent: [], today: [], next: [], done: [] }
  for (const o of items) {
    if (o.withdrawn) out.done.push(o)
    else if (o.state === 'returned' || (isOpen(o) && o.overdue) || o.state === 'overdue') out.urgent.push(o)
    else if (o.state === 'due' || o.state === 'draft') out.today.push(o)
    else if (o.state === 'not_yet') out.next.push(o)
    else out.done.push(o)
  }
  out.urgent.sort((a, b) => Number(b.state === 'returned') - Number(a.state === 'returned') || byDue(a, b))
  out.today.sort(byDue)
  out.next.sort(byDue)
  out.done.sort((a, b) => Number(!!a.withdrawn) - Number(!!b.withdrawn) || (b.sent_at ?? '').localeCompare(a.sent_at ?? ''))
  return out
}
