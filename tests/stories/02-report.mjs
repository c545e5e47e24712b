// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Person, sleep, test, until, uuid7 } from '../house.mjs';
import { dailyBody, owed, send, week } from './week.mjs';

export default async function (program) {
  const w = await week(program);
  const school = await w.house.enter('liaison');
  const cell = async (unit, day, atTime) => {
    const board = await w.clerk.get(`${w.at}/board${atTime ? `?at=${encodeURIComponent(atTime)}` : ''}`);
    const column = board.columns.findIndex((c) => c.day === day);
    return board.rows.find((r) => r.unit === unit).cells[column];
  };
  let o = await owed(school, w.at, '日报', '2023-05-17');
  let receipt;

  await test('a draft comes back on another device, and the second editor is told', async () => {
    const body = dailyBody();
    const first = await school.put(`/api/obligations/${o.id}/draft`, { revision: 0, device: '手机', body });
    assert.equal(first.revision, 1);
    const detail = await school.get(`/api/obligations/${o.id}`);
    assert.equal(detail.draft.revision, 1);
    assert.deepEqual(detail.draft.body, body);
    const other = await school.ask('PUT', `/api/obligations/${o.id}/draft`, { revision: 0, device: '电脑', body });
    assert.equal(other.status, 409);
    assert.match(other.json.error.message, /[\u4e00-\u9fff]/);
    assert.equal((await school.get(`/api/obligations/${o.id}`)).draft.device, '手机');
  });

  await test('a report without what the form requires is refused with its place', async () => {
    const body = dailyBody();
    delete body.forms.activity_daily.activities[0].place;
    const { remarks } = await school.post(`/api/obligations/${o.id}/check`, { body });
    assert.ok(remarks.some((r) => r.blocks && r.where.includes('activities[0].place')), JSON.stringify(remarks));
    assert.equal((await send(school, o, body)).status, 422);
  });

  await test('an activity that ends before it begins is asked about, since it may be past midnight', async () => {
    const body = dailyBody();
    Object.assign(body.forms.activity_daily.activities[0], { start: '14:00', end: '09:00' });
    const { remarks } = await school.post(`/api/obligations/${o.id}/check`, { body });
    const asked = remarks.find((r) => r.where.includes('activities[0].end'));
    assert.match(asked?.message ?? 'nothing', /第 1 行“时间\/结束”早于“时间\/开始”，请核对/);
    assert.equal(asked.blocks, false);
    Object.assign(body.forms.activity_daily.activities[0], { start: '09:00', end: '09:00' });
    assert.ok(!(await school.post(`/api/obligations/${o.id}/check`, { body })).remarks.some((r) => r.message.includes('早于')));
  });

  await test('sending gives a receipt that anyone who holds it can check', async () => {
    const r = await send(school, o, dailyBody(), { title: '随手写的标题' });
    assert.equal(r.status, 200, r.text);
    receipt = r.json;
    assert.match(receipt.number, /^hefei-2023-\d+$/);
    assert.match(receipt.hash, /^[0-9a-f]{64}$/);
    assert.equal(receipt.late, false);
    assert.ok(receipt.remarks.some((x) => x.where === 'title' && !x.blocks), 'the title is only remarked on');
    const anyone = new Person(w.house.url);
    const checked = await anyone.get(`/api/receipts/${receipt.number}?hash=${receipt.hash}`);
    assert.equal(checked.unit_name, school.me.unit_name);
    assert.equal(checked.version, 1);
    const wrong = receipt.hash.replace(/^./, (c) => (c === '0' ? '1' : '0'));
    assert.equal((await anyone.ask('GET', `/api/receipts/${receipt.number}?hash=${wrong}`)).status, 404);
    assert.equal((await anyone.ask('GET', `/api/receipts/${receipt.number}`)).status, 404);
  });

  await test('the same sending again gives the same receipt, other content under its name is refused', async () => {
    const name = uuid7();
    const o2 = await owed(school, w.at, '日报', '2023-05-18');
    const body = dailyBody();
    const one = await send(school, o2, body, { sending: name });
    assert.equal(one.status, 200, one.text);
    const two = await send(school, o2, body, { sending: name });
    assert.equal(two.status, 200);
    assert.equal(two.json.number, one.json.number);
    body.forms.activity_daily.people_to_date = 999;
    assert.equal((await send(school, o2, body, { sending: name })).status, 409);
    const detail = await school.get(`/api/obligations/${o2.id}`);
    assert.equal(detail.versions.length, 1);
  });

  await test('a stale version cannot overwrite a newer one', async () => {
    const r = await send(school, { ...o, version: 0 }, dailyBody());
    assert.equal(r.status, 409);
  });

  await test('returned with a reason, sent again, accepted; the board agrees now and as of then', async () => {
    await w.clock('2023-05-18T09:40:00+08:00');
    const back = await w.clerk.post(`${w.at}/reviews`, { action: 'return', items: [{ obligation: o.id, version: 1 }], reason: '缺少照片，请补充' });
    assert.equal(back.done, 1, JSON.stringify(back));
    o = await owed(school, w.at, '日报', '2023-05-17');
    assert.equal(o.state, 'returned');
    assert.equal(o.reason, '缺少照片，请补充');
    await w.clock('2023-05-18T10:20:00+08:00');
    const again = await send(school, o, dailyBody({ texts: {} }));
    assert.equal(again.status, 200, again.text);
    assert.equal(again.json.version, 2);
    await w.clock('2023-05-18T10:30:00+08:00');
    const accepted = await w.clerk.post(`${w.at}/reviews`, { action: 'accept', items: [{ obligation: o.id, version: 2 }] });
    assert.equal(accepted.done, 1, JSON.stringify(accepted));
    assert.equal((await send(school, { ...o, version: 2 }, dailyBody())).status, 409);
    const unit = school.me.unit;
    assert.equal(await cell(unit, '2023-05-17', '2023-05-18T09:29:00+08:00'), 'o');
    assert.equal(await cell(unit, '2023-05-17', '2023-05-18T09:35:00+08:00'), 's');
    assert.equal(await cell(unit, '2023-05-17', '2023-05-18T10:10:00+08:00'), 'r');
    assert.equal(await cell(unit, '2023-05-17'), 'a');
    const versions = (await school.get(`/api/obligations/${o.id}`)).versions;
    assert.deepEqual(versions.map((v) => v.version), [1, 2]);
  });

  await test('a verdict belongs to its campaign, and why it is refused is told in the reader’s language', async () => {
    const { document } = await w.clerk.get(w.at);
    const other = await w.clerk.post('/api/campaigns', { revision: 0, document: { ...document, key: 'another' } });
    const { id: obligation, version } = await owed(school, w.at, '日报', '2023-05-18');
    for (const action of ['waive', 'phone']) {
      const r = await w.clerk.must('POST', `/api/campaigns/${other.id}/reviews`, { action, items: [{ obligation, version }], reason: '演练' }, { 'Accept-Language': 'en' });
      assert.deepEqual([r.done, r.refused.length], [0, 1], action);
      assert.doesNotMatch(r.refused[0].message, /[\u4e00-\u9fff]/);
    }
  });

  await test('yesterday’s standing values are offered for the next day', async () => {
    const next = await owed(school, w.at, '日报', '2023-05-19');
    const { prefill } = await school.get(`/api/obligations/${next.id}`);
    assert.equal(prefill.forms.activity_daily.reporter, '演练某人');
    assert.equal(prefill.forms.activity_daily.people_to_date, undefined);
  });

  await test('a nil report is one request', async () => {
    const nil = await owed(school, w.at, '日报', '2023-05-20');
    const r = await send(school, nil, undefined, { nil: true });
    assert.equal(r.status, 200, r.text);
    assert.equal(r.json.nil, true);
    assert.equal(await cell(school.me.unit, '2023-05-20'), 'n');
  });

  await test('a district reports of its own accord', async () => {
    const district = await w.house.invite(w.clerk, w.units.find((u) => u.kind === 'district').id, 'county');
    const daily = (await w.clerk.get(w.at)).document.duties.find((d) => d.short_name === '日报');
    const mine = await district.post(`${w.at}/own-accord`, { duty: daily.key, day: '2023-05-18' });
    assert.equal(mine.own_accord, true);
    const again = await district.post(`${w.at}/own-accord`, { duty: daily.key, day: '2023-05-18' });
    assert.equal(again.id, mine.id);
    const r = await send(district, mine, dailyBody());
    assert.equal(r.status, 200, r.text);
    assert.equal(await cell(district.me.unit, '2023-05-18'), 'v');
    assert.match(w.house.command('count').out, /766 {2}合计/);
  });

  await test('activities have an identity that stays when a report is sent again', async () => {
    const list = async () => (await w.clerk.get(`${w.at}/activities`)).activities.filter((x) => x.unit === school.me.unit && x.day === '2023-05-18');
    const before = await list();
    assert.equal(before.length, 1);
    const o2 = await owed(school, w.at, '日报', '2023-05-18');
    const body = dailyBody();
    body.forms.activity_daily.activities[0].place = '新地点（演练）';
    assert.equal((await send(school, o2, body)).status, 200);
    const after = await list();
    assert.equal(after.length, 1);
    assert.equal(after[0].id, before[0].id);
    assert.equal(after[0].place, '新地点（演练）');
  });

  await test('the board’s stream tells of a report as it comes', async () => {
    const stream = await fetch(`${w.house.url}${w.at}/live`, { headers: { Cookie: w.clerk.cookie } });
    assert.equal(stream.status, 200);
    let seen = '';
    const reader = stream.body.getReader();
    (async () => {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        seen += new TextDecoder().decode(value);
      }
    })().catch(() => {});
    await sleep(1500); // the clock has passed ten: the streams are first told to look at the whole board again
    const o3 = await owed(school, w.at, '日报', '2023-05-21');
    const sent = await send(school, o3, undefined, { nil: true });
    assert.equal(sent.status, 200, sent.text);
    await until(() => /event: cells[\s\S]*"cell":"n"/.test(seen)).catch((why) => {
      throw new Error(`${why.message}; the stream said: ${seen}`);
    });
    await reader.cancel();
  });

  await test('everything is still there after a restart, and verifies', async () => {
    assert.equal(await w.house.stop(), 0);
    const r = w.house.command('verify');
    assert.equal(r.code, 0, r.err);
    assert.match(r.out, /核验通过/);
  });

  await test('each change stands in the log with what was before and after', async () => {
    const sql = "select body from event where kind = 'report.returned' limit 1";
    const r = spawnSync('sqlite3', ['-readonly', join(w.house.data, 'skillweek.db'), sql], { encoding: 'utf8' });
    const { before, after } = JSON.parse(r.stdout);
    assert.deepEqual([before.state, after.state], ['sent', 'returned']);
  });

  await test('a person is forgotten: no free word of theirs is left, and the chains stay whole', async () => {
    const r = w.house.command('erase', '--rehearsal', '--login', w.clerk.login);
    assert.equal(r.code, 0, r.err);
    assert.match(r.out, /[1-9]\d* 条文字说明/);
    assert.equal(w.house.command('verify').code, 0);
    assert.equal(w.house.command('erase', '--rehearsal', '--login', w.clerk.login).code, 1);
  });
}
