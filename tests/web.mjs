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

// What is loaded for a page: its chunks, all they import, their styles; compressed.
const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'));
function weigh(...pages) {
  const files = new Set();
  const add = (key) => {
    const chunk = manifest[key];
    if (!chunk || files.has(chunk.file)) return;
    files.add(chunk.file);
    chunk.css?.forEach((f) => files.add(f));
    chunk.imports?.forEach(add);
  };
  pages.forEach(add);
  const size = (end) => [...files].filter((f) => f.endsWith(end)).reduce((n, f) => n + gzipSync(readFileSync(join(dist, f))).length, 0);
  return { js: size('.js'), css: size('.css'), files: [...files] };
}
const kib = (n) => `${(n / 1024).toFixed(1)} KiB`;
for (const [name, most, ...pages] of [
  ['the login', 80, 'index.html', 'src/door/Login.vue'],
  ['the first page of a phone', 110, 'index.html', 'src/phone/PhoneApp.vue', 'src/phone/Home.vue'],
  ['a report on a phone', 130, 'index.html', 'src/phone/PhoneApp.vue', 'src/phone/Home.vue', 'src/phone/ObligationPage.vue'],
])
  test(`${name} weighs at most ${most} KiB`, () => {
    const w = weigh(...pages);
    console.log(`        ${kib(w.js)} script, ${kib(w.css)} style, in ${w.files.length} files`);
    assert.ok(w.js + w.css < most * 1024, `${kib(w.js + w.css)}`);
  });
test('a phone loads nothing of Element Plus, the desk nothing of Vant', () => {
  const all = Object.entries(manifest);
  const reach = (page) => weigh('index.html', page).files.map((f) => readFileSync(join(dist, f), 'utf8')).join('\n');
  assert.ok(all.length > 10);
  assert.doesNotMatch(reach('src/phone/ObligationPage.vue'), /\.el-(?:button|table)\b|ElButton/);
  assert.doesNotMatch(reach('src/desk/DeskApp.vue'), /\.van-popup\b|van-dialog/);
});

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
