// SPDX-License-Identifier: Apache-2.0
// Many at the door, and some who take and do not give back: whoever is honest among them is served all the same.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { House, Person, removeFolder, sleep, tempFolder, test, until } from '../house.mjs';

const BIG = 16 << 20;

/** The same program under other limits of descriptors. */
function limited(folder, program, soft, hard) {
  const path = join(folder, `limited-${soft}-${hard}`);
  writeFileSync(path, `#!/bin/sh\nulimit -Sn ${soft} && ulimit -Hn ${hard} && exec '${program}' "$@"\n`, { mode: 0o700 });
  return path;
}

/** A web folder with a page and a file that no kernel's buffer takes whole. */
function webFolder(folder) {
  const web = join(folder, 'web');
  mkdirSync(join(web, 'assets'), { recursive: true });
  writeFileSync(join(web, 'index.html'), '<!doctype html><title>演练</title>');
  writeFileSync(join(web, 'assets', 'big.wasm'), Buffer.alloc(BIG));
  return web;
}

const dial = (house) =>
  new Promise((resolve, reject) => {
    const s = connect(Number(new URL(house.url).port), '127.0.0.1', () => resolve(s));
    s.heard = '';
    s.on('error', reject);
  });
const dialMany = (house, n) => Promise.all(Array.from({ length: n }, () => dial(house)));
const listen = (s) => s.on('data', (piece) => (s.heard += piece.toString('latin1')));
const get = (path) => `GET ${path} HTTP/1.1\r\nHost: h\r\n\r\n`;
const openFiles = (house) =>
  readdirSync(`/proc/${house.child.pid}/fd`).map((fd) => {
    try {
      return readlinkSync(`/proc/${house.child.pid}/fd/${fd}`);
    } catch {
      return '';
    }
  });

export default async function (program) {
  const folder = tempFolder();
  const args = ['--quiet', '--speed', '0', '--web', webFolder(folder)];
  const end = async (house, ...sockets) => {
    sockets.flat().forEach((s) => s.destroy());
    await house.stop();
    removeFolder(house.data);
  };

  await test('a low soft limit of descriptors is raised: a crowd of idle connections keeps nobody out', async () => {
    const house = await House.start(limited(folder, program, 128, 2000), { args });
    const school = await house.enter('liaison');
    const idle = await dialMany(house, 500);
    const page = await new Person(house.url).ask('GET', '/');
    const file = await school.ask('POST', '/api/files?name=a.txt', new TextEncoder().encode('演练'));
    await end(house, idle);
    assert.deepEqual([page.status, file.status], [200, 200]);
  });

  await test('of a low hard limit as many connections are taken as can be served; more are told to come later', async () => {
    const house = await House.start(limited(folder, program, 128, 400), { args });
    const idle = await dialMany(house, 250);
    idle.forEach(listen);
    await sleep(500);
    const taken = idle.filter((s) => !s.heard);
    const away = idle.filter((s) => s.heard);
    taken.forEach((s) => s.write(get('/')));
    await sleep(1000);
    const told = taken.map((s) => s.heard.slice(0, 12));
    await end(house, idle);
    assert.ok(taken.length > 30 && away.length > 30, `${taken.length} taken, ${away.length} turned away`);
    assert.ok(away.every((s) => /^HTTP\/1.1 503 [^]*Retry-After: 5/.test(s.heard)));
    assert.deepEqual([...new Set(told)], ['HTTP/1.1 200']);
    assert.match(house.log, /http.descriptors/);
  });

  await test('with too few descriptors to serve anybody it does not start, and says what to raise', () => {
    const data = join(folder, 'few');
    const r = spawnSync(limited(folder, program, 40, 40), ['serve', '--data', data, '--port', '8199'], { encoding: 'utf8', timeout: 10000 });
    assert.equal(r.status, 1, r.stderr);
    assert.match(r.stderr, /40 个文件.*LimitNOFILE/);
  });

  await test('files that are asked for one behind the other are opened when their turn comes, and all are sent', async () => {
    const house = await House.start(program, { args });
    const s = await dial(house);
    s.write(get('/assets/big.wasm').repeat(4));
    await sleep(500);
    const open = openFiles(house).filter((path) => path.endsWith('big.wasm')).length;
    let n = 0;
    s.on('data', (piece) => (n += piece.length));
    const whole = await until(() => n >= 4 * BIG, 20000);
    await sleep(100);
    await end(house, s);
    assert.equal(open, 1);
    assert.ok(whole && n < 4 * (BIG + 2000), `${n} bytes`);
  });

  const house = await House.start(program, { args: [...args, '--proxy', '127.0.0.1'] });
  const clerk = await house.enter('clerk');
  const school = await house.enter('liaison');
  await test('who logs in over and over with a right password keeps nobody else from it, of the same network or not', async () => {
    const logIn = async (who, address) => {
      const form = { login: who.login, password: who.password };
      return (await new Person(house.url).ask('POST', '/api/session', form, { 'X-Forwarded-For': address })).status;
    };
    let ended = false;
    const flood = new Set(), told = [];
    const all = Array.from({ length: 100 }, async () => {
      while (!ended) flood.add(await logIn(school, '203.0.113.1'));
    });
    await until(() => flood.has(503)); // all places are taken
    for (const n of [1, 2, 2, 1, 2]) told.push(await logIn(clerk, `203.0.113.${n}`));
    ended = true;
    await Promise.all(all);
    assert.deepEqual(told, [200, 200, 200, 200, 200]);
    assert.deepEqual([...flood].sort(), [200, 503]);
  });

  await test('a table that makes room for another clerk’s leaves nothing behind', async () => {
    const other = await house.invite(clerk, clerk.me.unit, 'clerk');
    const table = new TextEncoder().encode('编码,名称\n'.repeat(10000));
    const bring = async (who) => (await who.ask('POST', '/api/units/import?name=a.csv', table)).status;
    let ended = false;
    const flood = new Set(), told = [];
    const all = Array.from({ length: 100 }, async () => {
      while (!ended) flood.add(await bring(clerk));
    });
    await until(() => flood.has(503)); // all places are taken
    for (let i = 0; i < 5; i++) told.push(await bring(other));
    ended = true;
    await Promise.all(all);
    assert.deepEqual(told, [200, 200, 200, 200, 200]);
    assert.deepEqual([...flood].sort(), [200, 503]);
    assert.deepEqual(openFiles(house).filter((path) => path.includes('/blobs/tmp/')), []);
  });

  await end(house);
  removeFolder(folder);
}
