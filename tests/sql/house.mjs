// SPDX-License-Identifier: Apache-2.0
// A house that keeps its rows in PostgreSQL, over HTTP: the week of Hefei, and what dies in the middle of it.
//
//     node tests/sql/house.mjs PROGRAM DATABASE
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { House, Person, removeFolder, tally, tempFolder, test, uuid7 } from '../house.mjs';
import { dailyBody, owed, send } from '../stories/week.mjs';

const [, , program, database] = process.argv;
const url = `${database}&options=-csearch_path%3Dhouse`;
const folder = tempFolder();
const data = join(folder, 'data');
const told = join(folder, 'database'); // as a password would be kept
writeFileSync(told, `${url}\n`, { mode: 0o600 });

function psql(sql, where = url) {
  const r = spawnSync('psql', ['-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', where, '-c', sql], { encoding: 'utf8' });
  assert.equal(r.status, 0, r.stderr);
  return r.stdout.trim();
}
psql('create schema house', database);

const args = ['--database', told, '--quiet', '--speed', '0', '--hour-versions', '-1', '--start', '2023-05-18T09:30:00+08:00'];
let house;
const people = [];
async function start() {
  house = await House.start(program, { data, args });
  for (const p of people) p.url = house.url;
  return house;
}
const command = (name, ...more) => house.command(name, '--database', told, ...more);
const verified = () => {
  const r = command('verify');
  assert.equal(r.code, 0, r.out + r.err);
};

await start();
const clerk = await house.enter('clerk');
const school = await house.enter('liaison');
people.push(clerk, school);
const campaign = (await clerk.get('/api/campaigns')).campaigns[0];
const at = `/api/campaigns/${campaign.id}`;

await test('the campaign is published and its rows are in the database, none in the folder', async () => {
  assert.ok(Number(psql(`select count(*) from obligation where campaign = ${campaign.id}`)) > 100);
  assert.ok(!existsSync(join(data, 'skillweek.db')));
  assert.match(readFileSync(join(data, 'database.id'), 'utf8'), /^[0-9a-f]{32} whole\n$/);
});

let mine;
await test('a report is sent, returned, sent again and accepted', async () => {
  mine = await owed(school, at, '日报', '2023-05-17');
  let r = await send(school, mine, dailyBody());
  assert.equal(r.status, 200, r.text);
  const back = await clerk.post(`${at}/reviews`, { action: 'return', items: [{ obligation: mine.id, version: 1 }], reason: '请补充' });
  assert.equal(back.done, 1, JSON.stringify(back));
  r = await send(school, { ...mine, version: 1 }, dailyBody());
  assert.equal(r.status, 200, r.text);
  const stale = await send(school, { ...mine, version: 1 }, dailyBody());
  assert.equal(stale.status, 409);
  const done = await clerk.post(`${at}/reviews`, { action: 'accept', items: [{ obligation: mine.id, version: 2 }] });
  assert.equal(done.done, 1, JSON.stringify(done));
  verified();
});

await test('a null in a text is refused at the door and harms nobody', async () => {
  const o = await owed(school, at, '日报', '2023-05-18');
  const text = JSON.stringify({ sending: uuid7(), base: 0, nil: false, body: dailyBody() }).replace('便民服务进社区', '便民\\u0000服务');
  assert.equal((await school.ask('POST', `/api/obligations/${o.id}/reports`, text)).status, 400);
  const named = await school.ask('POST', '/api/files?name=a%00b.pdf', new Uint8Array(Buffer.from('%PDF-1.4\n%%EOF\n')));
  assert.ok(named.status < 500, `${named.status} ${named.text}`);
  const login = await new Person(house.url).ask('POST', '/api/login', { login: 'a\u0000b', password: 'x' });
  assert.ok(login.status >= 400 && login.status < 500, `${login.status} ${login.text}`);
  assert.equal((await clerk.ask('GET', '/api/health')).status, 200);
});

await test('stopped and started, all is as it was', async () => {
  const seen = async () => JSON.stringify((await clerk.get(`${at}/board`)).rows.map((r) => r.cells));
  const before = await seen();
  await house.stop();
  assert.ok(!/"level":"error"/.test(house.log), house.log.slice(-1000));
  await start();
  assert.equal(await seen(), before);
  assert.equal((await school.get(`/api/obligations/${mine.id}`)).obligation.version, 2);
  verified();
});

await test('commands on the folder ask for its database, and a backup says how', async () => {
  assert.match(house.command('verify').err, /--database/);
  assert.equal(command('count').code, 0);
  const backup = command('backup', join(folder, 'backup.tar'));
  assert.equal(backup.code, 1);
  assert.match(backup.err, /pg_dump/);
  const other = House.start(program, { data: join(folder, 'other'), args });
  await assert.rejects(other, /Another skillweek writes/);
});

// ---- deaths in the middle of a storm ----

const others = [];
const schools = (await clerk.get('/api/units')).units.filter((u) => u.kind === 'school' && u.id !== school.me.unit?.id).slice(-6);
for (const unit of schools) others.push(await house.invite(clerk, unit.id, 'liaison'));
people.push(...others);
const receipts = [];

/** Each sends version upon version of a report of its own until the house is gone; keeps what was acknowledged. */
async function storm(person, day) {
  const o = await owed(person, at, '日报', day);
  if (!o) return;
  for (let version = o.version; ; version++) {
    const r = await send(person, { ...o, version }, undefined, { nil: true }).catch(() => null);
    if (!r) return;
    assert.equal(r.status, 200, r.text);
    receipts.push({ number: r.json.number, hash: r.json.hash, version: r.json.version });
  }
}

async function dies(how, signal) {
  const from = receipts.length;
  const all = ['2023-05-17', '2023-05-18', '2023-05-19'].flatMap((day) => others.map((p) => storm(p, day)));
  while (receipts.length < from + 150) await new Promise((done) => setTimeout(done, 20));
  how();
  assert.equal(await house.ended, signal);
  await Promise.all(all);
  await start();
  assert.ok(receipts.length > from + 150);
  for (const r of receipts.slice(from)) {
    const found = await new Person(house.url).ask('GET', `/api/receipts/${r.number}?hash=${r.hash}`);
    assert.equal(found.status, 200, `${r.number}: ${found.text}`);
    assert.equal(found.json.version, r.version);
  }
  verified();
}

await test('killed in a storm, all that was acknowledged is there', () => dies(() => house.child.kill('SIGKILL'), 'SIGKILL'));

await test('its connection cut in a storm, it stops, and all that was acknowledged is there', () =>
  dies(() => psql("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and objid = (select oid from pg_namespace where nspname = current_schema())"), 'SIGABRT'));

const dumped = (file) => spawnSync('pg_dump', ['-d', url, '-n', 'house', '-f', file], { encoding: 'utf8' });
function put(dump) {
  const r = spawnSync('psql', ['-Xq', '-v', 'ON_ERROR_STOP=1', '-d', database, '-f', dump], { encoding: 'utf8' });
  assert.equal(r.status, 0, r.stderr);
}

// As docs/operating.md has it: the database first, then the folder, and no sweep between.
await test('the database dumped and the folder copied, all is there again', async () => {
  const bytes = Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(2000)]);
  const file = await school.ask('POST', '/api/files?name=a.pdf', new Uint8Array(bytes));
  assert.ok(file.status === 200 || file.status === 201, file.text);
  const dump = join(folder, 'dump.sql'), copy = join(folder, 'copy');
  const backed = spawnSync('flock', ['-s', join(data, 'sweep.lock'), 'sh', '-c', 'pg_dump -d "$1" -n house -f "$2" && cp -a "$3" "$4"', 'sh', url, dump, data, copy], { encoding: 'utf8' });
  assert.equal(backed.status, 0, backed.stderr);
  const later = await school.ask('POST', '/api/files?name=b.pdf', new Uint8Array(Buffer.concat([bytes, randomBytes(9)])));
  assert.ok(later.status === 200 || later.status === 201, later.text);
  await house.stop();
  psql('drop schema house cascade', database);
  assert.notEqual(house.command('verify', '--database', url).code, 0);
  put(dump);
  house = await House.start(program, { data: copy, args });
  for (const p of people) p.url = house.url;
  const again = await school.ask('GET', `/api/files/${file.json.blob}`);
  assert.ok(again.status === 200 && Buffer.compare(Buffer.from(again.bytes), bytes) === 0, `${again.status}`);
  assert.equal((await school.get(`/api/obligations/${mine.id}`)).obligation.version, 2);
  verified();
});

await test('an older dump, or a standby that was behind, is refused beside the newer folder until somebody says that it will do', async () => {
  const older = join(folder, 'older.sql'), newer = join(folder, 'newer.sql');
  assert.equal(dumped(older).status, 0);
  const r = await send(school, await owed(school, at, '日报', '2023-05-18'), undefined, { nil: true });
  assert.equal(r.status, 200, r.text);
  await house.stop();
  assert.equal(dumped(newer).status, 0);
  psql('drop schema house cascade', database);
  put(older);
  await assert.rejects(House.start(program, { data: house.data, args }), /恢复较新的那一份[^]*restore the newer one/);
  assert.match(command('verify').err, /newest\.txt/);
  psql('drop schema house cascade', database);
  put(newer);
  house = await House.start(program, { data: house.data, args });
  verified();
  await house.stop();
  psql('drop schema house cascade', database);
  put(older);
  rmSync(join(house.data, 'newest.txt'));
  house = await House.start(program, { data: house.data, args });
  verified();
});

await house.stop();
psql('drop schema house cascade', database);
removeFolder(folder);
tally();
