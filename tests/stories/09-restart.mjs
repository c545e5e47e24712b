// SPDX-License-Identifier: Apache-2.0
// A start takes the snapshot and the events behind it; whatever is wrong with a snapshot, what people see is the same.
import assert from 'node:assert/strict';
import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { House, removeFolder, test } from '../house.mjs';
import { owed, send, week } from './week.mjs';

export default async function (program) {
  const w = await week(program);
  const school = await w.house.enter('liaison');
  const county = await w.house.enter('county');
  const people = [school, county, w.clerk];
  const folder = join(w.house.data, 'snapshots');
  const file = () => join(folder, readdirSync(folder).find((f) => /^\d+$/.test(f)));
  const taken = () => /"snapshot"/.test(w.house.log);
  const old = join(w.house.data, 'old-snapshot');

  /** All that is judged from memory. */
  const seen = async () => {
    const board = await w.clerk.get(`${w.at}/board`);
    const mine = await school.get(`${w.at}/units/mine`);
    return JSON.stringify({ cells: board.rows.map((r) => r.cells), first: board.first, mine: mine.items.map((o) => [o.id, o.state, o.version, o.due, o.late, o.extended]) });
  };
  async function again(signal) {
    await w.house.stop(signal);
    w.house = await House.start(program, { data: w.house.data, args: ['--quiet', '--speed', '0'] });
    for (const p of people) p.url = w.house.url;
  }
  const report = async (person, name, day) => {
    const o = await owed(person, w.at, name, day);
    const r = await send(person, o, undefined, { nil: true });
    assert.equal(r.status, 200, r.text);
    return o;
  };

  await test('stopped and started, all is as it was, from the snapshot', async () => {
    const o = await report(school, '日报', '2023-05-17');
    const later = await owed(school, w.at, '日报', '2023-05-18');
    await w.clerk.post(`${w.at}/reviews`, { action: 'extend', items: [{ obligation: later.id, version: 0 }], due: '2023-05-20T10:00:00+08:00' });
    const before = await seen();
    await again('SIGTERM');
    assert.ok(taken(), w.house.log.slice(0, 2000));
    assert.equal(await seen(), before);
    assert.equal((await school.get(`/api/obligations/${o.id}`)).obligation.version, 1);
  });

  await test('killed, it goes on from an older snapshot and the events behind it', async () => {
    copyFileSync(file(), old);
    await report(county, '日报', '2023-05-17');
    const before = await seen();
    await again('SIGKILL');
    assert.ok(taken());
    assert.equal(await seen(), before);
  });

  await test('a torn, a changed and no snapshot are as good', async () => {
    const before = await seen();
    const spoil = [
      (bytes) => bytes.subarray(0, bytes.length - 100),
      (bytes) => ((bytes[bytes.length - 7] ^= 1), bytes),
      (bytes) => ((bytes[40] ^= 1), bytes),
      () => Buffer.alloc(0),
      () => null,
    ];
    for (const change of spoil) {
      await w.house.stop('SIGTERM');
      const path = file(), bytes = change(readFileSync(path));
      if (bytes) writeFileSync(path, bytes);
      else rmSync(path);
      w.house = await House.start(program, { data: w.house.data, args: ['--quiet', '--speed', '0'] });
      for (const p of people) p.url = w.house.url;
      assert.ok(!taken(), 'it is not believed');
      assert.equal(await seen(), before);
    }
  });

  await test('one of another house is not taken', async () => {
    const other = await week(program);
    const theirSchool = await other.house.enter('liaison');
    await send(theirSchool, await owed(theirSchool, other.at, '日报', '2023-05-17'), undefined, { nil: true });
    await other.house.stop('SIGTERM');
    const theirs = join(other.house.data, 'snapshots');
    await w.house.stop('SIGTERM');
    copyFileSync(join(theirs, readdirSync(theirs)[0]), file());
    w.house = await House.start(program, { data: w.house.data, args: ['--quiet', '--speed', '0'] });
    for (const p of people) p.url = w.house.url;
    assert.ok(!taken(), 'another house’s');
    removeFolder(other.house.data);
  });

  await test('an obligation added of one’s own accord is there again', async () => {
    const district = await w.house.invite(w.clerk, w.units.find((u) => u.kind === 'district').id, 'county');
    people.push(district);
    const daily = (await w.clerk.get(w.at)).document.duties.find((d) => d.short_name === '日报');
    const mine = await district.post(`${w.at}/own-accord`, { duty: daily.key, day: '2023-05-18' });
    await w.house.stop('SIGTERM');
    copyFileSync(old, file()); // of before it was added
    w.house = await House.start(program, { data: w.house.data, args: ['--quiet', '--speed', '0'] });
    for (const p of people) p.url = w.house.url;
    assert.ok(!taken());
    assert.equal((await district.get(`/api/obligations/${mine.id}`)).obligation.id, mine.id);
  });
  await test('a review and a draft are kept once', async () => {
    const o = await report(school, '日报', '2023-05-19');
    const done = await w.clerk.post(`${w.at}/reviews`, { action: 'accept', items: [{ obligation: o.id, version: 1 }] });
    assert.equal(done.done, 1, JSON.stringify(done));
    const next = await owed(school, w.at, '日报', '2023-05-20');
    await school.put(`/api/obligations/${next.id}/draft`, { revision: 0, device: '手机', body: {} });
    await w.house.stop('SIGTERM');
    const r = w.house.command('verify');
    assert.equal(r.code, 0, r.out + r.err);
  });
}
