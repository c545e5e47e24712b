// SPDX-License-Identifier: Apache-2.0
export const phone = {
  'phone.today': '今天'
}
