// SPDX-License-Identifier: Apache-2.0
// Much of one thing, of a stranger's or of years of use: it is answered in parts or refused, and the server lives on.
import assert from 'node:assert/strict';
import { test, uuid7 } from '../house.mjs';
import { owed, week } from './week.mjs';

export default async function (program) {
  const w = await week(program);
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

  assert.equal(await w.house.stop(), 0);
}
