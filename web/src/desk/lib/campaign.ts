// SPDX-License-Identifier: Apache-2.0
// The campaign that the desk looks at, and the register's units, each fetched once and kept.
import { computed, reactive, shallowRef } from 'vue'
import { api, ask, type Schema } from '@/shared/api'
import { t } from '@/shared/catalogue'
import { session } from '@/shared/session'

export type Campaign = Schema<'campaign_row'>
export type Document = Schema<'campaign'>
export type Unit = Schema<'unit'>

export const desk = reactive({
  campaigns: [] as Campaign[],
  campaign: null as Campaign | null,
  asked: false
})
export const document_ = shallowRef<Document>()
export const units = shallowRef<Unit[]>([])
export const unitById = computed(() => new Map(units.value.map((unit) => [unit.id ?? '', unit])))

export const mayReview = computed(() => session.me?.role === 'clerk' || session.me?.role === 'county')
export const isClerk = computed(() => session.me?.role === 'clerk')
export const readsOnly = computed(() => session.me?.role === 'leader')

const KEPT = 'desk.campaign'

/** The campaigns; the one looked at is the one chosen last, else the newest that is published. */
export async function loadCampaigns(): Promise<void> {
  const { campaigns } = await ask(api.GET('/api/campaigns'))
  desk.campaigns = campaigns
  desk.asked = true
  const kept = desk.campaign?.id ?? localStorage.getItem(KEPT)
  const published = campaigns.filter((one) => one.state !== 'draft')
  desk.campaign =
    campaigns.find((one) => one.id === kept && one.state !== 'draft') ?? published[published.length - 1] ?? null
  if (desk.campaign) await loadDocument(desk.campaign.id)
}

export async function choose(campaign: Campaign): Promise<void> {
  desk.campaign = campaign
  localStorage.setItem(KEPT, campaign.id)
  await loadDocument(campaign.id)
}

async function loadDocument(campaign: string): Promise<void> {
  const view = await ask(api.GET('/api/campaigns/{campaign}', { params: { path: { campaign } } }))
  if (desk.campaign?.id === campaign) document_.value = view.document
}

let asking: Promise<void> | undefined
export function loadUnits(again = false): Promise<void> {
  if (!asking || again)
    asking = ask(api.GET('/api/units')).then(
      (view) => {
        units.value = view.units
      },
      (e: unknown) => {
        asking = undefined
        throw e
      }
    )
  return asking
}

/** Who hears of it when something was reviewed here: the board and the queue look again. */
export const UNIT_KINDS = [
  'bureau', 'county', 'county_city', 'district', 'zone', 'school', 'centre', 'company', 'media', 'other'
] as const

/** What a unit is: the word of its kind, or the office's own (乡镇), which stands among its traits. */
export function kindOf(unit: Unit): string {
  return (unit.kind === 'other' && unit.traits.find((one) => one.key === 'kind')?.value) || unit.kind || 'other'
}
export function kindLabel(kind: string): string {
  return (UNIT_KINDS as readonly string[]).includes(kind) ? t(`kind.${kind}` as 'kind.school') : kind
}

const places = new Set(['county', 'county_city', 'district', 'zone'])
/** The offices between the one that sends the notice and the units: counties and their like, and whoever has units below. */
export function officesOf(units: Iterable<{ id: string; parent?: string | null; kind: string }>): Set<string> {
  const all = [...units]
  const above = new Set(all.map((unit) => unit.parent ?? ''))
  return new Set(all.filter((unit) => places.has(unit.kind) || (unit.parent && above.has(unit.id))).map((unit) => unit.id))
}
