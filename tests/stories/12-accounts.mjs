// SPDX-License-Identifier: Apache-2.0
// Accounts are taken in hand: disabled, given a new password; and who tries passwords holds up nobody but himself.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { House, Person, removeFolder, sleep, test } from '../house.mjs';
import { week } from './week.mjs';

/** Actor and subject of the office's events of a kind, as they stand in the store. */
const events = (data, kind) =>
  spawnSync('python3', ['-c', 'import sqlite3,sys\nfor e in sqlite3.connect(sys.argv[1]).execute("select actor, subject from event where campaign = 0 and kind = ?", (sys.argv[2],)): print(*e)', join(data, 'skillweek.db'), kind], { encoding: 'utf8' })
    .stdout.trim().split('\n');
const SECOND = '演练另一个很长的密码', THIRD = '演练第三个很长的密码';

export default async function (program) {
  const w = await week(program, { args: ['--proxy', '127.0.0.1'] });
  const county = w.named('长丰县');
  const school = w.units.find((u) => u.kind === 'school' && u.parent === county.id);
  const elsewhere = w.units.find((u) => u.kind === 'school' && u.parent !== county.id);
  const officer = await w.house.invite(w.clerk, county.id, 'county');
  const liaison = await w.house.invite(officer, school.id, 'liaison');
  const stranger = await w.house.invite(w.clerk, elsewhere.id, 'liaison');

  const from = (address) => ({ 'X-Forwarded-For': address });
  const logIn = (login, password, headers) => new Person(w.house.url).ask('POST', '/api/session', { login, password }, headers);
  const whoIs = async (person, of) => (await person.get('/api/people')).people.find((p) => p.account === of.me.account);
  const disable = (person, of) => person.ask('POST', `/api/accounts/${of.me.account}/disable`);
  const link = (person, of) => person.ask('POST', `/api/accounts/${of.me.account}/invitation`);
  const renew = (made, password, person = new Person(w.house.url)) =>
    person.ask('POST', '/api/invitations/accept', { token: made.json.link.split('/i/')[1], password });

  await test('who is in charge of an account is told so; nobody else may touch it', async () => {
    assert.equal((await whoIs(officer, liaison)).managed, true);
    assert.equal((await whoIs(officer, officer)).managed, false, 'a county office is the bureau’s');
    assert.equal((await whoIs(w.clerk, officer)).managed, true);
    for (const what of [disable, link]) {
      assert.equal((await what(officer, stranger)).status, 404);
      assert.equal((await what(officer, officer)).status, what === disable ? 409 : 403);
      assert.equal((await what(liaison, liaison)).status, 403);
    }
    assert.equal((await disable(w.clerk, w.clerk)).status, 409);
    assert.equal((await liaison.ask('GET', '/api/me')).status, 200);
  });

  await test('a disabled account is out at once, also after a restart, and the ledger knows by whom', async () => {
    const open = await link(officer, liaison);
    assert.equal((await disable(officer, liaison)).status, 204);
    assert.equal((await liaison.ask('GET', '/api/me')).status, 401);
    assert.equal((await logIn(liaison.login, liaison.password)).status, 401);
    assert.equal((await renew(open, SECOND)).status, 410, 'a link that was made before');
    assert.equal((await whoIs(officer, liaison)).disabled, true);
    assert.equal((await disable(officer, liaison)).status, 409);
    await w.house.stop();
    assert.deepEqual(events(w.house.data, 'account.disabled'), [`${officer.me.account} ${liaison.me.account}`]);
    w.house = await House.start(program, { data: w.house.data, args: ['--quiet', '--speed', '0', '--proxy', '127.0.0.1'] });
    for (const person of [w.clerk, officer, liaison, stranger]) person.url = w.house.url;
    assert.equal((await liaison.ask('GET', '/api/me')).status, 401);
    assert.equal((await officer.ask('GET', '/api/me')).status, 200);
  });

  await test('a link for an account sets its password anew: it is enabled, and all other sessions end', async () => {
    const first = await link(officer, liaison);
    const second = await link(w.clerk, liaison);
    const look = await new Person(w.house.url).get(`/api/invitations/${second.json.link.split('/i/')[1]}`);
    assert.deepEqual([look.renews, look.suggested_login, look.role], [true, liaison.login, 'liaison']);
    assert.equal((await renew(second, 'short')).status, 422);
    const back = new Person(w.house.url);
    const r = await renew(second, SECOND, back);
    assert.equal(r.status, 200, r.text);
    assert.deepEqual([r.json.account, r.json.login], [liaison.me.account, liaison.login]);
    assert.equal((await renew(first, THIRD)).status, 410);
    assert.equal((await whoIs(officer, liaison)).disabled, false);
    assert.equal((await logIn(liaison.login, liaison.password)).status, 401, 'the password it had');
    const again = await link(officer, liaison);
    assert.equal((await back.ask('GET', '/api/me')).status, 200, 'a link alone ends nothing');
    assert.equal((await renew(again, THIRD)).status, 200);
    assert.equal((await back.ask('GET', '/api/me')).status, 401);
    assert.equal((await logIn(liaison.login, SECOND)).status, 401);
    assert.equal((await logIn(liaison.login, THIRD)).status, 200);
  });

  await test('who is disabled comes back by none of the links made before, neither anew nor as a colleague', async () => {
    const clerk = await w.house.invite(w.clerk, w.clerk.me.unit, 'clerk');
    const { link: anew } = await clerk.post('/api/invitations', { unit: w.clerk.me.unit, role: 'clerk' });
    const colleague = await link(clerk, w.clerk);
    const { link: others } = await w.clerk.post('/api/invitations', { unit: school.id, role: 'liaison' });
    assert.equal((await disable(w.clerk, clerk)).status, 204);
    await assert.rejects(w.house.enter('clerk', anew), /410/);
    assert.equal((await renew(colleague, THIRD)).status, 410);
    assert.equal((await w.clerk.ask('GET', '/api/me')).status, 200);
    await w.house.enter('liaison', others);
  });

  await test('a hundred names from one address at once keep nobody out who comes from another', async () => {
    const flood = Array.from({ length: 100 }, (_, k) => logIn(`nobody-${k}`, 'xxxxxxxxxx', from('203.0.113.8')));
    await sleep(100);
    const other = await logIn(w.clerk.login, w.clerk.password, from('203.0.113.11'));
    assert.equal(other.status, 200, other.text);
    assert.ok((await Promise.all(flood)).some((r) => r.status === 503), 'the lane was full');
  });

  await test('who tries names nobody has waits for himself: the desk goes on, others log in', async () => {
    let ended = false;
    const seen = [], begun = Date.now();
    const flood = Array.from({ length: 100 }, async (_, k) => {
      for (let i = 0; !ended; i++) {
        const r = await logIn(`nobody-${k}-${i}`, 'xxxxxxxxxx', from('203.0.113.9'));
        seen.push(r);
        if (r.status === 429) await sleep(50);
      }
    });
    for (let i = 0; i < 6; i++) {
      const r = await w.clerk.ask('POST', '/api/compile', { text: '请于5月10日前报送总结。' });
      assert.equal(r.status, 200, `the desk, ${i}: ${r.text}`);
      await sleep(100);
    }
    while (!seen.some((r) => r.status === 429)) await sleep(50);
    await sleep(300);
    const other = await logIn(w.clerk.login, w.clerk.password, from('203.0.113.10'));
    ended = true;
    await Promise.all(flood);
    assert.equal(other.status, 200, other.text);
    const tried = seen.filter((r) => r.status === 401).length, free = 41 + (Date.now() - begun) / 5000;
    assert.ok(tried <= free, `${tried} of ${free} were tried`);
    const told = seen.find((r) => r.status === 429);
    assert.ok(Number(told.headers.get('retry-after')) > 0);
    assert.match(told.json.error.message, /这个网络.*秒后再试/);
    const drained = async (ask) => { // a step may have gone by since the last one
      for (let i = 0; i < 9; i++) if ((await logIn('nobody', 'xxxxxxxxxx', from('203.0.113.9'))).status === 429) break;
      return ask();
    };
    const english = await drained(() => logIn(w.clerk.login, w.clerk.password, { ...from('203.0.113.9'), 'Accept-Language': 'en' }));
    assert.equal(english.status, 429);
    assert.match(english.json.error.message, /try again in \d+ seconds/);
    const { link } = await w.clerk.post('/api/invitations', { unit: school.id, role: 'liaison' });
    const form = { token: link.split('/i/')[1], name: '演练', login: 'xinren', password: '足够长的演练密码一二三' };
    const accept = (address) => new Person(w.house.url).ask('POST', '/api/invitations/accept', form, from(address));
    assert.equal((await drained(() => accept('203.0.113.9'))).status, 429);
    assert.equal((await accept('203.0.113.10')).status, 200);
  });

  await test('the operator gives the clerk, whom nobody else invites, a link', async () => {
    await w.house.stop();
    assert.equal(w.house.command('invite', '--rehearsal', '--login', 'nobody').code, 1);
    const { code, out } = w.house.command('invite', '--rehearsal', '--login', w.clerk.login, '--base-url', 'https://example.org');
    assert.equal(code, 0);
    const token = /https:\/\/example\.org\/i\/(\S+)/.exec(out)[1];
    w.house = await House.start(program, { data: w.house.data, args: ['--quiet', '--speed', '0'] });
    const clerk = new Person(w.house.url);
    assert.equal((await clerk.post('/api/invitations/accept', { token, password: SECOND })).login, w.clerk.login);
  });

  await w.house.stop();
  removeFolder(w.house.data);
}
