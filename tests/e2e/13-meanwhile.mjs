// SPDX-License-Identifier: Apache-2.0
// A form is open while the same report goes in by another way: the desk's telephone, a second tab, a nil report. The page
// says what came, and nothing that was filled in is emptied.
import assert from 'node:assert/strict';
import { House, removeFolder, test, until, uuid7 } from '../house.mjs';
import { dailyBody } from '../stories/week.mjs';
import { axeFinds, device, logIn } from './browser.mjs';

export default async function (program) {
  const house = await House.start(program, { args: ['--quiet', '--speed', '0', '--campaign', 'campaigns/hefei-2023'] });
  const clerk = await house.enter('clerk');
  const school = await house.enter('liaison');
  const at = `/api/campaigns/${(await clerk.get('/api/campaigns')).campaigns[0].id}`;
  const page = await device(house.url);
  const sound = async () => {
    assert.deepEqual(await axeFinds(page), []);
    assert.deepEqual(page.wrong, []);
  };
  const daily = async (day) => (await school.get(`${at}/units/mine`)).items.find((o) => o.short_name === '日报' && o.day === day);
  const detail = (o) => school.get(`/api/obligations/${o.id}`);
  const byPhone = (o, version) => clerk.post(`${at}/reviews`, { action: 'phone', items: [{ obligation: o.id, version }], reason: '电话告知' });
  const saved = () => page.locator('.bottombar .saved', { hasText: /^\s*已保存 \d\d:\d\d:\d\d\s*$/ }).waitFor();
  const reporter = () => page.getByLabel('填报人').first();
  /** The form of that day, with a draft that the server has. */
  const begin = async (day) => {
    const o = await daily(day);
    await page.goto(`/m/o/${o.id}`);
    await reporter().fill('演练填报人');
    await page.getByLabel('累计参加人数').fill('260');
    await saved();
    return o;
  };
  const stands = async () => assert.deepEqual([await reporter().inputValue(), await page.getByLabel('累计参加人数').inputValue()], ['演练填报人', '260']);
  await logIn(page, school.login);

  await test('the desk enters by phone: the open form says so, and the draft goes on', async () => {
    const o = await begin('2023-05-17');
    assert.equal((await byPhone(o, 0)).done, 1);
    await page.getByLabel('审核人').fill('演练审核人');
    await page.getByText(/经办人已于 09:30 代录电话报送（凭证 hefei-2023-\d+）/).waitFor();
    await page.getByText('经办人已代录（版本 1），您的草稿仍在').waitFor();
    await saved();
    await stands();
    assert.equal(await page.getByLabel('审核人').inputValue(), '演练审核人');
    assert.equal(await page.getByText('两处都在修改这份草稿').count(), 0);
    assert.equal((await detail(o)).draft.body.forms.activity_daily.approved_by, '演练审核人');
    await sound();
  });

  await test('sent from elsewhere: when and with which receipt is told, and joining empties nothing', async () => {
    const o = await begin('2023-05-18');
    const { body } = (await detail(o)).draft;
    const filled = dailyBody().forms;
    body.forms.activity_daily = { ...filled.activity_daily, ...body.forms.activity_daily, activities: filled.activity_daily.activities, phone: '0551-11111111' };
    body.forms.media_daily = filled.media_daily;
    const sent = await school.post(`/api/obligations/${o.id}/reports`, { sending: uuid7(), base: 0, nil: false, body });
    await page.getByLabel('审核人').fill('演练审核人');
    await page.getByText(new RegExp(`已于 5月18日 09:30 报送（凭证 ${sent.number}）。本机还有没报送的修改`)).waitFor();
    await sound();
    await page.getByRole('button', { name: '合并两份' }).click();
    await saved();
    await stands();
    assert.equal(await page.getByLabel('审核人').inputValue(), '演练审核人');
    assert.equal(await page.getByLabel('联系电话').first().inputValue(), '0551-11111111');
    const { draft } = await detail(o);
    assert.equal(draft.body.forms.activity_daily.activities.length, 1);
  });

  await test('a nil report over a form that was filled in says so, and keeps the draft', async () => {
    const o = await begin('2023-05-19');
    await page.getByLabel('审核人').fill('还没有保存');
    await page.locator('.nil-line').getByRole('button', { name: '零报告' }).click();
    await page.getByText('这一项已填写内容：零报告不会报送这些内容，草稿会保留').waitFor();
    await page.getByRole('button', { name: '零报告报送' }).click();
    await page.waitForURL(/\/v\/1/);
    assert.equal((await detail(o)).draft.body.forms.activity_daily.approved_by, '还没有保存');
    await page.goto(`/m/o/${o.id}`);
    await page.getByText('已零报告（版本 1），您填写的草稿仍在').waitFor();
    await stands();
    await sound();
  });

  await test('another device goes on with the draft: who sends the older one is told before it is sent', async () => {
    const o = await daily('2023-05-21');
    const keep = (revision, body) => school.ask('PUT', `/api/obligations/${o.id}/draft`, { revision, base: 0, device: '电脑', body });
    const send = page.getByRole('button', { name: '报送', exact: true });
    const body = dailyBody();
    await keep(0, body);
    await page.goto(`/m/o/${o.id}`);
    await send.waitFor();
    body.forms.activity_daily.people_to_date = 260;
    await keep(1, body);
    await send.click();
    await page.getByText('两处都在修改这份草稿').waitFor();
    await sound();
    assert.equal((await detail(o)).versions.length, 0);
    await page.getByRole('button', { name: '合并两份' }).click();
    await until(async () => (await page.getByLabel('累计参加人数').inputValue()) === '260');
    await send.click();
    await page.waitForURL(/\/v\/1/);
    assert.deepEqual([(await detail(o)).draft, (await detail(o)).body.forms.activity_daily.people_to_date], [null, 260]);
  });

  await test('who enters by phone is told of the report that came meanwhile, and sees it', async () => {
    const o = await begin('2023-05-20');
    const desk = await device(house.url);
    await logIn(desk, clerk.login);
    await desk.goto(`/m/o/${o.id}`);
    await desk.getByRole('button', { name: '电话报送' }).click();
    await desk.getByRole('button', { name: '登记为电话报送' }).waitFor();
    assert.ok(await desk.getByRole('button', { name: '登记为电话报送' }).isDisabled()); // nothing was said yet
    await desk.getByLabel('通话要点').fill('演练来电');
    await school.post(`/api/obligations/${o.id}/reports`, { sending: uuid7(), base: 0, nil: true });
    await desk.getByRole('button', { name: '登记为电话报送' }).click();
    await desk.getByText('该单位 09:30 已报送').waitFor();
    await desk.getByRole('button', { name: '确定' }).click();
    await desk.getByText('第 1 次 · 零报告').waitFor();
    await until(async () => (await detail(o)).versions.length === 1);
    await desk.context().close();
  });

  await test('notes of a call are kept whole or refused, never cut', async () => {
    const o = await daily('2023-05-22');
    const desk = await device(house.url);
    await logIn(desk, clerk.login);
    await desk.goto(`/m/o/${o.id}`);
    await desk.getByRole('button', { name: '电话报送' }).click();
    const notes = desk.getByLabel('通话要点');
    const enter = desk.getByRole('button', { name: '登记为电话报送' });
    await notes.focus();
    await desk.keyboard.insertText('告'.repeat(501));
    await enter.click();
    await desk.getByText('“原因或要点”过长，最多 500 字').waitFor();
    await desk.getByRole('button', { name: '确定' }).click();
    assert.equal((await notes.inputValue()).length, 501);
    await notes.press('Backspace');
    await enter.click();
    await until(async () => (await detail(o)).versions.length === 1);
    const told = (await clerk.get(`/api/obligations/${o.id}`)).happenings.find((h) => h.kind === 'report.phoned');
    assert.equal(told.reason.length, 500);
    await desk.context().close();
  });

  await page.context().close();
  await house.stop();
  removeFolder(house.data);
}
