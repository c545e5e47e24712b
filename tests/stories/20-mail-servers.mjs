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

  removeFolder(house.data);

  box.end();
}
