// SPDX-License-Identifier: Apache-2.0
import type { desk as zh } from '../zh/desk'

export const desk: Record<keyof typeof zh, string> = {
  'desk.title': 'Board'
}
