// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { now } from '@/shared/clock'
import { dayOf } from '@/shared/time'
import { attributesOf, dayTold, dueLabel, fillFrom, freshKey, isDoubtful, isOver, minuteOf, minuteText, newDuty, quotaLine, selectorShort, settle, sharedDoubts } from './labels'

describe('a time of day', () => {
  it('may be 24:00 and no later', () => {
    expect(minuteText(1440)).toBe('24:00')
    expect(minuteOf('24:00')).toBe(1440)
    expect(minuteOf('24:01')).toBeNull()
    expect(minuteOf('9：05')).toBe(545)
    expect(minuteOf('下班前')).toBeNull()
  })

  it('is read as people write it', () => {
    const read = { 1730: '17:30', '１７：３０': '17:30', '17点前': '17:00', '17时30分': '17:30', 下午5点: '17:00', 下午5点半: '17:30', 中午12点: '12:00', 中午1点: '13:00', 晚上12点: '24:00', '5:30 pm': '17:30', '12am': '00:00', '9': '09:00' }
    for (const [said, time] of Object.entries(read)) expect(minuteText(minuteOf(said) ?? -1), said).toBe(time)
    for (const said of ['', '9:5', '25点', '17:60', '下午', '9点到10点']) expect(minuteOf(said), said).toBeNull()
  })
})

describe('a due rule', () => {
  it('is told in words', () => {
    const rule = { kind: 'next_day' as const, day: null, minute: 600, weekday: 0, month_day: 0, month: 0 }
    expect(dueLabel(rule, '2023-05-17', '2023-05-23')).toContain('10:00')
    expect(dueLabel(rule, '2023-05-17', '2023-05-23')).toContain('（2023年5月17日 至 2023年5月23日）')
    const year = dayOf(now()).slice(0, 4)
    expect(dueLabel(rule, `${year}-05-17`, `${year}-05-23`)).toContain('（5月17日 至 5月23日）')
  })
})

describe('a deadline', () => {
  const year = Number(dayOf(now()).slice(0, 4))
  const owed = (day: string | null, kind: 'date' | 'next_day' = 'date', to: string | null = null) => ({ ...newDuty([]), due: { kind, day, minute: 1440, weekday: 0, month_day: 0, month: 0 }, to })

  it('shows its year where that is another', () => {
    expect(dayTold(`${year}-05-12`)).not.toContain(String(year))
    expect(dayTold('2014-05-12')).toContain('2014年5月12日')
  })

  it('is over once its day, or the last of its period, has passed', () => {
    expect(isOver(owed('2014-05-12'))).toBe(true)
    expect(isOver(owed(`${year + 1}-05-12`))).toBe(false)
    expect(isOver(owed(null))).toBe(false)
    expect(isOver(owed(null, 'next_day', '2014-05-12'))).toBe(true)
    expect(isOver(owed(null, 'next_day'), '2014-05-12')).toBe(true)
    expect(isOver(owed(null, 'next_day', dayOf(now())))).toBe(false)
    expect(isOver({ ...owed('2014-05-12'), withdrawn: true })).toBe(false)
  })
})

describe('quotas', () => {
  const rule = (min: number, max: number, counts: string | null) => ({ who: { any: [] }, min, max, counts })

  it('are told one after another, without bounds that are none', () => {
    expect(quotaLine([rule(2, 0, '篇'), rule(1, 3, '件'), rule(0, 0, '名'), rule(3, 3, '名')]))
      .toBe('不少于 2 篇；不少于 1、不超过 3 件；应报 3 名')
    expect(quotaLine([])).toBe('')
  })

  const one = (attribute: string, ...values: string[]) => ({ attribute, values, except: false })
  const counties = { any: [{ all: [one('kind', 'county', 'county_city')] }] }

  it('say whose they are, but not where one holds for all', () => {
    expect(quotaLine([{ ...rule(3, 0, '篇'), who: counties }])).toBe('县、县级市 不少于 3 篇')
    expect(quotaLine([{ ...rule(3, 0, '篇'), who: counties }], counties)).toBe('不少于 3 篇')
  })

  it('name few classes, by kind and what sets them apart', () => {
    expect(selectorShort({ any: [{ all: [one('kind', 'school'), one('grade', 'provincial_model')] }] })).toBe('省级示范的中专学校')
    expect(selectorShort({ any: [{ all: [one('kind', 'county', 'district')] }, { all: [one('kind', 'zone', 'school')] }] })).toBe('县、区等')
  })
})

describe('a new duty', () => {
  it('never takes a key that was used', () => {
    expect(freshKey(['d1', 'd3', 'd4'], 'd')).toBe('d5')
    expect(freshKey(['d1', 'd2'], 'd')).toBe('d3')
  })
})

describe('the register’s attributes', () => {
  it('begin with the kind and hold each value once', () => {
    const unit = (kind: string, grade: string) => ({ id: '1', code: 'a', name: 'b', kind, traits: [{ key: 'grade', value: grade }] }) as never
    const found = attributesOf([unit('school', '省级示范'), unit('school', '省级示范'), unit('county', '')])
    expect([...found.keys()]).toEqual(['kind', 'grade', 'name'])
    expect(found.get('grade')).toHaveLength(2)
  })
})

describe('a doubt', () => {
  it('goes when its field is corrected, and with the last the duty is sure', () => {
    const duty = newDuty([], '各校报送总结', { from: 0, to: 6 })
    expect(duty.doubts.map((one) => one.field)).toEqual(['who', 'what', 'due'])
    settle(duty, 'due')
    settle(duty, 'who')
    expect(isDoubtful(duty)).toBe(true)
    settle(duty, 'what')
    expect(isDoubtful(duty)).toBe(false)
  })

  it('is not settled by correcting a field that nobody doubted', () => {
    const duty = { ...newDuty([], '各校报送总结', { from: 0, to: 6 }), doubts: [], confidence: 0.5 }
    settle(duty, 'due')
    expect(isDoubtful(duty)).toBe(true)
    settle(duty)
    expect(isDoubtful(duty)).toBe(false)
  })

  it('that several duties share, with one value, is asked once', () => {
    const made = (key: string, mailbox: string) => ({ ...newDuty([], '各校报送总结', { from: 0, to: 6 }), key, mailbox, doubts: [{ field: 'mailbox' as const, why: '写在别处' }, { field: 'due' as const, why: '没有读到' }] })
    const found = sharedDoubts([made('d1', 'a@edu.example.cn'), made('d2', 'b@edu.example.cn'), made('d3', 'a@edu.example.cn')])
    expect(found.map((one) => [one.field, one.value, one.duties.map((duty) => duty.key)])).toEqual([['mailbox', 'a@edu.example.cn', ['d1', 'd3']]])
  })

  it('of a withdrawn duty asks nobody', () => {
    expect(isDoubtful({ ...newDuty([], '各校报送总结', { from: 0, to: 6 }), withdrawn: true })).toBe(false)
  })
})

describe('a duty made of a part of a sentence', () => {
  const other = { ...newDuty([], '各校报送总结'), who: ['各校'], picks: { any: [{ all: [] }] }, due: { kind: 'date' as const, day: '2023-05-28', minute: 1440, weekday: 0, month_day: 0, month: 0 } }

  it('takes the units and the deadline it does not name from the sentence, in doubt', () => {
    const made = newDuty(['d1'], '综述材料')
    fillFrom(made, other)
    expect([made.who, made.picks, made.due.day, made.name]).toEqual([['各校'], other.picks, '2023-05-28', '综述材料'])
    expect(made.doubts.map((one) => one.field).sort()).toEqual(['due', 'what', 'who'])
    expect(made.picks).not.toBe(other.picks)
  })
  it('keeps what it names itself, and is left alone where there is nothing to take', () => {
    const made = { ...newDuty(['d1'], '综述材料'), due: { ...other.due, day: '2023-06-01' } }
    fillFrom(made, other)
    expect([made.due.day, made.who]).toEqual(['2023-06-01', ['各校']])
    const alone = newDuty(['d1'], '综述材料')
    fillFrom(alone, newDuty([], '别的'))
    fillFrom(alone, undefined)
    expect([alone.who, alone.doubts.length]).toEqual([[], 3])
  })
})
