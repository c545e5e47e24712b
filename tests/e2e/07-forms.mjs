// SPDX-License-Identifier: Apache-2.0
// A form's checks across its fields: the clerk adds one, words another anew and takes one away; what is published judges
// the reports that follow.
import assert from 'node:assert/strict';
import { removeFolder, test, until } from '../house.mjs';
import { dailyBody, owed, week } from '../stories/week.mjs';
import { axeFinds, DESK, device, logIn } from './browser.mjs';

export default async function (program) {
  const w = await week(program);
  const school = await w.house.invite(w.clerk, w.units.filter((u) => u.kind === 'school')[2].id, 'liaison');
  const page = await device(w.house.url, DESK);
  page.on('dialog', (d) => d.accept());
  const checks = page.locator('.check');
  const sound = async () => {
    assert.deepEqual(await axeFinds(page), []);
    assert.deepEqual(page.wrong, []);
  };
  const remarks = async (body) => {
    const o = await owed(school, w.at, '日报', '2023-05-17');
    return (await school.post(`/api/obligations/${o.id}/check`, { body })).remarks.filter((r) => !r.blocks).map((r) => r.message);
  };
  const body = () => structuredClone(dailyBody());

  await test('a check is told in the words of the form', async () => {
    assert.ok(!(await remarks(body())).some((m) => m.includes('服务人次')));
    await logIn(page, w.clerk.login);
    await page.goto(`/desk/notice/${w.campaign.id}`);
    await page.getByRole('tab', { name: /报表/ }).click();
    await checks.nth(1).waitFor();
    assert.equal(await checks.nth(1).getByLabel('哪个数', { exact: true }).locator('option:checked').innerText(), '累计参加人数');
    assert.match(await checks.nth(1).getByLabel('哪个数（之和）').first().locator('option:checked').innerText(), /当日活动：参加人数\/学生合计/);
    await sound();
  });

  await test('one is added of any numbers of the form, and says by itself what it demands', async () => {
    await page.getByTestId('add-check').click();
    const check = checks.nth(2);
    await check.getByLabel('哪个数', { exact: true }).selectOption({ label: '当日活动：服务人次合计' });
    await check.getByLabel('应当').selectOption({ label: '不多于' });
    await check.getByLabel('哪个数（之和）').first().selectOption({ label: '当日活动：参加人数/学生合计' });
    await check.getByRole('button', { name: '再加一个数' }).click();
    await check.getByLabel('哪个数（之和）').nth(1).selectOption({ label: '当日活动：参加人数/群众合计' });
    assert.equal(await check.getByLabel('不符时提示').inputValue(), '“当日活动：服务人次合计”应不多于“当日活动：参加人数/学生合计、当日活动：参加人数/群众合计”之和');
    await sound();
  });

  await test('what the clerk has worded stays when another number is chosen', async () => {
    await checks.nth(0).getByLabel('不符时提示').fill('累计场数少于当日场数，请核对');
    await checks.nth(0).getByLabel('应当').selectOption({ label: '等于' });
    assert.equal(await checks.nth(0).getByLabel('不符时提示').inputValue(), '累计场数少于当日场数，请核对');
    await checks.nth(1).getByRole('button', { name: '去掉这条勾稽关系' }).click();
    await until(async () => (await checks.count()) === 2);
  });

  await test('what is published judges the next report by them', async () => {
    await page.getByTestId('publish').click();
    await page.getByTestId('publish-sure').click();
    await page.getByTestId('published').waitFor();
    const wrong = body();
    wrong.forms.activity_daily.activities[0].served = 151;
    wrong.forms.activity_daily.events_to_date = 2;
    wrong.forms.activity_daily.people_to_date = 1; // its check was taken away
    const said = await remarks(wrong);
    assert.ok(said.some((m) => m.startsWith('“当日活动：服务人次合计”应不多于')), said.join('\n'));
    assert.ok(said.includes('累计场数少于当日场数，请核对'), said.join('\n'));
    assert.ok(!said.some((m) => m.includes('累计参加人数不应少于')), said.join('\n'));
    assert.ok(!(await remarks(body())).some((m) => m.includes('服务人次')));
    await sound();
  });

  const paste = async (field, text) => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.evaluate((what) => navigator.clipboard.writeText(what), text);
    await field.press('Control+A');
    await field.press('Control+V');
  };
  await test('a long note that is pasted is kept whole and counted', async () => {
    await page.goto(`/desk/notice/${w.campaign.id}`);
    await page.getByRole('tab', { name: /报表/ }).click();
    const note = page.getByLabel('填表说明');
    const text = '每行填一项活动，'.repeat(91).slice(0, 720);
    await paste(note, text);
    assert.equal(await note.inputValue(), text);
    await page.getByText('720/500 字').waitFor();
    await sound();
    await page.getByTestId('save-draft').click();
    await until(async () => (await w.clerk.get(`${w.at}/draft`)).document.forms[0].note === text);
  });

  await test('what does not fit into a field is told at the field', async () => {
    const name = page.getByLabel('报表名称');
    await paste(name, '报'.repeat(95));
    assert.equal((await name.inputValue()).length, 80);
    assert.equal(await name.evaluate((x) => x.validationMessage), '最多 80 字，有 15 字没有放进去');
    await name.press('Backspace');
    assert.equal(await name.evaluate((x) => x.validationMessage), '');
  });

  await test('a form of one number says why there is nothing to compare', async () => {
    await page.goto(`/desk/notice/${w.campaign.id}`);
    await page.getByRole('tab', { name: /报表/ }).click();
    await page.getByRole('button', { name: '新建报表' }).click();
    await page.getByText('有两个以上数字栏目时').waitFor();
    assert.equal(await page.getByTestId('add-check').count(), 0);
  });

  await page.context().close();
  await w.house.stop();
  removeFolder(w.house.data);
}
