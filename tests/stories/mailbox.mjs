// SPDX-License-Identifier: Apache-2.0
// A mailbox for tests: a real Dovecot as a child on a free port, with a folder and a configuration of its own; and letters for it.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { freePort, removeFolder, tempFolder, until } from '../house.mjs';

// Dovecot serves nobody's mail as root: a test that runs as root gives the folder away.
const root = process.getuid() === 0;
const uid = root ? 65534 : process.getuid();
const gid = root ? 65534 : process.getgid();

const configuration = (d, port, tls) => `
base_dir = ${d}/run
state_dir = ${d}/run
log_path = ${d}/log
protocols = imap
listen = 127.0.0.1
ssl = ${tls ? 'required' : 'no'}
${tls ? `ssl_cert = <${d}/cert.pem\nssl_key = <${d}/key.pem` : ''}
disable_plaintext_auth = no
auth_failure_delay = 0
mail_location = maildir:${d}/mail
first_valid_uid = 1
${root ? '' : `default_internal_user = ${process.env.USER}\ndefault_login_user = ${process.env.USER}`}
passdb {
  driver = passwd-file
  args = scheme=plain ${d}/users
}
userdb {
  driver = static
  args = uid=${uid} gid=${gid} home=${d}
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${tls ? 0 : port}
  }
  inet_listener imaps {
    port = ${tls ? port : 0}
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
`;

const answers = (port) =>
  new Promise((resolve) => {
    const s = connect(port, '127.0.0.1', () => (s.destroy(), resolve(true)));
    s.on('error', () => resolve(false));
  });

export class Mailbox {
  static async start({ tls = false } = {}) {
    const box = new Mailbox();
    const folder = tempFolder();
    Object.assign(box, { folder, port: await freePort(), tls, count: 0, passwordFile: join(folder, 'password') });
    chmodSync(folder, 0o755);
    for (const name of ['mail', 'mail/new', 'mail/cur', 'mail/tmp']) box.own(join(folder, name), () => mkdirSync(join(folder, name)));
    mkdirSync(join(folder, 'run'));
    writeFileSync(join(folder, 'users'), 'office:geheim\n', { mode: 0o644 });
    box.password('geheim');
    if (tls) spawnSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=127.0.0.1', '-days', '2', '-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')]);
    writeFileSync(join(folder, 'conf'), configuration(folder, box.port, tls));
    await box.open();
    return box;
  }

  async open() {
    this.child = spawn('/usr/sbin/dovecot', ['-F', '-c', join(this.folder, 'conf')], { stdio: 'inherit' });
    await until(() => answers(this.port));
  }
  async close() {
    const ended = new Promise((resolve) => this.child.on('exit', resolve));
    this.child.kill();
    await ended;
  }
  async end() {
    await this.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** What our side is told: the right one, or another. */
  password(text) {
    writeFileSync(this.passwordFile, `${text}\n`, { mode: 0o600 });
  }
  get address() {
    return `${this.tls ? 'imaps' : 'imap'}://office@127.0.0.1:${this.port}/INBOX`;
  }
  /** The options that connect a program to it. */
  get args() {
    return ['--mail', this.address, '--mail-password', this.passwordFile, '--mail-seconds', '1', ...(this.tls ? [] : ['--mail-plain'])];
  }

  own(path, make) {
    make();
    if (root) chownSync(path, uid, gid);
  }
  /** A letter that reached the mailbox at that time. */
  put(raw, at) {
    const name = `${Math.floor(Date.now() / 1000)}.${String(this.count++).padStart(5, '0')}.test`;
    const tmp = join(this.folder, 'mail/tmp', name);
    this.own(tmp, () => writeFileSync(tmp, raw));
    utimesSync(tmp, new Date(at), new Date(at));
    renameSync(tmp, join(this.folder, 'mail/new', name));
  }
  /** Letters that nobody has looked at, and those somebody has. */
  get kept() {
    const list = (name) => readdirSync(join(this.folder, 'mail', name)).length;
    return { fresh: list('new'), seen: list('cur') };
  }
  /** Counts its letters anew: another UIDVALIDITY. */
  recount() {
    for (const name of readdirSync(join(this.folder, 'mail'))) if (name.startsWith('dovecot')) rmSync(join(this.folder, 'mail', name), { recursive: true });
    if (existsSync(join(this.folder, 'mail/dovecot-uidlist'))) throw new Error('still there');
  }
}

/** A mail server that says what a test has it say. letters: by UID, the bytes; null: listed and not given; a function: what is said instead. */
export class Scripted {
  static async start(letters = {}) {
    const box = new Scripted();
    Object.assign(box, { letters, logins: 0, refuses: false, passwordFile: join(tempFolder(), 'password') });
    box.password('geheim');
    box.sockets = new Set();
    box.server = createServer((socket) => box.serve(socket));
    await new Promise((resolve) => box.server.listen(0, '127.0.0.1', resolve));
    return box;
  }
  serve(socket) {
    let heard = '';
    this.sockets.add(socket.on('error', () => {}).on('close', () => this.sockets.delete(socket)));
    socket.write('* OK hello\r\n');
    socket.on('data', (d) => {
      const lines = (heard += d).split('\r\n');
      heard = lines.pop();
      for (const line of lines) this.answer(socket, ...line.split(' '));
    });
  }
  answer(socket, tag, ...words) {
    const command = words.join(' ');
    const done = (...lines) => socket.write(lines.map((l) => `* ${l}\r\n`).join('') + `${tag} OK done\r\n`);
    const [, from] = /^UID SEARCH UID (\d+)/.exec(command) ?? [];
    const [, uid] = /^UID FETCH (\d+)/.exec(command) ?? [];
    if (words[0] === 'CAPABILITY') done('CAPABILITY IMAP4rev1');
    else if (words[0] === 'LOGIN' && ++this.logins && this.refuses) socket.write(`${tag} NO wrong\r\n`);
    else if (words[0] === 'EXAMINE') done('OK [UIDVALIDITY 7] counted');
    else if (from) done(`SEARCH ${Object.keys(this.letters).filter((n) => Number(n) >= Number(from)).join(' ')}`);
    else if (uid) this.give(socket, tag, this.letters[uid], uid);
    else done();
  }
  give(socket, tag, letter, uid) {
    const head = `* 1 FETCH (UID ${uid} INTERNALDATE "18-May-2023 09:50:00 +0800" BODY[] `;
    if (typeof letter === 'function') letter(socket, head, tag);
    else if (letter) socket.write(Buffer.concat([Buffer.from(`${head}{${letter.length}}\r\n`), letter, Buffer.from(`)\r\n${tag} OK done\r\n`)]));
    else socket.write(`${tag} NO [SERVERBUG] it cannot be read\r\n`);
  }
  password(text) {
    writeFileSync(this.passwordFile, `${text}\n`, { mode: 0o600 });
  }
  get args() {
    return ['--mail', `imap://office@127.0.0.1:${this.server.address().port}/INBOX`, '--mail-password', this.passwordFile, '--mail-seconds', '1', '--mail-plain'];
  }
  end() {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    removeFolder(dirname(this.passwordFile));
  }
}

const base64 = (bytes) => Buffer.from(bytes).toString('base64').replace(/.{76}/g, '$&\r\n');
const word = (text) => (/^[ -~]*$/.test(text) ? text : `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`);

/** A letter as mail programs write it. files: [{ name, bytes, type }]; heads: lines above all others, as servers put them. */
export function letter({ from = '演练学校 <school@example.cn>', subject, text = '', files = [], heads = [], id = `<${Math.random()}@example.cn>` }) {
  const [, name, address] = /^(.*?)\s*<(.*)>$/.exec(from) ?? [, '', from];
  const head = [...heads, `From: ${name ? `${word(name)} <${address}>` : address}`, 'To: office@example.cn', `Subject: ${word(subject)}`, 'Date: Thu, 18 May 2023 09:41:00 +0800', `Message-ID: ${id}`, 'MIME-Version: 1.0'];
  const parts = [
    `Content-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64(text)}`,
    ...files.map((f) => `Content-Type: ${f.type ?? 'application/octet-stream'}; name="${word(f.name)}"\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename="${word(f.name)}"\r\n\r\n${base64(f.bytes)}`),
  ];
  return Buffer.from(`${head.join('\r\n')}\r\nContent-Type: multipart/mixed; boundary="=_b"\r\n\r\n${parts.map((p) => `--=_b\r\n${p}\r\n`).join('')}--=_b--\r\n`);
}

const gbk = (text) => Buffer.from(spawnSync('iconv', ['-f', 'UTF-8', '-t', 'GBK'], { input: text }).stdout);

/** One by a program that writes GBK as it is, in the names of its attachments too. */
export function gbkLetter({ subject, text, file }) {
  return Buffer.concat([
    Buffer.from('From: <old@example.cn>\r\nSubject: '), gbk(subject),
    Buffer.from('\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=gb2312\r\n\r\n'), gbk(text),
    Buffer.from('\r\n--b\r\nContent-Type: application/octet-stream; name="'), gbk(file.name),
    Buffer.from(`"\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64(file.bytes)}\r\n--b--\r\n`),
  ]);
}
