// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest'
import { timeAt } from './clock'
import { clockSeconds, dayLong, dayOf, dueText, letterDate, stampFull, timeLeft } from './time'

describe('times are told in the zone of the campaign', () => {
  test('02:00 UTC is 10:00 in Hefei', () => expect(dueText('2023-05-19T02:00:00Z')).toBe('5月19日 周五 10:00'))
  test('a deadline at midnight is 24:00 of the day it ends', () =>
    expect(dueText('2023-05-13T16:00:00.000Z')).toBe('5月13日 周六 24:00'))
  test('an evening in UTC is the next day in the zone', () => {
    expect(dayOf('2023-05-17T23:30:00Z')).toBe('2023-05-18')
    expect(clockSeconds('2023-05-17T23:30:07Z')).toBe('07:30:07')
    expect(stampFull('2023-05-18T01:58:03.412Z')).toBe('2023-05-18 09:58:03')
  })
  test('a letter’s date is told as ours are, and one that is none stays as it came', () => {
    expect(letterDate('Thu, 18 May 2023 01:41:00 +0000')).toBe('2023-05-18 09:41:00')
    expect(letterDate('18 May 2023 09:41:00 +0800')).toBe('2023-05-18 09:41:00')
    expect(letterDate('昨天上午')).toBe('昨天上午')
  })
  test('a civil day has its weekday whatever the device says', () => expect(dayLong('2023-05-20')).toBe('5月20日 周六'))
})

describe('the time left', () => {
  const due = '2023-05-18T02:00:00Z'
  const at = (text: string) => timeLeft(due, Date.parse(text))
  test('days and hours', () => expect(at('2023-05-15T23:00:00Z').text).toBe('还剩 2天3小时'))
  test('hours and minutes', () => expect(at('2023-05-17T22:30:00Z').text).toBe('还剩 3小时30分'))
  test('seconds in the last hour', () => expect(at('2023-05-18T01:30:55Z')).toEqual({ over: false, urgent: true, text: '还剩 29分05秒' }))
  test('exactly at the deadline is not over', () => expect(at('2023-05-18T02:00:00Z').over).toBe(false))
  test('a second later it is', () => expect(at('2023-05-18T02:00:01Z')).toEqual({ over: true, urgent: false, text: '已逾期 0分01秒' }))
})

describe("the campaign's clock", () => {
  const reading = { server: 1000, device: 50, rate: 60 }
  test('runs at its rate from the last reading', () => expect(timeAt(reading, 150)).toBe(7000))
  test('stands when it is stopped', () => expect(timeAt({ ...reading, rate: 0 }, 9999)).toBe(1000))
})
