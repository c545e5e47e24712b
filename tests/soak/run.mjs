// SPDX-License-Identifier: Apache-2.0
// A soak: the national week twice over, under a rehearsed clock. 14,000 units owe a daily on each of 14 days; each sends
// it with a photo before 10:00, and sends it corrected. Meanwhile the desk watches and reads. Memory and descriptors are
// looked at all along and must be flat, but for what a report's place in memory takes, and for SQLite's caches of pages, which
// fill up with the file; at the end all that was acknowledged is there, nobody is missing, and the ledger verifies.
//
//     node tests/soak/run.mjs BUILD [--minutes N] [--units N] [--log FILE]
import { randomBytes } from 'node:crypto';
import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freePort, sleep, uuid7 } from '../house.mjs';

const build = resolve(process.argv[2]);
const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : process.argv[at + 1];
};
const minutes = Number(option('minutes', 60));
const units = Number(option('units', 14000));
const DAYS = 14, ROUNDS = 2, CLIENTS = 64, WATCHERS = 200;
const KEPT_BYTES = 200; // what one more version of a report may take in memory
const WRITER_CACHE = 64, READER_CACHE = 8, READERS = 4; // MiB of pages, src/store/sql.c; loops and slow work
const folder = mkdtempSync(join(tmpdir(), 'soak-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const say = (line) => {
  console.log(line);
  if (option('log')) appendFileSync(option('log'), `${new Date().toISOString()} ${line}\n`);
};

// ---- the house ----

const made = spawnSync(join(build, 'bench/bench_seed'), ['--rehearsal', join(folder, 'data'), join(folder, 'targets'), String(units), String(DAYS)], { encoding: 'utf8' });
if (made.status !== 0) throw new Error(made.stderr);
const [first, ...lines] = readFileSync(join(folder, 'targets'), 'utf8').trim().split('\n').map((line) => line.split(' '));
const [campaign, clerk] = first;
const port = await freePort();
const server = spawn(join(build, 'skillweek'), ['rehearse', '--data', join(folder, 'data'), '--port', String(port), '--quiet', '--speed', '0']);
let log = '';
server.stderr.on('data', (d) => (log = (log + d).slice(-4000)));
server.stdout.resume();
server.on('exit', (code, signal) => {
  if (!ending) throw new Error(`the server ended with ${signal ?? code}: ${log}`);
});
let ending = false;

const agent = new http.Agent({ keepAlive: true, maxSockets: CLIENTS + 8 });
const ask = (method, path, token, body, how = {}) =>
  new Promise((done, failed) => {
    const bytes = body === undefined || Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
    const headers = { 'X-Skillweek': '1', Cookie: `skillweek=${token}`, ...(bytes ? { 'Content-Length': bytes.length, 'Content-Type': Buffer.isBuffer(body) ? 'application/octet-stream' : 'application/json' } : {}) };
    const q = http.request({ host: '127.0.0.1', port, method, path, headers, agent, ...how }, (r) => {
      if (how.stream) return done(r);
      const pieces = [];
      r.on('data', (d) => pieces.push(d));
      r.on('error', failed);
      r.on('end', () => done({ status: r.statusCode, text: Buffer.concat(pieces).toString() }));
    });
    q.on('error', failed);
    q.end(bytes);
  });
for (let i = 0; ; i++) {
  const r = await ask('GET', '/readyz', clerk).catch(() => null);
  if (r?.status === 200) break;
  if (i > 500) throw new Error(`the server does not start: ${log}`);
  await sleep(20);
}

// ---- what is looked at ----

const looks = [];
function look(sent) {
  const status = readFileSync(`/proc/${server.pid}/status`, 'utf8');
  const kib = (name) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)[1]);
  const files = readdirSync(`/proc/${server.pid}/fd`).filter((fd) => {
    try {
      return !/^socket:/.test(readlinkSync(`/proc/${server.pid}/fd/${fd}`));
    } catch {
      return false;
    }
  });
  const pages = statSync(join(folder, 'data/skillweek.db')).size / 2 ** 20;
  looks.push({ sent, caches: Math.min(WRITER_CACHE, pages) + READERS * Math.min(READER_CACHE, pages), own: kib('RssAnon') / 1024, files: files.length, threads: Number(/Threads:\s+(\d+)/.exec(status)[1]) });
}
const least = (list, key) => Math.min(...list.map((one) => one[key]));
const most = (list, key) => Math.max(...list.map((one) => one[key]));

// ---- the storm ----

const PHOTO = `/api/files?name=${encodeURIComponent('现场.jpg')}`;
const photo = readFileSync('campaigns/hefei-2023/photos/' + readdirSync('campaigns/hefei-2023/photos').find((f) => f.endsWith('.jpg')));
const narrative = '师生走进社区开展职业教育便民服务活动，现场提供健康咨询与家政服务，居民反响热烈。'.repeat(14);
const took = [];
let acknowledged = 0, busy = 0, again = 0;
const wrong = [];

/** Until it is answered, as a phone does: a server may close an idle connection just as it is used again. */
async function must(work) {
  for (let i = 0; i < 100; i++) {
    const r = await work().catch((why) => ({ status: 0, text: why.message }));
    if (r.status === 0) {
      again++;
      continue;
    }
    if (r.status === 200) return JSON.parse(r.text);
    if (r.status !== 503) throw new Error(`${r.status} ${r.text.slice(0, 200)}`);
    busy++;
    await sleep(1000);
  }
  throw new Error('busy for too long');
}

async function report([obligation, token], round, sent) {
  const file = await must(() => ask('POST', PHOTO, token, Buffer.concat([photo, randomBytes(16)])));
  const body = { forms: { daily: { liaison: '演练某人', phone: '0551-00000000', activity: '走进社区', place: '演练社区', participants: sent % 500, narrative } }, files: [{ part: 'p2', name: '现场.jpg', blob: file.blob, type: file.type }] };
  const sending = { base: round, sending: uuid7(), body };
  const began = performance.now();
  await must(() => ask('POST', `/api/obligations/${obligation}/reports`, token, sending));
  took.push(performance.now() - began);
  acknowledged++;
}

/** All units of one day, spread evenly over so many ms. */
async function storm(targets, round, ms) {
  const began = Date.now();
  let at = 0;
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      while (at < targets.length) {
        const mine = at++;
        const wait = began + (mine / targets.length) * ms - Date.now();
        if (wait > 0) await sleep(wait);
        await report(targets[mine], round, acknowledged).catch((why) => wrong.push(why.message));
      }
    }),
  );
}

async function desk() {
  const path = `/api/campaigns/${campaign}`;
  const streams = await Promise.all(Array.from({ length: WATCHERS }, () => ask('GET', `${path}/live`, clerk, undefined, { stream: true, agent: false })));
  streams.forEach((r) => r.on('error', () => {}).resume());
  while (!ending) {
    for (const what of ['/board?only=cells', '/queue', '/board']) await ask('GET', path + what, clerk).catch(() => {});
    await sleep(2000);
  }
  streams.forEach((r) => r.destroy());
}

// ---- the weeks ----

const timer = setInterval(() => look(acknowledged), 5000);
const watching = desk();
const share = (minutes * 60e3) / (DAYS * ROUNDS);
const began = Date.now();
let missing = 0;
for (let day = 0; day < DAYS; day++) {
  const targets = lines.slice(day * units, (day + 1) * units);
  const due = JSON.parse((await ask('GET', `/api/obligations/${targets[0][0]}`, targets[0][1])).text).obligation.due;
  // The last hour before 10:00 takes as long as both rounds; the corrections of some come late, as they do.
  await must(() => ask('POST', '/api/clock', clerk, { to: new Date(Date.parse(due) - 3600e3).toISOString(), rate: Math.max(1, Math.round(3600e3 / (share * ROUNDS))) }));
  for (let round = 0; round < ROUNDS; round++) await storm(targets, round, share);
  const date = new Date(Date.parse(due) + 8 * 3600e3 - 86400e3).toISOString().slice(0, 10);
  const list = JSON.parse((await ask('GET', `/api/campaigns/${campaign}/missing?duty=d1&day=${date}`, clerk)).text);
  if (list.owed !== units) wrong.push(`day ${date}: ${list.owed} owed`);
  missing += list.units.length;
  look(acknowledged);
  const now = looks.at(-1);
  say(`day ${day + 1} of ${DAYS}: ${acknowledged} reports with photos, own memory ${now.own.toFixed(1)} MiB, ${now.files} files open, ${now.threads} threads, ${list.units.length} missing`);
}
const seconds = (Date.now() - began) / 1000;
clearInterval(timer);
ending = true;
await watching;
server.kill('SIGTERM');
await new Promise((done) => server.on('exit', done));

// ---- judged ----

const verified = spawnSync(join(build, 'skillweek'), ['verify', '--data', join(folder, 'data')], { encoding: 'utf8' });
took.sort((a, b) => a - b);
// The first quarter warms caches and pools up; what comes after it is held against it.
const quarter = looks.filter((one) => one.sent <= acknowledged / 4);
const rest = looks.filter((one) => one.sent > acknowledged / 4);
const grown = most(rest, 'own') - most(quarter, 'own');
const filled = most(rest, 'caches') - most(quarter, 'caches');
const allowed = 8 + filled + ((acknowledged * 3) / 4) * (KEPT_BYTES / 2 ** 20);
let passed = 0, failed = 0;
const judge = (good, line) => {
  say(`${good ? 'ok     ' : 'not ok '} ${line}`);
  good ? passed++ : failed++;
};
judge(acknowledged === units * DAYS * ROUNDS && !wrong.length, `${acknowledged} reports with photos acknowledged in ${(seconds / 60).toFixed(1)} min, p99 ${took[Math.floor(took.length * 0.99)]?.toFixed(1)} ms, ${busy} asked to wait, ${again} sent again, ${wrong.length} failed${wrong.length ? `: ${wrong[0]}` : ''}`);
judge(missing === 0, `nobody missing at the end of each day (${missing})`);
judge(grown <= allowed, `own memory ${most(quarter, 'own').toFixed(1)} → ${most(rest, 'own').toFixed(1)} MiB; ${grown.toFixed(1)} more, at most ${allowed.toFixed(1)}: 8, ${filled.toFixed(1)} for pages of a file that grew into SQLite's caches, ${KEPT_BYTES} bytes a report`);
judge(least(rest.slice(-12), 'files') <= least(quarter, 'files') + 2, `files open, at least ${least(quarter, 'files')} → ${least(rest.slice(-12), 'files')}`);
judge(most(rest, 'threads') <= most(quarter, 'threads'), `threads ${most(quarter, 'threads')} → ${most(rest, 'threads')}`);
judge(verified.status === 0, `verify: ${verified.stdout.trim().split('\n').at(-1)} ${verified.stderr.slice(0, 200)}`);
say(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
