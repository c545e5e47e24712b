// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest'
import { choose, dateText, move, nameSize, newBlock, numeral, paragraphs, placeOf, printed, unchoose, type Block, type Story } from './issue'

const story = (title: string, obligation = '7'): Story => ({ obligation, version: 1, place: 0, chosen: 0, part: 'p5', unit_name: '演练一中专', duty_name: '日报', part_name: '特色材料', title, text: '　　正文。\n', day: '2023-05-17', photos: [1, 2, 3].map((n) => ({ blob: String(n), name: `${n}.jpg` })) })

test('the first piece brings its heading, numbered behind the others, and the last one takes it away', () => {
  const blocks: Block[] = [{ ...newBlock('heading'), title: '一、报送情况' }, newBlock('text'), { ...newBlock('heading'), title: '二、活动开展情况' }]
  choose(blocks, story('甲'))
  choose(blocks, story('乙', '8'))
  expect(blocks.slice(3).map((b) => b.title)).toEqual(['三、各地动态', '甲', '乙'])
  expect(blocks[4]).toMatchObject({ obligation: '7', part: 'p5', place: 0, version: 1, text: '正文。', unit_name: '演练一中专' })
  expect(blocks[4]!.photos).toHaveLength(2)
  expect([placeOf(blocks, 4), placeOf(blocks, 5)]).toEqual([1, 2])
  unchoose(blocks, story('甲'))
  unchoose(blocks, story('甲'))
  unchoose(blocks, story('乙', '8'))
  expect(blocks.map((b) => b.title)).toEqual(['一、报送情况', '', '二、活动开展情况'])
})

test('a piece is printed with its unit behind its last words', () => {
  const block = { ...newBlock('story'), title: '甲', unit_name: '演练一中专', text: '　　一。\n\n 二。' }
  expect(printed(block)).toEqual({ title: '甲', lines: ['一。', '二。（演练一中专）'] })
  expect(printed({ ...block, title: '' })).toEqual({ title: '演练一中专', lines: ['一。', '二。'] })
  expect(paragraphs(' \n')).toEqual([])
})

test('numbers, dates and sizes are those of official paper', () => {
  expect([1, 10, 12, 20, 31].map(numeral)).toEqual(['一', '十', '十二', '二十', '三十一'])
  expect(dateText('2023-05-08')).toBe('2023年5月8日')
  expect(dateText(null)).toBe('')
  expect(nameSize('工作简报')).toBe(48)
  expect(nameSize('2023年职业教育活动周工作简报')).toBe(29)
  expect(nameSize('很'.repeat(40))).toBe(26)
})

test('a paragraph moves by one and not past the ends', () => {
  const list = [1, 2, 3]
  move(list, 0, -1)
  move(list, 0, 1)
  move(list, 2, 1)
  expect(list).toEqual([2, 1, 3])
})
