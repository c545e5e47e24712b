// SPDX-License-Identifier: Apache-2.0
// Whom one calls for a unit: those who came for it, by the numbers they gave; then the register's, where it is another.
import type { Schema } from './api'

interface Reachable {
  officers?: Schema<'officer_view'>[]
  contact_name?: string | null
  contact_phone?: string | null
}

export interface Contact {
  name: string
  phone: string
  listed: boolean // in the register
}

export function contactsOf(of: Reachable): Contact[] {
  const own = (of.officers ?? []).map((one) => ({ name: one.name ?? '', phone: one.phone, listed: false }))
  const listed = { name: of.contact_name ?? '', phone: of.contact_phone ?? '', listed: true }
  const known = own.some((one) => one.phone === listed.phone)
  return (listed.name || listed.phone) && !known ? [...own, listed] : own
}

export const telOf = (phone: string): string => `tel:${phone.replace(/[^\d+]/g, '')}`
