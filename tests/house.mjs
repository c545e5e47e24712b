// SPDX-License-Identifier: Apache-2.0
import { webcrypto as crypto } from "node:crypto";
// A running house for tests: the real program on a data folder of its own, people with cookies, a tally of what passed.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const freePort = () =>
  new Promise((resolve) => {
    const s = createServer();
    s.listen(0, '127.0.0.1', () => {
      const { port } = s.address();
      s.close(() => resolve(port));
    });
  });

export const tempFolder = () => mkdtempSync(join(tmpdir(), 'skillweek-'));
export const removeFolder = (path) => rmSync(path, { recursive: true, force: true });

/** Someone at the door, with cookies of his own. */
export class Person {
  constructor(url) {
    this.url = url;
    this.cookie = '';
  }

  async ask(method, path, body, headers = {}) {
    const raw = body instanceof Uint8Array || typeof body === 'string';
    const response = await fetch(this.url + path, {
      method,
      redirect: 'manual',
      headers: {
        'X-Skillweek': '1',
        ...(this.cookie ? { Cookie: this.cookie } : {}),
        ...(body !== undefined ? { 'Content-Type': raw && body instanceof Uint8Array ? 'application/octet-stream' : 'application/json' } : {}),
        ...headers,
      },
      body: body === undefined ? undefined : raw ? body : JSON.stringify(body),
    });
    const set = response.headers.get('set-cookie');
    if (set) this.cookie = set.split(';')[0];
    const bytes = new Uint8Array(await response.arrayBuffer());
    const text = new TextDecoder().decode(bytes);
    let json = null;
    try {
      json = JSON.parse(text);
    } catch {
      /* not every answer is JSON */
    }
    return { status: response.status, headers: response.headers, text, bytes, json };
  }

  /** Asks and insists on 2xx. */
  async must(method, path, body, headers) {
    const r = await this.ask(method, path, body, headers);
    if (r.status < 200 || r.status > 299) throw new Error(`${method} ${path}: ${r.status} ${r.text.slice(0, 400)}`);
    return r.json ?? r;
  }
  get(path) {
    return this.must('GET', path);
  }
  post(path, body = {}) {
    return this.must('POST', path, body);
  }
  put(path, body) {
    return this.must('PUT', path, body);
  }
}

const roles = { 经办人: 'clerk', 下级经办人: 'county', 联络员: 'liaison', '领导（只读）': 'leader' };

export class House {
  static async start(program, { data = tempFolder(), args = [], command = 'rehearse', env = {} } = {}) {
    const house = new House();
    const port = await freePort();
    Object.assign(house, { program, data, url: `http://127.0.0.1:${port}`, links: {}, log: '', out: '' });
    house.child = spawn(program, [command, '--data', data, '--port', String(port), ...args], { env: { ...process.env, ...env } });
    house.child.stderr.on('data', (d) => (house.log += d));
    house.ended = new Promise((resolve) => house.child.on('exit', (code, signal) => resolve(code ?? signal)));
    await new Promise((resolve, reject) => {
      house.child.stdout.on('data', (d) => {
        house.out += d;
        if (/按 Ctrl-C|正式运行/.test(house.out)) resolve();
      });
      house.ended.then((code) => reject(new Error(`ended with ${code} before serving:\n${house.out}\n${house.log}`)));
    });
    for (const line of house.out.split('\n')) {
      const [, who, link] = /^\s*(?:(\S+)\s+)?(http\S+\/i\/\S+)/.exec(line) ?? [];
      if (link) house.links[roles[who] ?? 'clerk'] = link;
    }
    return house;
  }

  /** Comes in by the one-time link of a role, as a new account. */
  async enter(role, link = this.links[role], login = `${role}-${Math.random().toString(36).slice(2, 8)}`) {
    const person = new Person(this.url);
    person.login = login;
    person.password = '演练密码 correct horse';
    person.me = await person.post('/api/invitations/accept', {
      token: link.split('/i/')[1],
      name: '演练某人',
      phone: '0551-00000000',
      login,
      password: person.password,
    });
    return person;
  }

  /** A clerk invites and somebody comes. */
  async invite(clerk, unit, role) {
    const made = await clerk.post('/api/invitations', { unit, role });
    return this.enter(role, made.link);
  }

  async stop(signal = 'SIGTERM') {
    this.child.kill(signal);
    return this.ended;
  }

  command(name, ...args) {
    const r = spawnSync(this.program, [name, '--data', this.data, ...args], { encoding: 'utf8' });
    return { code: r.status, out: r.stdout, err: r.stderr };
  }
}

export const uuid7 = () => {
  const ms = Date.now().toString(16).padStart(12, '0');
  const r = [...crypto.getRandomValues(new Uint8Array(10))].map((b) => b.toString(16).padStart(2, '0')).join('');
  return `${ms.slice(0, 8)}-${ms.slice(8)}-7${r.slice(0, 3)}-a${r.slice(3, 6)}-${r.slice(6, 18)}`;
};

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Polls until the function gives something truthy. */
export async function until(fn, ms = 20000) {
  for (const end = Date.now() + ms; ; await sleep(50)) {
    const got = await fn();
    if (got) return got;
    if (Date.now() > end) throw new Error('it did not happen in time');
  }
}

const sum = { passed: 0, failed: 0 };

export async function test(name, fn) {
  try {
    await fn();
    sum.passed++;
    console.log(`ok      ${name}`);
  } catch (why) {
    sum.failed++;
    console.log(`not ok  ${name}\n        ${String(why?.stack ?? why).split('\n').slice(0, 6).join('\n        ')}`);
  }
}

/** The last line of a run, and its end. */
export function tally({ passed, failed } = sum) {
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed || !passed ? 1 : 0);
}
