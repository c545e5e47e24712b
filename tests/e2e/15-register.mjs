// SPDX-License-Identifier: Apache-2.0
// The clerk brings a new register: a school that has reported leaves, one comes in and is published for.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { removeFolder, test } from '../house.mjs';
import { owed, send, week } from '../stories/week.mjs';
import { axeFinds, DESK, device, logIn } from './browser.mjs';

const lines = readFileSync(new URL('../../campaigns/hefei-2023/register.csv', import.meta.url), 'utf8').trim().split('\n');

export default async function (program) {
  const w = await week(program);
  const school = await w.house.enter('liaison');
  const its = w.units.find((u) => u.id === school.me.unit);
  assert.equal((await send(school, await owed(school, w.at, '日报', '2023-05-17'), undefined, { nil: true })).status, 200);
  const page = await device(w.house.url, DESK);
  const choose = (name, text) => page.locator('#units-file').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
  const sound = async () => {
    assert.deepEqual(await axeFinds(page), []);
    assert.deepEqual(page.wrong, []);
  };

  await test('the template and the register are there to be taken', async () => {
    await logIn(page, w.clerk.login);
    await page.goto('/desk/units');
    for (const [name, file] of [['下载模板', 'register-template.xlsx'], ['导出名录', 'register.xlsx']]) {
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name }).first().click()]);
      assert.equal(download.suggestedFilename(), file);
    }
  });

  await test('a contact is changed where it stands', async () => {
    await page.locator('#units-words').fill(its.name);
    await page.getByRole('button', { name: `修改：${its.name}` }).click();
    await page.locator('#unit-contact_phone').fill('0551-87654321');
    await sound();
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByRole('link', { name: '0551-87654321' }).waitFor();
    await page.locator('#units-words').fill('');
    await sound();
  });

  await test('a list that lacks columns is told what they are for', async () => {
    await choose('名单.csv', '序号,学校名称,联系人,电话\n1,演练一校,演练甲,0551-1\n');
    await page.getByText('缺少这一列：如：市教育局、县、').waitFor();
    await sound();
    await page.getByRole('button', { name: '取消' }).click();
  });

  await test('the trial names whom it removes, with what they have reported', async () => {
    const kept = lines.filter((line) => !line.startsWith(`${its.code},`));
    const like = lines.find((line) => line.includes(',中专学校,')).split(',');
    await choose('register.csv', [...kept, ['34X999', like[1], '演练新建学校', '新建校', ...like.slice(4)].join(',')].join('\n'));
    const gone = page.locator('.import-list tr', { hasText: its.name });
    await gone.getByText('该单位已有 1 份报送').waitFor();
    await page.locator('.import-list tr', { hasText: '演练新建学校' }).waitFor();
    await sound();
  });

  await test('who came in owes nothing until it is published again, and that is said where it is done', async () => {
    await page.getByRole('button', { name: '确认导入' }).click();
    await page.locator('.left-out', { hasText: '有 1 个单位的应报事项尚未全部纳入' }).waitFor();
    await sound();
    await page.locator('.left-out').getByRole('link').click();
    await page.waitForURL(/\/desk\/notice\/\d+/);
    await page.locator('.left-out', { hasText: '发布补充通知' }).waitFor();
    await sound();
    const { campaign, document } = await w.clerk.get(`${w.at}/draft`);
    const saved = await w.clerk.put(`${w.at}/draft`, { revision: campaign.revision, document });
    await w.clerk.post(`${w.at}/publish`, { revision: saved.revision });
    await page.goto('/desk/units');
    await page.locator('.units th[scope=row]').first().waitFor();
    assert.equal(await page.locator('.left-out').count(), 0);
  });

  await test('the board keeps the school that left, marked', async () => {
    await page.goto('/desk');
    await page.locator('#board-search').fill(its.name);
    await page.locator('.g-row', { hasText: '已移出' }).first().waitFor();
    assert.deepEqual(page.wrong, []);
  });

  await test('its officer is told, reads what was sent, and is not asked for more', async () => {
    const phone = await device(w.house.url);
    await logIn(phone, school.login);
    await phone.getByText('不再应报，此前的报送都保留').waitFor();
    await phone.getByText('日报（5月17日）').first().waitFor();
    assert.equal(await phone.getByRole('button', { name: '零报告' }).count(), 0);
    assert.deepEqual(await axeFinds(phone), []);
    assert.deepEqual(phone.wrong, []);
  });

  await w.house.stop();
  removeFolder(w.house.data);
}
