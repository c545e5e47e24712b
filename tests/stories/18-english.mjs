// SPDX-License-Identifier: Apache-2.0
// A reader of English reads English, but for what the office itself has named; who says nothing reads Chinese.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from '../house.mjs';
import { dailyBody, owed, send, week } from './week.mjs';

const EN = { 'Accept-Language': 'en' };
/** What the server says, without what stands in quotation marks: names of the office. */
const own = (text) => text.replace(/“[^”]*”/g, '');
const isEnglish = (text) => assert.doesNotMatch(own(text), /\p{Script=Han}/u, text);

export default async function (program) {
  const w = await week(program);
  const school = await w.house.invite(w.clerk, w.units.find((u) => u.kind === 'school').id, 'liaison');
  const o = await owed(school, w.at, '日报', '2023-05-17');
  const wrong = dailyBody({ files: [{ part: 'nowhere', name: 'a.jpg', blob: 'x' }], pieces: { p9: [] } });
  Object.assign(wrong.forms.activity_daily, { reporter: '', phone: 7, more: 1, events_to_date: 99, people_to_date: 9999 });
  Object.assign(wrong.forms.activity_daily.activities[0], { start: 'noon', students: 'many', teachers: 1.5, odd: 1 });
  wrong.forms.activity_daily.activities.push(7);

  await test('what the check of a report finds', async () => {
    const path = `/api/obligations/${o.id}/check`;
    const { remarks } = await school.must('POST', path, { title: '随便', body: wrong });
    const english = (await school.must('POST', path, { title: '随便', body: wrong }, EN)).remarks;
    assert.ok(remarks.length >= 9, JSON.stringify(remarks));
    assert.deepEqual(english.map((r) => [r.where, r.blocks]), remarks.map((r) => [r.where, r.blocks]));
    assert.ok(remarks.some((r) => /第 1 行“学生.*”应填数字|第 1 行“.*学生”应填数字/.test(r.message)), JSON.stringify(remarks));
    for (const r of english) isEnglish(r.message);
  });

  await test('why a report cannot be sent', async () => {
    const r = await school.ask('POST', `/api/obligations/${o.id}/reports`, { sending: crypto.randomUUID(), base: 0, body: wrong }, EN);
    assert.equal(r.status, 422, r.text);
    isEnglish(r.json.error.message);
  });

  await test('what happened to an obligation', async () => {
    const review = (more) => w.clerk.post(`${w.at}/reviews`, { items: [{ obligation: o.id, version: 1 }], ...more });
    await send(school, o, dailyBody());
    await review({ action: 'return', reason: '请补充' });
    await review({ action: 'extend', due: '2023-05-18T24:00:00+08:00', reason: '停电' });
    const { happenings } = await school.must('GET', `/api/obligations/${o.id}`, undefined, EN);
    assert.deepEqual(happenings.map((h) => h.text), ['Sent', 'Returned', 'Extended to 5-18 24:00']);
    const refused = (await w.clerk.must('POST', `${w.at}/reviews`, { action: 'accept', items: [{ obligation: o.id, version: 1 }] }, EN)).refused;
    assert.equal(refused.length, 1);
    isEnglish(refused[0].message);
  });

  await test('what a corrected notice makes different, and what should be looked at before it is published', async () => {
    const text = readFileSync(new URL('../../campaigns/hefei-2023/notice.txt', import.meta.url), 'utf8').replace('各中专学校在5月13日前将活动内容', '各中专学校在5月14日前将活动内容');
    const { differences } = await w.clerk.must('POST', `${w.at}/amend`, { text }, EN);
    const due = differences.duties[0].fields.find((f) => f.field === 'due');
    assert.deepEqual([due.label, due.before, due.after], ['Deadline', '2023-05-13 by 24:00', '2023-05-14 by 24:00']);
    for (const one of differences.duties) isEnglish(one.text);
    const { document } = await w.clerk.get(w.at);
    document.title = '';
    Object.assign(document.duties[0], { parts: [], due: { ...document.duties[0].due, minute: 2000 } });
    const { remarks, duties } = await w.clerk.must('POST', '/api/trial', document, EN);
    assert.ok(remarks.length >= 3, JSON.stringify(remarks));
    for (const r of remarks) isEnglish(r.message);
    for (const d of duties) isEnglish(d.picks_text);
  });

  await test('what is doubtful in a notice, and a document of before that says it in Chinese alone is still read', async () => {
    const { document } = await w.clerk.post('/api/compile', { text: '关于报送材料的通知\n各学校：\n请各学校将报名表报教务科。\n' });
    const [duty] = document.duties;
    assert.equal(duty.doubts[0].why, '没有读到报送时限');
    assert.ok(duty.doubts.length && duty.doubts.every((one) => isEnglish(one.why_en) ?? one.why_en));
    duty.doubts.forEach((one) => delete one.why_en);
    const kept = await w.clerk.post('/api/campaigns', { revision: 0, document: { ...document, key: 'before' } });
    assert.deepEqual((await w.clerk.get(`/api/campaigns/${kept.id}`)).document.duties[0].doubts[0], { field: 'due', why: '没有读到报送时限', why_en: null });
  });

  await test('what is wrong with a register, and what it would change', async () => {
    const bring = (rows) => w.clerk.must('POST', '/api/units/import?name=register.csv', new TextEncoder().encode(rows.join('\n')), EN);
    const head = '编码,上级编码,名称,简称,类别,联系人,电话';
    const { errors } = await bring([head, '1,,甲局,甲,市教育局,,', '2,9,乙校,乙,中专学校,,', '3,1,乙校,丙,中专学校,,', ',,,,,,', ',1,丁,丁,,,', '3.4E+11,1,戊,戊,中专学校,,', `6,1,${'己'.repeat(101)},己,中专学校,,`, '7,8,庚,庚,县,,', '8,7,辛,辛,县,,', '9,,壬,壬,县,,']);
    assert.ok(errors.length >= 7, JSON.stringify(errors));
    for (const one of errors) isEnglish(one.message);
    for (const one of (await bring(['名称', '甲'])).errors) isEnglish(one.message);
    const { errors: gone } = await bring([head, '1,,甲局,甲,市教育局,,']);
    assert.deepEqual(gone, []);
    const { code } = w.units[0];
    const { items } = await bring([head, `${code},,演练新局,演练新局,市教育局,,`]);
    const texts = items.filter((one) => one.text).map((one) => one.text);
    assert.ok(texts.some((one) => /^Name: .* → .*; Short name: /.test(one)), JSON.stringify(texts.slice(0, 3)));
    for (const one of texts.filter((one) => !/→/.test(one))) isEnglish(one);
  });

  await w.house.stop();
}
