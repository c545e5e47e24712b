// SPDX-License-Identifier: Apache-2.0
// Drafts and what is sent meanwhile: by another device, as a nil report, or told to the desk by phone. Nothing that
// somebody filled in is lost unasked.
import assert from 'node:assert/strict';
import { removeFolder, test, uuid7 } from '../house.mjs';
import { dailyBody, owed, send, week } from './week.mjs';

export default async function (program) {
  const w = await week(program);
  const school = await w.house.enter('liaison');
  const again = await w.house.invite(w.clerk, school.me.unit, 'liaison');
  const written = (words) => dailyBody({ texts: { p1: words } });
  const draftOf = async (o) => (await school.get(`/api/obligations/${o.id}`)).draft;
  const save = (person, o, revision, base, words) => person.ask('PUT', `/api/obligations/${o.id}/draft`, { revision, base, device: '手机', body: written(words) });
  const byPhone = (o, version) => w.clerk.post(`${w.at}/reviews`, { action: 'phone', items: [{ obligation: o.id, version }], reason: '电话告知' });

  await test('who still has the draft open that was sent overwrites no newer one', async () => {
    const o = await owed(school, w.at, '日报', '2023-05-17');
    assert.equal((await save(again, o, 0, 0, '乙写的')).json.revision, 1);
    assert.equal((await send(school, o, written('甲报的'))).status, 200);
    assert.equal((await save(school, o, 0, 1, '甲又写的')).json.revision, 2);
    for (const base of [0, 1]) assert.equal((await save(again, o, 1, base, '乙还在写')).status, 409);
    assert.equal((await draftOf(o)).body.texts.p1, '甲又写的');
  });

  await test('what was begun before something was sent is told so', async () => {
    const o = await owed(school, w.at, '日报', '2023-05-18');
    assert.equal((await send(school, o, written('甲报的'))).status, 200);
    const late = await save(again, o, 0, 0, '乙写的');
    assert.equal(late.status, 409);
    assert.match(late.json.error.message, /已有更新的版本/);
    assert.equal(await draftOf(o), null);
  });

  for (const [day, how, meanwhile] of [
    ['2023-05-19', 'a nil report', async (o) => assert.equal((await send(school, o, undefined, { nil: true })).status, 200)],
    ['2023-05-20', 'the desk’s telephone entry', async (o) => assert.equal((await byPhone(o, 0)).done, 1)],
  ])
    await test(`${how} leaves the draft, which goes on until it is sent itself`, async () => {
      const o = await owed(school, w.at, '日报', day);
      assert.equal((await save(school, o, 0, 0, '写了一半')).status, 200);
      await meanwhile(o);
      assert.equal((await draftOf(o))?.body.texts.p1, '写了一半');
      assert.equal((await save(school, o, 0, 1, '另起一份')).status, 409);
      assert.equal((await save(school, o, 1, 1, '写完了')).json.revision, 2);
      assert.equal((await send(school, { ...o, version: 1 }, written('写完了'))).status, 200);
      assert.equal(await draftOf(o), null);
    });

  await test('what is sent from an older draft than the one that stands is refused, and the newer one stays', async () => {
    const o = await owed(school, w.at, '日报', '2023-05-22');
    const from = (revision, words, more = {}) => send(school, o, written(words), { draft: { revision }, ...more });
    assert.equal((await save(school, o, 0, 0, '甲写的')).json.revision, 1);
    assert.equal((await save(again, o, 1, 0, '乙写下去')).json.revision, 2);
    for (const revision of [0, 1]) {
      const older = await from(revision, '甲写的');
      assert.equal(older.status, 409);
      assert.match(older.json.error.message, /草稿.*已在别处修改.*没有报送/);
    }
    const english = await school.ask('POST', `/api/obligations/${o.id}/reports`, { sending: uuid7(), base: 0, draft: { revision: 1 }, body: written('甲写的') }, { 'Accept-Language': 'en' });
    assert.match(english.json.error.message, /changed elsewhere/);
    assert.equal((await draftOf(o)).body.texts.p1, '乙写下去');
    const sending = uuid7();
    for (let i = 0; i < 2; i++) assert.equal((await from(2, '乙写下去', { sending })).status, 200, 'and come again it is the same');
    assert.equal(await draftOf(o), null);
    const next = { ...o, version: 1 };
    assert.equal((await send(school, next, written('更正'), { draft: { revision: 0 } })).status, 200, 'what was sent is no draft any more');
  });

  await test('a telephone entry does not cover what was sent while it was entered', async () => {
    const o = await owed(school, w.at, '日报', '2023-05-21');
    await w.clock('2023-05-18T09:59:00+08:00');
    assert.equal((await send(school, o, written('甲报的'))).status, 200);
    await w.clock('2023-05-18T10:05:00+08:00');
    const entered = await byPhone(o, 0);
    assert.equal(entered.done, 0);
    assert.equal(entered.refused[0].message, '该单位 09:59 已报送，请刷新页面查看后再登记');
    const { versions, body } = await school.get(`/api/obligations/${o.id}`);
    assert.deepEqual([versions.length, body.texts.p1], [1, '甲报的']);
    assert.equal((await byPhone(o, 1)).done, 1, 'knowingly, it is entered');
  });

  await test('a version beyond 32 bits is no version', async () => {
    const o = await owed(school, w.at, '日报', '2023-05-17');
    const beyond = 2 ** 32 + o.version;
    const asked = [await send(school, { ...o, version: beyond }, written('甲报的')), await save(school, o, 2, beyond, '甲报的')];
    for (const action of ['accept', 'phone']) asked.push(await w.clerk.ask('POST', `${w.at}/reviews`, { action, reason: '演练', items: [{ obligation: o.id, version: beyond }] }));
    assert.deepEqual(asked.map((r) => r.status), [422, 422, 422, 422]);
  });

  await w.house.stop();
  removeFolder(w.house.data);
}
