// SPDX-License-Identifier: Apache-2.0
// What happened to an obligation, page by page: the newest comes with the obligation itself, what was earlier when asked for.
import { computed, ref, shallowRef, watch, type Ref } from 'vue'
import { api, ask, query, type Schema } from './api'

type Page = Pick<Schema<'obligation_detail'>, 'versions' | 'happenings' | 'earlier'>

/** Pages in the order of time, as one; the newest version is told on the first page and again on its own. */
export function joined(pages: Page[]): Page {
  const versions = new Map(pages.flatMap((page) => page.versions).map((v) => [v.version, v]))
  return {
    versions: [...versions.values()].sort((a, b) => a.version - b.version),
    happenings: pages.flatMap((page) => page.happenings),
    earlier: pages[0]?.earlier ?? 0
  }
}

export function history(detail: Ref<Schema<'obligation_detail'> | undefined>) {
  const before = shallowRef<Page[]>([])
  const asking = ref(false)
  watch(detail, () => (before.value = []))
  const all = computed(() => joined(detail.value ? [...before.value, detail.value] : []))

  async function more(): Promise<void> {
    const of = detail.value
    if (!of || !all.value.earlier || asking.value) return
    asking.value = true
    try {
      const page = await ask(
        api.GET('/api/obligations/{obligation}', { params: { path: { obligation: of.obligation.id }, query: query({ before: all.value.earlier }) } })
      )
      if (detail.value === of) before.value = [page, ...before.value]
    } finally {
      asking.value = false
    }
  }
  return { all, asking, more }
}
