// SPDX-License-Identifier: Apache-2.0
// A report's body, read part by part. It comes from strangers: what is not of the expected kind is shown as nothing.
import type { Schema } from '@/shared/api'

export type Duty = Schema<'duty'>
export type Part = Schema<'part'>
export type Form = Schema<'form'>
export type Field = Schema<'field'>
export type Values = Record<string, unknown>
export interface File {
  blob: string
  name: string
  type: string
  size: number
}

export function asValues(value: unknown): Values {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Values) : {}
}

/** The server may hand the body on as JSON or as its text. */
export function bodyOf(value: unknown): Values {
  if (typeof value !== 'string') return asValues(value)
  try {
    return asValues(JSON.parse(value))
  } catch {
    return {}
  }
}

export function rowsOf(value: unknown): Values[] {
  return Array.isArray(value) ? value.map(asValues) : []
}

export function filesOf(value: unknown): File[] {
  return rowsOf(value)
    .filter((file) => typeof file.blob === 'string' && /^[0-9a-f]{64}$/.test(file.blob))
    .map((file) => ({ blob: String(file.blob), name: String(file.name ?? ''), type: String(file.type ?? ''), size: Number(file.size ?? 0) }))
}

/** What was filled into a form; src/domain/report.h tells how a body is built. */
export function formValues(body: Values, form: Form): Values {
  return asValues(asValues(body.forms)[form.key])
}

export function partText(body: Values, part: Part): string {
  return textOf(asValues(body.texts)[part.key])
}

export function partFiles(body: Values, part: Part): File[] {
  return filesOf(rowsOf(body.files).filter((file) => file.part === part.key))
}

export function partPieces(body: Values, part: Part): { title: string; text: string; files: File[] }[] {
  return rowsOf(asValues(body.pieces)[part.key]).map((piece) => ({ title: textOf(piece.title), text: textOf(piece.text), files: filesOf(piece.files) }))
}

/** The two lines of a table's heading: labels such as 参加人数/学生 stand below one 参加人数. */
export interface Head {
  top: { text: string; span: number; both: boolean; number: boolean }[]
  below: { text: string; number: boolean }[]
}
export function headOf(fields: Field[], label: (field: Field) => string): Head {
  const head: Head = { top: [], below: [] }
  for (const field of fields) {
    const text = label(field)
    const at = text.indexOf('/')
    const number = field.kind === 'number'
    if (at <= 0) {
      head.top.push({ text, span: 1, both: true, number })
      continue
    }
    const last = head.top[head.top.length - 1]
    if (last && !last.both && last.text === text.slice(0, at)) last.span++
    else head.top.push({ text: text.slice(0, at), span: 1, both: false, number: false })
    head.below.push({ text: text.slice(at + 1), number })
  }
  return head
}

export function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  if (typeof value === 'boolean') return value ? '是' : '否'
  return ''
}

export function isPhoto(file: File): boolean {
  return file.type.startsWith('image/')
}

/** Whether browsers show it as it is: HEIC, which telephones take, most do not. */
export function isShown(file: File): boolean {
  return ['image/jpeg', 'image/png', 'image/gif', 'image/webp'].includes(file.type)
}

export function sizeText(bytes: number): string {
  if (bytes >= 1 << 20) return `${(bytes / (1 << 20)).toFixed(1)} MB`
  if (bytes >= 1024) return `${Math.round(bytes / 1024)} KB`
  return `${bytes} B`
}
