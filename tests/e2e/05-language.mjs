// SPDX-License-Identifier: Apache-2.0
// 中文 / English: chosen at the door or on the account page, kept on the device, told to the server.
import assert from 'node:assert/strict';
import { House, removeFolder, test } from '../house.mjs';
import { accept, axeFinds, DESK, device, logIn } from './browser.mjs';

const CHINESE = /[\u4e00-\u9fff]/;
/** What is still Chinese among the words of the page itself: names, titles and the other language's own name are data. */
const chinese = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('label, button, h1, h2, dt, .sw-hint, .sw-problem, a')]
      .filter((x) => x.lang !== 'zh-CN' && !x.closest('.home-bar'))
      .map((x) => x.innerText.trim()),
  ).then((all) => all.filter((x) => CHINESE.test(x)));

export default async function (program) {
  const house = await House.start(program, { args: ['--quiet', '--speed', '0', '--campaign', 'campaigns/hefei-2023'] });
  const page = await device(house.url);

  await test('the login page speaks English when asked, and the server with it', async () => {
    await page.goto('/login');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Log in' }).waitFor();
    assert.equal(await page.locator('html').getAttribute('lang'), 'en');
    await page.getByLabel('Account').fill('nobody');
    await page.getByLabel('Password').fill('not the password');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('alert').waitFor();
    assert.deepEqual(await chinese(page), []);
    assert.deepEqual(await axeFinds(page), []);
  });

  await test('its apostrophes and quotes are as narrow as English ones', async () => {
    const wide = await page.evaluate(() => {
      const probe = document.body.appendChild(document.createElement('span'));
      const width = (text) => ((probe.textContent = text), probe.getBoundingClientRect().width);
      const signs = ['’', '“', '”'].filter((sign) => width(`n${sign}n`) > 1.6 * width('nn'));
      probe.remove();
      return signs;
    });
    assert.deepEqual(wide, []);
  });

  await test('the choice is kept, and taken back on the account page', async () => {
    await page.getByRole('button', { name: '中文' }).click();
    await accept(page, house.links.liaison, '演练联络员', 'yanlian-yuyan');
    await page.goto('/m/me');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'My account' }).waitFor();
    assert.deepEqual(await axeFinds(page), []);
    await page.reload();
    await page.getByRole('heading', { name: 'My account' }).waitFor();
    assert.deepEqual(await chinese(page), []);
    await page.goto('/m');
    await page.getByRole('heading', { name: /Needs action|Next|Due today/ }).first().waitFor();
    await page.goto('/m/me');
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByRole('heading', { name: '我的账号' }).waitFor();
    assert.deepEqual(page.wrong, []);
  });

  const clerk = await house.enter('clerk');
  await test('what the compiler found is told in the language of who reads it, with dates as they are said', async () => {
    const desk = await device(house.url, DESK);
    const heading = '关于报送材料的通知\n\n各县（市）区教育局：\n\n';
    await logIn(desk, clerk.login);
    for (const [language, findings, said] of [['zh-CN', '疑点提示', '报送时限5月12日是休息日'], ['en', 'Findings', 'The deadline 12 May is a day of rest']]) {
      await desk.evaluate((chosen) => localStorage.setItem('language', chosen), language);
      await desk.goto('/desk/notice');
      await desk.getByTestId('notice-input').fill(`${heading}一、各县（市）区教育局于2024年5月12日17:00前将自查报告报送市教育局。\n`);
      await desk.getByTestId('compile').click();
      await desk.getByRole('tab', { name: findings }).click();
      await desk.locator('.finding-card', { hasText: said }).waitFor();
    }
    assert.deepEqual(await desk.locator('.finding-card p').evaluateAll((all) => all.map((one) => one.innerText).filter((one) => /^[\u4e00-\u9fff，：]+$/.test(one))), []);
    await desk.context().close();
  });

  await test('on the board every word of a cell is seen whole, and what comes from Element Plus speaks English as well', async () => {
    const [{ id }] = (await clerk.get('/api/campaigns')).campaigns;
    const { columns } = await clerk.get(`/api/campaigns/${id}/board`);
    const [late] = (await clerk.get(`/api/campaigns/${id}/missing?duty=${columns.find((one) => one.short_name === '联络员').duty}`)).units;
    const review = (more, version) => clerk.post(`/api/campaigns/${id}/reviews`, { ...more, items: [{ obligation: late.obligation, version }] });
    assert.equal((await review({ action: 'phone', reason: '演练' }, 0)).done, 1);
    assert.equal((await review({ action: 'accept' }, 1)).done, 1);
    const desk = await device(house.url, DESK);
    await logIn(desk, clerk.login);
    await desk.evaluate(() => localStorage.setItem('language', 'en'));
    await desk.goto('/desk');
    await desk.locator('.g-accepted .g-mark').waitFor();
    await desk.getByTestId('missing').click();
    await desk.getByTestId('copy-missing').waitFor(); // the board has less room beside it
    const cut = await desk.locator('.g-cell').evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.innerText));
    assert.deepEqual(cut, []);
    assert.deepEqual(await axeFinds(desk), []);
    await desk.goto('/desk/notice');
    await desk.getByTestId('notice-input').fill('关于报送材料的通知\n\n各县（市）区教育局：\n\n请各学校将报名表报教务科。\n');
    await desk.getByTestId('compile').click();
    await desk.locator('.doubts').getByText('No deadline was found').waitFor();
    assert.deepEqual((await desk.locator('.doubts li').allInnerTexts()).filter((one) => CHINESE.test(one) || one.includes('：')), []);
    await desk.getByTestId('publish').click();
    await desk.getByRole('button', { name: 'Close this dialog' }).waitFor();
    await desk.context().close();
  });

  await page.context().close();
  await house.stop();
  removeFolder(house.data);
}
