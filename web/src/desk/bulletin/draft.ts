// SPDX-License-Identifier: Apache-2.0
// An issue on the page: fetched, saved by itself a moment after each change, and never over what somebody else has saved.
import { computed, onScopeDispose, reactive, ref, watch } from 'vue'
import { api, ApiError, ask } from '@/shared/api'
import type { Bulletin, Row } from './issue'

const PAUSE = 1200 // ms without a keystroke

export function useIssue(campaign: () => string, id: () => string) {
  const doc = ref<Bulletin>()
  const row = ref<Row>()
  const state = reactive({ dirty: false, saving: false, stale: false, error: undefined as unknown, failed: undefined as unknown })
  const final = computed(() => (row.value?.number ?? 0) > 0)
  const path = () => ({ campaign: campaign(), bulletin: id() })
  let timer: ReturnType<typeof setTimeout> | undefined
  let taking = false // what the server said is being put on the page
  let saving: Promise<boolean> | undefined

  async function open(): Promise<void> {
    clearTimeout(timer)
    const asked = id()
    try {
      const view = await ask(api.GET('/api/campaigns/{campaign}/bulletins/{bulletin}', { params: { path: path() } }))
      if (asked !== id()) return
      taking = true
      doc.value = view.document
      row.value = view.bulletin
      Object.assign(state, { dirty: false, stale: false, error: undefined, failed: undefined })
      await Promise.resolve()
    } catch (e) {
      state.failed = e
    } finally {
      taking = false
    }
  }

  async function put(): Promise<boolean> {
    state.saving = true
    state.error = undefined
    state.dirty = false
    try {
      row.value = await ask(api.PUT('/api/campaigns/{campaign}/bulletins/{bulletin}', { params: { path: path() }, body: { revision: row.value!.revision, document: doc.value! } }))
      return !state.dirty || (await put()) // what was typed meanwhile
    } catch (e) {
      state.dirty = true
      if (e instanceof ApiError && e.status === 409) state.stale = true
      else state.error = e
      return false
    } finally {
      state.saving = false
    }
  }
  /** True when all that is on the page is on the server. */
  async function save(): Promise<boolean> {
    clearTimeout(timer)
    if (saving) await saving
    if (!state.dirty) return true
    if (state.stale) return false
    saving = put().finally(() => (saving = undefined))
    return saving
  }
  watch(doc, (_, before) => {
    if (taking || !before || final.value) return
    state.dirty = true
    clearTimeout(timer)
    if (!state.stale) timer = setTimeout(() => void save(), PAUSE)
  }, { deep: true, flush: 'sync' })
  onScopeDispose(() => clearTimeout(timer))

  /** What is on the page becomes a draft of its own; the other one stays as somebody else saved it. */
  const keepMine = (): Promise<Row> => ask(api.POST('/api/campaigns/{campaign}/bulletins', { params: { path: { campaign: campaign() } }, body: { revision: 0, document: doc.value! } }))
  async function issue(): Promise<Row> {
    const made = await ask(api.POST('/api/campaigns/{campaign}/bulletins/{bulletin}/issue', { params: { path: path() }, body: { revision: row.value!.revision } }))
    row.value = made
    return made
  }
  return { doc, row, state, final, open, save, keepMine, issue }
}
