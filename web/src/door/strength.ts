// SPDX-License-Identifier: Apache-2.0
// A hint on a password while it is typed; the server decides. Length counts most,
// sameness and plain rows count against it.

export type Strength = { how: 'none' | 'short' | 'same' | 'plain' | 'fair' | 'good'; lacks: number; level: 0 | 1 | 2 | 3 }

export const LEAST = 10

export function strengthOf(password: string, login: string): Strength {
  const n = [...password].length
  if (n === 0) return { how: 'none', lacks: LEAST, level: 0 }
  if (n < LEAST) return { how: 'short', lacks: LEAST - n, level: 1 }
  const lower = password.toLowerCase()
  const name = login.trim().toLowerCase()
  if (name && lower.includes(name)) return { how: 'same', lacks: 0, level: 1 }
  const different = new Set(lower).size
  let steps = 0 // 1234, abcd, aaaa
  for (let i = 1; i < lower.length; i++) {
    const d = lower.charCodeAt(i) - lower.charCodeAt(i - 1)
    if (d === 0 || d === 1 || d === -1) steps++
  }
  if (different < 5 || steps > lower.length / 2 || /^(password|qwerty|admin|12345)/.test(lower)) return { how: 'plain', lacks: 0, level: 1 }
  return n >= 14 || different >= 10 ? { how: 'good', lacks: 0, level: 3 } : { how: 'fair', lacks: 0, level: 2 }
}
