// SPDX-License-Identifier: Apache-2.0
// Attachments in a bucket, on a real S3 server: the store's tests there, and a house whose attachments it keeps.
//
//     node tests/bucket/run.mjs BUILD        ends with "N passed, M failed"
import { spawn } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { removeFolder, tally, tempFolder } from '../house.mjs';
import { Bucket } from './s3.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const build = resolve(process.argv[2] ?? 'build');
const TESTS = ['bucket', 'blob_bucket', 'blob', 'upload', 'sweep'];

const run = (command, args, env = {}) =>
  new Promise((done) => {
    const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (d) => (out += d));
    child.on('close', (code, signal) => done({ out, bad: code !== 0 || signal }));
  });
const count = (out, pattern) => [...out.matchAll(pattern)].length;

async function storeTest(bucket, name) {
  const env = { SKILLWEEK_TEST_BUCKET: `${bucket.endpoint} week`, AWS_ACCESS_KEY_ID: bucket.id, AWS_SECRET_ACCESS_KEY: bucket.secret };
  const { out, bad } = await run(join(build, `src/store/store_${name}_test`), [], env);
  const passed = count(out, /^\[ {7}OK \]/gm), failed = count(out, /^\[ {2}FAILED {2}\] [a-z_]+$/gm);
  if (bad) console.log(`${name}: ${out.slice(-3000)}`);
  return { passed, failed: failed || (bad ? 1 : 0) };
}

async function story() {
  const { out } = await run(process.execPath, [join(here, 'house.mjs'), join(build, 'skillweek')]);
  const [, passed = 0, failed = 1] = /^(\d+) passed, (\d+) failed/m.exec(out) ?? [];
  console.log(out.replace(/^\d+ passed, \d+ failed\n/m, ''));
  return { passed: Number(passed), failed: Number(failed) };
}

const folder = tempFolder();
const bucket = await Bucket.start(folder);
await bucket.make('week');
const told = story();
const parts = [];
for (const name of TESTS) parts.push(await storeTest(bucket, name));
parts.push(await told);
await bucket.down();
removeFolder(folder);
tally(parts.reduce((a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed })));
