// SPDX-License-Identifier: Apache-2.0
// The bulletin on the desk: drafted, changed, pieces chosen, two clerks at once, printed, made final; read by a leader and
// told to the unit on their phones.
import assert from 'node:assert/strict';
import { removeFolder, test, until } from '../house.mjs';
import { dailyBody, owed, send, week } from '../stories/week.mjs';
import { axeFinds, DESK, device, logIn, PHONE, picture } from './browser.mjs';

const sideways = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
const saved = (page) => page.getByText(/^已保存/).waitFor();

/** In how many lines of how many letters a paragraph stands. */
const lines = (page) =>
  page.locator('.paper > p').last().evaluate((p) => {
    const range = document.createRange(), tops = new Map();
    for (let i = 0; i < p.firstChild.length; i++) {
      range.setStart(p.firstChild, i);
      range.setEnd(p.firstChild, i + 1);
      const top = Math.round(range.getBoundingClientRect().top);
      tops.set(top, (tops.get(top) ?? 0) + 1);
    }
    return { letters: [...tops.values()], step: ([...tops.keys()][5] - [...tops.keys()][1]) / 4 };
  });

export default async function (program) {
  const w = await week(program, { start: '2023-05-18T09:50:00+08:00' });
  const schools = w.units.filter((u) => u.kind === 'school');
  const bureau = w.units.find((u) => u.kind === 'bureau').id;
  const school = await w.house.invite(w.clerk, schools[0].id, 'liaison');
  const leader = await w.house.invite(w.clerk, bureau, 'leader');
  const other = await w.house.invite(w.clerk, bureau, 'clerk');
  const daily = await owed(school, w.at, '日报', '2023-05-17');
  const { duty } = await school.get(`/api/obligations/${daily.id}`);
  const key = (kind) => duty.parts.find((p) => p.kind === kind).key;
  const files = [];
  for (let i = 0; i < 3; i++) {
    const photo = await school.must('POST', `/api/files?name=photo${i}.png`, new Uint8Array(picture(640, 480, 40 * i)));
    files.push({ blob: photo.blob, name: `便民服务${i + 1}.png`, part: key('photos'), type: photo.type, size: photo.size, width: 640, height: 480 });
  }
  const text = '　　演练一校走进社区，为居民提供健康咨询、家电维修等便民服务。\n　　活动受到居民欢迎。';
  assert.equal((await send(school, daily, dailyBody({ texts: { [key('text')]: text }, files }))).status, 200);
  await w.clock('2023-05-18T17:00:00+08:00');

  const page = await device(w.house.url, DESK);
  page.on('dialog', (d) => d.accept());
  await logIn(page, w.clerk.login);

  await test('an issue is drafted from the day before, and what is changed is there after a reload', async () => {
    await page.getByRole('link', { name: '简报' }).click();
    await page.getByText('还没有简报').waitFor();
    assert.equal(await page.getByLabel('起始日期').inputValue(), '2023-05-17');
    assert.deepEqual(await axeFinds(page), []);
    await page.getByRole('button', { name: '起草', exact: true }).click();
    const first = page.getByLabel('正文').first();
    await first.waitFor();
    assert.match(await first.inputValue(), /应报\d+家，已报1家/);
    await first.fill('各单位报送及时。');
    await saved(page);
    await page.reload();
    assert.equal(await page.getByLabel('正文').first().inputValue(), '各单位报送及时。');
  });

  await test('a piece is chosen from what was sent, with two of its photos, shortened, and taken out again', async () => {
    await page.getByRole('button', { name: '采用' }).click();
    const story = page.locator('.block.story');
    await story.waitFor();
    assert.equal(await page.locator('.block.heading').last().getByLabel('标题', { exact: true }).inputValue(), '四、各地动态');
    assert.equal(await story.getByLabel('单位').inputValue(), schools[0].name);
    assert.equal(await story.getByRole('checkbox', { checked: true }).count(), 2);
    assert.equal(await story.getByRole('checkbox').count(), 3);
    await page.getByRole('button', { name: '不采用' }).click();
    await story.waitFor({ state: 'detached' });
    assert.equal(await page.locator('.block.heading').count(), 3);
    await page.getByRole('button', { name: '采用' }).click();
    await story.getByLabel('稿件标题').fill('走进社区');
    await story.getByLabel('正文').fill('为居民提供便民服务。');
    await saved(page);
    assert.deepEqual(await axeFinds(page), []);
  });

  await test('two clerks at one draft: who comes later is told, and neither loses anything', async () => {
    const second = await device(w.house.url, DESK);
    second.on('dialog', (d) => d.accept());
    await logIn(second, other.login);
    await second.goto(page.url());
    await second.getByLabel('正文').first().fill('乙写的。');
    await saved(second);
    await page.getByLabel('正文').first().fill('甲写的。');
    await page.getByText('您在本页的修改没有保存，也没有丢失').waitFor();
    assert.deepEqual(await axeFinds(page), []);
    const address = page.url();
    await page.getByRole('button', { name: '把我的另存为新草稿' }).click();
    await page.waitForURL((url) => url.href !== address);
    await until(async () => (await page.getByLabel('正文').first().inputValue()) === '甲写的。');
    await second.reload();
    assert.equal(await second.getByLabel('正文').first().inputValue(), '乙写的。');
    await second.getByRole('button', { name: '删除草稿' }).click();
    await second.waitForURL(/\/desk\/bulletin$/);
    assert.deepEqual(second.wrong, []);
    await second.context().close();
  });

  await test('paper has 22 lines of 28 letters, and its pages their numbers', async () => {
    const area = page.getByLabel('正文').first();
    const kept = await area.inputValue();
    await page.getByText('报头和版记').click();
    for (const [label, value] of [['报', '市委、市政府'], ['送', '省教育厅'], ['发', '各县（市）区、各学校']]) await page.getByLabel(label, { exact: true }).fill(value);
    await page.getByRole('button', { name: '加一段' }).click();
    await page.getByLabel('正文').last().fill('中'.repeat(28 * 10));
    await saved(page);
    await page.getByRole('tab', { name: '预览' }).click();
    const { letters, step } = await lines(page);
    assert.deepEqual(letters.slice(0, -1), [26, ...Array(9).fill(28)]);
    assert.ok(Math.abs(step - (225 / 22 / 25.4) * 96) < 0.3, `${step}`);
    const pdf = await page.pdf({ preferCSSPageSize: true });
    assert.equal(pdf.toString('latin1').match(/\/Type \/Page\b/g).length, 2);
    assert.match(pdf.toString('latin1'), /\/MediaBox \[0 0 59[45]\.\d+ 84[12]/);
    await page.getByRole('tab', { name: '修改' }).click();
    await page.getByLabel('正文').last().press('Control+a');
    await page.locator('.block.text').last().getByRole('button', { name: '去掉这一段' }).click();
    assert.equal(kept, await page.getByLabel('正文').first().inputValue());
    await saved(page);
  });

  await test('final, it has its number and cannot be edited', async () => {
    await page.getByRole('button', { name: '定稿' }).click();
    await page.getByRole('heading', { name: '第1期' }).waitFor();
    assert.equal(await page.getByLabel('正文').count(), 0);
    assert.equal(await page.locator('.paper-number').innerText(), '第1期');
    assert.deepEqual(await axeFinds(page), []);
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '下载 Word 文档' }).click()]);
    assert.equal(download.suggestedFilename(), 'bulletin-1.docx');
    assert.deepEqual(page.wrong, []);
  });

  await test('a leader reads it on a phone, from the first page on', async () => {
    const phone = await device(w.house.url, PHONE);
    await logIn(phone, leader.login);
    await phone.getByRole('link', { name: '工作简报' }).click();
    await phone.getByRole('link', { name: /第1期/ }).click();
    await phone.getByText('走进社区').waitFor();
    assert.ok((await sideways(phone)) <= 0);
    assert.deepEqual(await axeFinds(phone), []);
    assert.equal(await phone.getByRole('button', { name: '定稿' }).count(), 0);
    assert.deepEqual(phone.wrong, []);
    await phone.context().close();
  });

  await test('the clerk’s pages fit a narrow screen', async () => {
    await page.setViewportSize(PHONE.viewport);
    for (const path of ['/desk/bulletin', page.url()]) {
      await page.goto(path);
      await page.getByRole('heading').first().waitFor();
      assert.ok((await sideways(page)) <= 0, path);
    }
    await page.setViewportSize(DESK.viewport);
  });

  await test('the unit sees on its phone how many of its pieces were chosen', async () => {
    const phone = await device(w.house.url, PHONE);
    await logIn(phone, school.login);
    await phone.getByText('贵单位报送的材料已被工作简报采用 1 篇').waitFor();
    await phone.getByText('采用 1 篇', { exact: true }).click();
    await phone.getByText('已被工作简报采用 1 篇，详见办理记录').waitFor();
    await phone.getByText(/办理记录/).last().click();
    await phone.getByText('采用：工作简报第1期').waitFor();
    assert.deepEqual(await axeFinds(phone), []);
    assert.deepEqual(phone.wrong, []);
    await phone.context().close();
  });

  await page.context().close();
  await w.house.stop();
  removeFolder(w.house.data);
}
