// SPDX-License-Identifier: Apache-2.0
// The one way to the server. Types come from its OpenAPI document; errors come back as ApiError, whose message is for
// the reader, in the reader's language.
import createClient, { type Middleware } from 'openapi-fetch'
import type { components, paths } from '../api'
import { language, t } from './catalogue'

type Schemas = components['schemas']
export type Schema<name extends keyof Schemas> = Schemas[name]

export class ApiError extends Error {
  constructor(readonly status: number, readonly code: string, message: string) {
    super(message)
  }
  /** The request may not have reached the server, or its answer got lost: it can be tried again as it is. */
  get passing(): boolean {
    return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504
  }
}

/** Kept on every request: a page of another site cannot set it without asking, so it cannot act for the user. */
export const GUARD = { name: 'X-Skillweek', value: '1' }

let whenLoggedOut: () => void = () => {}
/** What to do when the server says that nobody is logged in (401). */
export function onLoggedOut(act: () => void): void {
  whenLoggedOut = act
}

export function errorOf(status: number, body: unknown): ApiError {
  const error = (body as { error?: { code?: string; message?: string } } | undefined)?.error
  const fallback =
    status === 413 ? t('error.too_large')
    : status === 429 ? t('error.too_many')
    : status >= 500 ? t('error.server')
    : t('error.unknown', { status })
  return new ApiError(status, error?.code ?? 'unknown', error?.message || fallback)
}

export function loggedOut(): void {
  whenLoggedOut()
}

const client = createClient<paths>({ baseUrl: '', credentials: 'same-origin' })
const guard: Middleware = {
  onRequest({ request }) {
    request.headers.set(GUARD.name, GUARD.value)
    request.headers.set('Accept-Language', language.value)
    return request
  }
}
client.use(guard)

/** Typed requests: `await ask(api.GET('/api/me'))`. */
export const api = client

/** The answer, or an ApiError. `quiet`: a 401 is an answer like others here (the login page). */
export async function ask<T>(
  answer: Promise<{ data?: T; error?: unknown; response: Response }>,
  options: { quiet?: boolean } = {}
): Promise<T> {
  let result
  try {
    result = await answer
  } catch {
    throw new ApiError(0, 'offline', t('error.offline'))
  }
  if (result.response.ok) return result.data as T
  if (result.response.status === 401 && !options.quiet) loggedOut()
  throw errorOf(result.response.status, result.error)
}

/** Query parameters: the OpenAPI document does not name them yet, so they are not typed. */
export function query(values: Record<string, string | number | undefined | null>): never {
  return Object.fromEntries(Object.entries(values).filter(([, v]) => v !== undefined && v !== null && v !== '')) as never
}

/** What to show for anything that was thrown. */
export function messageOf(e: unknown): string {
  return e instanceof Error ? e.message : String(e)
}
