// SPDX-License-Identifier: Apache-2.0
import type { Catalogue } from '..'
import { bulletin } from './bulletin'
import { common } from './common'
import { desk } from './desk'
import { door } from './door'
import { letters } from './letters'
import { phone } from './phone'
import { publicWeek } from './public'

export const en: Catalogue = { ...common, ...door, ...phone, ...desk, ...bulletin, ...letters, ...publicWeek }
