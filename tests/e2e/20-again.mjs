// SPDX-License-Identifier: Apache-2.0
// A session that ends under somebody's hands, on a phone: one logs in on top of the page, and all that was typed is there.
import assert from 'node:assert/strict';
import { removeFolder, test, until } from '../house.mjs';
import { dailyBody, owed, send, week } from '../stories/week.mjs';
import { axeFinds, device, logIn, PASSWORD } from './browser.mjs';

export default async function (program) {
  const w = await week(program);
  const unit = w.units.filter((u) => u.kind === 'school')[2].id;
  const school = await w.house.invite(w.clerk, unit, 'liaison');
  const daily = (await owed(school, w.at, '日报', '2023-05-17')).id;
  const page = await device(w.house.url);
  const sound = async () => {
    assert.deepEqual(await axeFinds(page), []);
    assert.deepEqual(page.wrong, []);
  };
  const over = page.getByRole('dialog', { name: '登录已过期' });
  const enterAgain = async () => {
    await over.getByLabel('密码').fill(PASSWORD);
    await over.getByRole('button', { name: '登录' }).click();
    await over.waitFor({ state: 'hidden' });
  };
  const saved = page.locator('.bottombar .saved', { hasText: '已保存' });

  await test('a long form stays as it is, its open row too, and is saved by itself afterwards', async () => {
    await logIn(page, school.login);
    await page.goto(`/m/o/${daily}`);
    await page.locator('[data-place="activity_daily.reporter"]').fill('过期前写的人');
    await saved.waitFor();
    await page.getByRole('button', { name: '添加当日活动' }).click();
    const row = page.getByRole('dialog', { name: '当日活动' });
    await row.getByLabel('活动名称').fill('过期前的活动');
    await page.context().clearCookies();
    await row.getByLabel('主要内容').fill('登录过期的时候正在写的一段话');
    await over.waitFor();
    await sound();
    await enterAgain();
    assert.equal(new URL(page.url()).pathname, `/m/o/${daily}`);
    assert.equal(await row.getByLabel('主要内容').inputValue(), '登录过期的时候正在写的一段话');
    await until(async () => JSON.stringify((await school.get(`/api/obligations/${daily}`)).draft?.body ?? '').includes('正在写的一段话'));
    await row.getByRole('button', { name: '完成' }).click();
    await row.waitFor({ state: 'hidden' });
    await sound();
  });

  await test('put off, it comes again with the next word to the server, and what was typed meanwhile is kept', async () => {
    await page.context().clearCookies();
    await page.locator('[data-place="activity_daily.approved_by"]').fill('第一次写的审核人');
    await over.waitFor();
    await over.getByRole('button', { name: '关闭' }).click();
    await over.waitFor({ state: 'hidden' });
    await page.locator('[data-place="activity_daily.approved_by"]').fill('后来写的审核人');
    await over.waitFor();
    await enterAgain();
    await until(async () => (await school.get(`/api/obligations/${daily}`)).draft?.body.forms.activity_daily.approved_by === '后来写的审核人');
  });

  await test('the reason of a return is not typed twice', async () => {
    const o = await owed(school, w.at, '日报', '2023-05-17');
    assert.equal((await send(school, o, dailyBody())).status, 200);
    await page.context().clearCookies();
    await logIn(page, w.clerk.login);
    await page.goto(`/m/o/${daily}`);
    await page.getByRole('button', { name: '退回修改' }).click();
    const sheet = page.getByRole('dialog', { name: '退回修改' });
    await sheet.locator('textarea').fill('请分学生、教师填写参加人数');
    await page.context().clearCookies();
    await sheet.getByRole('button', { name: '退回修改' }).click();
    await over.waitFor();
    await enterAgain();
    assert.equal(await sheet.locator('textarea').inputValue(), '请分学生、教师填写参加人数');
    await sheet.getByRole('button', { name: '退回修改' }).click();
    await until(async () => (await school.get(`/api/obligations/${daily}`)).obligation.reason === '请分学生、教师填写参加人数');
  });

  await page.context().close();
  await w.house.stop();
  removeFolder(w.house.data);
}
