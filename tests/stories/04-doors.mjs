// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { House, Person, removeFolder, sleep, tempFolder, test } from '../house.mjs';
import { week } from './week.mjs';

export default async function (program) {
  const w = await week(program);

  await test('looking at an invitation uses nothing up; accepting does, once', async () => {
    const { link } = await w.clerk.post('/api/invitations', { unit: w.named('庐江县').id, role: 'county' });
    const robot = new Person(w.house.url);
    for (let i = 0; i < 3; i++) assert.equal((await robot.get(`/api/invitations/${link.split('/i/')[1]}`)).role, 'county');
    assert.equal((await robot.ask('GET', `/i/${link.split('/i/')[1]}`)).status < 500, true);
    await w.house.enter('county', link);
    const again = await robot.ask('GET', `/api/invitations/${link.split('/i/')[1]}`);
    assert.equal(again.status, 410);
    assert.match(again.json.error.message, /邀请/);
    await assert.rejects(w.house.enter('county', link));
  });

  await test('a weak password and a taken account name are refused, the invitation stays good', async () => {
    const { link } = await w.clerk.post('/api/invitations', { unit: w.named('长丰县').id, role: 'county' });
    const token = link.split('/i/')[1];
    const p = new Person(w.house.url);
    const form = { token, name: '演练', phone: '', login: 'changfeng' };
    for (const password of ['short', '1234567890', 'aaaaaaaaaaaa', 'abcdefghijk', 'password2023', 'Changfeng2023', '一二一二一二一二一二'])
      assert.equal((await p.ask('POST', '/api/invitations/accept', { ...form, password })).status, 422, password);
    const taken = await p.ask('POST', '/api/invitations/accept', { ...form, login: w.clerk.login, password: '足够长的演练密码一二三' });
    assert.equal(taken.status, 409);
    assert.equal((await p.ask('POST', '/api/invitations/accept', { ...form, password: '足够长的演练密码一二三' })).status, 200);
  });

  await test('log out ends the session, log in begins another; the cookie is HttpOnly and SameSite', async () => {
    const person = await w.house.invite(w.clerk, w.named('肥东县').id, 'county');
    const old = person.cookie;
    await person.ask('DELETE', '/api/session');
    person.cookie = old;
    assert.equal((await person.ask('GET', '/api/me')).status, 401);
    const back = await person.ask('POST', '/api/session', { login: person.login, password: person.password });
    assert.equal(back.status, 200, back.text);
    assert.match(back.headers.get('set-cookie'), /HttpOnly/);
    assert.match(back.headers.get('set-cookie'), /SameSite=(Lax|Strict)/);
  });

  await test('after five wrong passwords the address waits; the message says how long', async () => {
    const person = new Person(w.house.url);
    const statuses = [];
    for (let i = 0; i < 8; i++) statuses.push((await person.ask('POST', '/api/session', { login: w.clerk.login, password: 'wrong wrong' })).status);
    assert.deepEqual(statuses.slice(0, 5), [401, 401, 401, 401, 401]);
    assert.ok(statuses.includes(429), statuses.join());
    assert.equal((await w.clerk.ask('GET', '/api/me')).status, 200, 'who is in stays in');
  });

  await test('a forged request from another site is refused', async () => {
    const r = await fetch(`${w.house.url}/api/session`, { method: 'DELETE', headers: { Cookie: w.clerk.cookie, 'Sec-Fetch-Site': 'cross-site' } });
    assert.equal(r.status, 403);
    assert.equal((await w.clerk.ask('GET', '/api/me')).status, 200);
  });

  await test('every answer carries the security headers', async () => {
    for (const path of ['/', '/api/me', '/healthz', '/nowhere', '/api/nowhere']) {
      const { headers } = await new Person(w.house.url).ask('GET', path);
      const data = headers.get('content-type') === 'application/json';
      assert.match(headers.get('content-security-policy') ?? '', data ? /default-src 'none'; frame-ancestors 'self'/ : /default-src 'self'.*frame-ancestors 'none'/, path);
      assert.equal(headers.get('x-content-type-options'), 'nosniff', path);
      assert.equal(headers.get('cross-origin-resource-policy'), 'same-origin', path);
      assert.equal(headers.get('x-frame-options'), data ? null : 'DENY', path);
      assert.equal(headers.get('referrer-policy'), data ? null : 'no-referrer', `${path}: an invitation’s address is a secret`);
    }
  });

  await test('bad bodies get a clear answer in Chinese', async () => {
    const o = 'not an id';
    const cases = [
      ['{"login":"a","login":"b","password":"c"}', 400],
      ['{"login":', 400],
      ['[]', 422],
      ['{"login":1,"password":"x"}', 422],
      ['{"login":"a\\u202Eb","password":"x"}', 422],
      ['{"login":"a","password":"x","surprise":1}', 422],
      [new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]), 400],
    ];
    for (const [body, status] of cases) {
      const r = await new Person(w.house.url).ask('POST', '/api/session', body, { 'Content-Type': 'application/json' });
      assert.equal(r.status, status, `${body}: ${r.text}`);
      assert.match(r.json.error.message, /[\u4e00-\u9fff]/);
    }
    assert.equal((await w.clerk.ask('GET', `/api/obligations/${o}`)).status, 404);
    const deep = '['.repeat(100) + ']'.repeat(100);
    assert.equal((await new Person(w.house.url).ask('POST', '/api/session', deep)).status, 400);
  });

  await test('a register with mistakes names row and column and changes nothing', async () => {
    const bad = '编码,上级编码,名称,简称,类别,联系人,电话\n1,,演练局,局,市教育局,,\n2,9,演练校,校,中专学校,,\n3,1,演练校,校,飞船,,\n';
    const r = await w.clerk.must('POST', '/api/units/import?name=register.csv&apply=1', new TextEncoder().encode(bad));
    assert.equal(r.applied, false);
    assert.ok(r.errors.length >= 2, JSON.stringify(r.errors));
    assert.ok(r.errors.every((e) => e.row >= 2 && e.column && e.message));
    assert.equal((await w.clerk.get('/api/units')).units.length, w.units.length);
  });

  await test('a rehearsal that was stopped goes on where it stopped: its clock stood meanwhile', async () => {
    const data = tempFolder();
    const args = ['--quiet', '--start', '2023-05-18T09:30:00+08:00'];
    const first = await House.start(program, { data, args: [...args, '--speed', '3600'] });
    const before = Date.parse((await new Person(first.url).get('/api/clock')).now);
    await first.stop();
    await sleep(4000); // four hours, had it run on
    const second = await House.start(program, { data, args: [...args, '--speed', '0'] });
    const after = Date.parse((await new Person(second.url).get('/api/clock')).now);
    await second.stop();
    removeFolder(data);
    assert.ok(after >= before, 'never back');
    assert.ok(after - before < 4 * 3600e3, `${(after - before) / 60e3} minutes on`);
  });

  await test('a rehearsal’s folder is refused in earnest, and the other way round', async () => {
    await w.house.stop();
    await assert.rejects(House.start(program, { data: w.house.data, command: 'serve' }), /试运行/);
    const data = tempFolder();
    removeFolder(data);
    const earnest = await House.start(program, { data, command: 'serve' });
    assert.ok(earnest.links.clerk, 'the first start prints one link');
    const clerk = await earnest.enter('clerk');
    assert.equal(clerk.me.role, 'clerk');
    assert.equal((await clerk.ask('POST', '/api/clock', { to: null, rate: 5 })).status, 409);
    await earnest.stop();
    const second = await House.start(program, { data, command: 'serve' });
    assert.ok(!second.links.clerk, 'the second start prints none');
    await second.stop();
    await assert.rejects(House.start(program, { data, command: 'rehearse' }), /正式/);
    removeFolder(data);
  });

  await test('what is kept is for the account that serves: a folder that others may look into is closed', async () => {
    const data = tempFolder();
    chmodSync(data, 0o755);
    const house = await House.start(program, { data, args: ['--quiet', '--speed', '0'] });
    const modes = ['', 'skillweek.db', 'skillweek.db-wal'].map((name) => (statSync(join(data, name)).mode & 0o777).toString(8));
    await house.stop();
    removeFolder(data);
    assert.deepEqual(modes, ['700', '600', '600']);
    assert.match(house.log, /"what":"store.folder","mode":"755","closed":true/);
  });

  await test('a port that is taken, and a name for an address, are told with what to do', async () => {
    const first = await House.start(program, { args: ['--quiet', '--speed', '0'] });
    const data = tempFolder();
    const tried = (...args) => spawnSync(program, ['serve', '--data', data, ...args], { encoding: 'utf8', timeout: 20000 });
    const taken = tried('--port', new URL(first.url).port);
    const name = tried('--host', 'localhost', '--port', '1');
    await first.stop();
    removeFolder(first.data);
    removeFolder(data);
    assert.equal(taken.status, 1);
    assert.match(taken.stderr, /已被另一个程序占用：请先停止它，或用 --port/);
    assert.doesNotMatch(taken.stderr, /服务器内部出错/);
    assert.equal(name.status, 1);
    assert.match(name.stderr, /“localhost”不是 IP 地址：请用 --host/);
  });
}
