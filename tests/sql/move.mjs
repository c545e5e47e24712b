// SPDX-License-Identifier: Apache-2.0
// A house that kept its rows in SQLite goes on in PostgreSQL: its backup restored into a database, whole or not at all.
//
//     node tests/sql/move.mjs PROGRAM DATABASE
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, openSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { House, removeFolder, sleep, tally, tempFolder, test } from '../house.mjs';
import { dailyBody, owed, send } from '../stories/week.mjs';

const [, , program, database] = process.argv;
const folder = tempFolder(), old = join(folder, 'old'), tar = join(folder, 'backup.tar');
const quiet = ['--quiet', '--speed', '0', '--start', '2023-05-18T09:30:00+08:00'];

/** A schema of its own for each try, and a folder. */
let tries = 0;
function place() {
  const schema = `moved${++tries}`;
  const r = spawnSync('psql', ['-Xq', '-d', database, '-c', `create schema ${schema}`], { encoding: 'utf8' });
  assert.equal(r.status, 0, r.stderr);
  return { data: join(folder, schema), url: `${database}&options=-csearch_path%3D${schema}` };
}
function command(name, data, ...args) {
  const r = spawnSync(program, [name, '--data', data, ...args], { encoding: 'utf8' });
  return { code: r.status, out: r.stdout, err: r.stderr };
}
const restore = ({ data, url }, from = tar) => command('restore', data, '--database', url, from);
/** The chains' heads, without the time of the export. */
function heads(data, ...more) {
  const r = command('verify', data, ...more, '--export');
  assert.equal(r.code, 0, r.out + r.err);
  return r.out.split('\n').slice(1).map((line) => line.split(' ').slice(1).join(' ')).join('\n');
}
async function refused({ data, url }) {
  for (const more of [[], ['--database', url]]) {
    assert.match(command('verify', data, ...more).err, /did not end|There is no store/);
    if (existsSync(join(data, 'skillweek.db.part'))) await assert.rejects(House.start(program, { data, args: [...quiet, ...more] }), /did not end/);
  }
}

let house = await House.start(program, { data: old, args: quiet });
const clerk = await house.enter('clerk'), school = await house.enter('liaison');
const campaign = (await clerk.get('/api/campaigns')).campaigns[0];
const at = `/api/campaigns/${campaign.id}`;
const mine = await owed(school, at, '日报', '2023-05-17');
assert.equal((await send(school, mine, dailyBody())).status, 200);
await clerk.post(`${at}/reviews`, { action: 'return', items: [{ obligation: mine.id, version: 1 }], reason: '请补充' });
assert.equal((await send(school, { ...mine, version: 1 }, dailyBody())).status, 200);
const bytes = Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(300000)]);
const file = (await school.must('POST', '/api/files?name=a.pdf', new Uint8Array(bytes))).blob;
const board = async () => JSON.stringify((await clerk.get(`${at}/board`)).rows.map((r) => r.cells));
const shown = await board();
await house.stop();
const chains = heads(old);
assert.equal(command('backup', old, tar).code, 0);

await test('a backup restored into a database has the same chains, board, files, people and their sessions, and goes on', async () => {
  const to = place();
  const r = restore(to);
  assert.equal(r.code, 0, r.err);
  assert.ok(!existsSync(join(to.data, 'skillweek.db')) && !existsSync(join(to.data, 'skillweek.db.part')));
  assert.equal(heads(to.data, '--database', to.url), chains);
  assert.match(command('verify', to.data).err, /--database/);
  house = await House.start(program, { data: to.data, args: [...quiet, '--database', to.url] });
  clerk.url = school.url = house.url;
  assert.equal(await board(), shown);
  assert.deepEqual(Buffer.from((await school.ask('GET', `/api/files/${file}`)).bytes), bytes);
  assert.equal((await send(school, { ...mine, version: 2 }, dailyBody())).status, 200);
  await house.stop();
  assert.notEqual(heads(to.data, '--database', to.url), chains);
  assert.equal(heads(old), chains);
});

await test('killed at any moment, what it leaves is served by nobody', async () => {
  const began = Date.now();
  assert.equal(restore(place()).code, 0);
  const whole = Date.now() - began;
  let killed = 0;
  for (let i = 1; i <= 12; i++) {
    const to = place();
    const child = spawn(program, ['restore', '--data', to.data, '--database', to.url, tar], { stdio: 'ignore' });
    const ended = new Promise((done) => child.on('exit', (code, signal) => done(signal)));
    await sleep((whole * i) / 16);
    child.kill('SIGKILL');
    if (!(await ended)) continue;
    killed++;
    if (command('verify', to.data, '--database', to.url).code === 0) assert.equal(heads(to.data, '--database', to.url), chains); // behind its last deed
    else if (existsSync(to.data)) await refused(to);
  }
  console.log(`        ${killed} killed of a restore that takes ${whole} ms`);
  assert.ok(killed >= 4);
});

await test('of a damaged backup nothing is served, and the next one needs a new folder and an empty database', async () => {
  const to = place(), damaged = join(folder, 'damaged.tar');
  copyFileSync(tar, damaged);
  writeSync(openSync(damaged, 'r+'), 'x', statSync(tar).size - 3 * 512);
  assert.equal(restore(to, damaged).code, 1);
  await refused(to);
  removeFolder(to.data);
  assert.match(restore(to).err, /belongs to another data folder/);
});

await test('a database that cannot be reached is known before the attachments are read', () => {
  const to = { data: join(folder, 'nowhere'), url: 'postgresql://nobody@127.0.0.1:1/none' };
  assert.match(restore(to).err, /cannot be reached/);
  assert.ok(!existsSync(join(to.data, 'blobs')));
});

removeFolder(folder);
tally();
