// SPDX-License-Identifier: Apache-2.0
// Before the doors: a slow network or an old browser, letters made large, and a receipt typed from paper.
import assert from 'node:assert/strict';
import { removeFolder, test, until } from '../house.mjs';
import { owed, send, week } from '../stories/week.mjs';
import { axeFinds, device, logIn } from './browser.mjs';

export default async function (program) {
  const w = await week(program);
  const school = await w.house.invite(w.clerk, w.units.filter((u) => u.kind === 'school')[2].id, 'liaison');
  const receipt = (await send(school, await owed(school, w.at, '日报', '2023-05-17'), undefined, { nil: true })).json;
  const page = await device(w.house.url);

  await test('while the program is on its way, or an old browser cannot read it, the page says what to do', async () => {
    await page.route('**/assets/*.js', (route) => route.abort());
    await page.goto('/login');
    await page.getByText('正在打开').waitFor();
    await page.getByText('换用较新的浏览器').waitFor();
    assert.deepEqual(await axeFinds(page), []);
    await page.unroute('**/assets/*.js');
    await page.goto('/login');
    await page.getByLabel('账号').waitFor();
    assert.equal(await page.getByText('正在打开').count(), 0);
  });

  await test('a receipt typed in capitals, with the digits of a Chinese keyboard and blanks, is found', async () => {
    await page.goto('/receipt');
    const wide = (text) => text.replace(/[\d-]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
    await page.getByLabel('凭证编号').fill(` ${wide(receipt.number.toUpperCase())} `);
    await page.getByLabel('校验码').fill(wide(receipt.hash.slice(0, 16).toUpperCase().replace(/(.{4})/g, '$1 ')));
    await page.getByRole('button', { name: '查验' }).click();
    await page.getByText('凭证属实').waitFor();
    assert.deepEqual(page.wrong, []);
  });

  await test('letters made twice as large in the browser are, and nothing runs out of the page', async () => {
    const twice = () => page.evaluate(() => void (document.documentElement.style.fontSize = '200%'));
    const inside = () => page.evaluate(() => [...document.querySelectorAll('body *')].filter((x) => x.checkVisibility() && !x.closest('.unseen, svg') && x.getBoundingClientRect().right > innerWidth + 1).map((x) => x.className || x.tagName));
    await page.goto('/login');
    const label = page.locator('.sw-field .label').first();
    await label.waitFor();
    const size = () => label.evaluate((x) => parseFloat(getComputedStyle(x).fontSize));
    const before = await size();
    await twice();
    await until(async () => (await size()) === 2 * before);
    assert.deepEqual(await inside(), []);
    await logIn(page, school.login);
    await page.locator('article').first().waitFor();
    await twice();
    await until(async () => (await page.locator('.topbar h1').evaluate((x) => getComputedStyle(x).fontSize)) === '34px');
    assert.deepEqual((await inside()).filter((x) => x !== 'TIME'), []); // of the rehearsal's banner, which stays one line
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
  });

  await page.context().close();
  await w.house.stop();
  removeFolder(w.house.data);
}
