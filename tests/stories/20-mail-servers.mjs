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

  box.end();
}
