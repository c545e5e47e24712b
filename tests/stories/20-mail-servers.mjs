// SPDX-License-Identifier: Apache-2.0
// Reports by letter: servers of mail that do what they should not, and a worker that is ended with us.
import assert from 'node:assert/strict';
import { copyFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { House, removeFolder, sleep, tempFolder, test, until } from '../house.mjs';
import { letter, Scripted } from './mailbox.mjs';

const rehearse = (program, box, more = {}) => House.start(program, { args: ['--quiet', '--speed', '0', ...box.args], ...more });

export default async function (program) {
  const box = await Scripted.start({ 1: null });
  let house = await rehearse(program, box, { env: { ALL_PROXY: 'http://127.0.0.1:9' } });
  const clerk = await house.enter('clerk');
  const tray = () => clerk.get('/api/letters');
  const waiting = (n) => until(async () => { const t = await tray(); return t.waiting === n && t.items; });

  await test('a server of this machine is asked directly, whatever proxy is set', () => until(() => box.logins));

  await test('a letter that the server lists and does not give is told, and is not passed while nothing else is given', async () => {
    await until(async () => /看不懂/.test((await tray()).mailbox.text));
    await sleep(2000);
    const t = await tray();
    assert.deepEqual([t.waiting, t.mailbox.well], [0, false]);
  });

  await test('it keeps none back: a note takes its place when one behind it is given', async () => {
    box.letters[2] = letter({ subject: '后面的一封' });
    const items = await waiting(2);
    assert.deepEqual(items.map((l) => [l.subject, l.trouble]), [['后面的一封', 'none'], ['邮件服务器没有给出这封来信，请登录邮箱查看', 'none']]);
    assert.match((await clerk.get(`/api/letters/${items[1].id}`)).words, /imap:\/\/office@127\.0\.0\.1.*\nUIDVALIDITY 7, UID 1$/);
    await until(async () => (await tray()).mailbox.well);
  });

  await test('one that goes while the folder is read leaves no note', async () => {
    box.letters[3] = (socket, head, tag) => { delete box.letters[3]; socket.write(`${tag} OK done\r\n`); };
    box.letters[4] = letter({ subject: '第四封' });
    assert.deepEqual((await waiting(3)).map((l) => l.subject)[0], '第四封');
    await sleep(1500);
    assert.equal((await tray()).waiting, 3);
  });

  await test('a refused password is not tried at each round; another one is, at once', async () => {
    box.refuses = true;
    await until(async () => /不接受登录名或密码/.test((await tray()).mailbox.text));
    const before = box.logins;
    await sleep(3000);
    assert.equal(box.logins, before);
    box.refuses = false;
    box.password('neu');
    await until(async () => (await tray()).mailbox.well);
  });

  await test('a letter without end keeps nobody from leaving', async () => {
    let flows = false;
    const chunk = Buffer.alloc(1 << 20, 'x');
    box.letters[5] = (socket, head) => {
      const pour = () => { while (!socket.destroyed && socket.write(chunk)) flows = true; };
      socket.on('drain', pour).write(`${head}{9000000000000000000}\r\n`);
      pour();
    };
    await until(() => flows);
    await sleep(1000);
    const from = Date.now();
    assert.equal(await house.stop(), 0);
    assert.ok(Date.now() - from < 10000, `${Date.now() - from} ms`);
    delete box.letters[5];
  });
  removeFolder(house.data);

  await test('a letter that is being read when we are told to leave is read anew, and not called unreadable', async () => {
    const folder = tempFolder();
    for (const name of ['skillweek', 'skillweek-worker']) copyFileSync(name === 'skillweek' ? program : join(dirname(program), name), join(folder, name));
    const worker = join(folder, 'skillweek-worker');
    writeFileSync(worker, '#!/bin/sh\nkill -TERM $$\n');
    house = await rehearse(join(folder, 'skillweek'), box);
    const other = await house.enter('clerk');
    const look = () => other.get('/api/letters');
    await until(async () => !(await look()).mailbox.well);
    assert.equal((await look()).waiting, 0);
    copyFileSync(join(dirname(program), 'skillweek-worker'), worker);
    const items = await until(async () => { const t = await look(); return t.waiting === 3 && t.items; });
    assert.deepEqual(items.map((l) => [l.subject, l.trouble]), [['第四封', 'none'], ['后面的一封', 'none'], ['邮件服务器没有给出这封来信，请登录邮箱查看', 'none']]);
    await house.stop();
    removeFolder(house.data);
    removeFolder(folder);
  });
  box.end();
}
