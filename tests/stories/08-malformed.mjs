// SPDX-License-Identifier: Apache-2.0
// Ten thousand requests that no honest client sends, in pieces of any size, many at once: each is answered 4xx (505 for
// another version of HTTP), none is answered twice, and nothing of them is left behind. Their number and seed can be set
// by MALFORMED and SEED.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { readdirSync, readFileSync } from 'node:fs';
import { sleep, test } from '../house.mjs';
import { week } from './week.mjs';

const many = Number(process.env.MALFORMED ?? 10000), AT_ONCE = 64, WAIT_MS = 20000;
const seed = Number(process.env.SEED ?? Date.now() % 1e6);

/** Numbers that look random and are the same for the same seed (xorshift32). */
function dice(from) {
  let x = from || 1;
  const next = () => ((x ^= x << 13), (x ^= x >>> 17), (x ^= x << 5), (x >>>= 0));
  return { below: (n) => next() % n, one: (list) => list[next() % list.length] };
}

const HOST = 'Host: 127.0.0.1\r\n';
const JSON_HEAD = `POST /api/session HTTP/1.1\r\n${HOST}X-Skillweek: 1\r\nContent-Type: application/json\r\n`;

/** Each makes one malformed request of its kind. */
const kinds = {
  smuggling(d) {
    const length = `Content-Length: ${d.below(50)}\r\n`;
    const coding = `Transfer-Encoding: ${d.one(['chunked', 'Chunked', 'chunked ', 'x, chunked', 'identity', 'chunked, gzip'])}\r\n`;
    return `${JSON_HEAD}${d.one([length + coding, coding + length])}\r\n0\r\n\r\nGET /api/me HTTP/1.1\r\n${HOST}\r\n`;
  },
  lengths(d) {
    const n = d.below(100);
    const value = d.one([`+${n}`, `-${n}`, `${n}, ${n}`, `0x${n}`, `${n} ${n}`, `${n}a`, '', '184467440737095516199', `${n}\r\nContent-Length: ${n + 1}`, `${n}\r\nContent-Length: ${n}`]);
    return `${JSON_HEAD}Content-Length: ${value}\r\n\r\n{}`;
  },
  chunks(d) {
    const chunk = d.one(['zz\r\n{}\r\n0\r\n\r\n', '-2\r\n{}\r\n0\r\n\r\n', '0x2\r\n{}\r\n0\r\n\r\n', '1\r\n{}\r\n0\r\n\r\n', 'fffffffffffffffff\r\n{}', '2 \n{}\r\n', `${'0'.repeat(d.below(60000) + 20000)}2\r\n{}\r\n0\r\n\r\n`, `2;${'x'.repeat(40000)}\r\n{}\r\n0\r\n\r\n`, `0\r\nX: ${'y'.repeat(70000)}\r\n\r\n`]);
    return `${JSON_HEAD}Transfer-Encoding: chunked\r\n\r\n${chunk}`;
  },
  floods(d) {
    const flood = d.one([() => Array.from({ length: 300 + d.below(2000) }, (_, i) => `X${i}: y\r\n`).join(''), () => `X: ${'y'.repeat(40000 + d.below(60000))}\r\n`, () => `${'N'.repeat(40000)}: y\r\n`]);
    return `GET /api/me HTTP/1.1\r\n${HOST}${flood()}\r\n`;
  },
  lines(d) {
    const line = d.one([': x\r\n', 'A: b\r\n c\r\n', 'A : b\r\n', 'A b: c\r\n', 'Nonsense\r\n', 'A: \x01\r\n', 'A: b\rc\r\n', 'A: b\r\r\n', '\x80: x\r\n', HOST, 'Host: other\r\n', 'A: \0\r\n']);
    return `GET /api/me HTTP/1.1\r\n${d.one([HOST + line, line + HOST])}\r\n`;
  },
  targets(d) {
    const up = d.one(['..', '%2e%2e', '.%2e', '%2E.']), slash = d.one(['/', '%5c', '/./']);
    const path = d.one([`/${Array.from({ length: 1 + d.below(8) }, () => up).join(slash)}/etc/passwd`, `/assets/${up}${slash}${up}/skillweek.db`, '/api/files/%00', '/api/obligations/%zz', '/api/units%2F..%2Fme', `/${'a'.repeat(9000 + d.below(9000))}`, '/a#b', 'http://evil.example/', '*', 'me', `/api/%ff${d.below(9)}`, '/\x7f']);
    return `GET ${path} HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`;
  },
  beginnings(d) {
    const method = d.one(['get', 'G@T', 'GE T', '', 'CONNECT', 'PRI']), version = d.one(['HTTP/9.9', 'HTTP/2.0', 'http/1.1', 'HTTP/1', '', 'HTTP/1.1 HTTP/1.1']);
    return d.one([`${method} / HTTP/1.1\r\n${HOST}\r\n`, `GET / ${version}\r\n${HOST}\r\n`, `GET / HTTP/1.1\r\n\r\n`, `GET / HTTP/1.0\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, '\x16\x03\x01\x02\x00\x01', 'HTTP/1.1 200 OK\r\n\r\n', `GET / HTTP/1.1\n${HOST}\r\n`]);
  },
  bodies(d) {
    const body = d.one(['{"login":', '[]', '{"a":1,"a":2}', '{"login":"\\ud800"}', '['.repeat(5000), '{"login":"\xff"}', '"', '{}', 'nul', `{"login":"${'x'.repeat(3000)}","password":"x"}`, `{"login":1e999999,"password":"x"}`, '{"login":"a\\u0000","password":"x"}']);
    return `${JSON_HEAD}Connection: close\r\nContent-Length: ${Buffer.byteLength(body, 'latin1')}\r\n\r\n${body}`;
  },
  cookies(d) {
    const cookie = d.one(['skillweek=', 'skillweek=;;;=', `skillweek=${'f'.repeat(d.below(20000))}`, 'skillweek=%00%00', '=; =', `${'a=b; '.repeat(3000)}`, 'skillweek="', 'skillweek=zz; skillweek=yy']);
    return `GET /api/me HTTP/1.1\r\n${HOST}Cookie: ${cookie}\r\nConnection: close\r\n\r\n`;
  },
};

/** The statuses of all answers to these bytes, which go out in pieces of any size. */
const answers = (port, bytes, d) =>
  new Promise((resolve) => {
    const s = connect(port, '127.0.0.1');
    let heard = '';
    const timer = setTimeout(() => s.destroy(new Error('hangs')), WAIT_MS);
    s.on('data', (piece) => (heard += piece.toString('latin1')));
    s.on('error', () => {}); // it may be told before all is sent
    s.on('close', () => {
      clearTimeout(timer);
      resolve([...heard.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map((m) => Number(m[1])));
    });
    const cut = d.below(4) ? bytes.length : d.below(bytes.length);
    s.write(bytes.subarray(0, cut));
    if (cut < bytes.length) setTimeout(() => s.end(bytes.subarray(cut)), 1);
    else s.end();
  });

export default async function (program) {
  const w = await week(program);
  const port = Number(new URL(w.house.url).port);
  const open = () => readdirSync(`/proc/${w.house.child.pid}/fd`).length;
  const own = () => Number(/RssAnon:\s+(\d+)/.exec(readFileSync(`/proc/${w.house.child.pid}/status`, 'utf8'))[1]) / 1024;
  const d = dice(seed);
  const names = Object.keys(kinds);

  async function storm(n) {
    const wrong = [];
    let at = 0;
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        while (at < n) {
          const kind = names[at++ % names.length], text = kinds[kind](d);
          const told = await answers(port, Buffer.from(text, 'latin1'), d);
          const fine = told.length === 1 && ((told[0] >= 400 && told[0] < 500) || told[0] === 505);
          if (!fine) wrong.push(`${kind}: ${told.join() || 'no answer'} to ${JSON.stringify(text.slice(0, 300))}`);
        }
      }),
    );
    return wrong;
  }

  await test(`${many} malformed requests are each refused once (seed ${seed})`, async () => {
    await storm(Math.min(many / 4, 2000)); // what pools and caches keep is kept after these
    const before = { open: open(), own: own() };
    const wrong = await storm(many);
    assert.deepEqual(wrong.slice(0, 5), [], `${wrong.length} of ${many}`);
    for (let i = 0; i < 50 && open() > before.open; i++) await sleep(100);
    assert.ok(open() <= before.open, `${before.open} descriptors before, ${open()} after`);
    // ASan keeps what was freed for a while, to see it used.
    const sanitized = readFileSync(`/proc/${w.house.child.pid}/maps`, 'utf8').includes('libasan');
    assert.ok(sanitized || own() < before.own + 8, `${before.own.toFixed(1)} MiB before, ${own().toFixed(1)} after`);
    assert.equal((await w.clerk.ask('GET', '/api/me')).status, 200, 'honest ones are served');
  });
  await w.house.stop();
}
