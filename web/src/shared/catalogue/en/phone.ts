// SPDX-License-Identifier: Apache-2.0
import type { phone as zh } from '../zh/phone'

export const phone: Record<keyof typeof zh, string> = {
  'phone.today': 'Today'
}
