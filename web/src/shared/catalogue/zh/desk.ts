// SPDX-License-Identifier: Apache-2.0
export const desk = {
  'desk.title': '报送情况一览表'
}
