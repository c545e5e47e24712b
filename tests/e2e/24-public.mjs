// SPDX-License-Identifier: Apache-2.0
// The public's week in a browser: a school offers a visit on its phone, the clerk shows it and a story at the desk, and people
// without script read, book, go wrong, find it full, and cancel. With SHOTS=FOLDER it leaves pictures there.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { House, removeFolder, test } from '../house.mjs';
import { dailyBody, owed, send, week } from '../stories/week.mjs';
import { accept, axeFinds, DESK, device, logIn, open, PHONE, picture } from './browser.mjs';

/** A button and, for who does not see where it stands, what it is about. */
const button = (page, verb, what) => page.getByRole('button', { name: new RegExp(`^${verb}\\s*：\\s*${what}`) });
const sideways = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
const LONG = '演练市现代职业教育公共实训中心智能制造与新能源汽车技术应用开放体验暨职业启蒙教育主题参观活动（面向中小学生和社区居民）';

/** A page of somebody who lets no script run; what it weighs is kept. */
async function citizen(url, screen = PHONE, locale = 'zh-CN') {
  const context = await (await open()).newContext({ ...screen, locale, javaScriptEnabled: false, baseURL: url });
  context.setDefaultTimeout(10000);
  return context.newPage();
}

export default async function (program) {
  const w = await week(program, { start: '2023-05-18T09:30:00+08:00' });
  const schools = w.units.filter((u) => u.kind === 'school');
  const school = await w.house.invite(w.clerk, schools[0].id, 'liaison');
  const daily = await owed(school, w.at, '日报', '2023-05-17');
  const { duty } = await school.get(`/api/obligations/${daily.id}`);
  const key = (kind) => duty.parts.find((p) => p.kind === kind).key;
  const files = [];
  for (let i = 0; i < 2; i++) {
    const photo = await school.must('POST', `/api/files?name=photo${i}.png`, new Uint8Array(picture(640, 480, 60 * i)));
    files.push({ blob: photo.blob, name: `便民服务${i + 1}.png`, part: key('photos'), type: photo.type, size: photo.size, width: 640, height: 480 });
  }
  const text = '　　演练一校走进社区，为居民提供健康咨询、家电维修等便民服务。\n　　活动受到居民欢迎，咨询电话0551-00000000。';
  assert.equal((await send(school, daily, dailyBody({ texts: { [key('text')]: text }, files }))).status, 200);
  await w.clerk.post(`${w.at}/reviews`, { action: 'accept', items: [{ obligation: daily.id, version: 1 }] });
  const path = `/week/${w.campaign.key}`;
  const shot = async (page, name) => process.env.SHOTS && page.screenshot({ path: join(process.env.SHOTS, `${name}.png`), fullPage: true });

  const phone = await device(w.house.url, PHONE), desk = await device(w.house.url, DESK);
  desk.on('dialog', (d) => d.accept());
  await logIn(phone, school.login);
  await logIn(desk, w.clerk.login);
  const people = await citizen(w.house.url), wide = await citizen(w.house.url, DESK);

  await test('a school offers a visit on its phone and sets its times', async () => {
    await phone.getByRole('link', { name: '开放参观' }).click();
    await phone.getByText('还没有开放参观的活动').waitFor();
    await phone.getByRole('button', { name: '新增一项' }).click();
    await phone.getByLabel('标题').fill(LONG);
    await phone.getByLabel('地点').fill('演练一校实训中心');
    await phone.getByLabel('日期').fill('2023-05-20');
    await phone.getByLabel('内容').fill('参观实训场地，体验3D打印。');
    await phone.getByRole('button', { name: '提交给经办人' }).click();
    await phone.getByText('待公开').waitFor();
    await phone.getByLabel('名额（人）').fill('5');
    await phone.getByLabel('每次最多（人）').fill('5');
    await phone.getByRole('button', { name: '增加时段' }).click();
    await phone.getByText('已约 0 / 5 人').waitFor();
    await phone.getByLabel('结束时间').fill('08:00');
    await phone.getByRole('button', { name: '增加时段' }).click();
    await phone.getByText('结束时间要晚于开始时间').waitFor();
    assert.ok((await sideways(phone)) <= 0);
    assert.deepEqual(await axeFinds(phone), []);
    await shot(phone, 'phone-visits');
  });

  await test('the page is shut until the clerk opens it at the desk, and shows what the clerk chose', async () => {
    await people.goto(path);
    await people.getByText('公众页没有开放').waitFor();
    await shot(people, 'public-shut');
    await desk.getByRole('link', { name: '公众页' }).click();
    await desk.getByText('未开放：任何人都看不到。').waitFor();
    assert.deepEqual(await axeFinds(desk), []);
    await desk.getByRole('button', { name: '开放公众页' }).click();
    await desk.getByText('已开放，任何人都可以看').waitFor();
    await people.goto(path);
    await people.getByText('活动安排还没有公布').waitFor();
    await people.getByText('故事还在路上').waitFor();
    await shot(people, 'public-empty');
    await button(desk, '公开', LONG).click();
    await button(desk, '撤下', LONG).waitFor();
    await button(desk, '公开', '便民服务进社区').click();
    await button(desk, '撤下', '便民服务进社区').waitFor();
  });

  await test('a story with a phone in it is refused in words, and shown once that is taken out, with the chosen pictures', async () => {
    await button(desk, '公开', schools[0].name).click();
    const dialog = desk.getByRole('dialog');
    await dialog.getByLabel('标题').fill('走进社区');
    await dialog.getByRole('checkbox').first().check();
    await shot(desk, 'desk-public-story');
    await dialog.getByRole('button', { name: '保存并公开' }).click();
    await dialog.getByRole('alert').getByText('0551-00000000').waitFor();
    assert.deepEqual(await axeFinds(desk), []);
    await dialog.getByLabel('内容').fill('演练一校走进社区，为居民提供便民服务。\n活动受到居民欢迎。');
    await dialog.getByRole('button', { name: '保存并公开' }).click();
    await button(desk, '撤下', '走进社区').waitFor();
    await button(desk, '预约时段', LONG).click();
    await desk.getByText('已约 0 / 5 人').waitFor();
    assert.deepEqual(await axeFinds(desk), []);
    await shot(desk, 'desk-public');
    assert.ok((await sideways(desk)) <= 0);
  });

  await test('people read it without script, in either language, on any screen, within 50 kB a page', async () => {
    for (const [page, name] of [[people, 'public-week'], [wide, 'public-week-wide']]) {
      await page.goto(path);
      await page.getByRole('heading', { name: '活动故事' }).waitFor();
      await shot(page, name);
      assert.ok((await page.content()).length < 50000);
    }
    await people.getByRole('link', { name: /5月20日/ }).click();
    await people.getByRole('heading', { name: LONG }).waitFor();
    await shot(people, 'public-day');
    await people.goto(path);
    await people.getByRole('link', { name: '走进社区' }).click();
    await people.getByText('活动受到居民欢迎').waitFor();
    assert.equal(await people.getByRole('img', { name: '走进社区，第 1 张照片' }).evaluate((i) => i.naturalWidth > 0).catch(() => true), true);
    await shot(people, 'public-story');
    const english = await citizen(w.house.url, PHONE, 'en-US');
    await english.goto(path);
    await english.getByRole('heading', { name: 'Programme' }).waitFor();
    await shot(english, 'public-week-english');
    await english.context().close();
  });

  let item;
  await test('somebody books; what is wrong is said, what was typed stays, and the focus is where to mend it', async () => {
    await people.goto(`${path}/days/2023-05-20`);
    await people.getByRole('link', { name: /预约参观/ }).click();
    item = new URL(people.url()).pathname;
    await shot(people, 'public-visit');
    await people.getByRole('radio').check();
    await people.getByLabel('姓名').fill('演练某人');
    await people.getByLabel('联系电话').fill('123');
    await people.getByLabel('参观人数').fill('3');
    await people.getByRole('button', { name: '提交预约' }).click();
    await people.getByRole('alert').getByText('11 位手机号').waitFor();
    assert.equal(await people.getByLabel('姓名').inputValue(), '演练某人');
    assert.ok(await people.getByRole('radio').isChecked());
    assert.equal(await people.locator('[autofocus]').getAttribute('name'), 'phone');
    await shot(people, 'public-visit-wrong');
    await people.getByLabel('联系电话').fill('138 0000 0000');
    await people.getByRole('button', { name: '提交预约' }).click();
    await people.getByText('预约成功').waitFor();
    assert.match(await people.locator('.code').innerText(), /^[0-9a-z]{5}-[0-9a-z]{5}$/);
    await shot(people, 'public-booking');
  });

  await test('what is left is told, the last places go, then it is full for the next', async () => {
    await wide.goto(item);
    await wide.getByText('余 2 人').waitFor();
    for (const [tel, persons] of [['13800000001', '3'], ['13800000001', '2']]) {
      await wide.getByRole('radio').check();
      await wide.getByLabel('姓名').fill('演练甲');
      await wide.getByLabel('联系电话').fill(tel);
      await wide.getByLabel('参观人数').fill(persons);
      await wide.getByRole('button', { name: '提交预约' }).click();
      if (persons === '3') await wide.getByRole('alert').getByText('只剩 2 个名额').waitFor();
    }
    await wide.getByText('预约成功').waitFor();
    await wide.goto(item);
    await wide.getByText('所有时间都已约满或停止预约').waitFor();
    await shot(wide, 'public-full');
    assert.equal(await wide.getByRole('button').count(), 0);
  });

  await test('the school sees who comes and prints the list', async () => {
    await phone.reload();
    await phone.getByText('已约 5 / 5 人').waitFor();
    const href = await phone.getByRole('link', { name: '预约名单' }).getAttribute('href');
    await phone.goto(href);
    await phone.getByText('13800000000').waitFor();
    assert.deepEqual(await axeFinds(phone), []);
    assert.ok((await sideways(phone)) <= 0);
    await shot(phone, 'public-list');
  });

  await test('by its code a booking is found, cancelled and forgotten', async () => {
    const code = (await people.locator('.code').innerText()).toUpperCase();
    await people.goto(`${path}/bookings`);
    await people.getByLabel('预约码').fill('00000-00000');
    await people.getByRole('button', { name: '查询' }).click();
    await people.getByRole('alert').getByText('没有找到这个预约').waitFor();
    await shot(people, 'public-find-wrong');
    await people.getByLabel('预约码').fill(code);
    await people.getByRole('button', { name: '查询' }).click();
    await people.getByRole('button', { name: '取消预约' }).click();
    await people.getByText('这个预约已取消').waitFor();
    assert.ok(!(await people.content()).includes('演练某人'));
    await shot(people, 'public-cancelled');
  });

  await test('every page of the public’s is free of what axe finds, fits, and shows where the keyboard stands', async () => {
    for (const screen of [PHONE, DESK]) {
      const page = await device(w.house.url, screen);
      for (const at of [path, `${path}/days/2023-05-20`, `${path}/days/2023-05-22`, item, `${path}/bookings?code=1`, '/week/none']) {
        await page.goto(at);
        assert.deepEqual(await axeFinds(page), [], at);
        assert.ok((await sideways(page)) <= 0, at);
      }
      await page.goto(path);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      assert.equal(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), 'solid');
      assert.deepEqual(page.wrong, []);
      await page.context().close();
    }
  });

  await test('the desk’s page fits a narrow screen', async () => {
    await desk.setViewportSize(PHONE.viewport);
    await desk.reload();
    await desk.getByRole('heading', { name: '公众页清单' }).waitFor();
    assert.ok((await sideways(desk)) <= 0);
    await shot(desk, 'desk-narrow-public');
    assert.deepEqual(desk.wrong.filter((x) => !/status of 422/.test(x)), []);
    assert.deepEqual(phone.wrong.filter((x) => !/status of 422/.test(x)), []);
  });

  await test('an office that has published nothing yet is told so on the page of the public', async () => {
    const house = await House.start(program, { command: 'serve', args: ['--office', '演练市教育局', '--base-url', 'http://127.0.0.1'] });
    const first = await device(house.url, DESK);
    await accept(first, house.url + new URL(house.links.clerk).pathname, '演练经办人', 'yanlian-first');
    await first.goto('/desk/public');
    await first.getByText('还没有已发布的活动').waitFor();
    assert.equal(await first.getByText('正在加载').count(), 0);
    await first.context().close();
    await house.stop();
    removeFolder(house.data);
  });

  for (const page of [phone, desk, people, wide]) await page.context().close();
  await w.house.stop();
  removeFolder(w.house.data);
}
