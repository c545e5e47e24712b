// SPDX-License-Identifier: Apache-2.0
// Before the doors: a slow network or an old browser.
import assert from 'node:assert/strict';
import { removeFolder, test } from '../house.mjs';
import { week } from '../stories/week.mjs';
import { axeFinds, device } from './browser.mjs';

export default async function (program) {
  const w = await week(program);
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

  await page.context().close();
  await w.house.stop();
  removeFolder(w.house.data);
}
