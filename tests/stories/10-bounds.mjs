// SPDX-License-Identifier: Apache-2.0
// Much of one thing, of a stranger's or of years of use: it is answered in parts or refused, and the server lives on.
import assert from 'node:assert/strict';
import { test, uuid7 } from '../house.mjs';
import { dailyBody, owed, send, week } from './week.mjs';

export default async function (program) {
  const w = await week(program, { args: ['--hour-versions', '5'] });
  const school = await w.house.enter('liaison');

  await test('a body of 130,000 files is refused in words, checked or sent', async () => {
    const o = await owed(school, w.at, '日报', '2023-05-17');
    const body = `{"files":[${Array(130000).fill('{}').join(',')}]}`;
    const checked = await school.ask('POST', `/api/obligations/${o.id}/check`, `{"body":${body}}`);
    assert.equal(checked.status, 200, checked.text);
    assert.equal(checked.json.remarks.length, 1);
    assert.match(checked.json.remarks[0].message, /最多报送 200 个/);
    const sent = await school.ask('POST', `/api/obligations/${o.id}/reports`, `{"sending":"${uuid7()}","base":0,"body":${body}}`);
    assert.equal(sent.status, 422, sent.text);
  });

  await test('a body of more values than anyone fills in is refused before it is looked at', async () => {
    const o = await owed(school, w.at, '日报', '2023-05-17');
    for (const body of [`[${Array(240000).fill(1).join(',')}]`, `{"pieces":{"p":[${Array(120000).fill('[0]').join(',')}]}}`]) {
      const r = await school.ask('POST', `/api/obligations/${o.id}/check`, `{"body":${body}}`);
      assert.equal(r.status, 413, r.text);
      assert.match(r.json.error.message, /条目过多/);
    }
  });

  await test('more rows than a day has are told in one remark', async () => {
    const o = await owed(school, w.at, '日报', '2023-05-17');
    const rows = Array(60000).fill('{}').join(',');
    const { remarks } = await school.must('POST', `/api/obligations/${o.id}/check`, `{"body":{"forms":{"activity_daily":{"activities":[${rows}]}}}}`);
    assert.ok(remarks.some((r) => /最多 \d+ 行，现为 60000 行/.test(r.message)), JSON.stringify(remarks.slice(0, 3)));
    assert.ok(remarks.length < 100);
  });

  await test('a report that is sent again and again is slowed down, told when, and not lost', async () => {
    const o = await owed(school, w.at, '日报', '2023-05-17');
    for (let version = 0; version < 5; version++) assert.equal((await send(school, { ...o, version }, dailyBody())).status, 200);
    const r = await send(school, { ...o, version: 5 }, dailyBody());
    assert.equal(r.status, 429, r.text);
    assert.match(r.json.error.message, /已报送 5 次，请 10:30 以后再报送/);
    assert.ok(Number(r.headers.get('retry-after')) > 3500, 'the seconds until then');
    await w.clock('2023-05-18T10:30:00+08:00');
    assert.equal((await send(school, { ...o, version: 5 }, dailyBody())).status, 200);
    assert.equal((await send(school, { ...o, version: 6 }, dailyBody())).status, 200);
  });

  await test('a long history is told in pages, the newest first, and none is left out', async () => {
    const o = await owed(school, w.at, '日报', '2023-05-17');
    await w.clerk.post(`${w.at}/reviews`, { action: 'return', items: [{ obligation: o.id, version: 7 }], reason: '请补充（演练）' });
    const whole = await school.get(`/api/obligations/${o.id}`);
    assert.deepEqual([whole.versions.length, whole.happenings.length, whole.earlier], [7, 8, 0]);
    const versions = [], happenings = [];
    let before = '';
    for (let pages = 0; pages < 9; pages++) {
      const page = await school.get(`/api/obligations/${o.id}?most=3${before}`);
      assert.equal(page.obligation.reason, '请补充（演练）');
      assert.ok(page.happenings.length <= 3 && page.body);
      versions.unshift(...page.versions.map((v) => v.version));
      happenings.unshift(...page.happenings.map((h) => h.seq));
      if (!page.earlier) break;
      before = `&before=${page.earlier}`;
    }
    assert.deepEqual(versions, [1, 2, 3, 4, 5, 6, 7]);
    assert.deepEqual(happenings, whole.happenings.map((h) => h.seq));
    const one = await school.get(`/api/obligations/${o.id}?most=1`);
    assert.deepEqual(one.versions.map((v) => v.version), [7], 'the newest version is told also when something happened since');
  });

  assert.equal(await w.house.stop(), 0);
}
