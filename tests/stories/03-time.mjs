// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from '../house.mjs';
import { dailyBody, entry, owed, send, week } from './week.mjs';

export default async function (program) {
  const w = await week(program);
  const schools = w.units.filter((u) => u.kind === 'school').slice(1, 6);
  const people = [];
  for (const u of schools) people.push(await w.house.invite(w.clerk, u.id, 'liaison'));
  const daily = (await w.clerk.get(w.at)).document.duties.find((d) => d.short_name === '日报');
  const missing = () => w.clerk.get(`${w.at}/missing?duty=${daily.key}&day=2023-05-17`);

  await test('exactly 10:00:00.000 is in time, a millisecond later is late', async () => {
    await w.clock('2023-05-18T10:00:00.000+08:00');
    const first = await send(people[0], await owed(people[0], w.at, '日报', '2023-05-17'), dailyBody());
    assert.equal(first.json.late, false, first.text);
    await w.clock('2023-05-18T10:00:00.001+08:00');
    const second = await send(people[1], await owed(people[1], w.at, '日报', '2023-05-17'), dailyBody());
    assert.equal(second.json.late, true);
  });

  await test('after ten the missing are known, and one message names them', async () => {
    const m = await missing();
    assert.equal(m.owed, 69);
    assert.equal(m.reported, 2);
    assert.equal(m.units.length, 67);
    assert.match(m.text, /职业教育活动周/);
    assert.ok(m.text.includes(schools[2].short_name) || m.text.includes(schools[2].name));
    assert.ok(!m.text.includes(schools[0].name));
    assert.ok(m.units.every((u) => u.contact_phone));
  });

  await test('by phone counts from the time of the call', async () => {
    const o = await owed(people[2], w.at, '日报', '2023-05-17');
    const silent = await w.clerk.ask('POST', `${w.at}/reviews`, { action: 'phone', items: [{ obligation: o.id, version: 0 }], reason: ' ' });
    assert.deepEqual([silent.status, silent.json.error.message], [422, '请写明通话内容']);
    const r = await w.clerk.post(`${w.at}/reviews`, {
      action: 'phone',
      items: [{ obligation: o.id, version: 0 }],
      call_at: '2023-05-18T09:58:00+08:00',
      reason: '电话告知，材料稍后补报',
    });
    assert.equal(r.done, 1, JSON.stringify(r));
    const after = await owed(people[2], w.at, '日报', '2023-05-17');
    assert.equal(after.by_phone, true);
    assert.equal(after.late, false);
  });

  await test('waived with a reason, extended to a time; both leave the missing list', async () => {
    const waived = await owed(people[3], w.at, '日报', '2023-05-17');
    const extended = await owed(people[4], w.at, '日报', '2023-05-17');
    const noReason = await w.clerk.ask('POST', `${w.at}/reviews`, { action: 'waive', items: [{ obligation: waived.id, version: 0 }] });
    assert.equal(noReason.status, 422);
    await w.clerk.post(`${w.at}/reviews`, { action: 'waive', items: [{ obligation: waived.id, version: 0 }], reason: '学校当日停课' });
    await w.clerk.post(`${w.at}/reviews`, { action: 'extend', items: [{ obligation: extended.id, version: 0 }], due: '2023-05-18T18:00:00+08:00' });
    assert.equal((await owed(people[3], w.at, '日报', '2023-05-17')).state, 'waived');
    const o = await owed(people[4], w.at, '日报', '2023-05-17');
    assert.equal(o.extended, true);
    assert.equal(o.overdue, false);
    const sent = await send(people[4], o, dailyBody());
    assert.equal(sent.json.late, false);
    const { happenings } = await w.clerk.get(`/api/obligations/${o.id}`);
    assert.ok(happenings.some((h) => h.text === '延期报送至5月18日18:00'), JSON.stringify(happenings));
    const m = await missing();
    assert.equal(m.owed, 68);
  });

  await test('the day’s workbook counts what the board counts, and names those whose figures it has not', async () => {
    const returned = await owed(people[1], w.at, '日报', '2023-05-17');
    await w.clerk.post(`${w.at}/reviews`, { action: 'return', items: [{ obligation: returned.id, version: 1 }], reason: '请补充参加人数' });
    const { reported } = await missing();
    assert.equal(reported, 4);
    const told = entry((await w.clerk.ask('GET', `${w.at}/day.xlsx?day=2023-05-17`)).bytes, 'xl/sharedStrings.xml');
    assert.ok(told.includes(`已报 ${reported} 家`), told.slice(0, 2000));
    assert.ok(told.includes(`${schools[1].name}（退回修改）`));
    assert.ok(told.includes(`${schools[2].name}（电话报送）`));
    assert.ok(told.includes(`<t>${schools[0].name}</t>`));
    assert.ok(!told.includes(schools[3].name), 'waived, nothing was sent');
  });

  await test('a return that counts as not sent makes a late unit of one that was in time', async () => {
    const o = await owed(people[0], w.at, '日报', '2023-05-17');
    await w.clerk.post(`${w.at}/reviews`, { action: 'return', items: [{ obligation: o.id, version: 1 }], reason: '内容与活动不符', forget: true });
    const back = await owed(people[0], w.at, '日报', '2023-05-17');
    assert.equal(back.state, 'returned');
    assert.equal(back.overdue, true);
    const again = await send(people[0], back, dailyBody());
    assert.equal((await owed(people[0], w.at, '日报', '2023-05-17')).late, true, again.text);
  });

  await test('who is missing is called by the officer’s own number first, as the invitation says', async () => {
    const silent = (await missing()).units.filter((u) => u.unit !== people[0].me.unit)[0];
    assert.deepEqual(silent.officers, [], 'nobody has come there');
    const { link } = await w.clerk.post('/api/invitations', { unit: silent.unit, role: 'liaison' });
    const officer = await w.house.enter('liaison', link);
    const own = { name: '演练某人', phone: '0551-00000000' };
    const now = (await missing()).units.find((u) => u.unit === silent.unit);
    assert.deepEqual(now.officers, [own]);
    assert.equal(now.contact_phone, silent.contact_phone, 'the register’s stands beside it');
    assert.deepEqual((await w.clerk.get(`/api/obligations/${silent.obligation}`)).officers, [own]);
    await w.clerk.ask('POST', `/api/accounts/${officer.me.account}/disable`);
    assert.deepEqual((await missing()).units.find((u) => u.unit === silent.unit).officers, []);
  });

  await test('the rehearsal’s clock never goes back', async () => {
    const r = await w.clerk.ask('POST', '/api/clock', { to: '2023-05-18T09:00:00+08:00', rate: 0 });
    assert.equal(r.status, 409);
    assert.match(r.json.error.message, /时钟/);
  });

  await test('the counts of the board add up', async () => {
    const board = await w.clerk.get(`${w.at}/board`);
    const cells = board.rows.flatMap((r) => [...r.cells]).filter((c) => c !== ' ');
    assert.equal(cells.length, 766);
    assert.equal(board.columns.length, 12);
  });

  await test('a return that counts as not sent is missing only when the deadline has passed', async () => {
    const o = await owed(people[1], w.at, '日报', '2023-05-18');
    assert.equal((await send(people[1], o, dailyBody())).status, 200);
    await w.clerk.post(`${w.at}/reviews`, { action: 'return', items: [{ obligation: o.id, version: 1 }], reason: '内容与活动不符', forget: true });
    const cell = async () => {
      const { columns, rows } = await w.clerk.get(`${w.at}/board`);
      return rows.find((r) => r.unit === o.unit).cells[columns.findIndex((c) => c.short_name === '日报' && c.day === '2023-05-18')];
    };
    assert.equal(await cell(), 'b');
    await w.clock('2023-05-19T10:00:00.001+08:00');
    assert.equal(await cell(), 'R');
  });

  await test('what was in time stays so when it is mended after the deadline: on the board, and on each receipt', async () => {
    const receipt = async (r) => (await w.clerk.get(`/api/receipts/${r.json.number}?hash=${r.json.hash}`)).late;
    const o = await owed(people[0], w.at, '日报', '2023-05-19');
    const first = await send(people[0], o, dailyBody());
    await w.clock('2023-05-20T10:30:00+08:00');
    await w.clerk.post(`${w.at}/reviews`, { action: 'return', items: [{ obligation: o.id, version: 1 }], reason: '请补充参加人数' });
    const again = await send(people[0], await owed(people[0], w.at, '日报', '2023-05-19'), dailyBody());
    assert.equal((await owed(people[0], w.at, '日报', '2023-05-19')).late, false);
    assert.deepEqual([again.json.late, await receipt(again), await receipt(first)], [false, false, false]);
  });

  await w.house.stop();
}
