// SPDX-License-Identifier: Apache-2.0
// Where answers go in tests: a real mail server as a child on a free port (postbox.py), and what it was given.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { freePort, removeFolder, tempFolder, until } from '../house.mjs';

// Debian's own, which has Debian's packages.
const script = new URL('postbox.py', import.meta.url).pathname;
const answers = (port) =>
  new Promise((resolve) => {
    const s = connect(port, '127.0.0.1', () => (s.destroy(), resolve(true)));
    s.on('error', () => resolve(false));
  });

export class Postbox {
  /** tls: 'smtps' or 'starttls', with a certificate that nobody trusts. */
  static async start({ tls = '' } = {}) {
    const box = new Postbox();
    Object.assign(box, { folder: tempFolder(), port: await freePort(), tls });
    box.passwordFile = join(box.folder, 'password');
    box.password('geheim');
    if (tls) spawnSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=127.0.0.1', '-days', '2', '-keyout', box.at('key.pem'), '-out', box.at('cert.pem')]);
    await box.open();
    return box;
  }
  async open() {
    const more = this.tls ? [this.at('cert.pem'), this.at('key.pem'), this.tls] : [];
    this.child = spawn('/usr/bin/python3', [script, String(this.port), this.folder, ...more], { stdio: 'inherit' });
    await until(() => answers(this.port));
  }
  async close() {
    if (this.child.signalCode) return;
    const ended = new Promise((resolve) => this.child.on('exit', resolve));
    this.child.kill('SIGKILL');
    await ended;
  }
  async end() {
    await this.close();
    removeFolder(this.folder);
  }
  at(name) {
    return join(this.folder, name);
  }
  /** later, hold, sender: what postbox.py looks for. */
  set(name, on = true) {
    if (on) writeFileSync(this.at(name), '');
    else rmSync(this.at(name), { force: true });
  }
  password(text) {
    writeFileSync(this.passwordFile, `${text}\n`, { mode: 0o600 });
  }
  lines(name) {
    return existsSync(this.at(name)) ? readFileSync(this.at(name), 'utf8').split('\n').filter(Boolean) : [];
  }
  /** What it was given so far, in order. */
  get letters() {
    const names = readdirSync(this.folder).filter((n) => n.endsWith('.json')).sort((a, b) => parseInt(a) - parseInt(b));
    return names.map((n) => JSON.parse(readFileSync(this.at(n), 'utf8'))).map((l) => ({ ...l, raw: Buffer.from(l.raw, 'base64') }));
  }
  to(address) {
    return this.letters.filter((l) => l.to === address);
  }
  args({ from = '演练教育局 <office@example.cn>', seconds = 1, scheme = this.tls === 'smtps' ? 'smtps' : 'smtp' } = {}) {
    return ['--smtp', `${scheme}://office@127.0.0.1:${this.port}`, '--smtp-password', this.passwordFile, '--smtp-from', from, '--smtp-seconds', String(seconds), ...(this.tls ? [] : ['--smtp-plain'])];
  }
}
