// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { changeMarks, draftMarks, marksOf, normalise, Places, segments, sentenceAround, stops, trimmed } from './spans'

describe('places in the notice', () => {
  it('are the same in both countings where there are no surrogate pairs', () => {
    const places = new Places('各中专学校于5月12日前')
    expect(places.toUtf16(4)).toBe(4)
    expect(places.toPoints(9)).toBe(9)
  })

  it('convert both ways around characters outside the basic plane', () => {
    const text = '𠮷田校长😀报送'
    const places = new Places(text)
    expect(places.length).toBe([...text].length)
    for (let i = 0; i <= places.length; i++) expect(places.toPoints(places.toUtf16(i))).toBe(i)
    expect(places.slice({ from: 5, to: 7 })).toBe('报送')
    expect(places.slice({ from: 0, to: 1 })).toBe('𠮷')
  })

  it('stay inside the text when a place lies beyond it', () => {
    expect(new Places('通知').toUtf16(99)).toBe(2)
    expect(new Places('通知').toPoints(-3)).toBe(0)
  })

  it('do not depend on the line ends or the byte order mark of the file', () => {
    expect(normalise('\uFEFF一\r\n二\r三')).toBe('一\n二\n三')
  })
})

describe('segments', () => {
  it('cover the whole text once and know every mark above them', () => {
    const places = new Places('甲乙丙丁戊')
    const cut = segments(places, [
      { id: 'd1', kind: 'duty', from: 1, to: 4 },
      { id: 'f1', kind: 'finding', from: 2, to: 3 },
      { id: 'd2', kind: 'duty', from: 3, to: 5 },
    ])
    expect(cut.map((s) => s.text).join('')).toBe('甲乙丙丁戊')
    expect(cut.map((s) => s.duties.join('+') + '|' + s.findings.join('+'))).toEqual([
      '|',
      'd1|',
      'd1|f1',
      'd1+d2|',
      'd2|',
    ])
  })

  it('leave out marks without extent', () => {
    expect(segments(new Places('甲乙'), [{ id: 'd', kind: 'duty', from: 1, to: 1 }])).toHaveLength(1)
  })
})

describe('the Tab key', () => {
  it('stops once at each thing that can be opened', () => {
    const cut = segments(new Places('甲乙丙丁戊'), [
      { id: 'd1', kind: 'duty', from: 0, to: 3 },
      { id: 'f:0', kind: 'finding', from: 1, to: 2 },
      { id: 'd2', kind: 'duty', from: 2, to: 5 },
    ])
    expect(cut.filter((piece) => stops(cut).has(piece.start)).map((piece) => marksOf(piece)[0])).toEqual(['d1', 'f:0', 'd2'])
  })
})

describe('a selection', () => {
  it('begins and ends with a letter', () => {
    expect(trimmed(' \n甲乙\n', 0, 5)).toEqual({ from: 2, to: 4 })
    expect(trimmed(' \n', 0, 2)).toEqual({ from: 2, to: 2 })
  })
})

describe('marks', () => {
  const doc = {
    duties: [
      { key: 'd1', withdrawn: false, spans: [{ from: 0, to: 4 }, { from: 8, to: 9 }] },
      { key: 'd2', withdrawn: true, spans: [{ from: 5, to: 7 }] },
    ],
    findings: [
      { settled: true, span: { from: 1, to: 2 } },
      { settled: false, span: { from: 2, to: 3 } },
    ],
  }

  it('stand at each sentence of a duty that holds, and at what is not settled, by its place in the list', () => {
    expect(draftMarks(doc).map((mark) => [mark.id, mark.from])).toEqual([['d1', 0], ['d1', 8], ['f:1', 2]])
    expect(draftMarks(undefined)).toEqual([])
  })

  it('of an amendment stand at what differs alone', () => {
    expect(changeMarks([{ key: 'd2', span: { from: 5, to: 7 } }])).toEqual([{ id: 'd2', kind: 'duty', from: 5, to: 7 }])
  })
})

describe('a selection', () => {
  const text = '一、报送材料。各县于\n5月28日前将综述材料，报市教育局；其余不报\n\n（二）另外'
  const at = (part: string) => [text.indexOf(part), text.indexOf(part) + part.length] as const
  const cut = (span: { from: number; to: number }) => text.slice(span.from, span.to)

  it('is cut free of blanks and commas at its ends', () => {
    expect(cut(trimmed(text, ...at('。各县于\n')))).toBe('各县于')
    expect(cut(trimmed(text, ...at('将综述材料，')))).toBe('将综述材料')
    expect(cut(trimmed(text, ...at('；其余')))).toBe('其余')
  })
  it('lies in a sentence, over broken lines', () => {
    expect(cut(sentenceAround(text, ...at('综述材料')))).toBe('各县于\n5月28日前将综述材料，报市教育局')
    expect(cut(sentenceAround(text, ...at('其余')))).toBe('其余不报')
    expect(cut(sentenceAround(text, ...at('一、')))).toBe('一、报送材料')
  })
})
