// SPDX-License-Identifier: Apache-2.0
// Power: a storm of clients that remember each acknowledgement, and the server dies in the middle of it; then all that
// was acknowledged must be there, once. kill: kill -9. cut: a power cut, by the preloaded cut.so. deaf: the same with
// syncs left out, which must be seen as losses, or this test would prove nothing.
//
//     node tests/power/run.mjs BUILD [--cycles N] [--only kill|cut|deaf] [--seed N] [--log FILE]
import { createHash, randomBytes } from 'node:crypto';
import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const build = resolve(process.argv[2]);
const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : process.argv[at + 1];
};
const cycles = Number(option('cycles', 5));
const only = option('only', '');
const seed = Number(option('seed', Date.now() % 1000000));
const CLIENTS = 64;
const UPLOADS_EVERY = 8; // one client in so many sends a file along
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const folder = mkdtempSync(join(tmpdir(), 'power-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const freePort = () =>
  new Promise((done) => {
    const s = createServer();
    s.listen(0, '127.0.0.1', () => {
      const { port } = s.address();
      s.close(() => done(port));
    });
  });

// ---- one server and how it dies ----

class House {
  constructor(data, env = {}) {
    Object.assign(this, { data, env, log: '' });
    this.agent = new http.Agent({ keepAlive: true, maxSockets: CLIENTS + 8 });
  }

  async start() {
    this.port = await freePort();
    const began = Date.now();
    this.child = spawn(join(build, 'skillweek'), ['serve', '--data', this.data, '--port', String(this.port)], { env: { ...process.env, ...this.env } });
    this.child.stdout.resume();
    this.child.stderr.on('data', (d) => (this.log = (this.log + d).slice(-4000)));
    this.ended = new Promise((done) => this.child.on('exit', (code, signal) => done(signal ?? code)));
    let over = false;
    this.ended.then(() => (over = true));
    while (!over) {
      const r = await this.ask('GET', '/readyz').catch(() => null);
      if (r?.status === 200) return Date.now() - began;
      if (Date.now() - began > 10000) break;
      await sleep(10);
    }
    throw new Error(`the server does not start: ${this.log.slice(-600)}`);
  }

  ask(method, path, body, token) {
    return new Promise((done, failed) => {
      const headers = { 'X-Skillweek': '1', ...(token ? { Cookie: `skillweek=${token}` } : {}) };
      if (body) {
        headers['Content-Length'] = body.length;
        headers['Content-Type'] = path.startsWith('/api/files') ? 'application/octet-stream' : 'application/json';
      }
      const q = http.request({ host: '127.0.0.1', port: this.port, method, path, headers, agent: this.agent }, (r) => {
        const pieces = [];
        r.on('data', (d) => pieces.push(d));
        r.on('error', failed);
        r.on('end', () => (r.complete ? done({ status: r.statusCode, bytes: Buffer.concat(pieces) }) : failed(new Error('cut off'))));
      });
      q.on('error', failed);
      q.setTimeout(20000, () => q.destroy(new Error('no answer')));
      q.end(body);
    });
  }

  end(signal) {
    this.child.kill(signal);
    return this.ended;
  }
}

// ---- the storm ----

const narrative = '师生走进社区开展职业教育便民服务活动，现场提供健康咨询与家政服务，居民反响热烈。'.repeat(14);
const bodyOf = (n, files) => ({
  forms: { daily: { liaison: '王老师', phone: '0551-00000000', activity: '走进社区', place: '演练社区', participants: n % 500, narrative } },
  files,
});

let sendings = 0;
const sendingName = () => {
  const ms = Date.now().toString(16).padStart(12, '0');
  const n = (sendings++).toString(16).padStart(15, '0');
  return `${ms.slice(0, 8)}-${ms.slice(8)}-7${n.slice(0, 3)}-a${n.slice(3, 6)}-${randomBytes(6).toString('hex')}`;
};

class Storm {
  constructor(targets) {
    this.targets = targets.map(([obligation, token]) => ({ obligation, token, version: 0, pending: null, sent: [] }));
    this.reports = []; // acknowledged: {target, version, number, hash, request}
    this.files = []; // acknowledged uploads
    this.errors = [];
  }

  // A target belongs to one client, so that its versions are known.
  async client(house, i) {
    for (let n = i; !this.over; n += CLIENTS) {
      const target = this.targets[n % this.targets.length];
      try {
        let files = [];
        if (i % UPLOADS_EVERY === 0 && !target.pending) files = [await this.upload(house, target)];
        // One whose outcome is not known is sent again under its name.
        target.pending ??= Buffer.from(JSON.stringify({ base: target.version, sending: sendingName(), body: bodyOf(n, files) }));
        const r = await house.ask('POST', `/api/obligations/${target.obligation}/reports`, target.pending, target.token);
        if (r.status === 503) continue;
        if (r.status !== 200) throw Object.assign(new Error(`${r.status} ${r.bytes.toString().slice(0, 200)}`), { told: true });
        const receipt = JSON.parse(r.bytes);
        this.reports.push({ target, version: receipt.version, number: receipt.number, hash: receipt.hash, request: target.pending });
        target.version = receipt.version;
        target.pending = null;
      } catch (why) {
        if (why.told) this.errors.push(why.message);
        return; // the server is gone
      }
    }
  }

  async upload(house, target) {
    const bytes = Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(20000 + Math.floor(Math.random() * 60000))]);
    const r = await house.ask('POST', '/api/files?name=a.pdf', bytes, target.token);
    if (r.status !== 200 && r.status !== 201) throw Object.assign(new Error(`file: ${r.status} ${r.bytes.toString().slice(0, 200)}`), { told: true });
    const file = JSON.parse(r.bytes);
    this.files.push({ blob: file.blob, token: target.token, hash: createHash('sha256').update(bytes).digest('hex') });
    return { part: 'p2', name: 'a.pdf', blob: file.blob, type: file.type };
  }

  run(house) {
    this.over = false;
    return Promise.all(Array.from({ length: CLIENTS }, (_, i) => this.client(house, i)));
  }
}

// ---- what must be true afterwards ----

const inParallel = async (list, fn) => {
  let at = 0;
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      while (at < list.length) await fn(list[at++]);
    }),
  );
};

async function look(house, storm, reports, files) {
  const wrong = [];
  await inParallel(reports, async (a) => {
    const r = await house.ask('GET', `/api/receipts/${a.number}?hash=${a.hash}`);
    if (r.status !== 200 || JSON.parse(r.bytes).version !== a.version) wrong.push(`receipt ${a.number} of version ${a.version}: ${r.status}`);
  });
  // The last of them once more: the same receipt, no second report.
  await inParallel(reports.slice(-200), async (a) => {
    const r = await house.ask('POST', `/api/obligations/${a.target.obligation}/reports`, a.request, a.target.token);
    if (r.status !== 200 || JSON.parse(r.bytes).number !== a.number) wrong.push(`sent again, ${a.number} became ${r.status} ${r.bytes.toString().slice(0, 120)}`);
  });
  await inParallel(files, async (f) => {
    const r = await house.ask('GET', `/api/files/${f.blob}`, undefined, f.token);
    const hash = r.status === 200 && createHash('sha256').update(r.bytes).digest('hex');
    if (hash !== f.hash) wrong.push(`file ${f.blob.slice(0, 12)}: ${r.status}${hash ? ', other bytes' : ''}`);
  });
  return wrong;
}

function verify(data) {
  const r = spawnSync(join(build, 'skillweek'), ['verify', '--data', data], { encoding: 'utf8' });
  return r.status === 0 ? [] : [`verify: ${r.status} ${r.stdout} ${r.stderr}`.slice(0, 300)];
}

/** Dies `n` times on one folder; gives back what was wrong. */
async function deaths(how, n, { deaf, stopAtLoss } = {}) {
  const data = join(folder, deaf ? `deaf${deaf.length}` : how);
  cpSync(join(folder, 'seed'), data, { recursive: true });
  const storm = new Storm(targets);
  const wrong = [];
  let slowest = 0;
  for (let cycle = 0; cycle < n && !(stopAtLoss && wrong.length); cycle++) {
    const env = how === 'kill' ? {} : { LD_PRELOAD: join(build, 'tests/power/cut.so'), CUT_FOLDER: data, CUT_SEED: String(seed + cycle), ...(deaf ? { CUT_DEAF: deaf } : {}) };
    const house = new House(data, env);
    const [reports, files] = [storm.reports.length, storm.files.length];
    try {
      slowest = Math.max(slowest, await house.start());
      const all = storm.run(house);
      await sleep(200 + Math.random() * 800);
      const ended = await house.end(how === 'kill' ? 'SIGKILL' : 'SIGUSR2');
      storm.over = true;
      await all;
      if (how !== 'kill' && ended !== 137) wrong.push(`ended with ${ended}, not by the cut: ${house.log.slice(-300)}`);
      const after = new House(data);
      const took = await after.start();
      slowest = Math.max(slowest, took);
      const last = cycle === n - 1;
      const found = [
        ...(took > 5000 ? [`restart took ${took} ms`] : []),
        ...(await look(after, storm, last ? storm.reports : storm.reports.slice(reports), last ? storm.files : storm.files.slice(files))),
        ...verify(data),
        ...storm.errors.splice(0),
      ];
      await after.end('SIGTERM');
      wrong.push(...found.map((w) => `cycle ${cycle + 1}: ${w}`));
    } catch (why) {
      wrong.push(`cycle ${cycle + 1}: ${why.message}`);
      house.child.kill('SIGKILL');
      break;
    }
  }
  rmSync(data, { recursive: true, force: true });
  return { wrong, reports: storm.reports.length, files: storm.files.length, slowest };
}

// ---- ----

const made = spawnSync(join(build, 'bench/bench_seed'), [join(folder, 'seed'), join(folder, 'targets'), '400', '7'], { encoding: 'utf8' });
if (made.status !== 0) throw new Error(made.stderr);
const targets = readFileSync(join(folder, 'targets'), 'utf8').trim().split('\n').slice(1).map((line) => line.split(' '));

let passed = 0;
let failed = 0;
function tell(name, good, figures, wrong) {
  const line = `${good ? 'ok     ' : 'not ok '} ${name}: ${figures}`;
  console.log(line);
  if (!good) for (const w of wrong.slice(0, 8)) console.log(`        ${w}`);
  if (option('log')) appendFileSync(option('log'), `${new Date().toISOString()} ${line}\n`);
  good ? passed++ : failed++;
}

for (const [how, name] of [['kill', 'kill -9'], ['cut', 'power cut']]) {
  if (only && only !== how) continue;
  const r = await deaths(how, cycles);
  tell(`${cycles} × ${name}`, !r.wrong.length && r.reports > 0 && r.files > 0,
    `${r.reports} reports and ${r.files} files acknowledged, ${r.wrong.length} wrong, slowest start ${r.slowest} ms (seed ${seed})`, r.wrong);
}
for (const [deaf, name] of [['skillweek.db', 'the ledger'], ['/blobs/', 'the files']]) {
  if (only && only !== 'deaf') continue;
  const r = await deaths('cut', 8, { deaf, stopAtLoss: true });
  const lost = r.wrong.some((w) => /receipt|file|verify|start/.test(w));
  tell(`syncs of ${name} left out are seen as losses`, lost, `${r.reports} reports acknowledged, ${r.wrong.length} wrong`, ['nothing was lost: this test cannot see a loss']);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed || !passed ? 1 : 0);
