// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from '../house.mjs';
import { week } from './week.mjs';

const photos = join(dirname(fileURLToPath(import.meta.url)), '../../campaigns/hefei-2023/photos');
const drawings = readdirSync(photos)
  .filter((f) => f.endsWith('.jpg'))
  .map((f) => new Uint8Array(readFileSync(join(photos, f))));

/** Width and height of a JPEG, from its frame header. */
const sizeOf = (b) => {
  for (let at = 2; at < b.length; at += 2 + (b[at + 2] << 8) + b[at + 3])
    if (b[at + 1] >= 0xc0 && b[at + 1] <= 0xc2) return [(b[at + 7] << 8) + b[at + 8], (b[at + 5] << 8) + b[at + 6]];
  return null;
};

export default async function (program) {
  const w = await week(program);
  const liaison = await w.house.enter('liaison');
  const keep = (name, bytes) => liaison.must('POST', `/api/files?name=${encodeURIComponent(name)}`, bytes);
  const small = (file, who = liaison, headers = {}) => who.ask('GET', `/api/files/${file.blob}?size=small`, undefined, headers);

  await test('a photo is shown small: at most 480 pixels, without metadata', async () => {
    const file = await keep('开放日.jpg', drawings[0]);
    for (let i = 0; i < 2; i++) {
      const r = await small(file);
      assert.equal(r.status, 200, r.text.slice(0, 200));
      assert.equal(r.headers.get('content-type'), 'image/jpeg');
      assert.deepEqual(sizeOf(r.bytes), [480, 320]);
      assert.ok(r.bytes.length < 40000 && !r.text.includes('Exif'));
      const again = await small(file, liaison, { 'If-None-Match': r.headers.get('etag') });
      assert.equal(again.status, 304);
    }
    const whole = await liaison.ask('GET', `/api/files/${file.blob}`);
    assert.deepEqual(whole.bytes, drawings[0], 'the original is as it was sent');
    assert.notEqual(whole.headers.get('etag'), (await small(file)).headers.get('etag'));
  });

  await test('many new photos at once are all shown', async () => {
    const files = await Promise.all(drawings.slice(1).map((b, i) => keep(`${i}.jpg`, b)));
    const answers = await Promise.all([...files, ...files].map((f) => small(f)));
    assert.deepEqual([...new Set(answers.map((r) => r.status))], [200]);
  });

  await test('a photo that was cut off has no preview, says so, and is not lost', async () => {
    const cut = drawings[0].slice(0, drawings[0].length / 2);
    const file = await keep('坏.jpg', cut);
    for (let i = 0; i < 2; i++) {
      const r = await small(file);
      assert.equal(r.status, 404);
      assert.match(r.json.error.message, /预览/);
      assert.doesNotMatch(r.headers.get('cache-control') ?? '', /max-age/);
    }
    assert.deepEqual((await liaison.ask('GET', `/api/files/${file.blob}`)).bytes, cut);
  });

  await test('what is no picture has no preview, whatever its name', async () => {
    const zip = new TextEncoder().encode('PK\x03\x04' + 'a'.repeat(60));
    assert.equal((await small(await keep('照片.jpg', zip))).status, 404);
    assert.equal((await small(await keep('说明.txt', new TextEncoder().encode('演练说明\n')))).status, 404);
  });

  await test('a picture larger than a hundred megapixels is not taken', async () => {
    const png = new Uint8Array(60);
    png.set([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff, 8, 2]);
    assert.equal((await liaison.ask('POST', '/api/files?name=a.png', png)).status, 413);
  });

  await test('a preview is shown to nobody who may not see the photo', async () => {
    const other = w.units.find((u) => u.kind === 'county' && u.id !== liaison.me.unit?.id);
    const stranger = await w.house.invite(w.clerk, other.id, 'county');
    const file = await keep('开放日.jpg', drawings[0]);
    assert.equal((await small(file)).status, 200);
    assert.equal((await small(file, stranger)).status, 404);
    assert.equal((await small(file, w.clerk)).status, 200);
  });

  await test('a photo that the store cannot look up is a fault, and is not said to be missing', async () => {
    const file = await keep('开放日.jpg', drawings[0]);
    const sql = (text) => spawnSync('python3', ['-c', 'import sqlite3,sys;sqlite3.connect(sys.argv[1]).execute(sys.argv[2])', join(w.house.data, 'skillweek.db'), text]).status;
    assert.equal(sql('alter table file rename to elsewhere'), 0);
    assert.equal((await small(file)).status, 500);
    assert.equal(sql('alter table elsewhere rename to file'), 0);
    assert.equal((await small(file)).status, 200);
  });

  await w.house.stop();
}
