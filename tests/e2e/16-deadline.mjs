// SPDX-License-Identifier: Apache-2.0
// The last minute before a deadline, and the first one after it, on a phone.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeFolder, test } from '../house.mjs';
import { dailyBody, owed, week } from '../stories/week.mjs';
import { axeFinds, device, logIn } from './browser.mjs';

export default async function (program) {
  const w = await week(program, { start: '2023-05-18T09:59:00+08:00' });
  const school = await w.house.invite(w.clerk, w.units.filter((u) => u.kind === 'school')[2].id, 'liaison');
  const daily = await owed(school, w.at, '日报', '2023-05-17');
  await school.put(`/api/obligations/${daily.id}/draft`, { revision: 0, base: 0, device: '电脑', body: dailyBody() });
  const page = await device(w.house.url);
  page.on('dialog', (d) => d.accept());
  const sound = async () => {
    assert.deepEqual(await axeFinds(page), []);
    assert.deepEqual(page.wrong, []);
  };
  await logIn(page, school.login);
  await page.goto(`/m/o/${daily.id}`);
  await page.locator('.report-form').waitFor();
  const dialog = page.locator('.van-dialog:visible');

  await test('what Word and address books paste along unseen does not get into a field', async () => {
    const phone = page.locator('[data-place="activity_daily.phone"]');
    await phone.fill('\u202d0551-63505163\u202c');
    const story = page.locator('textarea[data-place=p2]');
    await story.fill('第一段\u000b第二段\u200e');
    await page.locator('.bottombar .saved', { hasText: '已保存' }).waitFor();
    assert.equal(await phone.inputValue(), '0551-63505163');
    assert.equal(await story.inputValue(), '第一段\n第二段');
    const draft = (await school.get(`/api/obligations/${daily.id}`)).draft.body;
    assert.equal(draft.forms.activity_daily.phone, '0551-63505163');
    assert.equal(draft.texts.p2, '第一段\n第二段');
  });

  await test('what the check said of a field is not said there any more once it is changed', async () => {
    const reporter = page.locator('[data-place="activity_daily.reporter"]');
    await reporter.fill('');
    await page.getByRole('button', { name: '报送', exact: true }).click();
    await page.locator('.remarks').waitFor();
    assert.equal(await reporter.getAttribute('aria-invalid'), 'true');
    await reporter.fill('演练某人');
    assert.equal(await reporter.getAttribute('aria-invalid'), 'false');
    assert.equal(await page.locator('.sw-problem', { hasText: '填报人' }).count(), 0);
  });

  await test('a film that is still on its way does not hold the report up', async () => {
    await page.route('**/api/uploads/**', () => {}); // it never comes to its end
    const films = page.locator('.card', { has: page.getByRole('heading', { name: '视频' }) });
    const film = join(w.house.data, '开幕式.mp4'); // from the disk: the bytes need not go through the debugger
    writeFileSync(film, Buffer.alloc(9 << 20, 1));
    await films.locator('input[type=file]').setInputFiles(film);
    await films.getByRole('progressbar').waitFor();
    await page.getByRole('button', { name: '报送', exact: true }).click();
    await dialog.getByText('报送时间以首次为准').waitFor();
    await sound();
    await dialog.getByRole('button', { name: '等传完' }).click();
    await films.getByRole('progressbar').waitFor();
    await page.getByRole('button', { name: '报送', exact: true }).click();
    await dialog.getByRole('button', { name: '不带这些文件报送' }).click();
    await page.waitForURL(/\/v\/1/);
    await page.unroute('**/api/uploads/**');
    assert.equal((await school.get(`/api/obligations/${daily.id}`)).obligation.late, false);
  });

  await test('what is mended after the deadline is of a report that was in time, and the receipt says so', async () => {
    await w.clock('2023-05-18T10:00:01+08:00');
    await w.clerk.post(`${w.at}/reviews`, { action: 'return', items: [{ obligation: daily.id, version: 1 }], reason: '请补视频', forget: false });
    await page.goto(`/m/o/${daily.id}`);
    await page.getByRole('button', { name: '重新报送' }).click();
    await page.waitForURL(/\/v\/2/);
    await page.getByRole('heading', { name: '报送成功', exact: true }).waitFor();
    assert.match(await page.locator('.receipt').innerText(), /10:00:01 · 首次报送按时/);
    assert.doesNotMatch(await page.locator('main').innerText(), /迟报/);
    await sound();
  });

  await test('a page that stands open when the deadline passes says so at once', async () => {
    const next = await owed(school, w.at, '日报', '2023-05-18');
    await w.clock('2023-05-19T09:59:58+08:00', 1);
    await page.goto(`/m/o/${next.id}`);
    await page.locator('.topbar .badge', { hasText: '待报' }).waitFor();
    await page.locator('.topbar .badge', { hasText: '逾期未报' }).waitFor();
    await page.locator('.card.alarm').waitFor();
    await page.getByRole('button', { name: '补报', exact: true }).waitFor();
    await sound();
    await w.clock('2023-05-20T09:59:58+08:00', 1);
    await page.goto('/m');
    const third = page.locator('article', { hasText: '活动情况日报（5月19日）' });
    await third.getByText('逾期未报').waitFor();
    await third.getByRole('button', { name: /^补报/ }).waitFor();
  });

  await page.context().close();
  await w.house.stop();
  removeFolder(w.house.data);
}
