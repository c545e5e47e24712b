// SPDX-License-Identifier: Apache-2.0
// Notices from files: each kind read gives the same duties; what cannot be read says so and harms nobody.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { removeFolder, test } from '../house.mjs';
import { week } from './week.mjs';

const path = (name) => fileURLToPath(new URL(`files/${name}`, import.meta.url));

export default async function (program) {
  const w = await week(program);
  const ask = (name, bytes = readFileSync(path(name))) =>
    w.clerk.ask('POST', `/api/notices/text?name=${encodeURIComponent(name)}`, new Uint8Array(bytes));

  for (const name of ['notice.docx', 'notice.html', 'notice.pdf', 'notice-gbk.pdf'])
    await test(`${name} becomes text, and the text two duties`, async () => {
      const r = await ask(name);
      assert.equal(r.status, 200, r.text);
      assert.match(r.json.text.normalize('NFKC'), /\(一\)各中专学校于2023年5月16日前将安全检查报告报送至市教育局。/);
      const { document } = await w.clerk.post('/api/compile', { text: r.json.text });
      assert.deepEqual(document.duties.map((d) => d.due.day), ['2023-05-16', '2023-05-18']);
      assert.equal(document.issued, '2023-05-08');
    });

  await test('tables are rows with their cells parted', async () => {
    assert.match((await ask('notice.docx')).json.text, /序号 \| 单位 \| 联系人\n1 \| 演练县教育局 \| 演练某人/);
    assert.match((await ask('notice.html')).json.text, /序号 \| 单位\n1 \| 演练县 “甲”/);
  });

  await test('a text in GBK, with what cannot be seen dropped', async () => {
    const gbk = await ask('通知.txt', Buffer.from('b9d8d3dabbe1d2e9b5c4cda8d6aa', 'hex')); // 关于会议的通知 in GBK
    assert.match(gbk.json.text, /^关于.*的通知$/);
    for (const bare of ['utf16le-bare', 'utf16be-bare']) {
      const { json } = await ask('a.txt', readFileSync(new URL(`../fuzz/seeds/text/${bare}`, import.meta.url)));
      assert.match(json.text, /^关于报送5月材料的通知\n各中专学校：/);
    }
    assert.equal((await ask('a.md', Buffer.from('\uFEFF通\u202E知\r\n\r\n\r\n正文'))).json.text, '通知\n\n正文');
  });

  await test('the command reads the same files', async () => {
    for (const name of ['notice.docx', 'notice.html', 'notice.pdf']) {
      const r = spawnSync(program, ['compile', '--json', path(name)], { encoding: 'utf8' });
      assert.equal(r.status, 0, r.stderr);
      assert.equal(JSON.parse(r.stdout).duties.length, 2);
    }
  });

  await test('the command takes many files and standard input, and says which it could not read', async () => {
    const command = (args, input) => spawnSync(program, ['compile', ...args], { encoding: 'utf8', input });
    const many = command(['--json', path('notice.docx'), path('scan.pdf'), '-', path('notice.html')], readFileSync(path('notice.pdf')));
    assert.equal(many.status, 1);
    assert.match(many.stderr, /scan\.pdf.*扫描件/);
    assert.deepEqual(many.stdout.trim().split('\n').map((line) => JSON.parse(line)?.duties.length), [2, undefined, 2, 2]);
    const page = command([path('notice.docx'), path('scan.pdf')]);
    assert.match(page.stdout, /^==> .*notice\.docx <==\n标题：.*\n==> .*scan\.pdf <==\n$/s);
    assert.equal(command([]).status, 2);
    assert.equal(command(['--issued', 'soon', path('notice.docx')]).status, 2);
    assert.match(command(['--help']).stdout, /20 MB.*1 MB of text.*Exit status: 0 .*\s1 .*\s2 /s);
  });

  await test('the command says of a file what is wrong with it, and what to do', () => {
    const folder = mkdtempSync(join(tmpdir(), 'skillweek-'));
    const put = (name, bytes) => (writeFileSync(join(folder, name), bytes), join(folder, name));
    const docx = readFileSync(path('notice.docx'));
    const cases = [
      [folder, /是文件夹/],
      [join(folder, '没有.txt'), /找不到文件“.*没有\.txt”，请核对路径\nThere is no file /],
      [put('空.txt', ''), /空\.txt”是空的/],
      [put('白.txt', ' \n'), /白\.txt”是空的/],
      [put('断.docx', docx.subarray(0, docx.length / 2)), /不完整或已损坏.*Word.*重新保存/],
      [put('长.txt', '长'.repeat(350000)), /最多 1 MB/],
      [put('大.txt', Buffer.alloc((20 << 20) + 1, 'x')), /最多 20 MB/],
      ['-', /^skillweek compile: “标准输入”是空的/],
    ];
    for (const [file, message] of cases) {
      const r = spawnSync(program, ['compile', '--json', file], { encoding: 'utf8', input: '' });
      assert.deepEqual([r.status, r.stdout], [1, 'null\n'], file);
      assert.match(r.stderr.trim(), message);
      assert.doesNotMatch(r.stderr, /No such|Is a directory/);
    }
    const most = spawnSync(program, ['compile', put('正好.txt', '长'.repeat(200000))], { encoding: 'utf8' });
    assert.equal(most.status, 0, most.stderr);
    removeFolder(folder);
  });

  await test('behind -- a file may be called like an option', () => {
    const folder = mkdtempSync(join(tmpdir(), 'skillweek-'));
    writeFileSync(join(folder, '--json'), readFileSync(path('notice.html')));
    const r = spawnSync(resolve(program), ['compile', '--json', '--', '--json'], { encoding: 'utf8', cwd: folder });
    assert.equal(r.status, 0, r.stderr);
    assert.equal(JSON.parse(r.stdout).duties.length, 2);
    removeFolder(folder);
  });

  await test('output that is lost is a failure, whatever was printed', () => {
    const full = openSync('/dev/full', 'w');
    for (const args of [['compile', '--json', path('notice.html')], ['compile', path('notice.html')], ['compile', '--help'], ['openapi']]) {
      const r = spawnSync(program, args, { encoding: 'utf8', stdio: ['ignore', full, 'pipe'] });
      assert.equal(r.status, 1, args.join(' '));
      assert.match(r.stderr, /结果没有全部写出/);
    }
  });

  await test('a demand in a row of a table is read as a line, and its place leads back to the row', async () => {
    const rows = ['<tr><td>序号</td><td>事项</td></tr>', '<tr><td>1</td><td>各中专学校于5月16日前报送安全检查报告。</td></tr>'];
    const html = `<meta charset="utf-8"><h1>关于报送材料的通知</h1><p>各中专学校：</p><table>${rows.join('')}</table><p>演练市教育局</p><p>2023年5月8日</p>`;
    const { text } = (await ask('表.html', Buffer.from(html))).json;
    assert.match(text, /序号 \| 事项\n1 \| 各中专学校于5月16日前/);
    const { document } = await w.clerk.post('/api/compile', { text });
    assert.equal(document.duties.length, 1);
    assert.equal(document.duties[0].due.day, '2023-05-16');
    const [{ from, to }] = document.duties[0].spans;
    assert.match([...text].slice(from, to).join(''), /^(1 \| )?各中专学校于5月16日前报送安全检查报告。?$/);
  });

  await test('what cannot be read says so', async () => {
    const zip = readFileSync(path('notice.docx'));
    const cases = [
      ['扫描件.pdf', readFileSync(path('scan.pdf')), 422, /扫描件/],
      ['坏.pdf', Buffer.from('%PDF-1.7\n' + 'x'.repeat(3000)), 400, /损坏/],
      ['旧.doc', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]), 415, /旧版.*另存为 \.docx/],
      ['旧.wps', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]), 415, /旧版.*另存为 \.docx/],
      ['加密.docx', Buffer.from('\xd0\xcf\x11\xe0' + [...'EncryptedPackage'].join('\0') + '\0', 'latin1'), 415, /去掉打开密码/],
      ['加密.pdf', readFileSync(new URL('../fuzz/seeds/pdf/locked', import.meta.url)), 415, /去掉打开密码/],
      ['图.png', Buffer.from('\x89PNG\r\n', 'latin1'), 415, /图片.*粘贴/],
      ['图.jpg', Buffer.from('\xff\xd8\xff\xe0', 'latin1'), 415, /图片.*粘贴/],
      ['乱.txt', Buffer.from([0xff, 0x80, 0xff, 0x31]), 400, /乱\.txt.*损坏/],
      ['程序.exe', Buffer.from('MZ\x90\0\x03\0', 'latin1'), 415, /请选择 \.docx/],
      ['断.docx', zip.subarray(0, zip.length / 2), 400, /不完整或已损坏.*Word.*重新保存/],
      ['空.txt', Buffer.from(''), 422, /是空的/],
      ['白.txt', Buffer.from(' \n'), 422, /是空的/],
      ['长.txt', Buffer.from('长'.repeat(200001)), 413, /20 万字/],
    ];
    for (const [name, bytes, status, message] of cases) {
      const r = await ask(name, bytes);
      assert.equal(r.status, status, `${name}: ${r.text}`);
      assert.match(r.json.error.message, message);
    }
  });

  await test('a notice as long as may be is compiled and amended, and the server lives', async () => {
    const text = Array.from({ length: 9000 }, (_, i) => `各县于5月${(i % 28) + 1}日前报送第${i}号计划。\n`).join('');
    const many = await w.clerk.ask('POST', '/api/compile', { text });
    assert.equal(many.status, 200);
    assert.equal(many.json.document.duties.length, 200);
    assert.ok(many.json.document.findings.some((f) => f.code === 'too-many-duties'));
    assert.equal((await w.clerk.ask('POST', `${w.at}/amend`, { text })).status, 200);
    assert.equal((await w.clerk.ask('POST', '/api/compile', { text: 'x'.repeat(200001) })).status, 422);
    assert.equal((await w.clerk.ask('GET', '/api/me')).status, 200);
  });

  await w.house.stop();
}
