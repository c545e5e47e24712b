// SPDX-License-Identifier: Apache-2.0
// Faults: the n-th write, sync, open, rename or allocation fails, for n = 1, 2, 3 … until a run passes without it being
// reached, through one sending, one upload, one publication, one backup. Each run must end in an honest refusal or the
// process stopping; after a restart all that was acknowledged is there, all verifies, nothing is half made, and the
// same once more succeeds. Then: a full disk, a clock that is set, the order to stop, replies cut off, a backup, all
// under load.
//
//     node tests/power/faults.mjs BUILD [--most N] [--every] [--from N] [--sendings N] [--part NAME] [--kind KIND] [--log FILE]
//
// --most N: of each loop only the first N and a few later ones, for the short run.
// --every: of the allocations too every one, which takes an hour; else their first 20 and some later ones.
// --from N: the loops begin there, so that a long one can be run in parts.
import { createHash, randomBytes } from 'node:crypto';
import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { bodyOf, build, CLIENTS, folder, House, look, option, program, seedFolder, sendingName, sleep, Storm, verify } from './storm.mjs';

const most = Number(option('most', Infinity));
const part = option('part', '');
const { clerk, targets } = seedFolder(200, 7);
const hashOf = (bytes) => createHash('sha256').update(bytes).digest('hex');
const json = (r) => JSON.parse(r.bytes);
const pdf = (n) => Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(n)]);
const body = (value) => Buffer.from(JSON.stringify(value));

let passed = 0;
let failed = 0;
function tell(name, figures, wrong) {
  const line = `${wrong.length ? 'not ok ' : 'ok     '} ${name}: ${figures}`;
  console.log(line);
  for (const w of wrong.slice(0, 8)) console.log(`        ${w}`);
  if (option('log')) appendFileSync(option('log'), `${new Date().toISOString()} ${line}\n`);
  wrong.length ? failed++ : passed++;
}

/** A folder of its own, as the seed is. */
const fresh = (name) => {
  const data = join(folder, name);
  rmSync(data, { recursive: true, force: true });
  cpSync(join(folder, 'seed'), data, { recursive: true });
  return data;
};
const preload = (data, more) => ({ LD_PRELOAD: join(build, 'tests/power/cut.so'), CUT_FOLDER: data, ...more });
const until = async (what, ms = 3000) => {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(2)) if (what()) return true;
  return false;
};

async function arm(house) {
  await until(() => house.begun); // else the fault is that of the start
  const before = house.marks.length;
  house.child.kill('SIGUSR1');
  if (!(await until(() => house.marks.slice(before).some((m) => m.includes('armed'))))) throw new Error('the fault was not armed');
}

// ---- what is done while something fails; each tells `acknowledged`, or the status that refused it, or 0: no answer ----

let nth = 0; // each run has an obligation, a file or a campaign of its own

class Sending {
  async prepare() {
    [this.obligation, this.token] = targets[nth++];
    this.request = body({ base: 0, sending: sendingName(), body: bodyOf(nth, []) });
  }
  async act(house) {
    const r = await house.ask('POST', `/api/obligations/${this.obligation}/reports`, this.request, this.token);
    if (r.status === 200) this.receipt = json(r);
    return r.status;
  }
  async look(house, acknowledged) {
    const o = json(await house.ask('GET', `/api/obligations/${this.obligation}`, undefined, this.token));
    const version = o.versions?.length ?? 0;
    if (acknowledged && version !== 1) return [`acknowledged, and ${version} versions are there`];
    const first = this.receipt;
    const again = await this.act(house);
    if (again !== 200) return [`sent again it is ${again}`];
    return first && first.number !== this.receipt.number ? ['sent again it has another number'] : [];
  }
}

const TUS = { 'Tus-Resumable': '1.0.0' };
class Upload {
  async prepare() {
    this.token = targets[nth++][1];
    this.bytes = pdf(150000);
    this.offset = 0;
  }
  async patch(house, to) {
    const r = await house.ask('PATCH', this.at, this.bytes.subarray(this.offset, to), this.token, {
      ...TUS, 'Upload-Offset': String(this.offset), 'Content-Type': 'application/offset+octet-stream',
    });
    if (r.status === 204) this.offset = Number(r.headers['upload-offset']);
    if (r.headers['upload-blob']) this.blob = r.headers['upload-blob'];
    return r.status;
  }
  async act(house) {
    if (!this.at) {
      const metadata = `filename ${Buffer.from('a.pdf').toString('base64')}`;
      const r = await house.ask('POST', '/api/uploads', undefined, this.token, { ...TUS, 'Upload-Length': String(this.bytes.length), 'Upload-Metadata': metadata });
      if (r.status !== 201) return r.status;
      this.at = r.headers.location;
    }
    for (const to of [100000, this.bytes.length]) {
      const status = this.offset < to ? await this.patch(house, to) : 204;
      if (status !== 204) return status;
    }
    if (this.blob) return 200;
    // All bytes were taken and the end was not told: whoever asks for the file is told, as the browser's side does.
    const r = await house.ask('GET', this.at, undefined, this.token);
    this.blob = r.status === 200 ? json(r).file?.blob : undefined;
    return r.status;
  }
  async look(house, acknowledged) {
    if (this.at) {
      const r = await house.ask('HEAD', this.at, undefined, this.token, TUS);
      const there = Number(r.headers['upload-offset']);
      if (r.status !== 200 || there < this.offset) return [`${this.offset} bytes were acknowledged, ${r.status} ${there} are there`];
      this.offset = there;
    }
    if (acknowledged && this.blob !== hashOf(this.bytes)) return [`it is said to be ${this.blob}`];
    const again = await this.act(house);
    if (again !== 200) return [`gone on with it is ${again}`];
    const r = await house.ask('GET', `/api/files/${hashOf(this.bytes)}`, undefined, this.token);
    return r.status === 200 && hashOf(r.bytes) === hashOf(this.bytes) ? [] : [`the file is ${r.status}, or other bytes`];
  }
}

class Publication {
  static alone = true; // each in a folder of its own: those before would be read and written again
  async prepare(house) {
    const { document } = json(await house.ask('GET', `/api/campaigns/${clerk[0]}`, undefined, clerk[1]));
    const draft = { revision: 0, document: { ...document, key: `again-${nth++}` } };
    const r = await house.ask('POST', '/api/campaigns', body(draft), clerk[1]);
    if (r.status !== 200) throw new Error(`draft: ${r.status} ${r.bytes}`);
    this.draft = json(r);
  }
  async act(house) {
    const r = await house.ask('POST', `/api/campaigns/${this.draft.id}/publish`, body({ revision: this.draft.revision }), clerk[1]);
    return r.status;
  }
  async look(house, acknowledged) {
    let told;
    const seen = async () => {
      const r = await house.ask('GET', `/api/campaigns/${this.draft.id}/board?only=cells`, undefined, clerk[1]);
      told = `${r.status} ${r.bytes.toString().slice(0, 100)}`;
      return r.status === 200 ? (json(r).cells ?? '').replaceAll(' ', '').length : 0;
    };
    const before = await seen();
    if (before !== 0 && before !== targets.length) return [`half published: ${before} of ${targets.length} are owed`];
    if (acknowledged && !before) return [`published, and nothing is owed: ${told}, ${house.log.slice(-600)}`];
    const again = before ? 200 : await this.act(house);
    const after = await seen();
    return again === 200 && after === targets.length ? [] : [`published again it is ${again}, ${after} are owed`];
  }
}

// ---- loops ----

const KINDS = [
  ['write', 5, 'a bad write'], ['write', 28, 'a full disk'], ['write', 4, 'an interrupted write'], ['short', 0, 'a short write'],
  ['sync', 5, 'a failed sync'], ['open', 5, 'a failed open'], ['open', 28, 'an open on a full disk'], ['rename', 5, 'a failed rename'], ['alloc', 0, 'no memory'],
].filter(([kind]) => option('kind', kind) === kind);
const envOf = (data, kind, why, n) =>
  kind === 'alloc'
    ? { LD_PRELOAD: join(build, 'tests/power/ill.so'), ILL_ALLOC: String(n) }
    : preload(data, { CUT_SEED: String(n), CUT_FAIL: `${kind}:${n}`, CUT_ERRNO: String(why) });

/** The next n: all of them, or in the short run (and of the very many allocations) the first few and some later ones. */
const firsts = (kind) => (kind === 'alloc' && !process.argv.includes('--every') ? Math.min(most, 20) : most);
const after = (kind, n) => (n < firsts(kind) ? n + 1 : Math.ceil(n * (most < 10 ? 4 : 1.2)));

/** What the answer may be, given what failed. */
function isHonest(kind, why, status, { over, marks, data }) {
  if (kind === 'short' || why === 4) return status === 200; // no fault at all
  // SQLite takes no heed of a failed sync of its folder: the store had synced it before.
  if (kind === 'sync') return (status === 0 && over === 'SIGABRT') || (status === 200 && marks.includes(`cut: sync of ${data}`));
  if (status === 0) return over === 'SIGABRT';
  return status === 200 || (why === 28 && kind === 'write' ? status === 507 : status >= 500);
}

/** Not even a fault of the test itself leaves a server behind. */
const houses = [];
process.on('exit', () => houses.forEach((h) => h.over === undefined && h.child?.kill('SIGKILL')));
const houseOf = (...args) => {
  houses.push(new House(...args));
  return houses.at(-1);
};

/** One run: act with the n-th failing; true when it was reached. */
async function oneRun(data, Act, [kind, why], n, wrong) {
  const house = houseOf(data, envOf(data, kind, why, n));
  const act = new Act();
  await house.start();
  if (kind === 'alloc') {
    const first = new Act(); // what libraries make when first used is there
    await first.prepare(house);
    await first.act(house);
  }
  await act.prepare(house);
  await arm(house);
  const status = await act.act(house).catch(() => 0);
  if (!status) await until(() => house.over !== undefined);
  const reached = await until(() => house.marks.some((m) => m.includes('failed')), status === 200 ? 20 : 300);
  if (process.argv.includes('--times')) console.log(`        ${kind} ${n}: ${status} ${house.marks.slice(1)}`);
  const say = (list) => wrong.push(...list.map((w) => `${kind} ${why} ${n}: ${w}`));
  if (reached ? !isHonest(kind, why, status, house) : status !== 200) say([`answered ${status}, ended ${house.over}: ${house.log.slice(-300)}`]);
  if (reached && kind === 'sync' && house.over === undefined) {
    // Then a power cut must do no harm.
    house.child.kill('SIGUSR2');
    for (let i = 0; i < 200 && house.over === undefined; i++)
      await house.ask('POST', '/api/files?name=a.pdf', pdf(9000), targets[i][1]).catch(() => 0);
    if (house.over !== 137) say([`acknowledged after a failed sync, and no cut: ${house.over}`]);
  }
  if (house.over === undefined) {
    // It goes on: reads are answered, and the same once more is taken, without a restart.
    if (reached && n % 2) say(await act.look(house, status === 200));
    await house.end(n % 3 ? 'SIGKILL' : 'SIGTERM');
  }
  const again = houseOf(data);
  await again.start();
  say(await act.look(again, status === 200));
  await again.end('SIGTERM');
  say(verify(data));
  return reached;
}

async function loops(name, Act) {
  for (const how of KINDS) {
    let data = fresh(name);
    const wrong = [];
    let runs = 0;
    try {
      for (let n = Number(option('from', 1)); await oneRun(data, Act, how, n, wrong); n = after(how[0], n)) {
        runs++;
        if (Act.alone) data = fresh(name);
      }
    } catch (why) {
      wrong.push(why.stack);
      houses.forEach((h) => h.over === undefined && h.child?.kill('SIGKILL'));
      await sleep(200);
    }
    tell(`${name}, ${how[2]}`, `${runs} places`, wrong);
  }
}

/** The command, beside a server: what it leaves must be whole or not there. */
async function backupLoops() {
  const data = fresh('backup');
  const house = houseOf(data);
  await house.start();
  const storm = new Storm(targets);
  const all = storm.run(house);
  await sleep(500);
  storm.over = true;
  await all;
  for (const how of KINDS) {
    const wrong = [];
    let runs = 0;
    for (let n = 1, reached = true; reached; n = after(how[0], n)) {
      const [kind, why] = how;
      const to = join(folder, 'backup.tar');
      const env = { ...process.env, ...envOf(folder, kind, why, n), CUT_ARMED: '1', ILL_ARMED: '1' };
      const r = spawnSync(program, ['backup', '--data', data, to], { encoding: 'utf8', env });
      reached = r.stderr.includes('failed\n');
      runs += reached;
      const good = r.status === 0;
      const must = kind === 'short' || why === 4 || !reached;
      const say = (w) => wrong.push(`${kind} ${why} ${n}: ${w}`);
      if (must && !good) say(`ended with ${r.status ?? r.signal}: ${r.stderr.slice(-200)}`);
      if (good) for (const w of restored(to)) say(w);
      // Killed between the name and its being on disk: then it is whole.
      if (!good && existsSync(to)) for (const w of r.signal ? restored(to) : ['it failed, and a file stands there']) say(w);
      if (!good && r.signal === null && existsSync(`${to}.part`)) say('it failed, and a part was left');
      for (const left of [to, `${to}.part`, `${to}.store.part`]) rmSync(left, { force: true });
    }
    tell(`backup, ${how[2]}`, `${runs} places`, wrong);
  }
  await house.end('SIGTERM');
  tell('backup, the store it was taken from', `${storm.reports.length} reports`, verify(data));
}

/** Restores, verifies, and gives back what was wrong. */
function restored(file, live) {
  const to = join(folder, 'restored');
  rmSync(to, { recursive: true, force: true });
  const r = spawnSync(program, ['restore', '--data', to, file], { encoding: 'utf8' });
  const wrong = r.status === 0 ? verify(to) : [`restore: ${r.status} ${r.stderr}`];
  if (live && !wrong.length) {
    // Each chain's head of the copy must be found in the live chains, and each blob be the same bytes.
    const heads = join(folder, 'heads.txt');
    rmSync(heads, { force: true });
    const out = spawnSync(program, ['verify', '--data', to, '--export', '--no-files'], { encoding: 'utf8' });
    const lines = out.stdout.split('\n').filter((l) => /^\d{4}-.* [0-9a-f]{64}$/.test(l));
    writeFileSync(heads, `${lines.join('\n')}\n`);
    const held = spawnSync(program, ['verify', '--data', live, '--heads', heads, '--no-files'], { encoding: 'utf8' });
    if (out.status !== 0 || !lines.length) wrong.push(`heads: ${out.status}, ${lines.length} lines`);
    if (held.status !== 0) wrong.push(`the copy's heads in the live store: ${held.stderr}`);
    for (const two of readdirSync(join(to, 'blobs')).filter((d) => d.length === 2))
      for (const rest of readdirSync(join(to, 'blobs', two)))
        if (hashOf(readFileSync(join(to, 'blobs', two, rest))) !== two + rest || !existsSync(join(live, 'blobs', two, rest)))
          wrong.push(`blob ${two}${rest.slice(0, 8)} is not what it was`);
  }
  return wrong;
}

// ---- under load ----

const told = (data) => Number(/报送 (\d+) 份/.exec(spawnSync(program, ['verify', '--data', data, '--no-files'], { encoding: 'utf8' }).stdout)?.[1]);

async function backupUnderStorm() {
  const data = fresh('storm');
  const house = houseOf(data);
  await house.start();
  const storm = new Storm(targets);
  const all = storm.run(house);
  const wrong = [];
  for (let i = 0; i < 3; i++) {
    await sleep(400);
    const before = storm.reports.length;
    const to = join(folder, `storm${i}.tar`);
    const [code, during] = await new Promise((done) => {
      const c = spawn(program, ['backup', '--data', data, to]);
      c.on('exit', (n) => done([n, storm.reports.length - before]));
    });
    if (code !== 0) wrong.push(`backup ended with ${code}`);
    else wrong.push(...restored(to, data));
    const kept = told(join(folder, 'restored'));
    if (kept < before) wrong.push(`${before} were acknowledged before, ${kept} are in the copy`);
    if (!during) wrong.push('nothing was sent meanwhile');
    rmSync(to, { force: true });
  }
  storm.over = true;
  await all;
  wrong.push(...storm.errors, ...(await look(house, storm, storm.reports, storm.files)));
  await house.end('SIGTERM');
  tell('three backups under a storm, restored, heads and blobs compared', `${storm.reports.length} reports, ${storm.files.length} files`, wrong);
}

async function fullDisk() {
  const data = fresh('full');
  const house = houseOf(data, preload(data, { CUT_FAIL: 'write:1+', CUT_ERRNO: '28' }));
  await house.start();
  const storm = new Storm(targets);
  const wrong = [];
  const send = (i) => house.ask('POST', `/api/obligations/${targets[i][0]}/reports`, body({ base: storm.targets[i].version, sending: sendingName(), body: bodyOf(i, []) }), targets[i][1]);
  const round = async (ms) => {
    const all = storm.run(house);
    await sleep(ms);
    storm.over = true;
    await all;
  };
  await round(400);
  const before = storm.reports.length;
  for (let i = 0; i < 3; i++) {
    await arm(house); // full from now on
    const writes = await Promise.all(Array.from({ length: CLIENTS }, (_, k) => send(k)));
    const file = await house.ask('POST', '/api/files?name=a.pdf', pdf(9000), targets[0][1]);
    const reads = await Promise.all([`/api/campaigns/${clerk[0]}/board`, `/api/obligations/${targets[0][0]}`, '/healthz'].map((p) => house.ask('GET', p, undefined, clerk[1])));
    if (writes.some((r) => r.status !== 507) || file.status !== 507) wrong.push(`writes were ${[...new Set(writes.map((r) => r.status))]}, a file ${file.status}`);
    if (reads.some((r) => r.status !== 200)) wrong.push(`reads were ${reads.map((r) => r.status)}`);
    await arm(house); // and there is room again
    await round(300);
  }
  wrong.push(...storm.errors, ...(await look(house, storm, storm.reports, storm.files)));
  if (storm.reports.length <= before) wrong.push('it did not recover');
  if (told(data) !== storm.reports.length) wrong.push(`${storm.reports.length} were acknowledged, ${told(data)} are kept`);
  await house.end('SIGTERM');
  wrong.push(...verify(data));
  tell('a full disk, three times: writes 507, reads live, recovered without a restart', `${storm.reports.length} reports`, wrong);
}

/** A disk of its own that is really full; where nothing may be mounted, nothing is told. */
async function startOnFullDisk() {
  const disk = join(folder, 'disk'), data = join(disk, 'data'), filler = join(disk, 'filler');
  mkdirSync(disk);
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', disk]).status !== 0) return console.log('skipped a start on a full disk: no disk of its own can be mounted');
  const wrong = [];
  const house = houseOf(data);
  const up = async () => {
    await house.start('/healthz');
    const reads = await Promise.all([`/api/campaigns/${clerk[0]}/board`, `/api/campaigns/${clerk[0]}`, `/api/obligations/${targets[0][0]}`, '/'].map((p) => house.ask('GET', p, undefined, clerk[1])));
    if (reads.some((r) => r.status !== 200)) wrong.push(`reads were ${reads.map((r) => r.status)}`);
  };
  let base = 0;
  const send = async (language) => {
    const r = await house.ask('POST', `/api/obligations/${targets[0][0]}/reports`, body({ base, sending: sendingName(), body: bodyOf(base, []) }), targets[0][1], { 'Accept-Language': language });
    base += r.status === 200;
    return r;
  };
  const fill = () => spawnSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=4k', 'oflag=append', 'conv=notrunc']);
  try {
    cpSync(join(folder, 'seed'), data, { recursive: true });
    await up();
    if ((await send('zh')).status !== 200) wrong.push('nothing could be sent on an empty disk');
    for (const how of ['SIGTERM', 'SIGKILL', 'SIGTERM']) {
      await house.end(how);
      fill();
      await up();
      fill();
      for (const [language, words] of [['zh', /存储空间不足/], ['en', /disk is full/]]) {
        const r = await send(language);
        if (r.status !== 507 || !words.test(json(r).error.message)) wrong.push(`after ${how} a sending was ${r.status} ${r.bytes}`);
      }
    }
    rmSync(filler);
    if ((await send('zh')).status !== 200) wrong.push('it did not recover');
    await house.end('SIGTERM');
    if (told(data) !== base) wrong.push(`${base} were acknowledged, ${told(data)} are kept`);
    wrong.push(...verify(data));
  } catch (why) {
    wrong.push(why.message);
    await house.end('SIGKILL');
  }
  spawnSync('umount', ['-l', disk]);
  tell('a start on a full disk, three times: reads live, writes 507, recovered without a restart', `${base} reports`, wrong);
}

async function toldToStop() {
  const wrong = [];
  let slowest = 0;
  const data = fresh('term');
  const storm = new Storm(targets);
  for (let i = 0; i < 3; i++) {
    const house = houseOf(data);
    await house.start();
    const all = storm.run(house);
    await sleep(500);
    const began = Date.now();
    const how = await house.end('SIGTERM');
    slowest = Math.max(slowest, Date.now() - began);
    storm.over = true;
    await all;
    if (how !== 0) wrong.push(`ended with ${how}`);
  }
  if (slowest > 10000) wrong.push(`it took ${slowest} ms`);
  const house = houseOf(data);
  await house.start();
  wrong.push(...storm.errors.filter((e) => !e.startsWith('503')), ...(await look(house, storm, storm.reports, storm.files)));
  await house.end('SIGTERM');
  wrong.push(...verify(data));
  tell('told to stop under load, three times', `${storm.reports.length} reports, ended within ${slowest} ms`, wrong);
}

/** Sends and hangs up before the answer. */
const sendAndLeave = (port, path, token, request) =>
  new Promise((done) => {
    const s = connect(port, '127.0.0.1', () => {
      s.write(`POST ${path} HTTP/1.1\r\nHost: h\r\nCookie: skillweek=${token}\r\nX-Skillweek: 1\r\nContent-Type: application/json\r\nContent-Length: ${request.length}\r\n\r\n`);
      s.end(request, () => setTimeout(() => s.destroy(), Math.random() < 0.5 ? 0 : 2));
    });
    s.on('close', done).on('error', () => {});
  });

async function repliesCutOff() {
  const sendings = Number(option('sendings', 10000));
  const data = fresh('cut');
  const house = houseOf(data);
  await house.start();
  const wrong = [];
  let next = 0;
  const numbers = new Set();
  const states = targets.map(() => ({ version: 0 }));
  const client = async (c) => {
    for (let k = 0; next < sendings && wrong.length < 8; k++) {
      next++;
      const i = (c + CLIENTS * k) % (targets.length - (targets.length % CLIENTS));
      const [obligation, token] = targets[i];
      const path = `/api/obligations/${obligation}/reports`;
      const named = { base: states[i].version, sending: sendingName() };
      const request = body({ ...named, body: bodyOf(next, []) });
      await sendAndLeave(house.port, path, token, request);
      let r = await house.ask('POST', path, request, token);
      while (r.status === 503) r = await house.ask('POST', path, request, token);
      if (r.status !== 200) wrong.push(`sent again: ${r.status} ${r.bytes.toString().slice(0, 200)}`);
      else if (json(r).version !== states[i].version + 1) wrong.push(`version ${json(r).version} after ${states[i].version}`);
      else numbers.add(json(r).number);
      states[i].version++;
      if (next % 50) continue;
      const other = await house.ask('POST', path, body({ ...named, body: bodyOf(next + 1, []) }), token);
      const stale = await house.ask('POST', path, body({ base: named.base, sending: sendingName(), body: bodyOf(next, []) }), token);
      if (other.status !== 409 || stale.status !== 409) wrong.push(`another body was ${other.status}, a stale version ${stale.status}`);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, (_, c) => client(c)));
  if (numbers.size !== next || told(data) !== next) wrong.push(`${next} sendings, ${numbers.size} numbers, ${told(data)} reports`);
  await house.end('SIGTERM');
  wrong.push(...verify(data));
  tell('sendings whose replies were cut off, each sent again', `${next} sendings, ${told(data)} reports`, wrong);
}

// ---- the machine's clock is set ----

async function clockIsSet() {
  const HOUR = 3600000;
  const at = (hour, minute) => {
    const day = new Date(Date.now() + 8 * HOUR).toISOString().slice(0, 10); // the day in Hefei
    return Date.parse(`${day}T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00+08:00`);
  };
  // The seed's days began three days ago: those of yesterday are due today at ten.
  const due = targets.slice(200 * 2, 200 * 3);
  const wrong = [];
  let sent = 0;
  for (const [name, start, late] of [['09:30', at(9, 30), false], ['10:30', at(10, 30), true]]) {
    const data = fresh('clock');
    const file = join(folder, 'offset');
    const set = (ms) => {
      const b = Buffer.alloc(8);
      b.writeBigInt64LE(BigInt(Math.round(ms)));
      writeFileSync(file, b, { flag: existsSync(file) ? 'r+' : 'w' });
    };
    const base = start - Date.now();
    set(base);
    const house = houseOf(data, { LD_PRELOAD: join(build, 'tests/power/ill.so'), ILL_CLOCK: file });
    await house.start();
    let i = 0;
    for (const step of [0, HOUR, -HOUR, 24 * HOUR, -24 * HOUR, 0]) {
      set(base + step);
      await sleep(550); // the ticker looks
      const [obligation, token] = due[i++];
      const r = await house.ask('POST', `/api/obligations/${obligation}/reports`, body({ base: 0, sending: sendingName(), body: bodyOf(i, []) }), token);
      if (r.status !== 200) wrong.push(`${name}, set by ${step / HOUR} h: ${r.status} ${r.bytes.toString().slice(0, 160)}`);
      else if (json(r).late !== late) wrong.push(`${name}, set by ${step / HOUR} h: late is ${json(r).late}`);
      else sent++;
      if (r.status === 401) throw new Error(`${name}, set by ${step / HOUR} h: the session has ended`);
      const health = json(await house.ask('GET', '/api/health', undefined, clerk[1]));
      const line = health.lines?.find((l) => l.key === 'clock');
      if (!line || /被调/.test(line.text) !== (step !== 0)) wrong.push(`${name}, set by ${step / HOUR} h: the page says ${line?.text}`);
    }
    const cells = json(await house.ask('POST', '/api/health/cells', undefined, clerk[1]));
    if (!cells.well) wrong.push(cells.text);
    const board = json(await house.ask('GET', `/api/campaigns/${clerk[0]}/board?only=cells`, undefined, clerk[1]));
    const owed = board.cells.replaceAll(' ', '').length;
    if (owed !== targets.length) wrong.push(`${owed} are owed of ${targets.length}`);
    await house.end('SIGTERM');
    rmSync(file);
    wrong.push(...verify(data));
  }
  tell('a clock that is set by ±1 h, ±1 day and back over ten', `${sent} reports judged`, wrong);
}

// ---- ----

const parts = {
  sending: () => loops('sending', Sending), upload: () => loops('upload', Upload), publish: () => loops('publish', Publication), backup: backupLoops,
  full: fullDisk, start: startOnFullDisk, clock: clockIsSet, stop: toldToStop, replies: repliesCutOff, storm: backupUnderStorm,
};
for (const [name, run] of Object.entries(parts)) {
  if (part && part !== name) continue;
  const began = Date.now();
  await run().catch((why) => tell(name, '', [why.stack]));
  if (process.argv.includes('--times')) console.log(`        ${name}: ${((Date.now() - began) / 1000).toFixed(1)} s`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed || !passed ? 1 : 0);
