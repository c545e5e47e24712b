// SPDX-License-Identifier: Apache-2.0
// The files of stories that lie beside a runner. Each is a process of its own and three run at once, on two processors too: most of a story is waiting.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tally } from './house.mjs';

const AT_ONCE = 3;
const TALLY = /^(\d+) passed, (\d+) failed\n/m;

/** Runs one file and prints what it said when it has ended; one that died without a tally is one failure. */
const run = (runner, program, file) =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [runner, program, file], { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (d) => (said += d));
    child.on('close', (code, signal) => {
      const [, passed, failed] = TALLY.exec(said) ?? [];
      process.stdout.write(said.replace(TALLY, ''));
      if (passed === undefined) console.log(`not ok  ${file} ended with ${signal ?? code} before its tally`);
      resolve({ passed: Number(passed ?? 0), failed: Number(failed ?? 1) });
    });
  });

async function runAll(runner, program, files) {
  const left = [...files];
  const sum = { passed: 0, failed: 0 };
  const work = async () => {
    for (let file; (file = left.shift()); ) {
      const { passed, failed } = await run(runner, program, file);
      sum.passed += passed;
      sum.failed += failed;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  tally(sum);
}

async function runOne(here, program, file, close) {
  console.log(`# ${file}`);
  const story = await import(join(here, file));
  await story.default(program);
  await close?.();
  tally();
}

/** What a runner does. usage: node RUNNER PROGRAM [FILE …] */
export async function runFiles(url, close) {
  const runner = fileURLToPath(url);
  const here = dirname(runner);
  const [program, ...only] = process.argv.slice(2);
  const files = only.length ? only : readdirSync(here).filter((f) => /^\d\d-.*\.mjs$/.test(f)).sort();
  await (files.length > 1 ? runAll(runner, program, files) : runOne(here, program, files[0], close));
}
