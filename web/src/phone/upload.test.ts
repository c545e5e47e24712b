// SPDX-License-Identifier: Apache-2.0
import { beforeEach, expect, test, vi } from 'vitest'

/** A server of resumable uploads, as small as its promise, and a network that breaks on demand. */
const server = {
  uploads: new Map<string, { length: number; bytes: Uint8Array; name: string }>(),
  log: [] as string[],
  breakAfter: [] as number[], // bytes of the next PATCHes that get through before the line breaks
  next: [] as number[] // statuses to answer the next requests with
}

class FakeRequest {
  status = 0
  response: unknown = null
  responseType = ''
  upload: { onprogress?: (e: { loaded: number }) => void } = {}
  onload = () => {}
  onerror = () => {}
  onabort = () => {}
  private method = ''
  private url = ''
  private headers: Record<string, string> = {}
  private answers: Record<string, string> = {}
  private over = false

  open(method: string, url: string) {
    Object.assign(this, { method, url })
  }
  setRequestHeader(name: string, value: string) {
    this.headers[name] = value
  }
  getResponseHeader(name: string) {
    return this.answers[name] ?? null
  }
  abort() {
    if (this.over) return
    this.over = true
    this.onabort()
  }
  async send(body: Blob | null) {
    server.log.push(this.method)
    const bytes = body ? new Uint8Array(await body.arrayBuffer()) : new Uint8Array()
    if (this.over) return
    this.over = true
    const status = server.next.shift() ?? this.serve(bytes)
    if (status === 0) return this.onerror()
    this.status = status
    if (status >= 400) this.response = { error: { code: 'x', message: `不行 ${status}` } }
    this.onload()
  }
  private serve(bytes: Uint8Array): number {
    if (this.method === 'POST') {
      const id = `u${server.uploads.size}`
      const name = new TextDecoder().decode(Uint8Array.from(atob(this.headers['Upload-Metadata'].split(' ')[1]), (c) => c.charCodeAt(0)))
      server.uploads.set(id, { length: Number(this.headers['Upload-Length']), bytes: new Uint8Array(), name })
      this.response = { id, offset: 0 }
      return 201
    }
    const u = server.uploads.get(this.url.split('/').pop()!)
    if (!u) return 404
    if (this.method === 'PATCH') {
      if (Number(this.headers['Upload-Offset']) !== u.bytes.length) return 409
      const through = server.breakAfter.shift() ?? bytes.length
      u.bytes = Uint8Array.from([...u.bytes, ...bytes.subarray(0, through)])
      this.upload.onprogress?.({ loaded: through })
      if (through < bytes.length) return 0
    }
    if (this.method === 'DELETE') server.uploads.delete(this.url.split('/').pop()!)
    this.answers['Upload-Offset'] = String(u.bytes.length)
    this.response = { id: 'u', offset: u.bytes.length, file: u.bytes.length === u.length ? { blob: 'b', name: u.name, type: 'video/mp4', size: u.length } : null }
    return 200
  }
}

const storage = new Map<string, string>()
vi.stubGlobal('XMLHttpRequest', FakeRequest)
vi.stubGlobal('localStorage', {
  getItem: (k: string) => storage.get(k) ?? null,
  setItem: (k: string, v: string) => void storage.set(k, v),
  removeItem: (k: string) => void storage.delete(k)
})

const { keyOf, nameFor, resume, sizeText } = await import('./upload')

const bytes = Uint8Array.from({ length: 5000 }, (_, i) => i * 7)
/** As a browser hands it over; Node 18 has no File of its own. */
const film = () => Object.assign(new Blob([bytes]), { name: '开幕式.mp4', lastModified: 5 }) as unknown as File
const watch = () => ({ shares: [] as number[], done(n: number) { this.shares.push(n) }, started() {}, removed: () => false })
const soon = [1, 1, 1]

beforeEach(() => {
  server.uploads.clear()
  storage.clear()
  Object.assign(server, { log: [], breakAfter: [], next: [] })
})

test('an upload goes on where the network broke it off', async () => {
  server.breakAfter = [2000, 500]
  const w = watch()
  const got = await resume(film(), w, soon)
  expect(got.name).toBe('开幕式.mp4')
  expect([...server.uploads.get('u0')!.bytes]).toEqual([...bytes])
  expect(server.log.filter((m) => m === 'POST')).toHaveLength(1)
  expect(w.shares).toEqual([0, 0.4, 0.4, 0.5, 0.5, 1])
  expect(storage.size).toBe(0)
})

test('and after the page was closed', async () => {
  server.breakAfter = [2000]
  await expect(resume(film(), watch(), [])).rejects.toMatchObject({ status: 0 })
  expect(storage.size).toBe(1)
  server.log = []
  await resume(film(), watch(), soon)
  expect(server.log).toEqual(['HEAD', 'PATCH', 'GET'])
})

test('and after the session ended, or the server had trouble of its own', async () => {
  for (const status of [401, 500, 507]) {
    server.breakAfter = [2000]
    await expect(resume(film(), watch(), [])).rejects.toMatchObject({ status: 0 })
    server.next = [status]
    await expect(resume(film(), watch(), [])).rejects.toMatchObject({ status })
    server.log = []
    const w = watch()
    await resume(film(), w, soon)
    expect(server.log).toEqual(['HEAD', 'PATCH', 'GET'])
    expect(w.shares).toEqual([0.4, 1])
  }
})

test('a film is known by what is in it, whatever a gallery calls it and whenever it says it was made', async () => {
  const other = bytes.slice()
  other[2600] ^= 1
  const named = Object.assign(new Blob([bytes]), { name: '1000012345.mp4', lastModified: 99 })
  expect(await keyOf(named)).toBe(await keyOf(film()))
  expect(await keyOf(new Blob([other]))).not.toBe(await keyOf(film()))
  expect(await keyOf(new Blob([bytes.subarray(1)]))).not.toBe(await keyOf(film()))
})

test('one that the server has forgotten begins anew', async () => {
  storage.set(await keyOf(film()), '/api/uploads/long-gone')
  await resume(film(), watch(), soon)
  expect(server.log).toEqual(['HEAD', 'POST', 'HEAD', 'PATCH', 'GET'])
})

test('while the old connection is not given up it waits', async () => {
  server.next = [NaN, NaN].map(() => 409)
  await resume(film(), watch(), soon)
  expect([...server.uploads.get('u0')!.bytes]).toEqual([...bytes])
})

test('what the server will never take is said at once, in its words', async () => {
  server.next = [429]
  await expect(resume(film(), watch(), soon)).rejects.toMatchObject({ status: 429, message: '不行 429' })
  expect(server.log).toEqual(['POST'])
})

test('given up, the server may forget it', async () => {
  const w = { ...watch(), started: (x: XMLHttpRequest) => server.log.includes('PATCH') || (server.log.includes('HEAD') && queueMicrotask(() => x.abort())) }
  await expect(resume(film(), w as never, soon)).rejects.toBeTypeOf('symbol')
  await vi.waitFor(() => expect(server.log).toContain('DELETE'))
  expect(storage.size).toBe(0)
})

test('a name the server would refuse is no reason to refuse the file: it goes up shorter, with its ending', () => {
  expect(nameFor('开幕式.jpg')).toBe('开幕式.jpg')
  expect(nameFor('IMG\u200e_1.jpg')).toBe('IMG_1.jpg')
  const long = nameFor(`${'关于活动的'.repeat(30)}照片.jpeg`)
  expect(new TextEncoder().encode(long).length).toBeLessThanOrEqual(300)
  expect(long).toMatch(/^关于活动的.*…的?.*照片\.jpeg$/)
  expect(new TextEncoder().encode(nameFor(`${'😀'.repeat(100)}.png`)).length).toBeLessThanOrEqual(300)
})

test('a file of nothing has no size', () => expect([0, 1, 2048, 3 << 20].map(sizeText)).toEqual(['0 KB', '1 KB', '2 KB', '3.0 MB']))
