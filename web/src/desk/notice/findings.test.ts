// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { findingsByDuty, ownerOf, placeOf, settleFindings, stopsByDuty, type Finding } from './findings'
import { newDuty } from './labels'

const found = (more: Partial<Finding>): Finding => ({ code: 'due-weekend', message: '报送时限是休息日', advice: null, duty: null, field: 'due', span: { from: 2, to: 4 }, settled: false, ...more })
const duty = (key: string, from: number, to: number) => ({ ...newDuty([], '各校报送总结', { from, to }), key })
const duties = [duty('d1', 0, 6), duty('d4', 2, 9)]

describe('a finding', () => {
  it('belongs to the duty that the compiler names, whatever sentences it stands in', () => {
    expect(ownerOf(found({ duty: 'd4' }), { duties })).toBe('d4')
    expect(ownerOf(found({ duty: 'd3' }), { duties })).toBe('')
  })

  it('of no named duty belongs to the one whose sentence holds it, if that is one', () => {
    expect(ownerOf(found({ span: { from: 0, to: 1 } }), { duties })).toBe('d1')
    expect(ownerOf(found({}), { duties })).toBe('')
  })

  it('is told once a card, and keeps its place in the list', () => {
    const findings = [found({ duty: 'd1', settled: true }), found({ duty: 'd4' }), found({ duty: 'd4' })]
    expect([...findingsByDuty({ duties, findings })].map(([key, here]) => [key, here.map((one) => one.id)])).toEqual([['d4', ['f:1']]])
  })

  it('is settled when its field of its duty was corrected', () => {
    const findings = [found({ duty: 'd1' }), found({ duty: 'd4' }), found({ duty: 'd1', field: 'mailbox' })]
    settleFindings({ duties, findings }, 'd1', 'due')
    expect(findings.map((one) => one.settled)).toEqual([true, false, false])
  })
})

describe('a remark', () => {
  it('points to a card and its field, or to another tab', () => {
    expect(placeOf('duties[1].from', { duties })).toEqual({ tab: 'duties', key: 'd4', field: 'due' })
    expect(placeOf('duties[0].parts', { duties })).toEqual({ tab: 'duties', key: 'd1', field: 'what' })
    expect(placeOf('duties', { duties })).toEqual({ tab: 'duties', key: undefined, field: undefined })
    expect(placeOf('forms[0].fields', { duties }).tab).toBe('forms')
    expect(placeOf('title', { duties }).tab).toBe('head')
  })

  it('that blocks stands on the card of its duty', () => {
    const remarks = [{ where: 'duties[1].from', message: '没有起止日期', blocks: true }, { where: 'duties[1].due', message: '没有时限', blocks: false }, { where: 'key', message: '代号', blocks: true }]
    expect([...stopsByDuty(remarks, { duties })]).toEqual([['d4', [{ member: 'from', field: 'due', message: '没有起止日期' }]]])
  })
})
