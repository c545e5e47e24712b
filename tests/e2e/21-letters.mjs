// SPDX-License-Identifier: Apache-2.0
// Letters as large as a person wants them, names as long as they are, screens as narrow as offices have them.
import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeFolder, tempFolder, test } from '../house.mjs';
import { dailyBody, owed, send, week } from '../stories/week.mjs';
import { axeFinds, DESK, device, logIn } from './browser.mjs';

const LONG = '安徽省合肥市庐阳区现代职业技术教育中心暨合肥市第一职业高级中学（合肥市财经信息工程学校新站校区分部）';

/** The campaign of Hefei, one of whose schools has a name of fifty characters and no shorter one. */
function longNames() {
  const folder = tempFolder();
  cpSync('campaigns/hefei-2023', folder, { recursive: true });
  const path = join(folder, 'register.csv');
  let done = false;
  writeFileSync(path, readFileSync(path, 'utf8').split('\n').map((line) => {
    const cells = line.split(',');
    if (done || cells[4] !== '中专学校') return line;
    done = true;
    cells[2] = cells[3] = LONG;
    return cells.join(',');
  }).join('\n'));
  return folder;
}

export default async function (program) {
  const folder = longNames();
  const w = await week(program, { args: ['--campaign', folder] });
  const unit = w.units.find((u) => u.name === LONG);
  const school = await w.house.invite(w.clerk, unit.id, 'liaison');
  await w.house.invite(w.clerk, unit.id, 'liaison');
  const page = await device(w.house.url, DESK);
  await logIn(page, w.clerk.login);
  await page.locator('.g-row').first().waitFor();
  const sound = async () => {
    assert.deepEqual(await axeFinds(page), []);
    assert.deepEqual(page.wrong, []);
  };
  /** As in the browser's settings: the letters, not the page. */
  const letters = async (px) => {
    const debug = await page.context().newCDPSession(page);
    await debug.send('Page.setFontSizes', { fontSizes: { standard: px } });
    await page.reload();
    await page.locator('.g-row').first().waitFor();
  };
  const size = (what) => page.locator(what).first().evaluate((x) => parseFloat(getComputedStyle(x).fontSize));
  const fits = async () => assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'the page is wider than its window');
  const cutOff = (what) => page.locator(what).evaluateAll((all) => all.filter((x) => getComputedStyle(x).overflow !== 'visible' && (x.scrollHeight > x.clientHeight + 1 || x.scrollWidth > x.clientWidth + 1)).map((x) => x.textContent));

  await test('the desk’s letters grow with those a person has chosen in the browser, and nothing is cut off by it', async () => {
    const parts = ['.desk', '.g-unit', '.g-cell', '.g-day', '.sum b', '.d-input', '.d-button', '.legend'];
    const before = [];
    for (const part of parts) before.push(await size(part));
    await letters(24);
    for (const [i, part] of parts.entries()) assert.equal(await size(part), before[i] * 1.5, part);
    await fits();
    assert.deepEqual(await cutOff('.g-row .g-cell'), []);
    const rows = await page.locator('.g-row').evaluateAll((all) => all.map((x) => x.getBoundingClientRect()).map((r) => [r.top, r.bottom]).sort((a, b) => a[0] - b[0]));
    for (let i = 1; i < rows.length; i++) assert.ok(rows[i][0] >= rows[i - 1][1] - 1, 'rows lie over one another');
    await sound();
    for (const path of ['/desk/queue', '/desk/units', '/desk/people', '/desk/health', '/desk/notice']) {
      await page.goto(path);
      await page.locator('main, .d-page').first().waitFor();
      await fits();
    }
    await page.goto('/desk');
    await letters(16);
  });

  await test('on a screen of 1024 the way out is in sight', async () => {
    await page.setViewportSize({ width: 1024, height: 768 });
    const box = await page.getByRole('button', { name: '退出登录' }).boundingBox();
    assert.ok(box.x + box.width <= 1024, JSON.stringify(box));
    await fits();
    await sound();
    await page.setViewportSize(DESK.viewport);
  });

  await test('of a name as long as names are two lines stand on the board, and all of it on paper', async () => {
    await page.locator('#board-search').fill('第一职业高级');
    const name = page.locator('.g-row:not(.g-group) .g-unit').first();
    await name.getByText(LONG).waitFor();
    const seen = await name.evaluate((x) => {
      const text = x.firstChild, range = document.createRange(), box = x.getBoundingClientRect();
      range.setStart(text, text.data.indexOf('第一'));
      range.setEnd(text, text.data.indexOf('第一') + 2);
      const at = range.getBoundingClientRect();
      return at.top + at.height / 2 < box.bottom && at.right <= box.right + 1;
    });
    assert.ok(seen, 'what tells it from others is cut off');
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    await page.emulateMedia({ media: 'print' });
    assert.deepEqual(await cutOff('.g-unit'), []);
    await page.emulateMedia({ media: null });
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    await sound();
  });

  await test('of several numbers each stands with its name', async () => {
    const phone = await device(w.house.url);
    await logIn(phone, w.clerk.login);
    await phone.goto('/m');
    const row = phone.locator('.missing-row', { hasText: LONG });
    await row.waitFor();
    const calls = await row.locator('.call').allInnerTexts();
    assert.equal(calls.length, 3);
    for (const call of calls) assert.match(call, /演练[\s\S]*\d{4}-\d+/);
    assert.deepEqual(await axeFinds(phone), []);
    await phone.context().close();
  });

  await test('a receipt opened by its address has its sums apart, and on paper nothing to press', async () => {
    const daily = await owed(school, w.at, '日报', '2023-05-17');
    assert.equal((await send(school, daily, dailyBody())).status, 200);
    const phone = await device(w.house.url);
    await logIn(phone, school.login);
    await phone.goto(`/m/o/${daily.id}/v/1`);
    await phone.locator('.sums span').nth(1).waitFor();
    const [a, b] = await phone.locator('.sums span').evaluateAll((all) => all.map((x) => x.getBoundingClientRect()).map((r) => [r.left, r.right]));
    assert.ok(b[0] - a[1] >= 8, `${a} ${b}`);
    await phone.emulateMedia({ media: 'print' });
    assert.deepEqual(await phone.locator('button:visible, a.sw-button:visible, a.icon-button:visible').allInnerTexts(), []);
    await phone.context().close();
  });

  await page.context().close();
  await w.house.stop();
  removeFolder(w.house.data);
  removeFolder(folder);
}
