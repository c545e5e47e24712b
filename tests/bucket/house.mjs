// SPDX-License-Identifier: Apache-2.0
// A house whose attachments a bucket keeps, over HTTP, and what dies in the middle of it.
//
//     node tests/bucket/house.mjs PROGRAM
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { join } from 'node:path';
import { House, removeFolder, sleep, tally, tempFolder, test, until } from '../house.mjs';
import { dailyBody, owed, send } from '../stories/week.mjs';
import { Bucket } from './s3.mjs';

const [, , program] = process.argv;
const folder = tempFolder(), data = join(folder, 'data');
const bucket = await Bucket.start(join(folder, 's3'));
await bucket.make('week');
const key = join(folder, 'key');
writeFileSync(key, `${bucket.id}\n${bucket.secret}\n`, { mode: 0o600 });

const where = (prefix, file = key) => ['--blobs', `s3://week/${prefix}`, '--blobs-endpoint', bucket.endpoint, '--blobs-region', bucket.region, '--blobs-key', file];
const quiet = ['--quiet', '--speed', '0', '--start', '2023-05-18T09:30:00+08:00'];
let house;
const people = [];
async function start({ at = data, more = [], args = where('hefei') } = {}) {
  house = await House.start(program, { data: at, args: [...quiet, ...args, ...more] });
  for (const p of people) p.url = house.url;
}
const verified = () => {
  const r = house.command('verify', ...where('hefei'));
  assert.equal(r.code, 0, r.out + r.err);
};

const hash = (bytes) => createHash('sha256').update(bytes).digest('hex');
const named = (blob) => `${blob.slice(0, 2)}/${blob.slice(2)}`;
const copyOf = (blob) => join(data, 'blobs', named(blob));
const pdf = (size = 3000) => Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(size)]);
const hand = (person, bytes, headers) => person.ask('POST', '/api/files?name=a.pdf', new Uint8Array(bytes), headers);
async function kept(person, bytes) {
  const r = await hand(person, bytes);
  assert.equal(r.status, 200, r.text);
  return r.json.blob;
}
const fetched = async (person, blob) => {
  const r = await person.ask('GET', `/api/files/${blob}`);
  return r.status === 200 ? Buffer.from(r.bytes) : r.status;
};

/** The bucket is there again, and is asked again: for some seconds it was not. */
async function back() {
  await bucket.up();
  await sleep(2100);
}

await start();
const clerk = await house.enter('clerk'), school = await house.enter('liaison');
people.push(clerk, school);
const campaign = (await clerk.get('/api/campaigns')).campaigns[0];
const at = `/api/campaigns/${campaign.id}`;

await test('a file is in the bucket when it is acknowledged, and is given out as it was', async () => {
  const bytes = pdf();
  const blob = await kept(school, bytes);
  assert.equal(blob, hash(bytes));
  assert.deepEqual(await bucket.get(`/week/hefei/${named(blob)}`), bytes);
  assert.deepEqual(await fetched(school, blob), bytes);
  const mine = await owed(school, at, '日报', '2023-05-17');
  const r = await send(school, mine, dailyBody());
  assert.equal(r.status, 200, r.text);
  verified();
});

await test('neither the secret nor the key stands in the log or on the command line', () => {
  const line = readFileSync(`/proc/${house.child.pid}/cmdline`, 'utf8');
  assert.ok(!(house.log + house.out + line).includes(bucket.secret));
});

await test('another secret, no bucket of that name, no TLS and no key are refused at the start, in words', async () => {
  const wrong = join(folder, 'wrong');
  writeFileSync(wrong, `${bucket.id}\nanother\n`);
  const refused = async (args, zh, en) => {
    const why = String(await House.start(program, { data: join(folder, 'other'), args: [...quiet, ...args] }).then(() => 'started', (e) => e));
    assert.match(why, zh);
    assert.match(why, en);
    assert.ok(!why.includes(bucket.secret));
  };
  await refused(where('other', wrong), /拒绝了访问/, /SignatureDoesNotMatch|AccessDenied/);
  await refused(['--blobs', 's3://nowhere/a', ...where('').slice(2)], /没有名为 nowhere/, /There is no bucket nowhere/);
  await refused(['--blobs', 's3://week/a', '--blobs-endpoint', 'http://192.0.2.1'], /只有本机/, /this machine alone/);
  await refused(where('other', join(folder, 'none')), /没有附件存储桶的访问密钥/, /There is no access key/);
  await refused(['--blobs', 'week'], /s3:\/\//, /s3:\/\//);
  await refused(where('hefei'), /已属于另一个数据目录/, /belongs to another data folder/);
});

await test('commands that read attachments ask for the bucket, others do not', () => {
  assert.match(house.command('verify').err, /请用 --blobs/);
  assert.match(house.command('verify').err, /say with --blobs/);
  assert.equal(house.command('verify', '--no-files').code, 0);
  assert.equal(house.command('count').code, 0);
});

/** The same bucket from far away: each answer waits `ms(path)`; how many waited at once, and how many in all. */
async function farAway(ms) {
  const seen = { most: 0, all: 0 };
  let now = 0;
  const { port, hostname } = new URL(bucket.endpoint);
  const server = createServer((ask, answer) => {
    seen.most = Math.max(seen.most, ++now);
    seen.all++;
    setTimeout(() => {
      now--;
      ask.pipe(request({ hostname, port, path: ask.url, method: ask.method, headers: ask.headers, agent: false }, (got) => {
        answer.writeHead(got.statusCode, got.headers);
        got.pipe(answer);
      }));
    }, ms(ask.url));
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const args = where('hefei');
  args[args.indexOf('--blobs-endpoint') + 1] = `http://127.0.0.1:${server.address().port}`;
  return { seen, args, close: () => server.close() };
}

await test('verify reads eight attachments at once, and names the first that is wrong, as if it read one after the other', async () => {
  const blobs = [];
  for (let i = 0; i < 48; i++) blobs.push(await kept(school, pdf()));
  const verify = (args) => new Promise((done) => execFile(program, ['verify', '--data', data, ...args], (error, out, err) => done({ code: error?.code ?? 0, out, err })));
  const near = Date.now();
  const { out } = await verify(where('hefei'));
  const far = await farAway(() => 100), began = Date.now();
  const whole = await verify(far.args);
  const took = Date.now() - began, alone = far.seen.all * 100;
  assert.equal(whole.code, 0, whole.err);
  assert.equal(whole.out, out);
  console.log(`        ${far.seen.all} calls 100 ms away: ${took} ms, ${far.seen.most} at once; waiting alone is ${alone} ms one after the other; near by ${began - near} ms`);
  assert.equal(far.seen.most, 8);
  far.close();
  const [first, second] = blobs.sort().slice(0, 2);
  const bytes = [];
  for (const blob of [first, second]) {
    bytes.push(await bucket.get(`/week/hefei/${named(blob)}`));
    await bucket.put(`/week/hefei/${named(blob)}`, Buffer.from('other bytes'));
  }
  const late = await farAway((path) => (path.includes(named(first)) ? 700 : 0));
  const found = await verify(late.args);
  assert.equal(found.code, 1);
  assert.ok(found.err.includes(first) && !found.err.includes(second), found.err);
  late.close();
  for (const b of bytes) await kept(school, b);
  verified();
});

await test('while the bucket is away a file is refused in words, reports are taken, copies are given out; then all is well', async () => {
  const here = pdf(), gone = pdf(), late = pdf();
  const hereBlob = await kept(school, here), goneBlob = await kept(school, gone);
  await bucket.down();
  let r = await hand(school, late);
  assert.equal(r.status, 503, r.text);
  assert.match(r.json.message ?? r.text, /附件存储暂时连接不上，文件没有收下；请 10 秒后重试/);
  assert.ok(Number(r.headers.get('retry-after')) >= 5);
  r = await hand(school, late, { 'Accept-Language': 'en' });
  assert.match(r.text, /so the file was not taken; try again/);
  assert.deepEqual(await fetched(school, hereBlob), here);
  rmSync(copyOf(goneBlob));
  r = await school.ask('GET', `/api/files/${goneBlob}`);
  assert.equal(r.status, 503);
  assert.match(r.text, /取不到这个文件/);
  const sent = await send(school, await owed(school, at, '日报', '2023-05-18'), undefined, { nil: true });
  assert.equal(sent.status, 200, sent.text);
  await back();
  assert.deepEqual(await fetched(school, goneBlob), gone);
  assert.equal(await kept(school, late), hash(late));
  verified();
});

// ---- films ----

function film(size) {
  const out = randomBytes(size);
  out.writeUInt32BE(24, 0);
  out.write('ftypisom\0\0\0\0isommp42', 4, 'latin1');
  out.writeUInt32BE(size - 24, 24);
  out.write('mdat', 28, 'latin1');
  return out;
}
const TUS = { 'Tus-Resumable': '1.0.0' };
async function begin(person, size) {
  const r = await person.ask('POST', '/api/uploads', undefined, { ...TUS, 'Upload-Length': String(size), 'Upload-Metadata': `filename ${Buffer.from('film.mp4').toString('base64')}` });
  assert.equal(r.status, 201, r.text);
  return r.headers.get('location');
}
const patch = (person, path, from, bytes) =>
  person.ask('PATCH', path, new Uint8Array(bytes), { ...TUS, 'Upload-Offset': String(from), 'Content-Type': 'application/offset+octet-stream' });

await test('a film of 80 MB goes there in constant memory; what came while the bucket was away is kept, and sent when asked again', async () => {
  const size = 80 << 20, bytes = film(size), half = size / 2;
  const path = await begin(school, size);
  let r = await patch(school, path, 0, bytes.subarray(0, half));
  assert.equal(r.status, 204, r.text);
  await bucket.down();
  r = await patch(school, path, half, bytes.subarray(half));
  assert.equal(r.status, 503, r.text);
  r = await school.ask('HEAD', path, undefined, TUS);
  assert.equal(r.headers.get('upload-offset'), String(size));
  await back();
  const before = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${house.child.pid}/status`, 'utf8'))[1]);
  const done = await school.get(path);
  assert.equal(done.file.blob, hash(bytes));
  rmSync(copyOf(done.file.blob));
  assert.deepEqual(await fetched(school, done.file.blob), bytes);
  const after = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${house.child.pid}/status`, 'utf8'))[1]);
  console.log(`        memory at most ${Math.round(after / 1024)} MiB, before ${Math.round(before / 1024)}`);
  assert.ok(after - before < 24 << 10, `${before} → ${after}`);
});

await test('the bucket killed in the middle of a film: refused or kept, and whole once it is asked again', async () => {
  const size = 40 << 20, bytes = film(size);
  const path = await begin(school, size);
  await patch(school, path, 0, bytes.subarray(0, size - 1000));
  const last = patch(school, path, size - 1000, bytes.subarray(size - 1000));
  await sleep(150);
  await bucket.down();
  const r = await last;
  assert.ok([200, 204, 503].includes(r.status), `${r.status} ${r.text}`);
  await back();
  const done = await school.get(path);
  assert.equal(done.file.blob, hash(bytes));
  assert.equal(hash(await bucket.get(`/week/hefei/${named(hash(bytes))}`)), hash(bytes));
});

// ---- the house dies ----

await test('killed in a storm, all that was acknowledged is there, and what nobody names is no harm', async () => {
  const before = (await bucket.keys('week', 'hefei/')).length;
  const told = [];
  const storm = async () => {
    for (;;) {
      const bytes = pdf(200);
      const r = await hand(school, bytes).catch(() => null);
      if (!r) return;
      if (r.status === 200) told.push(r.json.blob);
    }
  };
  const all = Array.from({ length: 8 }, storm);
  await until(() => told.length > 60);
  house.child.kill('SIGKILL');
  await house.ended;
  await Promise.all(all);
  const names = await bucket.keys('week', 'hefei/');
  assert.ok(names.length - before >= told.length);
  await start();
  for (const blob of told) assert.equal(hash(await fetched(school, blob)), blob);
  console.log(`        ${told.length} acknowledged, ${names.length - before} in the bucket`);
  verified();
});

await test('a stop in the middle of a film waits for nothing long', async () => {
  const size = 40 << 20, bytes = film(size);
  const path = await begin(school, size);
  bucket.child.kill('SIGSTOP'); // it takes the connection and says nothing
  const last = patch(school, path, 0, bytes).catch(() => null);
  await sleep(1500);
  const began = Date.now();
  assert.equal(await house.stop(), 0);
  assert.ok(Date.now() - began < 10000, `${Date.now() - began} ms`);
  const r = await last;
  assert.ok(!r || r.status === 503, `${r?.status}`);
  bucket.child.kill('SIGCONT');
  await start();
  const head = await school.ask('HEAD', path, undefined, TUS);
  assert.equal(head.headers.get('upload-offset'), String(size));
  assert.equal((await school.get(path)).file.blob, hash(bytes));
});

// ---- damage, copies ----

await test('an object that is damaged is found by verify and given to nobody; the same file handed in makes it whole', async () => {
  const bytes = pdf();
  const blob = await kept(school, bytes);
  await bucket.put(`/week/hefei/${named(blob)}`, Buffer.concat([bytes.subarray(0, 100), Buffer.from([bytes[100] ^ 1]), bytes.subarray(101)]));
  const found = house.command('verify', ...where('hefei'));
  assert.equal(found.code, 1);
  assert.ok(found.err.includes(blob), found.err);
  rmSync(copyOf(blob));
  const r = await school.ask('GET', `/api/files/${blob}`);
  assert.equal(r.status, 500);
  assert.match(r.text, /指纹不一致/);
  assert.ok(!existsSync(copyOf(blob)));
  assert.match(house.log, /"blob.broken".*"bucket":true/);
  assert.equal(await kept(school, bytes), blob);
  assert.deepEqual(await fetched(school, blob), bytes);
  verified();
});

await test('copies that were not used go at a start with a small cache, and are fetched again', async () => {
  const size = 3 << 20, bytes = film(size);
  const blob = await kept(school, bytes);
  await house.stop();
  const old = new Date(Date.now() - 3600e3);
  for (const two of readdirSync(join(data, 'blobs')).filter((n) => n.length === 2))
    for (const name of readdirSync(join(data, 'blobs', two))) utimesSync(join(data, 'blobs', two, name), old, old);
  await start({ more: ['--blobs-cache-mb', '1'] });
  await until(() => !existsSync(copyOf(blob)));
  assert.deepEqual(await fetched(school, blob), bytes);
  assert.ok(existsSync(copyOf(blob)));
  truncateSync(copyOf(blob), 100); // a torn copy, after a restart that has checked none
  await house.stop();
  await start();
  assert.deepEqual(await fetched(school, blob), bytes);
});

await test('the page of health and /metrics say how it goes with the bucket', async () => {
  const line = async () => (await clerk.get('/api/health')).lines.find((l) => l.key === 'bucket');
  assert.equal((await line()).well, true);
  assert.match(await (await fetch(`${house.url}/metrics`)).text(), /^skillweek_bucket_well 1$/m);
  await bucket.down();
  await hand(school, pdf());
  assert.equal((await line()).well, false);
  assert.match((await line()).text, /附件存储/);
  assert.match(await (await fetch(`${house.url}/metrics`)).text(), /^skillweek_bucket_well 0$/m);
});

await test('a start while the bucket is away serves all but files, and files once it is back', async () => {
  await house.stop();
  await bucket.up();
  const serve = (args) => House.start(program, { command: 'serve', data: join(folder, 'earnest'), args });
  let office = await serve(where('earnest'));
  const first = await office.enter('clerk'), bytes = pdf();
  const register = readFileSync('campaigns/hefei-2023/register.csv');
  await first.must('POST', '/api/units/import?name=register.csv&apply=1', new Uint8Array(register));
  const person = await office.invite(first, (await first.get('/api/units')).units.find((u) => u.kind === 'school').id, 'liaison');
  const blob = await kept(person, bytes);
  await office.stop();
  await bucket.down();
  office = await serve(where('earnest'));
  person.url = office.url;
  assert.equal((await hand(person, pdf())).status, 503);
  assert.deepEqual(await fetched(person, blob), bytes);
  assert.match(String(await House.start(program, { data: join(folder, 'new'), args: [...quiet, ...where('new')] }).catch((e) => e)), /附件存储桶 week 连接不上.*cannot be reached/s);
  await back();
  await kept(person, pdf());
  await office.stop();
  await start();
});

// ---- backup, moving in ----

await test('a backup says that the attachments are in the bucket; its folder gets the bucket once it is given up', async () => {
  const tar = join(folder, 'backup.tar'), restored = join(folder, 'restored');
  const blob = await kept(school, pdf());
  const r = house.command('backup', tar);
  assert.equal(r.code, 0, r.err);
  assert.match(r.out, /附件在存储桶中，不在这份备份里/);
  await house.stop();
  house.data = restored;
  assert.equal(house.command('restore', tar).code, 0);
  await assert.rejects(start({ at: restored }), /folder\.id/);
  await bucket.remove('/week/hefei/folder.id');
  await start({ at: restored });
  assert.equal(hash(await fetched(school, blob)), blob);
  verified();
  await house.stop();
  await assert.rejects(start(), /不是目录|is not that of/);
});

await test('a folder that had its attachments moves into a bucket at its first start there', async () => {
  const own = join(folder, 'own');
  await start({ at: own, args: [] });
  const person = await house.enter('liaison');
  const bytes = pdf();
  const blob = await kept(person, bytes);
  await house.stop();
  chmodSync(key, 0o600);
  await start({ at: own, args: where('moved') });
  person.url = house.url;
  assert.deepEqual(await bucket.get(`/week/moved/${named(blob)}`), bytes);
  rmSync(join(own, 'blobs', named(blob)));
  assert.deepEqual(await fetched(person, blob), bytes);
  const r = house.command('verify', ...where('moved'));
  assert.equal(r.code, 0, r.err);
});

await house.stop();
await bucket.down();
removeFolder(folder);
tally();
