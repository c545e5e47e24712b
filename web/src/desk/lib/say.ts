// SPDX-License-Identifier: Apache-2.0
// Short notes at the top of the page.
import { ElMessage } from 'element-plus'
import { messageOf } from '@/shared/api'

export function good(message: string): void {
  ElMessage({ message, type: 'success', duration: 2600, grouping: true })
}
export function note(message: string): void {
  ElMessage({ message, type: 'warning', duration: 6000, showClose: true, grouping: true })
}
/** What it returns takes it away before its time. */
export function bad(e: unknown): { close: () => void } {
  return ElMessage({ message: messageOf(e), type: 'error', duration: 6000, showClose: true, grouping: true })
}
