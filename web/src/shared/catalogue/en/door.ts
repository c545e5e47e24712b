// SPDX-License-Identifier: Apache-2.0
import type { door as zh } from '../zh/door'

export const door: Record<keyof typeof zh, string> = {
  'door.missing': 'No such page',
  'door.missing_hint': 'The link may be incomplete, or the page has moved.',
  'door.home': 'To the first page',
  'login.title': 'Log in',
  'login.again': 'Log in to go on.',
  'login.login': 'Account',
  'login.password': 'Password',
  'login.enter': 'Log in',
  'login.busy': 'Logging in…',
  'login.both': 'Enter account and password.',
  'login.no_account': 'No account? Use the invitation link from the office. Password forgotten? Ask for a new invitation.',
  'login.receipt': 'Check a receipt'
}
