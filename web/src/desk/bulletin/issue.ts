// SPDX-License-Identifier: Apache-2.0
// An issue of the bulletin as the desk handles it. What is printed is Chinese whatever language the desk speaks.
import type { Schema } from '@/shared/api'

export type Bulletin = Schema<'bulletin'>
export type Block = Bulletin['blocks'][number]
export type Row = Schema<'bulletin_row'>
export type Story = Schema<'story_view'>
export const PHOTOS_MOST = 4
const PHOTOS_USUAL = 2

/** 十二 */
export function numeral(n: number): string {
  const digits = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九']
  return `${n < 20 ? '' : digits[Math.floor(n / 10) % 10]}${n < 10 ? '' : '十'}${digits[n % 10]}`
}

/** 2023年5月18日 */
export function dateText(day: string | null | undefined): string {
  const [year, month, date] = (day ?? '').split('-').map(Number)
  return year ? `${year}年${month}月${date}日` : ''
}

export const storyKey = (of: { obligation?: string | null; part?: string | null; place?: number | null }): string => (of.obligation ? `${of.obligation}/${of.part}/${of.place}` : '')

/** The place of a piece below its heading, from 1. */
export function placeOf(blocks: Block[], at: number): number {
  let n = 0
  for (let i = at; i >= 0 && blocks[i]!.kind !== 'heading'; i--) if (blocks[i]!.kind === 'story') n++
  return n
}

export const newBlock = (kind: Block['kind']): Block => ({ kind, title: '', unit_name: '', text: '', photos: [], obligation: null, version: 0, part: '', place: 0 })

/** Puts a piece behind the others, and before the first of them the heading they stand below. */
export function choose(blocks: Block[], story: Story): void {
  if (!blocks.some((block) => block.kind === 'story')) {
    const headings = blocks.filter((block) => block.kind === 'heading').length
    blocks.push({ ...newBlock('heading'), title: `${numeral(headings + 1)}、各地动态` })
  }
  blocks.push({
    ...newBlock('story'), title: story.title, unit_name: story.unit_name, text: story.text.trim(), photos: story.photos.slice(0, PHOTOS_USUAL),
    obligation: story.obligation, version: story.version, part: story.part, place: story.place
  })
}

/** Takes it out again, and the heading when nothing is left below it. */
export function unchoose(blocks: Block[], story: Story): void {
  const at = blocks.findIndex((block) => storyKey(block) === storyKey(story))
  if (at < 0) return
  blocks.splice(at, 1)
  const before = blocks[at - 1]
  if (before?.kind === 'heading' && before.title?.endsWith('、各地动态') && (!blocks[at] || blocks[at]!.kind === 'heading')) blocks.splice(at - 1, 1)
}

export function move<T>(list: T[], at: number, by: -1 | 1): void {
  const to = at + by
  if (to < 0 || to >= list.length) return
  list.splice(to, 0, ...list.splice(at, 1))
}

/** Paragraphs of a text, without the blanks that authors begin them with. */
export const paragraphs = (text: string | null | undefined): string[] => (text ?? '').split('\n').map((line) => line.replace(/^[\s\u3000]+|[\s\u3000]+$/g, '')).filter(Boolean)

/** A piece as it is printed: the unit stands behind its last words, unless it is the heading itself. */
export function printed(block: Block): { title: string; lines: string[] } {
  const lines = paragraphs(block.text)
  if (block.title && block.unit_name) lines.push(`${lines.pop() ?? ''}（${block.unit_name}）`)
  return { title: block.title || block.unit_name || '', lines }
}

/** The red name fills the line of 156 mm but for a margin and is 26 to 48 pt large; a Latin letter or digit is narrower. */
export function nameSize(name: string): number {
  const tenths = [...name].reduce((sum, letter) => sum + (letter.codePointAt(0)! < 0x2000 ? 6 : 10), 0)
  return Math.max(26, Math.min(48, Math.floor(4285 / Math.max(1, tenths))))
}
