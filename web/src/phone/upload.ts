// SPDX-License-Identifier: Apache-2.0
// Uploads, with progress: XMLHttpRequest, because fetch cannot tell how much has gone. Two at a time; one that the network
// broke off is tried again by itself. They go on while the person moves between pages, and land in the report that is being
// filled in (filling.ts). Films and what is large are resumable (tus 1.0.0): they go in parts, and on after the network was lost or the
// page was closed, where the server says that they stand.
import { reactive } from 'vue'
import { ApiError, errorOf, GUARD, loggedOut, type Schema } from '@/shared/api'
import { t } from '@/shared/catalogue'
import { enteredAgain } from '@/shared/session'
import { visible } from '@/shared/validity'
import type { FileRef } from './body'
import { drop, keep, kept } from './store'

/** A file that the server has, before it is known which part it is of. */
export type Landed = Omit<FileRef, 'part'>

export interface Upload {
  key: number
  slot: string // where it was chosen: PART, or PART:PIECE
  file: File
  state: 'waiting' | 'going' | 'failed'
  done: number // 0 … 1
  problem: string
  passing?: boolean // it failed for now only, and is tried again
  refused?: boolean // the server will never take it
  tries: number
  request?: XMLHttpRequest
  removed?: boolean
}

const ALONGSIDE = 2
let nextKey = 1
const queues = reactive(new Map<string, Upload[]>())

/** The uploads of one obligation that have not landed yet. */
export function uploadsOf(obligation: string): Upload[] {
  if (!queues.has(obligation)) queues.set(obligation, [])
  return queues.get(obligation)!
}

export function uploadsUnderWay(): number {
  let n = 0
  for (const list of queues.values()) n += list.filter((u) => u.state !== 'failed' || u.passing).length
  return n
}

const receivers = new Map<string, (slot: string, f: Landed) => void>()
/** Where the files of an obligation land from now on. */
export function receive(obligation: string, land: (slot: string, f: Landed) => void): void {
  receivers.set(obligation, land)
}

export function addUpload(obligation: string, slot: string, file: File): void {
  const empty = file.size === 0
  uploadsOf(obligation).push({ key: nextKey++, slot, file, state: empty ? 'failed' : 'waiting', done: 0, problem: empty ? t('files.empty') : '', refused: empty, tries: 0 })
  forgetLeft(obligation, file.name)
  pump(obligation)
}

export function retryUpload(obligation: string, u: Upload): void {
  Object.assign(u, { state: 'waiting', problem: '', passing: false })
  pump(obligation)
}

export function removeUpload(obligation: string, u: Upload): void {
  const list = uploadsOf(obligation)
  const at = list.findIndex((x) => x.key === u.key)
  if (at >= 0) list.splice(at, 1)
  u.removed = true
  u.request?.abort()
  note(obligation)
  pump(obligation)
}

export function removeUploads(obligation: string, slot?: string): void {
  for (const u of [...uploadsOf(obligation)]) if (slot === undefined || u.slot === slot) removeUpload(obligation, u)
}

/* A page that is closed takes with it what was not uploaded: the device keeps the names, so that it can be told. */
const left = reactive(new Map<string, string[]>())

/** The names of the files that an earlier page did not get through. */
export async function leftBehind(obligation: string): Promise<void> {
  if (!left.has(obligation)) left.set(obligation, (await kept<string[]>(`uploads:${obligation}`)) ?? [])
}
export function leftOf(obligation: string): string[] {
  return left.get(obligation) ?? []
}
/** One of them was chosen again, or all have been read. */
export function forgetLeft(obligation: string, name?: string): void {
  left.set(obligation, name === undefined ? [] : leftOf(obligation).filter((n) => n !== name))
  note(obligation)
}
function note(obligation: string): void {
  const names = [...leftOf(obligation), ...uploadsOf(obligation).filter((u) => !u.refused).map((u) => u.file.name)]
  void (names.length ? keep(`uploads:${obligation}`, names) : drop(`uploads:${obligation}`))
}

function pump(obligation: string): void {
  const list = uploadsOf(obligation)
  let going = list.filter((u) => u.state === 'going').length
  for (const u of list) {
    if (going >= ALONGSIDE) break
    if (u.state !== 'waiting') continue
    u.state = 'going'
    going++
    void start(obligation, u)
  }
}

async function start(obligation: string, u: Upload): Promise<void> {
  try {
    const way = u.file.size > RESUMABLE || u.file.type.startsWith('video/') ? resume : post
    const got = await way(u.file, { done: (done) => (u.done = done), started: (x) => (u.request = x), removed: () => !!u.removed })
    removeUpload(obligation, u)
    receivers.get(obligation)?.(u.slot, { blob: got.blob, name: got.name || u.file.name, type: got.type, size: got.size, width: got.width, height: got.height })
  } catch (e) {
    if (e === ABORTED) return
    Object.assign(u, { state: 'failed', problem: e instanceof ApiError ? e.message : String(e), passing: isPassing(e) || isLoggedOut(e), refused: isRefused(e) })
    if (u.refused) note(obligation)
    const again = isLoggedOut(e) ? enteredAgain() : u.passing && pause(WAITS_MS[Math.min(u.tries++, WAITS_MS.length - 1)]!).then(() => true)
    if (again) void again.then((may) => may && u.passing && !u.removed && retryUpload(obligation, u))
  } finally {
    pump(obligation)
  }
}

const ABORTED = Symbol('aborted')

/** What an upload tells of itself on the way, and whether anybody still wants it. */
export interface Watch {
  done(share: number): void
  started(x: XMLHttpRequest): void
  removed(): boolean
}

interface Sending {
  headers?: Record<string, string>
  body?: Blob
  progress?: (bytes: number) => void
  watch?: Watch
}

/** One request; 2xx resolves. Without a sign of progress for half a minute the network is taken for lost. */
function request(method: string, url: string, { headers = {}, body, progress, watch }: Sending): Promise<XMLHttpRequest> {
  return new Promise((resolve, reject) => {
    const x = new XMLHttpRequest()
    let stalled = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const alive = () => {
      clearTimeout(timer)
      timer = setTimeout(() => ((stalled = true), x.abort()), STALL_MS)
    }
    const ended = (act: () => void) => () => (clearTimeout(timer), act())
    const broken = () => reject(new ApiError(0, 'offline', t('files.broken')))
    x.open(method, url)
    for (const [name, value] of Object.entries({ [GUARD.name]: GUARD.value, ...headers })) x.setRequestHeader(name, value)
    x.responseType = 'json'
    x.upload.onprogress = (e) => {
      alive()
      progress?.(e.loaded)
    }
    x.onload = ended(() => {
      if (x.status >= 200 && x.status < 300) return resolve(x)
      if (x.status === 401) loggedOut()
      reject(errorOf(x.status, x.response))
    })
    x.onerror = ended(broken)
    x.onabort = ended(() => (stalled ? broken() : reject(ABORTED)))
    watch?.started(x)
    alive()
    x.send(body ?? null)
  })
}

const NAME_BYTES = 300

/** The name a file goes up under: what the server takes no name for (too long, signs nobody sees) is no reason to refuse a photo. */
export function nameFor(name: string): string {
  const seen = visible(name).replace(/\n/g, '')
  const letters = [...seen]
  return new TextEncoder().encode(seen).length <= NAME_BYTES ? seen : `${letters.slice(0, 60).join('')}…${letters.slice(-12).join('')}`
}

async function post(file: File, watch: Watch): Promise<Schema<'file_view'>> {
  const headers = { 'Content-Type': file.type || 'application/octet-stream' }
  const progress = (bytes: number) => watch.done(bytes / file.size)
  const x = await request('POST', `/api/files?name=${encodeURIComponent(nameFor(file.name))}`, { headers, body: file, progress, watch })
  return x.response as Schema<'file_view'>
}

/* ---- resumable ---- */

const RESUMABLE = 8 * 1024 * 1024
const PART = 8 * 1024 * 1024
const SAMPLE = 16 * 1024
const STALL_MS = 30_000
const WAITS_MS = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 30_000, 60_000, 60_000, 60_000]
const TUS = { 'Tus-Resumable': '1.0.0' }

/** What a file is known by when it is chosen again: a gallery gives the same film another name and time. Read at both ends and
 *  in the middle, where a film that was cut or coded anew is another; of a whole one a phone would read too long. */
export async function keyOf(file: Blob): Promise<string> {
  let [a, b] = [0x811c9dc5, 0x9747b28c] // FNV-1a, twice: a page without TLS is given no better one by the browser
  for (const from of [0, file.size / 2, file.size - SAMPLE].map((x) => Math.max(0, Math.floor(x))))
    for (const byte of new Uint8Array(await file.slice(from, from + SAMPLE).arrayBuffer())) {
      a = Math.imul(a ^ byte, 0x01000193)
      b = Math.imul(b ^ byte, 0x85ebca6b)
    }
  return `upload:${file.size}:${a >>> 0}:${b >>> 0}`
}

/** Where the upload of a file stands, kept over a closed page. A browser without storage begins anew. */
const memory = {
  read(key: string): string | null {
    try {
      return localStorage.getItem(key)
    } catch {
      return null
    }
  },
  write(key: string, at: string | null): void {
    try {
      if (at) localStorage.setItem(key, at)
      else localStorage.removeItem(key)
    } catch {
      /* private window */
    }
  }
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)))
}

async function begin(file: File, watch: Watch): Promise<string> {
  const headers = { ...TUS, 'Upload-Length': String(file.size), 'Upload-Metadata': `filename ${base64(nameFor(file.name))}` }
  const x = await request('POST', '/api/uploads', { headers, watch })
  return `/api/uploads/${(x.response as Schema<'upload_status'>).id}`
}

/** From where the server stands to the end. */
async function goOn(file: File, at: string, watch: Watch, came: () => void): Promise<Schema<'file_view'>> {
  let offset = Number((await request('HEAD', at, { headers: TUS, watch })).getResponseHeader('Upload-Offset'))
  watch.done(offset / file.size)
  while (offset < file.size) {
    const from = offset
    const headers = { ...TUS, 'Upload-Offset': String(from), 'Content-Type': 'application/offset+octet-stream' }
    const progress = (bytes: number) => watch.done((from + bytes) / file.size)
    const x = await request('PATCH', at, { headers, body: file.slice(from, from + PART), progress, watch })
    offset = Number(x.getResponseHeader('Upload-Offset'))
    if (offset > from) came()
  }
  const status = (await request('GET', at, { watch })).response as Schema<'upload_status'>
  if (!status.file) throw new ApiError(0, 'offline', t('files.broken'))
  return status.file
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      globalThis.removeEventListener?.('online', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    globalThis.addEventListener?.('online', end) // the network is back
  })
}

/** Whether the same may go well a little later: no network, a busy server, the old connection not yet given up. */
function isPassing(e: unknown): boolean {
  return e instanceof ApiError && (e.passing || e.status === 408 || e.status === 409)
}

function isLoggedOut(e: unknown): boolean {
  return e instanceof ApiError && e.status === 401
}

function isRefused(e: unknown): boolean {
  return e instanceof ApiError && [400, 413, 415, 422].includes(e.status)
}

export async function resume(file: File, watch: Watch, waits = WAITS_MS): Promise<Schema<'file_view'>> {
  const key = await keyOf(file).catch(() => Promise.reject(new ApiError(0, 'offline', t('files.broken'))))
  let at = memory.read(key)
  for (let tries = 0; ; tries++) {
    try {
      at ??= await begin(file, watch)
      memory.write(key, at)
      const got = await goOn(file, at, watch, () => (tries = 0))
      memory.write(key, null)
      return got
    } catch (e) {
      const lost = e instanceof ApiError && (e.status === 404 || e.status === 410)
      if (at && e === ABORTED) void request('DELETE', at, { headers: TUS }).catch(() => {})
      if (lost || e === ABORTED || isRefused(e)) {
        memory.write(key, null)
        at = null
      }
      if (!(isPassing(e) || lost) || tries >= waits.length) throw e
      await pause(lost ? 0 : waits[tries])
      if (watch.removed()) throw ABORTED
    }
  }
}

/** A small picture of a photo on the device, drawn into a canvas: the original is never held in memory decoded. */
export async function drawSmall(file: Blob, canvas: HTMLCanvasElement, side: number): Promise<boolean> {
  try {
    const bitmap = await createImageBitmap(file)
    const scale = Math.max(side / bitmap.width, side / bitmap.height)
    const [w, h] = [bitmap.width * scale, bitmap.height * scale]
    canvas.width = side
    canvas.height = side
    canvas.getContext('2d')!.drawImage(bitmap, (side - w) / 2, (side - h) / 2, w, h)
    bitmap.close()
    return true
  } catch {
    return false // no photo, or a kind this browser cannot read (HEIC): the name is shown instead
  }
}

export function sizeText(bytes: number): string {
  if (bytes >= 1 << 30) return `${(bytes / (1 << 30)).toFixed(1)} GB`
  if (bytes >= 1 << 20) return `${(bytes / (1 << 20)).toFixed(1)} MB`
  return `${bytes && Math.max(1, Math.round(bytes / 1024))} KB`
}
