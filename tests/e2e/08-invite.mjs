// SPDX-License-Identifier: Apache-2.0
// Many units are invited at once: what fails is told and made again, what is made is printed, on pages or to be cut.
import assert from 'node:assert/strict';
import { removeFolder, test, until } from '../house.mjs';
import { week } from '../stories/week.mjs';
import { axeFinds, DESK, device, logIn, PHONE } from './browser.mjs';

/** A PDF's pages, by its own count. */
const pages = (pdf) => Math.max(...[...pdf.toString('latin1').matchAll(/\/Type\s*\/Pages[^>]*?\/Count (\d+)|\/Count (\d+)[^>]*?\/Type\s*\/Pages/g)].map((m) => Number(m[1] ?? m[2])));

export default async function (program) {
  const w = await week(program);
  const page = await device(w.house.url, DESK);
  const slips = page.locator('.slip');
  const sound = async () => {
    assert.deepEqual(await axeFinds(page), []);
    assert.deepEqual(page.wrong.filter((one) => !/status of 500/.test(one)), []);
  };
  let asked = 0;
  await page.route('**/api/invitations', (route) => {
    asked++;
    return asked === 5 ? route.fulfill({ status: 500, contentType: 'application/json', body: '{"error":{"code":"fault","message":"演练：没有成功"}}' }) : route.continue();
  });

  await test('the clerk is told how many, and whom it leaves out', async () => {
    await logIn(page, w.clerk.login);
    await page.goto('/desk/people');
    await page.locator('.people tbody tr').nth(5).waitFor();
    await page.locator('#people-words').fill('职业');
    await page.getByTestId('bulk-invite').click();
    await page.getByTestId('sheets-make').waitFor();
    await sound();
    await page.getByRole('button', { name: '取消' }).click();
    await page.locator('#people-words').fill('没有这个单位');
    await page.getByTestId('bulk-invite').click();
    await page.getByText('当前列表中没有未邀请的单位').waitFor();
    assert.equal(await page.getByTestId('sheets-make').isDisabled(), true);
    await page.getByRole('button', { name: '取消' }).click();
  });

  let count, before;
  await test('each unit of the list gets one; what failed is told, and made again', async () => {
    await page.locator('#people-words').fill('学校');
    count = await page.locator('.people-state.none').count();
    before = await page.locator('.people-state.invited').count();
    assert.ok(count > 8, `${count}`);
    await page.getByTestId('bulk-invite').click();
    await page.getByTestId('sheets-make').click();
    await page.getByText('还有 1 份没有生成').waitFor();
    assert.equal(await slips.count(), count - 1);
    await page.getByTestId('sheets-retry').click();
    await page.getByText(`已生成 ${count} 份邀请单`).waitFor();
    const names = await slips.locator('h3').allInnerTexts();
    assert.equal(new Set(names).size, count);
    assert.deepEqual(names, w.units.map((u) => u.name).filter((name) => names.includes(name)), 'in the register’s order');
    await sound();
  });

  await test('they are printed eight to a sheet, or one page a unit, and nothing else with them', async () => {
    assert.equal(pages(await page.pdf({ preferCSSPageSize: true })), Math.ceil(count / 8));
    await page.setViewportSize({ width: 703, height: 1000 }); // A4 between its margins
    await page.emulateMedia({ media: 'print' });
    let cropped;
    await until(async () => { // the sheet's width comes a moment after it is asked for
      cropped = await slips.evaluateAll((all) => all.filter((one) => one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1).map((one) => one.innerText));
      return cropped.length === 0;
    }).catch(() => assert.deepEqual(cropped, []));
    await page.emulateMedia({ media: null });
    await page.setViewportSize(DESK.viewport);
    await page.getByRole('button', { name: '每单位一页' }).click();
    assert.equal(pages(await page.pdf({ preferCSSPageSize: true })), count);
    await page.emulateMedia({ media: 'print' });
    for (const hidden of ['.bar', '.sheets-bar', '.sheets-hint', 'h1']) assert.equal(await page.locator(hidden).first().isVisible(), false, hidden);
    assert.equal(await slips.first().isVisible(), true);
    await page.emulateMedia({ media: null });
    await sound();
  });

  await test('the printed link lets the unit in', async () => {
    const phone = await device(w.house.url);
    await phone.goto(await slips.nth(2).locator('.slip-link').innerText());
    await phone.getByText(await slips.nth(2).locator('h3').innerText()).first().waitFor();
    await phone.context().close();
  });

  await test('who leaves without printing is asked; who has printed is not', async () => {
    const said = [];
    page.on('dialog', (d) => {
      said.push(d.message());
      return said.length === 1 ? d.dismiss() : d.accept();
    });
    await page.getByTestId('sheets-close').click();
    await until(() => said.length === 1);
    assert.equal(await slips.count(), count);
    await page.evaluate(() => (window.print = () => {}));
    await page.getByTestId('print').click();
    await page.getByTestId('sheets-close').click();
    await page.locator('.people tbody tr').first().waitFor();
    assert.equal(said.length, 1);
    await until(async () => (await page.locator('.people-state.invited').count()) === before + count);
  });

  await test('what is passed on with a link names the campaign it is for', async () => {
    await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (text) => { window.copied = text; } } }));
    await page.locator('.people-invite button').first().click();
    await page.getByRole('button', { name: '复制邀请文字' }).click();
    const copied = await page.evaluate(() => window.copied);
    assert.ok(copied.includes(`用于“${w.campaign.title}”信息报送`), copied);
    await page.keyboard.press('Escape');
  });

  await test('on a phone a person is one line through all columns', async () => {
    await page.setViewportSize(PHONE.viewport);
    await page.locator('.people-state.invited').first().waitFor();
    const heights = await page.locator('.people td > div').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
    assert.ok(heights.length > 8 && Math.max(...heights) < 2 * Math.min(...heights), JSON.stringify([...new Set(heights)]));
    await sound();
  });

  await page.context().close();
  await w.house.stop();
  removeFolder(w.house.data);
}
