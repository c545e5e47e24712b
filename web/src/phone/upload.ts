// SPDX-License-Identifier: Apache-2.0
// Uploads, with progress: XMLHttpRequest, because fetch cannot tell how much has gone. Two at a time; a broken one waits
// for "again". They go on while the person moves between pages.
import { reactive } from 'vue'
import { ApiError, errorOf, GUARD, loggedOut, type Schema } from '@/shared/api'
import { t } from '@/shared/catalogue'
import type { FileRef } from './body'

export interface Upload {
  key: number
  part: string
  file: File
  state: 'waiting' | 'going' | 'failed'
  done: number // 0 … 1
  problem: string
  request?: XMLHttpRequest
  landed: (f: FileRef) => void
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
  for (const list of queues.values()) n += list.filter((u) => u.state !== 'failed').length
  return n
}

export function addUpload(obligation: string, part: string, file: File, landed: (f: FileRef) => void): void {
  const list = uploadsOf(obligation)
  if (file.size === 0) {
    list.push({ key: nextKey++, part, file, state: 'failed', done: 0, problem: t('files.empty'), landed })
    return
  }
  list.push({ key: nextKey++, part, file, state: 'waiting', done: 0, problem: '', landed })
  pump(obligation)
}

export function retryUpload(obligation: string, u: Upload): void {
  Object.assign(u, { state: 'waiting', done: 0, problem: '' })
  pump(obligation)
}

export function removeUpload(obligation: string, u: Upload): void {
  const list = uploadsOf(obligation)
  const at = list.findIndex((x) => x.key === u.key)
  if (at >= 0) list.splice(at, 1)
  u.request?.abort()
  pump(obligation)
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
    const got = await post(u.file, (done) => (u.done = done), (request) => (u.request = request))
    removeUpload(obligation, u)
    u.landed({ blob: got.blob, name: got.name || u.file.name, part: u.part, type: got.type, size: got.size, width: got.width, height: got.height })
  } catch (e) {
    if (e === ABORTED) return
    u.state = 'failed'
    u.problem = e instanceof ApiError ? e.message : String(e)
  } finally {
    pump(obligation)
  }
}

const ABORTED = Symbol('aborted')

function post(file: File, progress: (done: number) => void, started: (x: XMLHttpRequest) => void): Promise<Schema<'file_view'>> {
  return new Promise((resolve, reject) => {
    const x = new XMLHttpRequest()
    x.open('POST', `/api/files?name=${encodeURIComponent(file.name)}`)
    x.setRequestHeader(GUARD.name, GUARD.value)
    x.setRequestHeader('Content-Type', file.type || 'application/octet-stream')
    x.responseType = 'json'
    x.upload.onprogress = (e) => e.lengthComputable && progress(e.loaded / e.total)
    x.onload = () => {
      if (x.status >= 200 && x.status < 300) return resolve(x.response as Schema<'file_view'>)
      if (x.status === 401) loggedOut()
      reject(errorOf(x.status, x.response))
    }
    x.onerror = () => reject(new ApiError(0, 'offline', t('files.broken')))
    x.ontimeout = x.onerror
    x.onabort = () => reject(ABORTED)
    started(x)
    x.send(file)
  })
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
  return `${Math.max(1, Math.round(bytes / 1024))} KB`
}
