// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { mailLine, noTerms, termsLine } from './terms'

it('a report stands for the mail, and leaves the paper to be handed in', () => {
  expect(mailLine({ ...noTerms(), channels: ['platform'] })).toBe('')
  expect(mailLine({ ...noTerms(), channels: ['mail'] })).toBe('在此报送即可，无需另发邮件。')
  expect(mailLine({ ...noTerms(), channels: ['mail', 'paper'] })).toContain('纸质材料仍须')
})

describe('the terms of a duty', () => {
  it('are nothing where the notice says nothing', () => {
    expect(termsLine(noTerms())).toBe('')
  })
  it('are told in one line', () => {
    const line = termsLine({
      ...noTerms(), words: { min: 800, max: 1500 }, bytes: { min: 5 << 20, max: 0 }, seconds: { min: 0, max: 90 }, copies: 3,
      formats: ['JPG', 'PDF'], channels: ['paper', 'mail'], sealed: true, late: '逾期不予受理'
    })
    expect(line).toBe('800 字–1500 字；JPG、PDF；≥ 5 MB；≤ 90 秒；纸质 3 份；加盖公章；邮箱、纸质报送；逾期不予受理')
  })
})
