// SPDX-License-Identifier: Apache-2.0
// The draft on the page: opened, compiled or laid over what was published; tried on the register a moment after each
// change; kept and published. Pages ask; nothing here knows what they look like.
import { computed, onUnmounted, reactive, ref, shallowRef } from 'vue'
import { api, ApiError, ask, type Schema } from '@/shared/api'
import { desk, type Document } from '../lib/campaign'
import { bad } from '../lib/say'
import { freshKey, newDuty } from './labels'
import type { Span } from './spans'

/** What came of sending it: somebody else may have saved meanwhile. */
export type Sent = 'done' | 'conflict' | 'failed'
type Busy = '' | 'open' | 'compile' | 'save' | 'publish'

const TRIED_AFTER_MS = 500

export function useDraft() {
  const work = reactive({ id: '', revision: 0, published: false, busy: '' as Busy, dirty: false })
  const doc = ref<Document>()
  const trial = shallowRef<Schema<'trial_view'>>()
  const trialError = shallowRef<unknown>()
  const amended = shallowRef<Schema<'amended_view'>>()
  const failed = shallowRef<unknown>()

  // ---- from where it comes ----
  async function during(what: Busy, act: () => Promise<void>): Promise<boolean> {
    work.busy = what
    failed.value = undefined
    try {
      await act()
      return true
    } catch (e) {
      failed.value = e
      return false
    } finally {
      work.busy = ''
    }
  }
  const kept = (id: string) => ask(api.GET('/api/campaigns/{campaign}/draft', { params: { path: { campaign: id } } }))

  function open(id: string): Promise<boolean> {
    return during('open', async () => {
      const view = await kept(id)
      Object.assign(work, { id: view.campaign.id, revision: view.campaign.revision, published: view.campaign.version > 0, dirty: false })
      doc.value = view.document
      amended.value = undefined
      void tryOut()
    })
  }
  function compile(text: string, issued: string): Promise<boolean> {
    return during('compile', async () => {
      const made = await ask(api.POST('/api/compile', { body: { text, issued: issued || null } }))
      Object.assign(work, { id: '', revision: 0, published: false, dirty: true })
      doc.value = made.document
      trial.value = made.trial
      trialError.value = undefined
      if (nameKey(made.document)) void tryOut()
    })
  }
  /** The corrected text of a published notice is laid over it. */
  function amend(text: string, issued: string): Promise<boolean> {
    return during('compile', async () => {
      const view = await ask(api.POST('/api/campaigns/{campaign}/amend', { params: { path: { campaign: work.id } }, body: { text, issued: issued || null } }))
      Object.assign(work, { revision: view.revision, dirty: true })
      doc.value = view.document
      trial.value = view.trial
      trialError.value = undefined
      amended.value = view
    })
  }
  function drop(): void {
    Object.assign(work, { id: '', revision: 0, published: false, dirty: false })
    doc.value = undefined
    trial.value = undefined
    amended.value = undefined
  }

  // ---- who would owe what ----
  let waiting: ReturnType<typeof setTimeout> | undefined
  let latest = 0
  async function tryOut(): Promise<void> {
    if (!doc.value) return
    const mine = ++latest
    try {
      const got = await ask(api.POST('/api/trial', { body: doc.value }))
      if (mine !== latest) return
      trial.value = got
      trialError.value = undefined
    } catch (e) {
      if (mine === latest) trialError.value = e
    }
  }
  function changed(): void {
    work.dirty = true
    clearTimeout(waiting)
    waiting = setTimeout(() => void tryOut(), TRIED_AFTER_MS)
  }
  onUnmounted(() => clearTimeout(waiting))

  /** A selected sentence becomes a duty: read as a notice of its own, or empty where nothing can be read. Its key. */
  async function addDuty(span: Span, text: string): Promise<string> {
    const into = doc.value!
    const made = newDuty(into.duties.map((one) => one.key), text, span)
    const read = await ask(api.POST('/api/compile', { body: { text, issued: into.issued ?? into.from ?? null } })).catch(() => undefined)
    const found = read?.document.duties[0]
    if (found) {
      into.forms.push(...read.document.forms.filter((form) => !into.forms.some((one) => one.key === form.key)))
      // that it is one, the clerk has said
      Object.assign(made, found, { key: made.key, spans: made.spans, doubts: found.doubts.filter((one) => one.field !== 'duty') })
    }
    into.duties.push(made)
    changed()
    return made.key
  }

  /** A duty of nothing, for the clerk to fill in. Its key. */
  function addEmpty(): string {
    const made = newDuty(doc.value!.duties.map((one) => one.key))
    doc.value!.duties.push(made)
    changed()
    return made.key
  }

  // ---- keeping and publishing ----
  async function send(what: Busy, act: () => Promise<void>): Promise<Sent> {
    work.busy = what
    try {
      await act()
      return 'done'
    } catch (e) {
      if (e instanceof ApiError && e.status === 409) return 'conflict'
      bad(e)
      return 'failed'
    } finally {
      work.busy = ''
    }
  }
  function save(): Promise<Sent> {
    return send('save', async () => {
      const body = { revision: work.revision, document: doc.value! }
      const saved = work.id
        ? await ask(api.PUT('/api/campaigns/{campaign}/draft', { params: { path: { campaign: work.id } }, body }))
        : await ask(api.POST('/api/campaigns', { body }))
      Object.assign(work, { id: saved.id, revision: saved.revision, dirty: false })
    })
  }
  /** Ours is put upon what somebody else saved, knowingly. */
  async function saveOver(): Promise<Sent> {
    const looked = await send('save', async () => {
      work.revision = (await kept(work.id)).campaign.revision
    })
    return looked === 'done' ? save() : looked
  }
  const result = shallowRef<Schema<'published_view'>>()
  async function publish(): Promise<Sent> {
    if (work.dirty || !work.id) {
      const saved = await save()
      if (saved !== 'done') return saved
    }
    return send('publish', async () => {
      result.value = await ask(api.POST('/api/campaigns/{campaign}/publish', { params: { path: { campaign: work.id } }, body: { revision: work.revision } }))
      work.published = true
      amended.value = undefined
    })
  }

  const blocking = computed(() => trial.value?.remarks.filter((one) => one.blocks) ?? [])
  return { work, doc, trial, trialError, amended, failed, result, blocking, open, compile, amend, drop, tryOut, changed, addDuty, addEmpty, save, saveOver, publish }
}

/** A notice names no key for programs: one is made of its day. True when one was. */
function nameKey(doc: Document): boolean {
  if (/^[a-z0-9_-]+$/.test(doc.key)) return false
  const taken = desk.campaigns.map((one) => one.key)
  const base = `notice-${doc.from ?? doc.issued ?? new Date().toISOString().slice(0, 10)}`
  doc.key = taken.includes(base) ? freshKey(taken, `${base}-`) : base
  return true
}
