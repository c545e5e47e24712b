// SPDX-License-Identifier: Apache-2.0
// Keeps a draft: every change is put on the device at once and sent to the server after a pause. The server's draft is the
// truth; "saved" is said only after its answer. When another device was faster (409) nothing is overwritten: the keeper
// stops and waits for a decision, or, when the report itself moved on, for the page to begin from there. What could not be
// sent is tried again by itself.
import { canonical, clone, type Body } from './body'

export interface ServerDraft {
  revision: number
  body: unknown
  saved_at?: string | null
  by?: string | null
  device?: string | null
  /** Of what was sent instead of kept as a draft. */
  receipt?: string | null
}

/** What the device keeps until the server has it. */
export interface LocalDraft {
  revision: number // of the server's draft it was edited from
  base: unknown // that draft
  body: Body
}

export interface Door {
  put(revision: number, body: Body): Promise<{ revision: number; saved_at: string }>
  /** The draft that stands; null: the report has a version that was not there when filling in began. */
  fetch(): Promise<ServerDraft | null>
  keep(local: LocalDraft | null): Promise<void>
  isConflict(e: unknown): boolean
  isPassing(e: unknown): boolean
}

export type KeeperState = 'clean' | 'dirty' | 'saving' | 'waiting' | 'failed' | 'conflict' | 'overtaken'

export interface KeeperView {
  state: KeeperState
  savedAt: string | null
  error: unknown
  theirs: ServerDraft | null
}

const PAUSE = 1500
const AGAIN = [3000, 6000, 12000, 30000]

export class Keeper {
  private body: Body | null = null
  private base: unknown
  private savedText: string
  private timer: ReturnType<typeof setTimeout> | undefined
  private running: Promise<void> | undefined
  private tries = 0
  private closed = false

  constructor(
    private readonly door: Door,
    readonly view: KeeperView,
    private revision: number,
    start: unknown
  ) {
    this.base = clone(start ?? null)
    this.savedText = canonical(start ?? null)
  }

  get at(): number {
    return this.revision
  }

  /** The body as it is now; called on every change. */
  changed(body: Body): void {
    if (this.closed) return
    this.body = clone(body)
    if (canonical(this.body) === this.savedText) {
      if (this.view.state === 'dirty') this.view.state = 'clean'
      return
    }
    void this.door.keep({ revision: this.revision, base: this.base, body: this.body })
    if (this.halted()) return
    if (this.view.state !== 'saving') this.view.state = 'dirty'
    this.schedule(PAUSE)
  }

  /** Saves what is not yet saved, now. Resolves when the server has it, or it is clear that it will not. */
  async flush(): Promise<boolean> {
    clearTimeout(this.timer)
    if (this.running) await this.running
    if (this.unsaved() && !this.closed && !this.halted()) await this.save()
    return !this.unsaved()
  }

  /** Two devices: the decision. `body` replaces the server's draft, knowingly. */
  async settle(body: Body): Promise<boolean> {
    const theirs = this.view.theirs
    if (theirs) {
      this.revision = theirs.revision
      this.base = clone(theirs.body)
      this.savedText = canonical(theirs.body)
    }
    this.view.theirs = null
    this.view.state = 'clean'
    this.changed(body)
    return this.flush()
  }

  /** The draft another device left while this one was away. */
  clash(theirs: ServerDraft, base: unknown): void {
    this.base = clone(base)
    this.view.theirs = theirs
    this.view.state = 'conflict'
  }

  get before(): unknown {
    return this.base
  }

  /** Nothing is saved until somebody decides, or the page begins anew. */
  halted(): boolean {
    return this.view.state === 'conflict' || this.view.state === 'overtaken'
  }

  unsaved(): boolean {
    return this.body !== null && canonical(this.body) !== this.savedText
  }

  close(): void {
    this.closed = true
    clearTimeout(this.timer)
  }

  private schedule(ms: number): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.save(), ms)
  }

  private save(): Promise<void> {
    if (this.running) return this.running
    this.running = this.saveNow().finally(() => {
      this.running = undefined
      if (!this.closed && this.unsaved() && this.view.state === 'clean') {
        this.view.state = 'dirty'
        this.schedule(PAUSE)
      }
    })
    return this.running
  }

  private async saveNow(): Promise<void> {
    const sent = this.body
    if (!sent || !this.unsaved()) return
    this.view.state = 'saving'
    try {
      const got = await this.door.put(this.revision, sent)
      this.revision = got.revision
      this.base = clone(sent)
      this.savedText = canonical(sent)
      this.tries = 0
      Object.assign(this.view, { state: 'clean', savedAt: got.saved_at, error: undefined })
      await this.door.keep(this.unsaved() ? { revision: this.revision, base: this.base, body: this.body! } : null)
    } catch (e) {
      this.view.error = e
      if (this.door.isConflict(e)) await this.meetOther()
      else if (this.door.isPassing(e)) {
        this.view.state = 'waiting'
        if (!this.closed) this.schedule(AGAIN[Math.min(this.tries++, AGAIN.length - 1)]!)
      } else this.view.state = 'failed'
    }
  }

  /** A sending was refused: whether another draft stands than this one's, or the report itself moved on. */
  async look(): Promise<boolean> {
    await this.meetOther(true)
    return this.halted()
  }

  private async meetOther(unlessMine = false): Promise<void> {
    try {
      const theirs = await this.door.fetch()
      if (!theirs) {
        this.view.state = 'overtaken'
        return
      }
      if (unlessMine && theirs.revision === this.revision) return
      // An answer that got lost: the server already has what was sent.
      if (this.body && canonical(theirs.body) === canonical(this.body)) {
        this.revision = theirs.revision
        this.base = clone(theirs.body)
        this.savedText = canonical(theirs.body)
        Object.assign(this.view, { state: 'clean', savedAt: theirs.saved_at ?? null, error: undefined })
        await this.door.keep(null)
        return
      }
      this.view.theirs = theirs
      this.view.state = 'conflict'
    } catch (e) {
      this.view.error = e
      this.view.state = 'waiting'
      if (!this.closed) this.schedule(AGAIN[0]!)
    }
  }
}
