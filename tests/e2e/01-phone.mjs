// SPDX-License-Identifier: Apache-2.0
// The phone's part of the week: invited, filled in on two devices, sent over a bad network, returned, sent again, checked.
import assert from 'node:assert/strict';
import { House, removeFolder, test, until } from '../house.mjs';
import { accept, axeFinds, DESK, device, logIn, picture } from './browser.mjs';

const photo = (name, tint) => ({ name, mimeType: 'image/png', buffer: picture(320, 240, tint) });
const saved = (page) => page.locator('.bottombar .saved', { hasText: /^\s*已保存 \d\d:\d\d:\d\d\s*$/ }).waitFor();
const sound = async (page) => {
  assert.deepEqual(await axeFinds(page), []);
  assert.deepEqual(page.wrong, []);
};

export default async function (program) {
  const house = await House.start(program, { args: ['--quiet', '--speed', '0', '--campaign', 'campaigns/hefei-2023'] });
  const url = house.url;
  const clerk = await house.enter('clerk');
  const campaign = (await clerk.get('/api/campaigns')).campaigns[0].id;
  const phone = await device(url);
  const receipt = {};

  const daily = () => phone.locator('article', { hasText: '活动情况日报（5月17日）' });

  await test('an invitation shows unit and role, and looking does not use it up', async () => {
    for (let i = 0; i < 3; i++) {
      await phone.goto(house.links.liaison);
      await phone.getByText('邀请您以“联络员”身份').waitFor();
      await phone.getByText('试运行（演练数据）').waitFor();
    }
    await phone.getByLabel('设置密码').fill('12345');
    await phone.getByText('太短，还差 5 个字符').waitFor();
    await phone.locator('form button.main').click();
    assert.equal(await phone.locator('input[name=name]').evaluate((field) => field.validationMessage), '请填写此项');
    await sound(phone);
    await accept(phone, house.links.liaison, '演练联络员', 'yanlian-school');
  });

  await test('a used invitation says so', async () => {
    const other = await device(url);
    await other.goto(house.links.liaison);
    await other.getByText('这个邀请链接不能用了').waitFor();
    await sound(other);
    await other.context().close();
  });

  await test('what is owed stands in order: overdue first, then what is due, with the time left', async () => {
    await daily().waitFor();
    const text = await phone.locator('main').innerText();
    assert.ok(text.indexOf('需要处理') < text.indexOf('今天要报') && text.indexOf('今天要报') < text.indexOf('接下来'));
    assert.match(await daily().innerText(), /报送时限 5月18日 周四 10:00\s*还剩 30分00秒/);
    await phone.getByText('试运行（演练数据）').waitFor();
    await sound(phone);
  });

  await test('the form is filled in, activities as rows with 小计, and the draft saves itself', async () => {
    await daily().getByRole('button', { name: /^填报/ }).click();
    const form = phone.locator('.report-form');
    await form.getByLabel('填报人').first().fill('演练填报人');
    await form.getByLabel('联系电话').first().fill('0551-00000000');
    for (const [name, students] of [['社区便民服务', '１２０'], ['技能体验课堂', '85']]) {
      await phone.getByRole('button', { name: '添加当日活动' }).click();
      const sheet = phone.getByRole('dialog');
      await sheet.getByLabel('活动名称').fill(name);
      await sheet.getByLabel('开始').fill('09:00');
      await sheet.getByLabel('地点').fill('庐阳区某社区广场');
      await sheet.getByLabel('主办单位').fill('演练一中专');
      await sheet.getByLabel('主要内容').fill('健康咨询、家政服务、形象设计、传统手工体验。');
      await sheet.getByLabel('学生').fill(students);
      if (name === '社区便民服务') await sound(phone);
      await sheet.getByRole('button', { name: '完成' }).click();
      await sheet.waitFor({ state: 'hidden' });
    }
    await phone.locator('.sums', { hasText: '学生 205人' }).waitFor();
    await saved(phone);
    await phone.getByText('依据：通知原文').click();
    await phone.locator('blockquote', { hasText: '前一日活动情况' }).waitFor();
    await sound(phone);
  });

  await test('photos go up with a progress bar; a broken one is tried again by itself; an empty file is refused', async () => {
    let broken = 0;
    await phone.route('**/api/files?name=*', (route) => (broken++ ? route.continue() : route.abort()));
    const add = phone.locator('.card', { has: phone.getByRole('heading', { name: '照片' }) });
    await add.locator('input[type=file]').setInputFiles([photo('开幕.png', 10)]);
    await add.getByText('上传中断').waitFor();
    await add.locator('img').waitFor();
    await add.locator('input[type=file]').setInputFiles([photo('体验.png', 120), { name: '空.png', mimeType: 'image/png', buffer: Buffer.alloc(0) }]);
    await add.getByText('0 字节').waitFor();
    await add.getByRole('button', { name: '移除 空.png' }).click();
    await until(async () => (await add.locator('img').count()) === 2);
    await saved(phone);
  });

  const second = await device(url, DESK);
  await test('the draft comes back on another device', async () => {
    await logIn(second, 'yanlian-school');
    await second.goto(phone.url());
    await second.getByText('接着上次的草稿').waitFor();
    assert.equal(await second.getByLabel('填报人').first().inputValue(), '演练填报人');
    await second.locator('.sums', { hasText: '学生 205人' }).waitFor();
    assert.equal(await second.locator('.tile img').count(), 2);
  });

  await test('two devices edit one draft: the second sees it, and joining keeps both', async () => {
    await second.getByLabel('审核人').fill('演练审核人');
    await saved(second);
    await phone.getByLabel('累计开展活动').fill('2');
    await phone.getByText('两处都在修改这份草稿').waitFor();
    await phone.getByText('两份改的不是同一处').waitFor();
    await sound(phone);
    await phone.getByRole('button', { name: '查看对方草稿' }).click();
    await phone.getByRole('dialog').getByText('演练审核人').waitFor();
    await phone.getByRole('dialog').getByRole('button', { name: '返回' }).click();
    await phone.getByRole('button', { name: '合并两份' }).click();
    await saved(phone);
    assert.equal(await phone.getByLabel('审核人').inputValue(), '演练审核人');
    assert.equal(await phone.getByLabel('累计开展活动').inputValue(), '2');
  });

  await test('keeping mine puts the other draft aside, and it can be had back', async () => {
    await second.reload();
    await second.getByLabel('审核人').waitFor();
    await phone.getByLabel('审核人').fill('手机上的审核人');
    await saved(phone);
    await second.getByLabel('审核人').fill('电脑上的审核人');
    await second.getByText('1 处两份都改了').waitFor();
    await second.getByRole('button', { name: '保留我的' }).click();
    await saved(second);
    await second.getByText('本机还留有另一份草稿').waitFor();
    await second.locator('.nil-line').getByRole('button', { name: '查看' }).click();
    await second.getByRole('dialog').getByText('手机上的审核人').waitFor();
    await second.context().close();
  });

  await test('a title typed by hand is repaired on offer', async () => {
    await phone.reload();
    await phone.getByRole('button', { name: '自拟标题' }).click();
    await phone.getByLabel('自拟标题').fill('5月17日进社区活动.docx');
    await phone.getByLabel('自拟标题').blur();
    await phone.locator('.offer').waitFor();
    await sound(phone);
    await phone.getByRole('button', { name: '采用' }).click();
    assert.match(await phone.getByLabel('自拟标题').inputValue(), /^活动周演练一中专单位5月17日进社区活动材料$/);
  });

  await test('what is missing is told, and one tap leads to the field', async () => {
    await phone.getByRole('button', { name: '报送', exact: true }).click();
    const remarks = phone.locator('.remarks');
    await remarks.waitFor();
    await remarks.getByRole('button', { name: /累计参加人数/ }).first().click();
    await until(() => phone.evaluate(() => document.activeElement?.id === 'f-activity_daily.people_to_date'));
    await sound(phone);
    await phone.getByLabel('累计参加人数').fill('260');
    const media = phone.locator('.card', { has: phone.getByRole('heading', { name: /媒体宣传情况日报表/ }) });
    await media.getByLabel('填报人').fill('演练填报人');
    await media.getByLabel('联系电话').fill('0551-00000000');
    await media.getByLabel('累计报道').fill('0');
    await saved(phone);
  });

  await test('without a network nothing is lost, and the sending keeps its name until it is received once', async () => {
    const names = [];
    let lost = 0;
    await phone.route('**/reports', async (route) => {
      names.push(route.request().postDataJSON().sending);
      if (lost++ === 0) {
        await route.fetch(); // the server receives it, the answer is lost
        return route.abort();
      }
      return route.continue();
    });
    await phone.getByRole('button', { name: '报送', exact: true }).click();
    const anyway = phone.getByRole('button', { name: '仍然报送' });
    await Promise.race([anyway.waitFor().then(() => anyway.click()), phone.waitForURL(/\/v\/1/)]);
    await phone.waitForURL(/\/v\/1/);
    await phone.unroute('**/reports');
    assert.equal(names.length, 2);
    assert.equal(names[0], names[1]);
    assert.match(names[0], /^[0-9a-f]{8}-[0-9a-f]{4}-7/);
  });

  await test('the receipt has number, time and hash, and anyone can check it', async () => {
    await phone.getByText('报送成功').waitFor();
    receipt.number = await phone.locator('.receipt .number').innerText();
    receipt.link = await phone.getByRole('link', { name: '查验' }).getAttribute('href');
    assert.match(await phone.locator('.receipt').innerText(), /2023-05-18 09:30:00/);
    await sound(phone);
    const anyone = await device(url);
    await anyone.goto(receipt.link);
    await anyone.getByText('凭证属实').waitFor();
    await anyone.getByText('2023-05-18 09:30:00').waitFor();
    await sound(anyone);
    await anyone.goto(receipt.link.replace(/hash=.*/, `hash=${'0'.repeat(16)}`));
    await anyone.getByText('查验未通过').waitFor();
    await anyone.context().close();
  });

  const id = /\/o\/(\d+)/.exec(phone.url())[1];
  await test('returned: the reason stands on top, and it goes again as a new version', async () => {
    const done = await clerk.post(`/api/campaigns/${campaign}/reviews`, { action: 'return', items: [{ obligation: id, version: 1 }], reason: '参加人数与活动内容不一致，请核对', forget: false });
    assert.equal(done.done, 1);
    await phone.goto('/m');
    const first = phone.locator('article').first();
    await first.getByText('参加人数与活动内容不一致').waitFor();
    await sound(phone);
    await first.getByRole('button', { name: /^修改后重新报送/ }).click();
    await phone.getByLabel('累计参加人数').fill('205');
    await saved(phone);
    await phone.getByRole('button', { name: '重新报送' }).click();
    const anyway = phone.getByRole('button', { name: '仍然报送' });
    await Promise.race([anyway.waitFor().then(() => anyway.click()).catch(() => {}), phone.waitForURL(/\/v\/2/)]);
    await phone.waitForURL(/\/v\/2/);
    await phone.goto(`/m/o/${id}`);
    await phone.getByText('第 2 次 · 报送').waitFor();
    await phone.getByText('第 1 次 · 报送').waitFor();
    await sound(phone);
    const detail = await clerk.get(`/api/obligations/${id}`);
    assert.equal(detail.obligation.version, 2);
    assert.equal(detail.body.forms.activity_daily.people_to_date, 205);
    assert.equal(detail.body.files.length, 2);
  });

  await test('the older receipt is still true, and says that it was replaced', async () => {
    const anyone = await device(url);
    await anyone.goto(receipt.link);
    await anyone.getByText('已被新的版次替代').waitFor();
    await anyone.context().close();
  });

  const county = await device(url);
  await test('a nil report is one tap and a yes', async () => {
    await accept(county, house.links.county, '演练经办人', 'yanlian-county');
    const card = county.locator('article', { hasText: '活动情况日报（5月17日）' });
    await card.getByRole('button', { name: /^零报告/ }).click();
    await county.getByRole('button', { name: '零报告报送' }).waitFor();
    await sound(county);
    await county.getByRole('button', { name: '零报告报送' }).click();
    await county.getByText(/已收到，凭证编号/).waitFor();
    await card.waitFor({ state: 'detached' });
    await sound(county);
  });

  await test('a county office sees how its schools stand', async () => {
    await county.getByRole('tab', { name: '下属单位' }).click();
    await county.getByText('未报单位').first().waitFor();
    await sound(county);
  });

  const desk = await device(url);
  await test("a clerk's phone lists the missing first, with a number to call, and copies the list", async () => {
    await logIn(desk, clerk.login);
    await desk.locator('.missing-row').first().waitFor();
    const figures = await desk.locator('.figures').innerText();
    assert.match(figures.replace(/\s+/g, ' '), /应报 69 已报 2 未报（尚未到时限） 67/);
    assert.match(await desk.locator('.missing-row .call').first().getAttribute('href'), /^tel:[\d+]+$/);
    await desk.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await desk.getByRole('button', { name: '复制未报单位名单' }).click();
    await desk.getByText('已复制').waitFor();
    assert.match(await desk.evaluate(() => navigator.clipboard.readText()), /日报/);
    await sound(desk);
  });

  await test('a report made by phone is entered with the time of the call', async () => {
    const row = desk.locator('.missing-row').first();
    const name = await row.locator('.who').innerText();
    await row.getByRole('button', { name: /^电话报送/ }).click();
    const sheet = desk.getByRole('dialog');
    await sheet.getByText(name).waitFor();
    await sheet.getByLabel('通话要点').fill('演练来电：当日开放校园一场，学生六十人');
    await sound(desk);
    await sheet.getByRole('button', { name: '登记为电话报送' }).click();
    await desk.getByText('已登记电话报送').waitFor();
    await until(async () => /未报（尚未到时限）\s*66/.test(await desk.locator('.figures').innerText()));
  });

  await test('a district owes nothing by the letter, and reports a daily of its own accord', async () => {
    const district = (await clerk.get('/api/units')).units.find((u) => u.kind === 'district');
    const made = await clerk.post('/api/invitations', { unit: district.id, role: 'county' });
    const page = await device(url);
    await accept(page, made.link, '演练经办人', 'yanlian-district');
    await page.getByText('没有应报事项').waitFor();
    await sound(page);
    await page.getByRole('link', { name: '自愿报送' }).click();
    await page.locator('.card', { hasText: '活动情况日报' }).getByRole('button', { name: /5月17日/ }).click();
    await page.locator('.badge', { hasText: '自愿报送' }).first().waitFor();
    await page.locator('.report-form').waitFor();
    await sound(page);
    await page.context().close();
  });

  await test('recommended materials are pieces, counted against the quota', async () => {
    await phone.goto('/m');
    await phone.getByRole('button', { name: /显示全部/ }).click();
    await phone.getByRole('link', { name: /推荐典型案例/ }).click();
    await phone.getByRole('button', { name: '添加一篇材料' }).click();
    const sheet = phone.getByRole('dialog');
    assert.match(await sheet.getByLabel('标题').inputValue(), /^活动周演练一中专单位.+材料$/);
    await sheet.getByLabel('正文').fill('演练：一名毕业生的成长故事。');
    await sound(phone);
    await sheet.getByRole('button', { name: '完成' }).click();
    await phone.getByText(/要求不少于 \d 篇，已填 1 篇/).waitFor();
    await saved(phone);
    await sound(phone);
  });

  await test('logging out forgets who was there, and the page asks again', async () => {
    await phone.goto('/m/me');
    await phone.getByRole('button', { name: '退出登录' }).click();
    await phone.waitForURL(/\/login/);
    await phone.goto(`/m/o/${id}`);
    await phone.getByText('请登录后继续').waitFor();
    await phone.getByLabel('账号').fill('yanlian-school');
    await phone.getByLabel('密码').fill('不是这个密码');
    await phone.getByRole('button', { name: '登录' }).click();
    await phone.getByRole('alert').waitFor();
    await sound(phone);
    await logIn(phone, 'yanlian-school');
  });

  for (const page of [phone, county, desk]) await page.context().close();
  await house.stop();
  removeFolder(house.data);
}
