// SPDX-License-Identifier: Apache-2.0
// Pictures of the phone's pages and of the doors.
import { accept, DESK, device, logIn, picture } from './browser.mjs';

const photo = (name, tint) => ({ name, mimeType: 'image/png', buffer: picture(640, 480, tint) });

export default async function (house, take) {
  const { url } = house;
  const clerk = await house.enter('clerk');
  const campaign = (await clerk.get('/api/campaigns')).campaigns[0].id;

  const wide = await device(url, DESK);
  await wide.goto('/login');
  await take(wide, 'login');
  await wide.goto(house.links.liaison);
  await wide.getByLabel('姓名').waitFor();
  await take(wide, 'invitation');
  await wide.goto('/i/0000');
  await wide.getByText('不能用了').waitFor();
  await take(wide, 'invitation-gone');

  const phone = await device(url);
  await phone.goto('/login');
  await take(phone, 'phone-login');
  await phone.getByLabel('账号').fill('nobody');
  await phone.getByLabel('密码').fill('wrong password');
  await phone.getByRole('button', { name: '登录' }).click();
  await phone.getByRole('alert').waitFor();
  await take(phone, 'phone-login-wrong');
  await phone.goto(house.links.liaison);
  await phone.getByLabel('设置密码').fill('lamp river');
  await take(phone, 'phone-invitation');
  await accept(phone, house.links.liaison, '演练联络员', 'yanlian-school');
  await phone.locator('article').first().waitFor();
  await take(phone, 'phone-today', { whole: true });

  // one that came back
  const plan = phone.locator('article', { hasText: '走进社区' });
  await plan.getByRole('button', { name: /补报/ }).click();
  await phone.locator('.report-form textarea').first().waitFor();
  for (const box of await phone.locator('.report-form section textarea').all()) await box.fill('演练：社区便民服务，计划六十名师生参加。');
  await phone.getByRole('button', { name: '补报' }).click();
  const anyway = phone.getByRole('button', { name: '仍然报送' });
  await Promise.race([anyway.waitFor().then(() => anyway.click()).catch(() => {}), phone.waitForURL(/\/v\/1/)]);
  await phone.waitForURL(/\/v\/1/);
  const id = /\/o\/(\d+)/.exec(phone.url())[1];
  await phone.getByText('已收到').first().waitFor();
  await take(phone, 'phone-receipt-late');
  await clerk.post(`/api/campaigns/${campaign}/reviews`, { action: 'return', items: [{ obligation: id, version: 1 }], reason: '缺少活动地点或时间，请补充；参加人数请分学生、教师填写', forget: false });
  await phone.goto('/m');
  await phone.locator('article').first().waitFor();
  await take(phone, 'phone-today-returned');
  await phone.locator('article').first().getByRole('button').first().click();
  await phone.locator('.reason').waitFor();
  await take(phone, 'phone-returned');
  await phone.locator('.rows.flat').scrollIntoViewIfNeeded();
  await take(phone, 'phone-versions');

  // the daily report
  await phone.goto('/m');
  await phone.locator('article', { hasText: '活动情况日报' }).getByRole('button', { name: /零报告/ }).click();
  await phone.getByRole('button', { name: '零报告报送' }).waitFor();
  await take(phone, 'phone-nil');
  await phone.getByRole('button', { name: '取消' }).click();
  await phone.locator('article', { hasText: '活动情况日报' }).getByRole('button', { name: /^填报/ }).click();
  await phone.locator('.report-form').waitFor();
  await take(phone, 'phone-form');
  await phone.getByLabel('填报人').first().fill('演练填报人');
  await phone.getByLabel('联系电话').first().fill('0551-00000000');
  for (const [name, students] of [['社区便民服务：健康咨询、家电维修与传统手工体验', '120'], ['“小小匠人”技能体验课堂', '']]) {
    await phone.getByRole('button', { name: '添加当日活动' }).click();
    const sheet = phone.getByRole('dialog');
    await sheet.getByLabel('活动名称').fill(name);
    await sheet.getByLabel('开始').fill('09:00');
    await sheet.getByLabel('结束').fill('11:30');
    await sheet.getByLabel('地点').fill('庐阳区某社区广场');
    await sheet.getByLabel('主办单位').fill('演练一中专');
    await sheet.getByLabel('主要内容').fill('健康咨询、家政服务、形象设计、传统手工体验。');
    if (students) await sheet.getByLabel('学生').fill(students);
    if (students) await sheet.getByLabel('教师').fill('12');
    if (students) await take(phone, 'phone-activity');
    await sheet.getByRole('button', { name: '完成' }).click();
    await sheet.waitFor({ state: 'hidden' });
  }
  await phone.locator('.sums').scrollIntoViewIfNeeded();
  await take(phone, 'phone-rows');
  const photos = phone.locator('.card', { has: phone.getByRole('heading', { name: '照片' }) });
  await photos.locator('input[type=file]').setInputFiles([photo('开幕.png', 10), photo('体验课堂.png', 90)]);
  await photos.locator('img').nth(1).waitFor();
  let hold;
  await phone.route('**/api/files?name=*', (route) => new Promise((go) => (hold = () => { hold = undefined; go(route.abort()); })));
  await photos.locator('input[type=file]').setInputFiles([photo('社区服务.png', 160)]);
  await phone.waitForTimeout(500);
  await photos.scrollIntoViewIfNeeded();
  await take(phone, 'phone-photos');
  hold?.();
  await photos.getByText('上传中断').waitFor();
  await take(phone, 'phone-photos-broken');
  await phone.unroute('**/api/files?name=*');
  await photos.locator('img').nth(2).waitFor();
  await phone.getByRole('button', { name: '自拟标题' }).click();
  await phone.getByLabel('自拟标题').fill('5月17日进社区活动.docx');
  await phone.getByLabel('自拟标题').blur();
  await phone.locator('.offer').scrollIntoViewIfNeeded();
  await take(phone, 'phone-title');
  await phone.getByRole('button', { name: '采用' }).click();
  await phone.getByRole('button', { name: '报送', exact: true }).click();
  await phone.locator('.remarks').waitFor();
  await take(phone, 'phone-remarks');

  // two devices
  await wide.goto('/login');
  await logIn(wide, 'yanlian-school');
  await wide.goto(phone.url());
  await wide.getByLabel('审核人').fill('电脑上的审核人');
  await wide.locator('.saved', { hasText: '已保存' }).waitFor();
  await take(wide, 'phone-form-wide');
  await phone.getByLabel('审核人').fill('手机上的审核人');
  await phone.getByText('两处都在修改').waitFor();
  await take(phone, 'phone-clash');
  await phone.getByRole('button', { name: '保留我的' }).click();
  await phone.locator('.saved', { hasText: '已保存' }).waitFor();
  await phone.context().setOffline(true);
  await phone.getByLabel('备注').first().fill('没有网络时写的');
  await phone.getByText('网络不通，已留在本机').waitFor();
  await phone.getByLabel('备注').first().scrollIntoViewIfNeeded();
  await take(phone, 'phone-offline');
  await phone.context().setOffline(false);

  await phone.goto('/m');
  await phone.getByRole('button', { name: /显示全部/ }).click();
  await phone.getByRole('link', { name: /推荐典型案例/ }).click();
  await phone.getByRole('button', { name: '添加一篇材料' }).click();
  await phone.getByRole('dialog').getByLabel('正文').fill('演练：一名毕业生的成长故事……');
  await take(phone, 'phone-piece');
  await phone.goto('/m/own');
  await phone.locator('main').waitFor();
  await take(phone, 'phone-own');
  await phone.goto('/m/me');
  await take(phone, 'phone-me');
  await phone.goto('/m/o/1');
  await phone.getByRole('alert').waitFor();
  await take(phone, 'phone-missing');
  await phone.goto('/nowhere');
  await take(phone, 'phone-nowhere');

  const detail = await clerk.get(`/api/obligations/${id}`);
  const v = detail.versions[0];
  await wide.goto(`/receipt/${v.receipt}?hash=${v.hash.slice(0, 16)}`);
  await wide.getByText('凭证属实').waitFor();
  await take(wide, 'receipt');
  await phone.goto(`/receipt/${v.receipt}?hash=${'0'.repeat(16)}`);
  await phone.getByText('查验未通过').waitFor();
  await take(phone, 'phone-receipt-wrong');

  const county = await device(url);
  await accept(county, house.links.county, '演练经办人', 'yanlian-county');
  await county.getByRole('tab', { name: '下属单位' }).click();
  await county.locator('.board-list .rows').first().waitFor();
  await take(county, 'phone-county', { whole: true });
  await county.locator('.missing-row .main').first().click();
  await county.locator('.card').first().waitFor();
  await take(county, 'phone-county-school');

  const desk = await device(url);
  await logIn(desk, clerk.login);
  await desk.locator('.missing-row').first().waitFor();
  await take(desk, 'phone-clerk');
  await desk.locator('.missing-row').first().getByRole('button', { name: /电话报送/ }).click();
  await desk.getByRole('dialog').waitFor();
  await take(desk, 'phone-clerk-call');
  await desk.goto(`/m/o/${id}`);
  await desk.locator('.report-view').waitFor();
  await take(desk, 'phone-clerk-report');
  await desk.goto('/m');
  await desk.locator('.rows .row').first().click();
  await desk.locator('.card, .rows').first().waitFor();
  await take(desk, 'phone-clerk-unit');
  for (const page of [phone, wide, county, desk]) await page.context().close();
}
