// SPDX-License-Identifier: Apache-2.0
// What becomes of a file on its way from a unit to the bureau: whose it is, under which name, how much of it is taken.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { House, removeFolder, sleep, test, until } from '../house.mjs';
import { dailyBody, owed, send, week } from './week.mjs';

const text = (words) => new TextEncoder().encode(words);

/** The names in a zip. */
function names(bytes) {
  const folder = mkdtempSync(join(tmpdir(), 'parcel-')), path = join(folder, 'day.zip');
  writeFileSync(path, bytes);
  const list = spawnSync('python3', ['-c', 'import sys,zipfile;print("\\n".join(zipfile.ZipFile(sys.argv[1]).namelist()))', path], {
    encoding: 'utf8',
    env: { ...process.env, PYTHONIOENCODING: 'utf-8' },
  });
  rmSync(folder, { recursive: true });
  assert.equal(list.status, 0, list.stderr);
  return list.stdout.trim().split('\n');
}

/** How many files stand in the folder of blobs, whole ones and others. */
const stored = (house) => readdirSync(join(house.data, 'blobs'), { recursive: true, withFileTypes: true }).filter((f) => f.isFile()).length;

/** Chunked, without a length; the status. */
function uploadInPieces(person, name, size) {
  return new Promise((resolve, reject) => {
    const r = request(`${person.url}/api/files?name=${name}`, { method: 'POST', headers: { 'X-Skillweek': '1', Cookie: person.cookie } });
    r.on('response', (answer) => (answer.resume(), resolve(answer.statusCode)));
    r.on('error', reject);
    r.write(`%PDF-1.4 ${name}`);
    for (let sent = 0; sent < size; sent += 50_000) r.write(Buffer.alloc(50_000));
    r.end();
  });
}

export default async function (program) {
  const w = await week(program);
  const school = await w.house.enter('liaison');
  const leader = await w.house.enter('leader'), office = await w.house.enter('county');
  const upload = (person, name, bytes) => person.ask('POST', `/api/files?name=${encodeURIComponent(name)}`, bytes);
  const body = (file) => ({ forms: {}, texts: { p1: '演练活动内容', p2: '十人' }, files: [{ part: 'files', ...file }], pieces: {} });

  await test('a report cannot give a file another name; the parcel and the download end it as its kind does', async () => {
    const o = await owed(school, w.at, '进社区');
    const bytes = text('@echo off\r\nstart calc.exe\r\n');
    const { blob } = (await upload(school, '活动照片.txt', bytes)).json;
    assert.equal((await send(school, o, body({ blob, name: '活动照片.bat' }))).status, 200);
    const parcel = async () => names((await w.clerk.ask('GET', `${w.at}/day.zip`)).bytes).filter((n) => n.includes('活动照片'));
    assert.deepEqual((await parcel()).map((n) => n.split('/').pop()), ['活动照片.txt']);

    const gif = Buffer.concat([Buffer.from('GIF89a\x05\0\x05\0\0\0\0'), Buffer.from('\r\nstart calc.exe\r\n')]);
    const picture = (await upload(school, '活动照片.bat', new Uint8Array(gif))).json;
    const again = { ...o, version: 1 };
    assert.equal((await send(school, again, body({ blob: picture.blob, name: '活动照片.bat' }))).status, 200);
    assert.deepEqual((await parcel()).map((n) => n.split('/').pop()), ['活动照片.gif']);
    const saved = await w.clerk.ask('GET', `/api/files/${picture.blob}`);
    assert.equal(saved.headers.get('content-disposition'), `inline; filename*=UTF-8''${encodeURIComponent('活动照片.gif')}`);
  });

  await test('only a version that was sent is there', async () => {
    const o = await owed(school, w.at, '进社区');
    const ask = async (version) => (await school.ask('GET', `/api/obligations/${o.id}/reports/${version}`)).status;
    assert.equal(await ask(1), 200);
    for (const version of ['abc', '0', '-1', '3', String(2 ** 32), String(2 ** 32 + 1), '99999999999999999999']) assert.equal(await ask(version), 404, version);
  });

  await test('a county’s office reports for a school with files of its own, which become the school’s', async () => {
    const below = (u) => u.kind === 'school' && w.units.find((p) => p.id === u.parent)?.kind === 'county';
    const mine = w.units.find(below);
    const county = await w.house.invite(w.clerk, mine.parent, 'county');
    const liaison = await w.house.invite(w.clerk, mine.id, 'liaison');
    const stranger = await w.house.invite(w.clerk, w.units.find((u) => below(u) && u.parent !== mine.parent).id, 'liaison');
    const o = (await county.get(`${w.at}/units/${mine.id}`)).items.find((x) => x.short_name === '日报' && x.day === '2023-05-18');
    const bytes = text('由县教育局代为上传');
    const { blob } = (await upload(county, '情况.txt', bytes)).json;
    assert.equal((await liaison.ask('GET', `/api/files/${blob}`)).status, 404);
    const daily = dailyBody({ files: [{ blob, name: '情况.txt', part: 'p3' }] });
    const r = await send(county, o, daily);
    assert.equal(r.status, 200, r.text);
    assert.deepEqual((await liaison.ask('GET', `/api/files/${blob}`)).bytes, bytes);
    assert.equal((await stranger.ask('GET', `/api/files/${blob}`)).status, 404);
    const own = await send(liaison, { ...o, version: 1 }, daily);
    assert.equal(own.status, 200, own.text);
  });

  await test('what comes without a length is counted while it comes', async () => {
    const small = await House.start(program, { args: ['--quiet', '--speed', '0', '--unit-day-mb', '1'] });
    const liaison = await small.enter('liaison');
    const before = stored(small);
    assert.equal(await uploadInPieces(liaison, '0.pdf', 600_000), 200);
    const more = await Promise.all([1, 2, 3].map((i) => uploadInPieces(liaison, `${i}.pdf`, 600_000)));
    assert.deepEqual(more, [413, 413, 413]);
    assert.equal(stored(small), before + 1);
    await small.stop();
    removeFolder(small.data);
  });

  await test('files leave the last room of the disk to reports', async () => {
    const low = await week(program, { args: ['--disk-floor-mb', '99999999'] });
    const liaison = await low.house.enter('liaison');
    const file = await upload(liaison, 'a.txt', text('演练'));
    const tus = { 'Tus-Resumable': '1.0.0', 'Upload-Length': '9', 'Upload-Metadata': `filename ${btoa('a.txt')}` };
    const large = await liaison.ask('POST', '/api/uploads', undefined, tus);
    const report = await send(liaison, await owed(liaison, low.at, '日报', '2023-05-17'), dailyBody());
    const ready = await liaison.ask('GET', '/readyz');
    await low.house.stop();
    removeFolder(low.house.data);
    assert.deepEqual([file.status, large.status, report.status], [507, 507, 200]);
    assert.equal(ready.status, 503);
    assert.match(ready.json.error.message, /磁盘/);
  });

  await test('a register and a notice that are read are kept nowhere', async () => {
    const before = stored(w.house);
    const register = readFileSync(new URL('../../campaigns/hefei-2023/register.csv', import.meta.url));
    const r = await w.clerk.ask('POST', '/api/units/import?name=a.csv', new Uint8Array(register));
    assert.equal(r.status, 200, r.text);
    assert.equal((await w.clerk.ask('POST', '/api/notices/text?name=a.txt', text('各县教育局：请于5月18日前报送名单。'))).status, 200);
    assert.equal((await w.clerk.ask('POST', '/api/notices/text?name=a.png', new Uint8Array(Buffer.from('\x89PNG\r\n', 'latin1')))).status, 415);
    assert.equal(stored(w.house), before);
  });

  /** Of one kind of picture, so many bytes. */
  const gif = (size) => new Uint8Array(Buffer.concat([Buffer.from('GIF89a\x05\0\x05\0\0\0\0'), Buffer.alloc(size)]));
  const fileOf = (blob) => join(w.house.data, 'blobs', blob.slice(0, 2), blob.slice(2));
  const sendWith = async (day, bytes) => {
    const { blob } = (await upload(school, '活动照片.gif', bytes)).json;
    const o = await owed(school, w.at, '日报', day);
    const r = await send(school, o, dailyBody({ files: [{ blob, name: '活动照片.gif', part: 'p3' }] }));
    assert.equal(r.status, 200, r.text);
    return blob;
  };

  await test('a parcel is put together in the data folder, and has no name there', async () => {
    await sendWith('2023-05-19', gif(20_000_000));
    const answer = await new Promise((resolve, reject) => {
      const r = request(`${w.house.url}${w.at}/day.zip?day=2023-05-19`, { headers: { Cookie: w.clerk.cookie } }, resolve);
      r.on('error', reject);
      r.end();
    });
    answer.pause();
    const open = readdirSync(`/proc/${w.house.child.pid}/fd`).map((fd) => {
      try {
        return readlinkSync(`/proc/${w.house.child.pid}/fd/${fd}`);
      } catch {
        return '';
      }
    });
    assert.ok(open.some((path) => path.startsWith(`${w.house.data}/`) && path.endsWith(' (deleted)')), open.join('\n'));
    const another = () => w.clerk.ask('GET', `${w.at}/day.zip?day=2023-05-20`);
    const refused = await another();
    assert.equal(refused.status, 429, 'an account has one parcel at a time');
    assert.match(refused.json.error.message, /上一个打包文件还在准备或下载/);
    assert.equal((await leader.ask('GET', `${w.at}/day.zip?day=2023-05-20`)).status, 200);
    answer.destroy();
    assert.equal(await until(async () => (await another()).status === 200), true);
    assert.equal(await until(() => readdirSync(join(w.house.data, 'blobs', 'tmp')).length === 0), true);
  });

  await test('a file that a report names twice is in the parcel once', async () => {
    const { blob } = (await upload(school, '活动照片.gif', gif(1000))).json;
    const o = await owed(school, w.at, '日报', '2023-05-20');
    const files = ['甲.gif', '乙.gif', '丙.gif'].map((name) => ({ blob, name, part: 'p3' }));
    assert.equal((await send(school, o, dailyBody({ files }))).status, 200);
    const inside = names((await w.clerk.ask('GET', `${w.at}/day.zip?day=2023-05-20`)).bytes);
    assert.deepEqual(inside.filter((n) => n.endsWith('.gif')).map((n) => n.split('/').pop()), ['活动照片.gif']);
  });

  /** Whoever waits for its bytes goes on without any; false when nobody has come to it yet. */
  const release = (pipe) => {
    try {
      return closeSync(openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK)) ?? true;
    } catch {
      return false;
    }
  };
  const becomePipe = (path) => {
    rmSync(path);
    assert.equal(spawnSync('mkfifo', [path]).status, 0);
    return path;
  };

  await test('a file that takes long to be read keeps no other file, and no preview, from its turn', async () => {
    const look = (blob, how = '') => w.clerk.ask('GET', `/api/files/${blob}${how}`);
    const [long, other] = await Promise.all([400, 500].map(async (size) => (await upload(school, '照片.gif', gif(size))).json.blob));
    const drawing = new URL('../../campaigns/hefei-2023/photos/', import.meta.url);
    const photo = (await upload(school, '照片.jpg', new Uint8Array(readFileSync(new URL(readdirSync(drawing).find((f) => f.endsWith('.jpg')), drawing))))).json.blob;
    const pipe = becomePipe(fileOf(long));
    const first = look(long);
    await sleep(200);
    const others = await Promise.race([Promise.all([look(photo, '?size=small'), look(other)]), sleep(5000)]);
    await until(() => release(pipe));
    assert.deepEqual(others?.map((r) => r.status), [200, 200]);
    assert.equal((await first).status, 500);
  });

  await test('parcels keep nobody from logging in, and one that nobody waits for any more is not made', async () => {
    /* The first parcel's file is a pipe: whoever opens it waits. The second's file is damaged, which a look at it would log. */
    const pipe = becomePipe(fileOf(await sendWith('2023-05-17', gif(100))));
    const damaged = await sendWith('2023-05-18', gif(200));
    writeFileSync(fileOf(damaged), 'other bytes');
    const parcel = (day) => w.clerk.ask('GET', `${w.at}/day.zip?day=${day}`);
    const first = [parcel('2023-05-17'), leader.ask('GET', `${w.at}/day.zip?day=2023-05-17`)];
    await sleep(200);
    const login = w.clerk.ask('POST', '/api/session', { login: w.clerk.login, password: w.clerk.password });
    const notice = w.clerk.ask('POST', '/api/notices/text?name=a.txt', text('各县教育局：请于5月18日前报送名单。'));
    const others = await Promise.race([Promise.all([login, notice]), sleep(5000)]);

    const leaver = request(`${w.house.url}${w.at}/day.zip?day=2023-05-18`, { headers: { Cookie: office.cookie } });
    leaver.on('error', () => {});
    leaver.end();
    await sleep(200);
    leaver.destroy();
    await sleep(200);
    await until(() => release(pipe));
    assert.deepEqual(others?.map((r) => r.status), [200, 200]);
    assert.deepEqual((await Promise.all(first)).map((r) => r.status).sort(), [404, 500]);
    await until(async () => (await parcel('2023-05-20')).status === 200); // behind all the others, once their places are free
    assert.ok(w.house.log.includes('blob.broken'), 'the first was read');
    assert.ok(!w.house.log.includes(damaged), 'the one that was left was not');
  });

  await w.house.stop();
  removeFolder(w.house.data);
}
