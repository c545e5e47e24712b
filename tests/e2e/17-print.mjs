// SPDX-License-Identifier: Apache-2.0
// What the desk shows, on paper: all of it, not only what is in sight.
import assert from 'node:assert/strict';
import { removeFolder, test, until } from '../house.mjs';
import { dailyBody, owed, send, week } from '../stories/week.mjs';
import { DESK, device, logIn } from './browser.mjs';

/** The pages of a PDF by Chromium. */
const pages = async (page, more = {}) => (await page.pdf({ format: 'A4', ...more })).toString('latin1').match(/\/Type \/Page\b/g).length;

export default async function (program) {
  const w = await week(program);
  const school = await w.house.invite(w.clerk, w.units.filter((u) => u.kind === 'school')[2].id, 'liaison');
  const daily = await owed(school, w.at, '日报', '2023-05-17');
  const body = dailyBody();
  const [row] = body.forms.activity_daily.activities;
  body.forms.activity_daily.activities = Array.from({ length: 40 }, (_, i) => ({ ...row, id: `a${i}`, name: `便民服务第 ${i + 1} 场`, students: 0.1 }));
  body.forms.activity_daily.activities.forEach((one) => delete one.venues);
  assert.equal((await send(school, daily, body)).status, 200);
  const page = await device(w.house.url, DESK);
  await logIn(page, w.clerk.login);

  await test('sums have no tail of digits, and what nobody filled in has none', async () => {
    await page.goto(`/desk/report/${daily.id}`);
    const sums = page.locator('tfoot td');
    await sums.first().waitFor();
    const said = await sums.allInnerTexts();
    assert.deepEqual(said.filter(Boolean), ['4', '160', '4800', '4000', '8000']);
  });

  await test('a report goes on over as many sheets as it needs, its widest table within them', async () => {
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: 720, height: 1000 });
    const last = await page.locator('tfoot').evaluate((foot) => ({
      low: foot.getBoundingClientRect().bottom < document.documentElement.scrollHeight,
      shut: [...document.querySelectorAll('*')].filter((x) => x.contains(foot) && getComputedStyle(x).overflow !== 'visible' && x !== document.documentElement).map((x) => x.className),
    }));
    assert.deepEqual(last, { low: true, shut: [] });
    assert.ok((await pages(page)) > 1);
    await page.emulateMedia({ media: null });
    await page.setViewportSize(DESK.viewport);
  });

  await test('of the queue the report is printed, not the list beside it; what is white on the screen is not on paper', async () => {
    await page.goto('/desk/queue');
    await page.locator('.queue .report-head').waitFor();
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('.queue-list').isVisible(), false);
    const colour = (of) => page.locator(of).first().evaluate((one) => getComputedStyle(one).color);
    assert.equal(await colour('.bar-name'), await colour('.report-head h2'));
    await page.emulateMedia({ media: null });
  });

  await test('the board is printed with every unit and every column', async () => {
    await page.goto('/desk');
    await page.locator('.g-row').first().waitFor();
    const lines = Number(await page.locator('.grid').getAttribute('aria-rowcount')) - 2;
    assert.ok((await page.locator('.g-row').count()) < lines);
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: 1030, height: 720 }); // A4 across, without its margins
    assert.equal(await page.locator('.g-row').count(), lines);
    await until(() => page.evaluate(() => {
      const rows = [...document.querySelectorAll('.g-row')].map((row) => row.getBoundingClientRect());
      return rows.every((row, i) => (!i || row.top >= rows[i - 1].bottom - 1) && row.right <= innerWidth);
    }));
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    await page.emulateMedia({ media: null });
    await page.setViewportSize(DESK.viewport);
    assert.ok((await page.locator('.g-row').count()) < lines);
    assert.ok((await pages(page)) > 2);
    const floats = () => page.locator('body > :not(#app)').evaluateAll((all) => all.some((one) => getComputedStyle(one).display !== 'none'));
    await page.emulateMedia({ media: 'print' });
    assert.equal(await floats(), false); // it would be a sheet of its own, and blank
    await page.emulateMedia({ media: null });
    assert.deepEqual(page.wrong, []);
  });

  await page.context().close();
  await w.house.stop();
  removeFolder(w.house.data);
}
