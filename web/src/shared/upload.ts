// SPDX-License-Identifier: Apache-2.0
// A file as the body of a request, as it is.
import { ApiError, errorOf, GUARD, loggedOut } from '@/shared/api'
import { language, t } from '@/shared/catalogue'

export async function postFile<T>(path: string, file: Blob): Promise<T> {
  let response: Response
  try {
    response = await fetch(path, {
      method: 'POST',
      body: file,
      credentials: 'same-origin',
      headers: { [GUARD.name]: GUARD.value, 'Content-Type': 'application/octet-stream', 'Accept-Language': language.value }
    })
  } catch {
    throw new ApiError(0, 'offline', t('error.offline'))
  }
  const body: unknown = await response.json().catch(() => undefined)
  if (response.ok) return body as T
  if (response.status === 401) loggedOut()
  throw errorOf(response.status, body)
}
