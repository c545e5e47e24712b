// SPDX-License-Identifier: Apache-2.0
// The body of a report while it is being filled in. What the server keeps is JSON:
// {"forms":{FORM:{field:value, rows:[{…}]}}, "texts":{PART:"…"}, "files":[{blob,name,part,…}], "pieces":{PART:[{title,text,files}]}}
// A draft may also hold "title", when one was typed by hand.
import type { Schema } from '@/shared/api'

export type Field = Schema<'field'>
export type Form = Schema<'form'>
export type Part = Schema<'part'>
export type Detail = Schema<'obligation_detail'>

export type Values = Record<string, unknown>
export interface FileRef {
  blob: string
  name: string
  part: string
  type: string
  size: number
  width: number
  height: number
}
export interface Piece {
  id?: string
  title: string
  text: string
  files: FileRef[]
}
export interface Body {
  title?: string
  forms: Record<string, Values>
  texts: Record<string, string>
  files: FileRef[]
  pieces: Record<string, Piece[]>
}

const isObject = (v: unknown): v is Values => typeof v === 'object' && v !== null && !Array.isArray(v)
const objectOr = (v: unknown): Values => (isObject(v) ? v : {})
const listOr = (v: unknown): unknown[] => (Array.isArray(v) ? v : [])

export function clone<T>(v: T): T {
  return JSON.parse(JSON.stringify(v)) as T
}

/** Whatever was kept, in the shape that the pages expect; nothing of what was filled in is dropped. */
export function bodyOf(raw: unknown): Body {
  const o = objectOr(clone(raw ?? {}))
  const forms: Body['forms'] = {}
  for (const [key, values] of Object.entries(objectOr(o.forms))) forms[key] = objectOr(values)
  const texts: Body['texts'] = {}
  for (const [key, text] of Object.entries(objectOr(o.texts))) texts[key] = String(text ?? '')
  const pieces: Body['pieces'] = {}
  for (const [key, list] of Object.entries(objectOr(o.pieces)))
    pieces[key] = listOr(list).map((p) => {
      const piece = objectOr(p)
      return { ...piece, title: String(piece.title ?? ''), text: String(piece.text ?? ''), files: listOr(piece.files) as FileRef[] }
    })
  const body: Body = { forms, texts, files: listOr(o.files).filter(isObject) as unknown as FileRef[], pieces }
  if (typeof o.title === 'string' && o.title) body.title = o.title
  return body
}

/** A body with a place for every part of the duty, so that a page can bind to it. */
export function fitted(body: Body, parts: readonly Part[], forms: readonly Form[]): Body {
  for (const part of parts) {
    if (part.kind === 'form' && part.form) {
      const values = (body.forms[part.form] ??= {})
      for (const field of forms.find((f) => f.key === part.form)?.fields ?? [])
        if (field.kind === 'rows' && !Array.isArray(values[field.key])) values[field.key] = []
    }
    if (part.kind === 'text') body.texts[part.key] ??= ''
    if (part.kind === 'pieces') body.pieces[part.key] ??= []
  }
  return body
}

/** Where the files of a piece are chosen; one of an older body may have no name, then its place is it. */
export function slotOf(part: string, pieces: readonly Piece[], piece: Piece): string {
  return `${part}:${piece.id ?? pieces.indexOf(piece)}`
}

/** Puts a file where it was chosen: PART, or PART:PIECE. With a piece that was deleted meanwhile its file goes, too. */
export function land(body: Body, slot: string, file: Omit<FileRef, 'part'>): void {
  const part = slot.split(':')[0]!
  const pieces = body.pieces[part] ?? []
  const files = part === slot ? body.files : pieces.find((p) => slotOf(part, pieces, p) === slot)?.files
  if (files && !files.some((f) => f.blob === file.blob && f.part === part)) files.push({ ...file, part })
}

/** Where filling in begins: the draft, else what was sent last, else yesterday's standing values. */
export function startOf(detail: Pick<Detail, 'draft' | 'body' | 'prefill' | 'duty' | 'forms'>): { body: Body; from: 'draft' | 'sent' | 'prefill' | 'nothing' } {
  const from = detail.draft ? 'draft' : hasContent(detail.body) ? 'sent' : hasContent(detail.prefill) ? 'prefill' : 'nothing'
  const raw = from === 'draft' ? detail.draft!.body : from === 'sent' ? detail.body : from === 'prefill' ? detail.prefill : {}
  return { body: fitted(bodyOf(raw), detail.duty.parts, detail.forms), from }
}

/** Whether anything is filled in at all. */
export function hasContent(raw: unknown): boolean {
  if (raw === null || raw === undefined || raw === '' || raw === false) return false
  if (Array.isArray(raw)) return raw.some(hasContent)
  if (isObject(raw)) return Object.entries(raw).some(([key, v]) => key !== 'id' && hasContent(v))
  return true
}

/** What is sent: without the title (it goes beside the body) and without empty values and empty rows. */
export function sendable(body: Body): Body {
  const out = clone(body)
  delete out.title
  for (const values of Object.values(out.forms)) tidy(values)
  for (const key of Object.keys(out.texts)) {
    out.texts[key] = out.texts[key]!.trim()
    if (!out.texts[key]) delete out.texts[key]
  }
  for (const [key, list] of Object.entries(out.pieces)) {
    const kept = list.filter((p) => p.title.trim() || p.text.trim() || p.files.length)
    if (kept.length) out.pieces[key] = kept
    else delete out.pieces[key]
  }
  return out
}

function tidy(values: Values): void {
  for (const [key, v] of Object.entries(values)) {
    if (Array.isArray(v)) values[key] = v.filter(hasContent).map((row) => (isObject(row) ? (tidy(row), row) : row))
    else if (v === '' || v === null || v === undefined) delete values[key]
    else if (typeof v === 'string') values[key] = v.trim()
  }
}

/** JSON with its keys in order: equal bodies give equal text. */
export function canonical(v: unknown): string {
  if (Array.isArray(v)) return `[${v.map(canonical).join(',')}]`
  if (isObject(v))
    return `{${Object.keys(v).sort().filter((k) => v[k] !== undefined).map((k) => `${JSON.stringify(k)}:${canonical(v[k])}`).join(',')}}`
  return JSON.stringify(v ?? null)
}

/**
 * A number as it was typed: 12, 1,200, １２; '' when there is none; what is no number stays text, for the check to tell. A
 * comma parts thousands and nothing else: of 12,5 or 120，85 nobody knows what was meant.
 */
export function numberTyped(text: string): number | string {
  const plain = text.normalize('NFKC').trim()
  if (!plain) return ''
  return /^[-+]?(\d+|[1-9]\d{0,2}([, ]\d{3})+)(\.\d+)?$/.test(plain) ? Number(plain.replace(/[, ]/g, '')) : text
}
