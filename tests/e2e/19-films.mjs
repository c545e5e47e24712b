// SPDX-License-Identifier: Apache-2.0
// A film over a line that breaks: what the server has of it is not sent again, whatever ended the sending.
import assert from 'node:assert/strict';
import { randomFillSync } from 'node:crypto';
import { utimesSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { removeFolder, tempFolder, test, until } from '../house.mjs';
import { owed, week } from '../stories/week.mjs';
import { axeFinds, device, logIn, PASSWORD } from './browser.mjs';

const MB = 1 << 20;
/** The line between a phone and the server: it breaks when so many bytes have gone up, and stays broken until it is mended. */
async function line(to) {
  const l = { up: 0, breaksAt: Infinity, broken: false, sockets: new Set(), open: 0 };
  const cut = () => { l.broken = true; for (const s of l.sockets) s.destroy(); };
  const server = createServer((near) => {
    if (l.broken) return near.destroy();
    const far = connect(to, '127.0.0.1');
    l.sockets.add(near);
    l.open++;
    near.on('error', () => {}).on('close', () => { far.end(); l.sockets.delete(near); }); // what has gone up still arrives
    far.on('error', () => {}).on('close', () => { l.open--; near.destroy(); });
    near.on('data', (bytes) => ((l.up += bytes.length) > l.breaksAt ? cut() : far.write(bytes)));
    far.pipe(near);
  });
  await new Promise((go) => server.listen(0, '127.0.0.1', go));
  return Object.assign(l, {
    url: `http://127.0.0.1:${server.address().port}`,
    down: () => until(() => l.broken && !l.open), // and the server has taken what came
    breakAfter: (bytes) => { l.breaksAt = l.up + bytes; },
    mend: () => Object.assign(l, { broken: false, breaksAt: Infinity, up: 0 }),
    end: () => { cut(); server.close(); },
  });
}

export default async function (program) {
  const w = await week(program);
  const school = await w.house.invite(w.clerk, w.units.filter((u) => u.kind === 'school')[2].id, 'liaison');
  const daily = (await owed(school, w.at, '日报', '2023-05-17')).id;
  const wire = await line(Number(new URL(w.house.url).port));
  const page = await device(wire.url);
  page.on('dialog', (d) => d.accept());
  await logIn(page, school.login);
  const films = page.locator('.card', { has: page.getByRole('heading', { name: '视频' }) });
  const begun = [];
  page.on('request', (r) => r.method() === 'POST' && r.url().endsWith('/api/uploads') && begun.push(r));
  const gallery = tempFolder();
  const film = (name, bytes) => {
    const path = join(gallery, name);
    writeFileSync(path, Buffer.concat([Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0mp42isom', 'latin1'), randomFillSync(Buffer.alloc(bytes))]));
    return path;
  };
  const landed = (name) => until(async () => (await school.get(`/api/obligations/${daily}`)).draft?.body.files.some((f) => f.name === name));
  const open = async () => {
    await page.goto(`/m/o/${daily}`);
    await page.locator('.report-form').waitFor();
  };
  const sound = async () => assert.deepEqual(await axeFinds(page), []);

  await test('chosen again after the page was closed, it goes on where the line broke, whenever the phone says it was made', async () => {
    await open();
    const opening = film('开幕式.mp4', 24 * MB);
    wire.breakAfter(14 * MB);
    await films.locator('input[type=file]').setInputFiles([opening]);
    await wire.down();
    await page.goto('about:blank');
    wire.mend();
    await open();
    await page.locator('.note', { hasText: '开幕式.mp4' }).waitFor();
    await sound();
    utimesSync(opening, new Date(), new Date(Date.now() - 5000)); // a gallery hands the same film over as made just now
    await films.locator('input[type=file]').setInputFiles([opening]);
    await landed('开幕式.mp4');
    assert.equal(begun.length, 1);
    assert.ok(wire.up < 16 * MB, `${wire.up} bytes went up again`);
  });

  await test('a film of a few megabytes goes on as well', async () => {
    const short = film('采访.mp4', 6 * MB);
    const before = begun.length;
    wire.mend();
    wire.breakAfter(4 * MB);
    await films.locator('input[type=file]').setInputFiles([short]);
    await wire.down();
    wire.mend();
    await landed('采访.mp4');
    assert.equal(begun.length, before + 1);
    assert.ok(wire.up < 4 * MB, `${wire.up} bytes went up again`);
  });

  await test('when the session ends on its way it goes on after one has logged in again', async () => {
    const before = begun.length;
    const end = (r) => {
      if (r.request().method() !== 'PATCH') return;
      page.off('response', end);
      void page.context().clearCookies();
    };
    page.on('response', end);
    await films.locator('input[type=file]').setInputFiles([film('闭幕式.mp4', 20 * MB)]);
    const over = page.getByRole('dialog', { name: '登录已过期' });
    await over.waitFor();
    await over.getByLabel('密码').fill(PASSWORD);
    await over.getByRole('button', { name: '登录' }).click();
    await landed('闭幕式.mp4');
    assert.equal(begun.length, before + 1);
  });

  await page.context().close();
  wire.end();
  await w.house.stop();
  removeFolder(w.house.data);
  removeFolder(gallery);
}
