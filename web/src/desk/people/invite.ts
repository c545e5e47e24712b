// SPDX-License-Identifier: Apache-2.0
// Whom one invites for a unit, and many invitations made at once.
import { api, ask, type Schema } from '@/shared/api'
import type { Unit } from '../lib/campaign'

export type Role = Schema<'invitation_in'>['role']
export type Person = Schema<'person_view'>
export interface Invited {
  unit: Unit
  of?: Person // whose password it sets anew; else it makes an account
  role: Role
  link: string
  qr: string
  qrSize: number
  expires: string | null
}

/**
 * Whom the clerk, or else an office between (its units' liaison officers alone), can invite; the usual one first. The
 * uppermost unit is the clerk's own office.
 */
export function rolesFor(unit: Pick<Unit, 'id' | 'parent'>, offices: Set<string>, clerk: boolean): Role[] {
  const all: Role[] = !unit.parent ? ['clerk', 'leader'] : offices.has(unit.id ?? '') ? ['county', 'liaison'] : ['liaison']
  return clerk ? all : all.filter((one) => one === 'liaison')
}

/** Nobody of one's own office is invited in passing, and nobody whom one may not. */
export function bulkRole(unit: Pick<Unit, 'id' | 'parent'>, offices: Set<string>, clerk: boolean): Role | undefined {
  const usual = rolesFor(unit, offices, true)[0]!
  return unit.parent && rolesFor(unit, offices, clerk).includes(usual) ? usual : undefined
}

const invited = (unit: Unit, role: Role, made: Schema<'invitation_made'>): Invited => {
  return { unit, role, link: new URL(made.link, location.origin).href, qr: made.qr ?? '', qrSize: made.qr_size, expires: made.expires_at ?? null }
}

export async function invite(unit: Unit, role: Role): Promise<Invited> {
  return invited(unit, role, await ask(api.POST('/api/invitations', { body: { unit: unit.id ?? '', role } })))
}

/** A link for an account that is there: it sets the password anew, and enables it. */
export async function inviteAgain(unit: Unit, of: Person): Promise<Invited> {
  const made = await ask(api.POST('/api/accounts/{account}/invitation', { params: { path: { account: of.account ?? '' } } }))
  return { ...invited(unit, of.role, made), of }
}

const AT_ONCE = 4

/**
 * Makes one for each, a few at a time, in the order given; `stopped` is asked before each. What could not be made is
 * returned, with the last reason.
 */
export async function inviteAll<T>(list: T[], make: (one: T) => Promise<void>, stopped: () => boolean): Promise<{ left: T[]; why: unknown }> {
  const left: T[] = []
  let why: unknown
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < list.length && !stopped()) {
      const one = list[next++]!
      try {
        await make(one)
      } catch (e) {
        left.push(one)
        why = e
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return { left: [...left, ...list.slice(next)], why }
}
