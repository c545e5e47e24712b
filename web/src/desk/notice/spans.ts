// SPDX-License-Identifier: Apache-2.0
// Places in the notice. The server counts code points of the text with LF line ends; the browser counts UTF-16 units.

export interface Span {
  from: number
  to: number
}

export function normalise(text: string): string {
  return text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
}

/** Converts places both ways; only the (rare) surrogate pairs are remembered. */
export class Places {
  private readonly pairs: number[] = []
  readonly length: number

  constructor(readonly text: string) {
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i)
      if (unit >= 0xd800 && unit <= 0xdbff && i + 1 < text.length) {
        this.pairs.push(i)
        i++
      }
    }
    this.length = text.length - this.pairs.length
  }

  private pairsBefore(limit: (pair: number, index: number) => boolean): number {
    let low = 0
    let high = this.pairs.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (limit(this.pairs[middle]!, middle)) low = middle + 1
      else high = middle
    }
    return low
  }

  toPoints(utf16: number): number {
    const at = Math.max(0, Math.min(utf16, this.text.length))
    return at - this.pairsBefore((pair) => pair < at - 1)
  }

  toUtf16(points: number): number {
    const at = Math.max(0, Math.min(points, this.length))
    return at + this.pairsBefore((pair, index) => pair - index < at)
  }

  slice(span: Span): string {
    return this.text.slice(this.toUtf16(span.from), this.toUtf16(span.to))
  }
}

export interface Mark extends Span {
  id: string
  kind: 'duty' | 'finding'
}

export interface Segment {
  start: number
  text: string
  duties: string[]
  findings: string[]
}

/** Cuts the text at every mark's ends, so that each piece knows all the marks that cover it. */
export function segments(places: Places, marks: Mark[]): Segment[] {
  const cuts = new Set<number>([0, places.text.length])
  const real = marks
    .filter((mark) => mark.to > mark.from)
    .map((mark) => ({ ...mark, from: places.toUtf16(mark.from), to: places.toUtf16(mark.to) }))
  for (const mark of real) cuts.add(mark.from).add(mark.to)
  const sorted = [...cuts].sort((a, b) => a - b)
  const out: Segment[] = []
  for (let i = 0; i + 1 < sorted.length; i++) {
    const from = sorted[i]!
    const to = sorted[i + 1]!
    const over = real.filter((mark) => mark.from <= from && mark.to >= to)
    const ids = (kind: Mark['kind']) => [...new Set(over.filter((m) => m.kind === kind).map((m) => m.id))]
    out.push({ start: from, text: places.text.slice(from, to), duties: ids('duty'), findings: ids('finding') })
  }
  return out
}

/** Findings first: they ask. */
export function marksOf(piece: Segment): string[] {
  return [...piece.findings, ...piece.duties]
}

/** The pieces where the Tab key stops, by their starts: the first of each thing that can be opened. */
export function stops(pieces: Segment[]): Set<number> {
  const met = new Set<string>()
  const out = new Set<number>()
  for (const piece of pieces) {
    const id = marksOf(piece)[0]
    if (!id || met.has(id)) continue
    met.add(id)
    out.add(piece.start)
  }
  return out
}

/** Without the blanks at its ends, and without the commas that part it from the rest of its sentence. */
export function trimmed(text: string, from: number, to: number): Span {
  while (from < to && /[\s，、；：。,;:]/.test(text[from]!)) from++
  while (to > from && /[\s，、；：,;:]/.test(text[to - 1]!)) to--
  return { from, to }
}

/** The sentence in which a place lies; lines that are broken within one do not end it, but blank and numbered ones do. */
export function sentenceAround(text: string, from: number, to: number): Span {
  const ends = [...text.matchAll(/[。；！？;]|\n\s*\n|\n(?=\s*[（(]?[一二三四五六七八九十\d]+[、.．)）])/g)].map((end) => ({ at: end.index, behind: end.index + end[0].length }))
  const before = ends.filter((end) => end.behind <= from).pop()
  return trimmed(text, before?.behind ?? 0, ends.find((end) => end.at >= to)?.at ?? text.length)
}

/** Each duty's sentence and what the open findings speak of. */
export function draftMarks(doc?: { duties: { key: string; withdrawn: boolean; spans: Span[] }[]; findings: { settled: boolean; span: Span }[] }): Mark[] {
  const duties = (doc?.duties ?? []).filter((duty) => !duty.withdrawn).flatMap((duty) => duty.spans.map((span) => ({ id: duty.key, kind: 'duty' as const, ...span })))
  const findings = (doc?.findings ?? []).map((finding, i) => ({ ...finding.span, id: `f:${i}`, kind: 'finding' as const, settled: finding.settled }))
  return [...duties, ...findings.filter((one) => !one.settled)]
}

/** In an amendment only the sentences that make a difference. */
export function changeMarks(duties: { key: string; span: Span }[]): Mark[] {
  return duties.map((change) => ({ id: change.key, kind: 'duty' as const, ...change.span }))
}
