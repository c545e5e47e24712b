// SPDX-License-Identifier: Apache-2.0
// What the tests of power and faults share: a server that may die, a storm of clients that remember each
// acknowledgement, and what must be true afterwards.
import { createHash, randomBytes } from 'node:crypto';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const build = resolve(process.argv[2]);
export const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : process.argv[at + 1];
};
export const program = join(build, 'skillweek');
export const CLIENTS = 64;
const UPLOADS_EVERY = 8; // one client in so many sends a file along
export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
export const folder = mkdtempSync(join(tmpdir(), 'power-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const freePort = () =>
  new Promise((done) => {
    const s = createServer();
    s.listen(0, '127.0.0.1', () => {
      const { port } = s.address();
      s.close(() => done(port));
    });
  });

/** A data folder with `units` schools that owe a daily report for `days` days; [obligation, token] of each. */
export function seedFolder(units, days) {
  const made = spawnSync(join(build, 'bench/bench_seed'), [join(folder, 'seed'), join(folder, 'targets'), String(units), String(days)], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(made.stderr);
  const [clerk, ...targets] = readFileSync(join(folder, 'targets'), 'utf8').trim().split('\n').map((line) => line.split(' '));
  return { clerk, targets };
}

// ---- one server and how it dies ----

export class House {
  constructor(data, env = {}) {
    Object.assign(this, { data, env, log: '', marks: [] });
    this.agent = new http.Agent({ keepAlive: true, maxSockets: CLIENTS + 8 });
  }

  async start(sign = '/readyz') {
    this.port = await freePort();
    const began = Date.now();
    this.child = spawn(program, ['serve', '--data', this.data, '--port', String(this.port), '--hour-versions', '-1'], { env: { ...process.env, ...this.env } });
    let said = '';
    this.begun = false; // it answers a moment before it has told that it serves
    this.child.stdout.on('data', (d) => (this.begun ||= (said += d).includes('正式运行')));
    this.child.stderr.on('data', (d) => {
      this.log = (this.log + d).slice(-4000);
      this.marks.push(...(d.toString().match(/^(?:cut|ill): .+/gm) ?? [])); // what a preloaded library tells
    });
    this.ended = new Promise((done) => this.child.on('exit', (code, signal) => done(signal ?? code)));
    let over = false;
    this.ended.then((how) => {
      over = true;
      this.over = how;
    });
    while (!over) {
      const r = await this.ask('GET', sign).catch(() => null);
      if (r?.status === 200) return Date.now() - began;
      if (Date.now() - began > 10000) break;
      await sleep(10);
    }
    throw new Error(`the server does not start: ${this.log.slice(-600)}`);
  }

  ask(method, path, body, token, more = {}) {
    return new Promise((done, failed) => {
      const headers = { 'X-Skillweek': '1', ...(token ? { Cookie: `skillweek=${token}` } : {}) };
      if (body) {
        headers['Content-Length'] = body.length;
        headers['Content-Type'] = path.startsWith('/api/files') ? 'application/octet-stream' : 'application/json';
      }
      Object.assign(headers, more);
      const q = http.request({ host: '127.0.0.1', port: this.port, method, path, headers, agent: this.agent }, (r) => {
        const pieces = [];
        r.on('data', (d) => pieces.push(d));
        r.on('error', failed);
        r.on('end', () => (r.complete ? done({ status: r.statusCode, headers: r.headers, bytes: Buffer.concat(pieces) }) : failed(new Error('cut off'))));
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
export const bodyOf = (n, files) => ({
  forms: { daily: { liaison: '王老师', phone: '0551-00000000', activity: '走进社区', place: '演练社区', participants: n % 500, narrative } },
  files,
});

let sendings = 0;
export const sendingName = () => {
  const ms = Date.now().toString(16).padStart(12, '0');
  const n = (sendings++).toString(16).padStart(15, '0');
  return `${ms.slice(0, 8)}-${ms.slice(8)}-7${n.slice(0, 3)}-a${n.slice(3, 6)}-${randomBytes(6).toString('hex')}`;
};

export class Storm {
  constructor(targets) {
    // As many as the clients share evenly: else a second round would give one target to two clients at once.
    const shared = targets.slice(0, targets.length - (targets.length % CLIENTS));
    this.targets = shared.map(([obligation, token]) => ({ obligation, token, version: 0, pending: null, sent: [] }));
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

export const inParallel = async (list, fn) => {
  let at = 0;
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      while (at < list.length) await fn(list[at++]);
    }),
  );
};

export async function look(house, storm, reports, files) {
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

export function verify(data) {
  const r = spawnSync(program, ['verify', '--data', data], { encoding: 'utf8' });
  return r.status === 0 ? [] : [`verify: ${r.status} ${r.stdout} ${r.stderr}`.slice(0, 300)];
}
