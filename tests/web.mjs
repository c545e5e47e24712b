// SPDX-License-Identifier: Apache-2.0
// The browser side's own tests: units (vitest), and what must hold for what was built. usage: node web.mjs
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const web = fileURLToPath(new URL('../web', import.meta.url));
let passed = 0;
let failed = 0;
function test(name, fn) {
  try {
    fn();
    passed++;
    console.log(`ok      ${name}`);
  } catch (why) {
    failed++;
    console.log(`not ok  ${name}\n        ${why.message}`);
  }
}
const everyFile = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((f) => (f.isDirectory() ? everyFile(join(folder, f.name)) : [join(folder, f.name)]));

const run = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', '--reporter=json'], { cwd: web, encoding: 'utf8' });
try {
  const report = JSON.parse(run.stdout.slice(run.stdout.indexOf('{')));
  for (const file of report.testResults)
    for (const one of file.assertionResults)
      test(one.fullName, () => assert.equal(one.status, 'passed', (one.failureMessages ?? []).join('\n')));
  test('every file of unit tests was read', () => assert.deepEqual(report.testResults.filter((f) => f.status !== 'passed' && !f.assertionResults.length).map((f) => f.name), []));
} catch (why) {
  test('vitest runs', () => assert.fail(`${why.message}\n${run.stdout}\n${run.stderr}`));
}

test('the lock file names no addresses', () => assert.doesNotMatch(readFileSync(join(web, 'package-lock.json'), 'utf8'), /"resolved"|https?:\/\/[^"]*registry/));

const dist = join(web, 'dist');
const built = everyFile(dist);
test('what was built fits a content policy of self alone: no inline script, no inline style', () => {
  const html = readFileSync(join(dist, 'index.html'), 'utf8');
  assert.doesNotMatch(html, /<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=/);
  assert.doesNotMatch(html, /https?:\/\//);
});
test('no style fetches anything from elsewhere', () => {
  for (const f of built.filter((x) => x.endsWith('.css')))
    assert.doesNotMatch(readFileSync(f, 'utf8'), /url\(["']?(?:https?:)?\/\/|@import/, f);
});
test('what a phone loads first is small', () => {
  // Entry, the phone's frame and its first page: script and style, compressed.
  const first = built.filter((f) => /assets\/(index|PhoneApp|Home|Owed|say|load|Empty|campaign)[.\w]*-[\w-]+\.(js|css)$/.test(f) && !/desk/i.test(f));
  const size = first.reduce((n, f) => n + gzipSync(readFileSync(f)).length, 0);
  console.log(`        ${Math.round(size / 1024)} KiB in ${first.length} files`);
  assert.ok(size < 130 * 1024, `${size} bytes`);
});

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
