// SPDX-License-Identifier: Apache-2.0
// Booking a visit: a school offers it, the clerk shows it, people book by a plain form, see and cancel it by their code; never
// more than there are places, no form of another site, and no name or phone left when the time is over.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Person, removeFolder, test } from '../house.mjs';
import { week } from './week.mjs';

const form = (values) => new TextEncoder().encode(new URLSearchParams(values).toString());

export default async function (program) {
  const w = await week(program, { start: '2023-05-18T09:30:00+08:00', args: ['--proxy', '127.0.0.1'] });
  const schools = w.units.filter((u) => u.kind === 'school');
  const school = await w.house.invite(w.clerk, schools[0].id, 'liaison');
  const other = await w.house.invite(w.clerk, schools[1].id, 'liaison');
  const leader = await w.house.invite(w.clerk, w.units.find((u) => u.kind === 'bureau').id, 'leader');
  const everybody = new Person(w.house.url);
  const at = `${w.at}/public`, page = `/week/${w.campaign.key}`;
  const headers = { 'X-Skillweek': '', 'Content-Type': 'application/x-www-form-urlencoded', Origin: w.house.url };
  let address = 1;
  /** As a browser posts it, each from an address of its own. */
  const post = (path, values, more = {}) =>
    everybody.ask('POST', `${page}${path}`, form(values), { ...headers, 'X-Forwarded-For': `10.0.${address >> 8}.${address++ & 255}`, ...more });
  const get = (path) => everybody.ask('GET', `${page}${path}`, undefined, { 'X-Forwarded-For': `10.1.0.${address++ & 255}` });
  const phone = (n) => `138${String(n).padStart(8, '0')}`;
  const party = (slot, n, persons = 1) => ({ slot, name: '演练某人', phone: phone(n), persons: String(persons) });

  await w.clerk.put(at, { shown: true });
  const offer = { revision: 0, kind: 'programme', state: 'offered', day: '2023-05-20', start: '09:00', end: '11:30', title: '开放校园', place: '演练一校实训中心', text: '参观实训场地。' };
  const item = await school.post(`${at}/items`, offer);
  const visits = `${at}/items/${item.id}/visits`, slots = `${at}/items/${item.id}/slots`;
  let slot;

  await test('a school sets the times of its own item; nothing is booked before a clerk shows it', async () => {
    const view = await school.post(slots, { start: '09:00', end: '10:00', places: 10, most: 4 });
    slot = view.slots[0].id;
    assert.equal((await other.ask('POST', slots, { start: '09:00', end: '10:00', places: 10, most: 4 })).status, 404);
    assert.equal((await other.ask('GET', visits)).status, 404);
    assert.equal((await leader.ask('GET', visits)).status, 403);
    for (const wrong of [{ end: '08:00' }, { places: 0 }, { most: 11 }, { start: 'x' }])
      assert.equal((await school.ask('POST', slots, { start: '09:00', end: '10:00', places: 10, most: 4, ...wrong })).status, 422, JSON.stringify(wrong));
    assert.equal((await post(`/visits/${item.id}`, party(slot, 1))).status, 404);
    await w.clerk.put(`${at}/items/${item.id}`, { ...offer, revision: 1, state: 'shown' });
    assert.match((await get('/days/2023-05-20')).text, new RegExp(`href="${page}/visits/${item.id}"`));
    assert.match((await get(`/visits/${item.id}`)).text, /09:00–10:00 <small>余 10 人/);
    await school.put(`${slots}/${slot}`, { places: 1200, most: 4 });
    assert.match((await get(`/visits/${item.id}`)).text, /余 1,200 人/);
    await school.put(`${slots}/${slot}`, { places: 10, most: 4 });
    const moved = await w.clerk.ask('PUT', `${at}/items/${item.id}`, { ...offer, revision: 2, day: '2023-05-21', state: 'shown' });
    assert.match(moved.json.error.message, /日期不能改/);
  });

  await test('a form of another site books nothing, whatever it says', async () => {
    const values = party(slot, 2);
    for (const more of [{ Origin: 'http://evil.example' }, { Origin: 'null' }, { Origin: undefined }, { 'Sec-Fetch-Site': 'cross-site' }, { 'Sec-Fetch-Site': 'same-site' }]) {
      const h = { ...headers, ...more };
      if (h.Origin === undefined) delete h.Origin;
      const r = await everybody.ask('POST', `${page}/visits/${item.id}`, form(values), h);
      assert.equal(r.status, 403, JSON.stringify(more));
      assert.match(r.headers.get('content-type'), /text\/html/);
      assert.match(r.text, /role="alert">页面已过期/);
    }
    assert.equal((await post(`/visits/${item.id}`, {}, { 'Content-Type': 'text/plain' })).status, 415);
    assert.equal((await post(`/visits/${item.id}`, { name: 'x'.repeat(5000) })).status, 413);
    assert.equal((await school.get(visits)).bookings.length, 0);
  });

  await test('what is wrong is said beside the field, and what was typed stays', async () => {
    for (const [change, said] of [[{ name: '1' }, /请填写姓名/], [{ phone: '123' }, /11 位手机号/], [{ persons: '5' }, /1 至 4 人/], [{ slot: '1' }, /请选择参观时间/]]) {
      const r = await post(`/visits/${item.id}`, { ...party(slot, 3), name: '演练"某&', ...change });
      assert.equal(r.status, 422, JSON.stringify(change));
      assert.match(r.text, said);
      if (!change.name) assert.match(r.text, /value="演练&quot;某&amp;"/);
      assert.equal((r.text.match(/aria-invalid/g) ?? []).length, change.slot ? 0 : 1);
    }
  });

  await test('somebody books, sees it by the code, in whatever way it is typed, and cancels; then nothing of them is left', async () => {
    const r = await post(`/visits/${item.id}`, party(slot, 4, 3));
    assert.equal(r.status, 303, r.text);
    const path = r.headers.get('location');
    const seen = await everybody.ask('GET', path);
    assert.match(seen.text, /预约成功[^]*5月20日 周六 09:00–10:00[^]*演练某人，3 人/);
    assert.match(seen.headers.get('cache-control'), /no-store/);
    const code = path.split('/').at(-1);
    const found = await get(`/bookings?code=${code.slice(0, 5).toUpperCase()}-${code.slice(5)}`);
    assert.equal(found.headers.get('location'), path);
    assert.match((await get('/bookings?code=0000000000')).text, /没有找到这个预约/);
    assert.equal((await get('/bookings/0000000000')).status, 404);
    assert.match((await post(`/visits/${item.id}`, party(slot, 4))).text, /已经预约过这个时间/);
    assert.equal((await post(`/visits/${item.id}`, party(slot, 4, 3))).headers.get('location'), path); // pressed twice
    const told = await school.get(visits);
    assert.deepEqual(told.bookings.map((b) => [b.name, b.phone, b.persons]), [['演练某人', phone(4), 3]]);
    assert.equal(told.slots[0].taken, 3);
    const list = await school.ask('GET', told.path);
    assert.match(list.text, new RegExp(`${phone(4)}[^]*用后请销毁`));
    assert.equal((await everybody.ask('GET', told.path)).status, 401);
    assert.equal((await other.ask('GET', told.path)).status, 404);
    assert.equal((await everybody.ask('POST', path, form({}), { ...headers, Origin: 'http://evil.example' })).status, 403);
    assert.equal((await post(`/bookings/${code}`, {})).status, 303);
    assert.equal((await post(`/bookings/${code}`, {})).status, 303); // again: it is done already
    const gone = await everybody.ask('GET', path);
    assert.match(gone.text, /<p class="good" role="status">这个预约已取消/); // as was asked: nothing went wrong
    assert.ok(!gone.text.includes('演练某人'));
    const after = await school.get(visits);
    assert.equal(after.slots[0].taken, 0);
    assert.equal(after.bookings[0].phone + after.bookings[0].name, '');
  });

  await test('fifty at once get ten places and no more, and the page says that it is full', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => post(`/visits/${item.id}`, party(slot, 100 + i))));
    const got = answers.filter((r) => r.status === 303), full = answers.filter((r) => r.status === 409);
    assert.equal(got.length, 10);
    assert.equal(full.length, 40);
    assert.ok(full.every((r) => /约满/.test(r.text)));
    const { slots: [one], bookings } = await school.get(visits);
    assert.equal(one.taken, 10);
    assert.equal(bookings.filter((b) => !b.cancelled_at).reduce((n, b) => n + b.persons, 0), 10);
    assert.match((await get(`/visits/${item.id}`)).text, /已约满[^]*所有时间都已约满/);
    assert.match((await school.ask('PUT', `${slots}/${slot}`, { places: 9, most: 4 })).json.error.message, /已有 10 人预约/);
    await school.put(`${slots}/${slot}`, { places: 12, most: 4 });
    assert.match((await post(`/visits/${item.id}`, party(slot, 200, 3))).text, /只剩 2 个名额/);
  });

  await test('one address that comes again and again must wait, and others need not', async () => {
    const one = { 'X-Forwarded-For': '10.9.9.9' };
    let slow;
    for (let i = 0; i < 60 && !slow; i++) {
      const r = await post(`/visits/${item.id}`, party(slot, 300 + i, 4), one);
      if (r.status === 429) slow = r;
    }
    assert.ok(slow, 'nobody was slowed');
    assert.match(slow.text, /过于频繁，请 \d+ 秒后再试/);
    assert.equal((await post(`/visits/${item.id}`, party(slot, 400))).status, 303);
  });

  await test('who has a right code sees and cancels by it, however many wrong ones come from the same address', async () => {
    const one = { 'X-Forwarded-For': '10.9.9.8' };
    const booked = (await post(`/visits/${item.id}`, party(slot, 450), one)).headers.get('location');
    const ask = (path) => everybody.ask('GET', path, undefined, one);
    let slow;
    for (let i = 0; i < 60 && !slow; i++) {
      const r = await ask(`${page}/bookings/00000000${String(i).padStart(2, '0')}`);
      assert.equal((await ask(booked)).status, 200, `${i}`);
      if (r.status === 429) slow = r;
    }
    assert.ok(slow, 'nobody was slowed');
    assert.equal((await ask(`${page}/bookings?code=${booked.split('/').at(-1)}`)).status, 303);
    assert.equal((await post(`/bookings/${booked.split('/').at(-1)}`, {}, one)).status, 303);
    assert.match((await ask(booked)).text, /已取消/);
  });

  await test('what has begun is neither booked nor cancelled; a withdrawn item says so to who booked it', async () => {
    const r = await post(`/visits/${item.id}`, party(slot, 500));
    assert.equal(r.status, 303, r.text);
    const path = r.headers.get('location');
    await w.clerk.put(`${at}/items/${item.id}`, { ...offer, revision: 2, state: 'withdrawn' });
    assert.match((await everybody.ask('GET', path)).text, /已从公众页撤下/);
    await w.clerk.put(`${at}/items/${item.id}`, { ...offer, revision: 3, state: 'shown' });
    await w.clock('2023-05-20T09:00:00+08:00');
    assert.match((await get(`/visits/${item.id}`)).text, /已开始[^]*参观时间已过/);
    const late = await post(`/bookings/${path.split('/').at(-1)}`, {});
    assert.equal(late.status, 409);
    assert.match(late.text, /不能在这里取消/);
  });

  await test('when the time is over, names and phones are erased from the file itself', async () => {
    await w.house.stop();
    const holds = () => ['skillweek.db', 'skillweek.db-wal'].some((f) => {
      try {
        return readFileSync(join(w.house.data, f)).includes(phone(500));
      } catch {
        return false;
      }
    });
    assert.ok(holds());
    assert.equal(w.house.command('erase', '--rehearsal').code, 2);
    const erased = w.house.command('erase', '--rehearsal', '--visits');
    assert.equal(erased.code, 0, erased.out + erased.err);
    assert.match(erased.out, /已删除 \d+ 个已结束预约的姓名和电话/);
    assert.ok(!holds());
    const verified = w.house.command('verify');
    assert.equal(verified.code, 0, verified.out + verified.err);
  });

  removeFolder(w.house.data);
}
