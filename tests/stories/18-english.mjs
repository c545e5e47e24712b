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

  await w.house.stop();
}
