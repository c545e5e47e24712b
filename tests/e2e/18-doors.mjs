// SPDX-License-Identifier: Apache-2.0
// Before the doors: a slow network or an old browser, and a receipt typed from paper.
import assert from 'node:assert/strict';
import { removeFolder, test } from '../house.mjs';
import { owed, send, week } from '../stories/week.mjs';
import { axeFinds, device } from './browser.mjs';

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

  await page.context().close();
  await w.house.stop();
  removeFolder(w.house.data);
}
