// SPDX-License-Identifier: Apache-2.0
// A notice's text comes in from a file: what the server cannot read is told in its words and harms nothing that is here, and
// what a person pasted is replaced only when that person says so. Then: what the trial tells of the time it takes.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeFolder, test, until } from '../house.mjs';
import { week } from '../stories/week.mjs';
import { axeFinds, DESK, device, logIn, PHONE } from './browser.mjs';

const bytes = (place) => readFileSync(new URL(place, import.meta.url));
const refused = [
  ['空.txt', Buffer.from(''), /“空\.txt”是空的/],
  ['断.docx', bytes('../stories/files/notice.docx').subarray(0, 800), /“断\.docx”不完整或已损坏，.*用 Word 或 WPS 打开、重新保存/],
  ['图.txt', Buffer.from('\x89PNG\r\n', 'latin1'), /是图片/],
  ['乱.txt', Buffer.from([0xff, 0x80, 0xff, 0x31]), /“乱\.txt”.*已损坏/],
  ['长.txt', Buffer.from('长'.repeat(200001)), /最多 20 万字/],
  ['大.txt', Buffer.alloc((20 << 20) + 1, 'x'), /最多 20 MB/],
];

const letter = (things) => `演练市教育局关于报送材料的通知\n各中专学校：\n请各中专学校于2023年6月1日前将${things}报送至市教育局。\n演练市教育局\n2023年5月8日`;

export default async function (program) {
  const w = await week(program);
  const page = await device(w.house.url, DESK);
  const box = page.getByTestId('notice-input');
  const asked = [];
  let answer = true;
  page.on('dialog', (d) => {
    asked.push(d.message());
    return answer ? d.accept() : d.dismiss();
  });
  const folder = mkdtempSync(join(tmpdir(), 'skillweek-'));
  const choose = (name, buffer) => {
    writeFileSync(join(folder, name), buffer);
    return page.getByTestId('notice-file').setInputFiles(join(folder, name));
  };
  const done = () => page.locator('button', { hasText: '打开文件' }).waitFor();
  const sound = async () => {
    assert.deepEqual(await axeFinds(page), []);
    assert.deepEqual(page.wrong.filter((one) => !/status of (400|413|415|422)/.test(one)), []);
  };

  await test('a file that the server refuses is told in its words, and what was pasted stays', async () => {
    await logIn(page, w.clerk.login);
    await page.goto('/desk/notice');
    await box.fill('粘贴并改过的通知');
    for (const [name, buffer, message] of refused) {
      await choose(name, buffer);
      await page.locator('.el-message', { hasText: message }).waitFor();
      await done();
      assert.equal(await box.inputValue(), '粘贴并改过的通知', name);
    }
    assert.deepEqual(asked, []);
    await sound();
  });

  await test('without a network the file is not read, and that is said', async () => {
    await page.context().setOffline(true);
    await choose('通知.txt', bytes('../fuzz/seeds/text/utf16le-bare'));
    await page.locator('.el-message', { hasText: '网络不通' }).waitFor();
    await page.context().setOffline(false);
    assert.equal(await box.inputValue(), '粘贴并改过的通知');
    answer = false;
    await choose('通知.txt', bytes('../fuzz/seeds/text/utf16le-bare'));
    await until(() => asked.length === 1);
    await page.locator('.el-message', { hasText: '网络不通' }).waitFor({ state: 'detached', timeout: 2000 }); // what was refused is no news any more
    asked.length = 0;
  });

  await test('a file replaces what was pasted only when the clerk says so', async () => {
    answer = false;
    await choose('通知.txt', bytes('../fuzz/seeds/text/utf16le-bare'));
    await until(() => asked.length === 1);
    await done();
    assert.match(asked[0], /用“通知\.txt”的内容替换吗/);
    assert.equal(await box.inputValue(), '粘贴并改过的通知');
    answer = true;
    await choose('通知.txt', bytes('../fuzz/seeds/text/utf16le-bare'));
    await until(async () => (await box.inputValue()).startsWith('关于报送5月材料的通知'));
  });

  await test('a file after a file replaces it unasked, but not what was edited in it', async () => {
    asked.length = 0;
    await choose('notice.html', bytes('../stories/files/notice.html'));
    await until(async () => /安全检查/.test(await box.inputValue()));
    assert.deepEqual(asked, []);
    await box.fill(`${await box.inputValue()}补充`);
    answer = false;
    await choose('notice.docx', bytes('../stories/files/notice.docx'));
    await until(() => asked.length === 1);
    await done();
    assert.match(await box.inputValue(), /补充$/);
  });

  await test('the trial tells the time duty by duty, in a column of its own', async () => {
    await box.fill(letter('联络员姓名、职务、联系电话'));
    await page.getByTestId('compile').click();
    await page.locator('.trial summary').click();
    const cells = async (row) => (await page.locator(`.trial ${row} > *`).allInnerTexts()).map((one) => one.trim());
    assert.deepEqual(await cells('thead tr'), ['报送要求', '单位', '应报事项', '每次填写项', '合计用时']);
    assert.deepEqual((await cells('tbody tr')).slice(1), ['60', '60', '3', '约 1 小时']);
    assert.deepEqual(await cells('tfoot tr'), ['合计', '', '60', '', '约 1 小时']);
    await sound();
    await page.setViewportSize(PHONE.viewport);
    await sound();
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), PHONE.viewport.width);
  });

  await page.context().close();
  await w.house.stop();
  removeFolder(folder);
}
