// SPDX-License-Identifier: Apache-2.0
// The draft on the page: opened, compiled or laid over what was published; a moment after each change tried on the register
// and held against what is out; kept and published. Pages ask; nothing here knows what they look like.
import { computed, onUnmounted, reactive, ref, shallowRef } from 'vue'
import { api, ApiError, ask, type Schema } from '@/shared/api'
import { desk, type Document } from '../lib/campaign'
import { bad } from '../lib/say'
import { fillFrom, freshKey, lacks, newDuty, type Duty } from './labels'
import { Places, sentenceAround, type Span } from './spans'

/** What came of sending it: somebody else may have saved meanwhile. */
export type Sent = 'done' | 'conflict' | 'failed'
type Busy = '' | 'open' | 'compile' | 'save' | 'publish'
export type Differences = Schema<'differences_view'>
type Figures = { trial: Schema<'trial_view'>; differences?: Differences }

const TRIED_AFTER_MS = 500

const nobody = {
  id: '', revision: 0, published: false,
  dirty: false, // not kept
  edited: false, // by hand, since it was opened or read
  laid: false, // a corrected text, not kept yet
  givesUp: false // edits of the draft as it is kept, which do not stand in what was laid
}

export function useDraft() {
  const work = reactive({ ...nobody, busy: '' as Busy, edits: 0, counted: -1 })
  const doc = ref<Document>()
  const trial = shallowRef<Schema<'trial_view'>>()
  const trialError = shallowRef<unknown>()
  const differences = shallowRef<Differences>()
  const failed = shallowRef<unknown>()
  /** The figures are those of the draft as it stands. */
  const fresh = computed(() => work.counted === work.edits && !trialError.value)

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
      Object.assign(work, nobody, { id: view.campaign.id, revision: view.campaign.revision, published: view.campaign.version > 0 })
      take(view.document)
    })
  }
  function compile(text: string, issued: string): Promise<boolean> {
    return during('compile', async () => {
      const made = await ask(api.POST('/api/compile', { body: { text, issued: issued || null } }))
      Object.assign(work, nobody, { dirty: true })
      const named = nameKey(made.document)
      take(made.document, made)
      if (!named) return
      work.edits++
      count()
    })
  }
  /** The corrected text of a published notice is laid over it. */
  function amend(text: string, issued: string): Promise<boolean> {
    return during('compile', async () => {
      const view = await ask(api.POST('/api/campaigns/{campaign}/amend', { params: { path: { campaign: work.id } }, body: { text, issued: issued || null } }))
      Object.assign(work, { revision: view.revision, dirty: true, edited: false, laid: true, givesUp: view.gives_up })
      take(view.document, { trial: view.differences.trial, differences: view.differences })
    })
  }
  function drop(): void {
    Object.assign(work, nobody)
    latest++
    clearTimeout(waiting)
    doc.value = trial.value = trialError.value = differences.value = undefined
  }
  /** Another document is on the page, with its figures where they are known. */
  function take(document: Document, found?: Figures): void {
    doc.value = document
    readBy = document.issued ?? null
    latest++
    work.edits++
    trial.value = differences.value = undefined
    if (found) show(found, work.edits)
    else count()
  }

  // ---- who would owe what, and what that makes different ----
  let waiting: ReturnType<typeof setTimeout> | undefined
  let latest = 0
  function show(got: Figures, edits: number): void {
    trial.value = got.trial
    differences.value = got.differences
    trialError.value = undefined
    work.counted = edits
  }
  /** Held against what is out; a text laid over a draft that never was, against that draft. */
  async function figures(): Promise<Figures> {
    if (!work.published && !work.laid) return { trial: await ask(api.POST('/api/trial', { body: doc.value! })) }
    const found = await ask(api.POST('/api/campaigns/{campaign}/differences', { params: { path: { campaign: work.id } }, body: doc.value! }))
    return { trial: found.trial, differences: found }
  }
  async function tryOut(): Promise<void> {
    clearTimeout(waiting)
    if (!doc.value) return
    const mine = ++latest
    try {
      await redate()
      const edits = work.edits
      const got = await figures()
      if (mine === latest) show(got, edits)
    } catch (e) {
      if (mine === latest) trialError.value = e
    }
  }
  const count = () => void tryOut()
  function changed(): void {
    Object.assign(work, { dirty: true, edited: true, edits: work.edits + 1 })
    clearTimeout(waiting)
    waiting = setTimeout(count, TRIED_AFTER_MS)
  }
  onUnmounted(() => clearTimeout(waiting))

  // ---- the date of issue ----
  let readBy: string | null = null
  /** What came of the last one that was filled in. */
  const redated = shallowRef<{ redated: number; kept: number }>()
  /** The text was read by another date of issue than the draft bears now: what hangs on it is read again. */
  async function redate(): Promise<void> {
    const into = doc.value!
    const edits = work.edits
    const issued = into.issued ?? null
    if (issued === readBy || (issued && issued < '1900')) return // half a year typed
    const got = await ask(api.POST('/api/notices/issued', { body: { document: { ...into, issued: readBy }, issued } }))
    if (doc.value !== into || work.edits !== edits) return // the next one asks again
    readBy = issued
    doc.value = got.document
    work.edits++
    redated.value = got
  }

  const readAlone = (text: string) => ask(api.POST('/api/compile', { body: { text, issued: doc.value!.issued ?? doc.value!.from ?? null } })).catch(() => undefined)

  /** What is said of units and deadline where the selection lies: by a duty of that sentence, or else by the sentence itself. */
  async function saidAround(span: Span): Promise<Duty | undefined> {
    const places = new Places(doc.value!.text ?? '')
    const whole = sentenceAround(places.text, places.toUtf16(span.from), places.toUtf16(span.to))
    const [from, to] = [places.toPoints(whole.from), places.toPoints(whole.to)]
    const near = doc.value!.duties.find((duty) => !duty.withdrawn && duty.spans.some((one) => one.from < to && one.to > from))
    return near ?? (await readAlone(places.text.slice(whole.from, whole.to)))?.document.duties[0]
  }

  /**
   * A selected sentence becomes a duty: read as a notice of its own, or empty where nothing can be read. Units and deadline
   * that a part of a sentence leaves out are those of the sentence, for the clerk to look at. Its key.
   */
  async function addDuty(span: Span, text: string): Promise<string> {
    const into = doc.value!
    const made = newDuty(into.duties.map((one) => one.key), text, span)
    const read = await readAlone(text)
    const found = read?.document.duties[0]
    if (found) {
      into.forms.push(...read.document.forms.filter((form) => !into.forms.some((one) => one.key === form.key)))
      // that it is one, the clerk has said
      Object.assign(made, found, { key: made.key, spans: made.spans, doubts: found.doubts.filter((one) => one.field !== 'duty') })
    }
    if (lacks(made).length) fillFrom(made, await saidAround(span))
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
      await redate()
      const edits = work.edits
      const body = { revision: work.revision, document: doc.value! }
      const saved = work.id
        ? await ask(api.PUT('/api/campaigns/{campaign}/draft', { params: { path: { campaign: work.id } }, body }))
        : await ask(api.POST('/api/campaigns', { body }))
      const more = work.edits !== edits // made while it was on its way
      Object.assign(work, { id: saved.id, revision: saved.revision, dirty: more, edited: more, laid: false, givesUp: false })
      if (!work.published) differences.value = undefined
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
  /** What the clerk has seen, and nothing else: figures that are not fresh keep it back. */
  async function publish(): Promise<Sent> {
    const seen = work.edits
    if (!fresh.value) return 'failed'
    if (work.dirty || !work.id) {
      const saved = await save()
      if (saved !== 'done') return saved
    }
    if (work.edits !== seen) return 'failed'
    return send('publish', async () => {
      result.value = await ask(api.POST('/api/campaigns/{campaign}/publish', { params: { path: { campaign: work.id } }, body: { revision: work.revision } }))
      work.published = true
      count()
    })
  }

  const blocking = computed(() => trial.value?.remarks.filter((one) => one.blocks) ?? [])
  const remarks = computed(() => trial.value?.remarks.filter((one) => !one.blocks) ?? [])
  return {
    work, doc, trial, trialError, differences, fresh, failed, result, redated, blocking, remarks,
    open, compile, amend, drop, tryOut, changed, addDuty, addEmpty, save, saveOver, publish
  }
}

/** Whether anything differs from what it was held against. */
export function differs(view?: Differences): boolean {
  return !!view && view.duties.length + view.head.length > 0
}

/** A notice names no key for programs: one is made of its day. True when one was. */
function nameKey(doc: Document): boolean {
  if (/^[a-z0-9_-]+$/.test(doc.key)) return false
  const taken = desk.campaigns.map((one) => one.key)
  const base = `notice-${doc.from ?? doc.issued ?? new Date().toISOString().slice(0, 10)}`
  doc.key = taken.includes(base) ? freshKey(taken, `${base}-`) : base
  return true
}
