// SPDX-License-Identifier: Apache-2.0
// Swift as an S3 server for tests, started and killed at will, and a client of it that signs by itself: what it puts and
// reads does not go through the code under test.
import { spawn } from 'node:child_process';
import { createHash, createHmac } from 'node:crypto';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../house.mjs';

const server = join(dirname(fileURLToPath(import.meta.url)), 'server.py');
const sha = (bytes) => createHash('sha256').update(bytes).digest('hex');
const hmac = (key, text) => createHmac('sha256', key).update(text).digest();
const region = 'cn-test-1';

export class Bucket {
  /** A server of its own in that folder. */
  static async start(folder, { id = 'office:clerk', secret = 'geheim/+=' } = {}) {
    const b = new Bucket();
    Object.assign(b, { folder, id, secret, region, port: await freePort() });
    b.endpoint = `http://127.0.0.1:${b.port}`;
    await b.up();
    return b;
  }

  async up() {
    this.child = spawn('/usr/bin/python3', [server, this.folder, String(this.port), this.id, this.secret], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.log = '';
    this.child.stderr.on('data', (d) => (this.log += d));
    this.ended = new Promise((resolve) => this.child.on('exit', resolve));
    await new Promise((resolve, reject) => {
      this.child.stdout.on('data', resolve);
      this.ended.then(() => reject(new Error(`no S3 server: ${this.log}`)));
    });
  }

  async down(signal = 'SIGKILL') {
    this.child.kill(signal);
    await this.ended;
  }

  async ask(method, path, { query = {}, body = Buffer.alloc(0) } = {}) {
    const at = new Date().toISOString().replace(/[-:]|\.\d+/g, ''), day = at.slice(0, 8);
    const canonicalQuery = Object.keys(query).sort().map((k) => `${encodeURIComponent(k)}=${encodeURIComponent(query[k])}`).join('&');
    const headers = { host: `127.0.0.1:${this.port}`, 'x-amz-content-sha256': sha(body), 'x-amz-date': at };
    const names = Object.keys(headers).sort();
    const canonical = [method, path, canonicalQuery, ...names.map((n) => `${n}:${headers[n]}`), '', names.join(';'), sha(body)].join('\n');
    const scope = `${day}/${this.region}/s3/aws4_request`;
    const key = ['s3', 'aws4_request'].reduce(hmac, hmac(hmac(`AWS4${this.secret}`, day), this.region));
    const signature = hmac(key, ['AWS4-HMAC-SHA256', at, scope, sha(canonical)].join('\n')).toString('hex');
    const { host, ...sent } = headers;
    const r = await fetch(`${this.endpoint}${path}${canonicalQuery ? `?${canonicalQuery}` : ''}`, {
      method,
      body: method === 'PUT' ? body : undefined,
      headers: { ...sent, Authorization: `AWS4-HMAC-SHA256 Credential=${this.id}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}` },
    });
    return { status: r.status, bytes: Buffer.from(await r.arrayBuffer()) };
  }

  async must(...args) {
    const r = await this.ask(...args);
    if (r.status > 299) throw new Error(`${args[0]} ${args[1]}: ${r.status} ${r.bytes}`);
    return r.bytes;
  }
  make(name) {
    return this.must('PUT', `/${name}`);
  }
  put(path, body) {
    return this.must('PUT', path, { body });
  }
  get(path) {
    return this.must('GET', path);
  }
  remove(path) {
    return this.must('DELETE', path);
  }
  async keys(name, prefix = '') {
    const xml = (await this.must('GET', `/${name}`, { query: { 'list-type': '2', prefix } })).toString();
    return [...xml.matchAll(/<Key>([^<]*)<\/Key>/g)].map((m) => m[1]);
  }
}
