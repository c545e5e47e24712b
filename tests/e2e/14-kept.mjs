// SPDX-License-Identifier: Apache-2.0
// What is typed, pasted or added on a phone is kept, whichever way one goes: back, offline, closed, too long.
import assert from 'node:assert/strict';
import { removeFolder, test, until } from '../house.mjs';
import { dailyBody, owed, send, week } from '../stories/week.mjs';
import { axeFinds, DESK, device, logIn, picture } from './browser.mjs';

const photo = (name, tint) => ({ name, mimeType: 'image/png', buffer: picture(320, 240, tint) });
const saved = (page) => page.locator('.bottombar .saved', { hasText: /^\s*已保存 \d\d:\d\d:\d\d\s*$/ }).waitFor();

export default async function (program) {
  const w = await week(program);
  const school = await w.house.invite(w.clerk, w.units.filter((u) => u.kind === 'school')[2].id, 'liaison');
  const page = await device(w.house.url);
  page.on('dialog', (d) => d.accept());
  const sound = async () => {
    assert.deepEqual(await axeFinds(page), []);
    assert.deepEqual(page.wrong, []);
  };
  await logIn(page, school.login);
  const daily = (await owed(school, w.at, '日报', '2023-05-17')).id;
  const cases = (await owed(school, w.at, '推荐材料')).id;
  const DAILY = '活动情况日报（5月17日）';
  const enter = async (name) => {
    await page.getByText('接下来').waitFor();
    if (!(await page.locator('article', { hasText: name }).count())) await page.getByRole('button', { name: /显示全部/ }).click();
    await page.locator('article button.main, a.row').filter({ hasText: name }).first().click();
    await page.locator('.report-form').waitFor();
  };
  const open = async (name) => {
    await page.goto('/m');
    await enter(name);
  };
  const photos = page.locator('.card', { has: page.getByRole('heading', { name: '照片' }) });
  const draft = async (id = daily) => (await school.get(`/api/obligations/${id}`)).draft?.body;
  const names = async () => ((await draft())?.files ?? []).map((f) => f.name).sort();
  /** Uploads wait while `act` goes on. */
  const heldWhile = async (act) => {
    let letGo;
    const gate = new Promise((resolve) => (letGo = resolve));
    await page.route('**/api/files?name=*', (route) => gate.then(() => route.continue()).catch(() => {}));
    try {
      await act();
    } finally {
      letGo();
      await page.unroute('**/api/files?name=*');
    }
  };

  await test('a photo that arrives after its page was left is in the draft', async () => {
    await open(DAILY);
    await heldWhile(async () => {
      await photos.locator('input[type=file]').setInputFiles([photo('先走.png', 10)]);
      await photos.locator('.tile').waitFor();
      await page.goBack();
      await page.getByText('今天要报').waitFor();
    });
    await until(async () => (await names()).join() === '先走.png');
  });

  await test('and in the page that was opened again meanwhile, with what was typed there', async () => {
    await enter(DAILY);
    await heldWhile(async () => {
      await photos.locator('input[type=file]').setInputFiles([photo('再来.png', 90)]);
      await photos.getByRole('progressbar').waitFor();
      await page.goBack();
      await enter(DAILY);
      await photos.getByRole('progressbar').waitFor();
      await page.getByLabel('审核人').first().fill('演练审核人');
    });
    await until(async () => (await photos.locator('.tile img').count()) === 2);
    await until(async () => (await names()).join() === '先走.png,再来.png');
    assert.match(JSON.stringify(await draft()), /演练审核人/);
    assert.equal(await page.getByText('两处都在修改').count(), 0);
    await sound();
  });

  await test('a file of a piece whose sheet was closed while it uploads lands in the piece', async () => {
    await open('推荐典型案例');
    await heldWhile(async () => {
      await page.getByRole('button', { name: '添加一篇材料' }).click();
      await page.getByRole('dialog').locator('input[type=file]').setInputFiles([photo('案例.png', 50)]);
      await page.getByRole('dialog').getByRole('progressbar').waitFor();
      await page.getByRole('dialog').getByRole('button', { name: '完成' }).click();
    });
    await until(async () => JSON.stringify((await draft(cases))?.pieces ?? '').includes('案例.png'));
  });

  await test('a photo added without a network goes up by itself when the network is back', async () => {
    await open(DAILY);
    await page.context().setOffline(true);
    await photos.locator('input[type=file]').setInputFiles([photo('断网.png', 150)]);
    await photos.getByText('上传中断').waitFor();
    await sound();
    await page.context().setOffline(false);
    await until(async () => (await names()).includes('断网.png'));
    assert.equal(await photos.locator('.tile.failed').count(), 0);
  });

  await test('a photo that a closed page took with it is told by name', async () => {
    const tab = await page.context().newPage(); // a page that is left may live on for a while, and goes on uploading
    await tab.goto(`/m/o/${daily}`);
    const theirs = tab.locator('.card', { has: tab.getByRole('heading', { name: '照片' }) });
    await theirs.locator('input[type=file]').waitFor({ state: 'attached' });
    await page.context().setOffline(true);
    await theirs.locator('input[type=file]').setInputFiles([photo('没传完.png', 200)]);
    await theirs.getByText('上传中断').waitFor();
    await tab.waitForTimeout(300);
    await tab.close();
    await page.context().setOffline(false);
    const note = page.locator('.note', { hasText: '1 个文件没有上传' });
    const told = () => note.getByText('没传完.png').waitFor({ timeout: 4000 }).then(() => true, () => false);
    await until(async () => (await page.goto(`/m/o/${daily}`)) && (await told())); // the network is back a moment later
    await sound();
    await photos.locator('input[type=file]').setInputFiles([photo('没传完.png', 200)]);
    await until(async () => (await names()).includes('没传完.png'));
    await note.waitFor({ state: 'detached' });
  });

  await test('what is pasted too long is kept whole, counted, and has to be shortened before it is sent', async () => {
    const story = '一段很长的内容。'.repeat(92).slice(0, 730);
    await page.getByRole('button', { name: '添加当日活动' }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByLabel('主要内容').fill(story);
    await sheet.getByLabel('活动名称').fill('长'.repeat(75));
    await sheet.getByText('730/500').waitFor();
    await sheet.getByText('75/60').waitFor();
    assert.equal(await sheet.getByLabel('主要内容').inputValue(), story);
    await sound();
    await sheet.getByRole('button', { name: '完成' }).click();
    await saved(page);
    assert.equal((await draft()).forms.activity_daily.activities[0].content, story);
    await page.getByRole('button', { name: '报送', exact: true }).click();
    await page.locator('.remarks').getByText(/主要内容.*500/).waitFor();
    await page.locator('.remarks').getByText(/活动名称.*60/).waitFor();
  });

  await test('nor does the server take it, in a row or a title, and names the field', async () => {
    const body = dailyBody();
    body.forms.activity_daily.activities[0].content = '长'.repeat(501);
    const refused = await school.ask('POST', `/api/obligations/${daily}/check`, { body });
    assert.match(refused.text, /主要内容[^}]*500[^}]*"blocks":true/);
  });

  await test('back closes an open row first, and nothing typed in it is lost', async () => {
    const at = page.url();
    await page.locator('.rows .row').first().click();
    const sheet = page.getByRole('dialog');
    await sheet.getByLabel('地点').fill('演练广场');
    await page.goBack();
    await sheet.waitFor({ state: 'hidden' });
    assert.equal(page.url(), at);
    assert.ok(await page.locator('.rows .row', { hasText: '演练广场' }).count());
    await sound();
  });

  await test('a row closed by its button leaves no step behind, a second one opens as before', async () => {
    await page.locator('.rows .row').first().click();
    await page.getByRole('dialog').getByRole('button', { name: '完成' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.waitForTimeout(200);
    await page.locator('.rows .row').first().click();
    await page.getByRole('dialog').getByLabel('地点').fill('演练操场');
    await page.goBack();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await saved(page);
    await open(DAILY);
    await page.locator('.rows .row').first().click();
    await page.getByRole('dialog').getByRole('button', { name: '完成' }).click();
    await page.waitForTimeout(200);
    await page.goBack();
    await page.getByText('今天要报').waitFor();
  });

  await test('a broken picture is told so in a line, and trying it again is not offered', async () => {
    await open(DAILY);
    await photos.locator('input[type=file]').setInputFiles([{ name: '坏.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no picture at all') }]);
    const tile = photos.locator('.tile.failed');
    await tile.getByText('无法读取').waitFor();
    assert.equal(await tile.getByRole('button', { name: /重试/ }).count(), 0);
    const box = await tile.boundingBox();
    assert.ok(box.height < 130 && box.width > 300, JSON.stringify(box));
    page.wrong = page.wrong.filter((what) => !what.includes('415')); // the refusal itself
    await sound();
    await page.waitForTimeout(300);
    await page.reload();
    await photos.locator('.tile').first().waitFor();
    assert.equal(await page.locator('.note.lost').count(), 0);
  });

  await test('a mailbox in the notice does not ask for a mail beside the report', async () => {
    await page.getByText('在此报送即可，无需另发邮件').waitFor();
  });

  await test('the day of the report and its field agree', async () => {
    await page.getByText('5月17日 周三 的情况').waitFor();
    await page.getByRole('heading', { name: '当日活动情况' }).waitFor();
  });

  await test('a quota is a minimum, and an empty piece does not count', async () => {
    await open('推荐典型案例');
    await page.locator('.meta').getByText(/篇数要求 不少于 \d 篇/).waitFor();
    await page.getByText(/要求不少于 \d 篇，已填 1 篇/).waitFor();
    await page.getByRole('button', { name: '添加一篇材料' }).click();
    await page.getByText(/要求不少于 \d 篇，已填 1 篇/).waitFor();
    await page.goBack();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  });

  const heic = '\0\0\0\x14ftypheic\0\0\0\0mif1\0\0\0\x30meta\0\0\0\0\0\0\0\x24iprp\0\0\0\x1cipco\0\0\0\x14ispe\0\0\0\0\0\0\x02\x80\0\0\x01\xe0';
  await test('what is wrong with a piece leads into the piece, and says how much is too much', async () => {
    await open('推荐典型案例');
    await page.locator('.rows-field .row').first().click();
    const title = page.getByRole('dialog').getByLabel('标题');
    const before = await title.inputValue();
    await title.fill('长'.repeat(230));
    await page.getByRole('button', { name: '完成' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: /^(报送|补报)$/ }).click();
    const told = '第 1 篇的标题过长，最多 200 字，现为 230 字';
    await page.locator('.rows-field .lack.bad', { hasText: told }).waitFor();
    await page.locator('.remarks button', { hasText: told }).click();
    await page.getByRole('dialog').waitFor();
    await until(() => title.evaluate((x) => x === document.activeElement));
    await title.fill(before);
    await page.getByRole('button', { name: '完成' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    assert.equal(await page.locator('.rows-field .lack', { hasText: told }).count(), 0);
    await saved(page);
  });

  await test('a picture no browser shows is enlarged from its preview, one without a preview is told by name', async () => {
    const keep = (name, tail) => school.must('POST', `/api/files?name=${name}`, new Uint8Array(Buffer.from(heic + tail, 'latin1')));
    const shown = await keep('IMG_1.HEIC', 'a');
    const unread = await keep('IMG_2.HEIC', 'b');
    const o = await owed(school, w.at, '日报', '2023-05-17');
    const files = [shown, unread].map((f) => ({ blob: f.blob, name: f.name, part: 'p3', type: f.type, size: f.size }));
    const sent = await send(school, o, { ...dailyBody(), files });
    assert.equal(sent.status, 200, sent.text);
    const desk = await device(w.house.url, DESK);
    await desk.route(`**/api/files/${shown.blob}?size=small`, (route) => route.fulfill({ contentType: 'image/png', body: picture(40, 30, 9) }));
    await logIn(desk, w.clerk.login);
    await desk.goto(`/desk/report/${o.id}`);
    await desk.getByRole('button', { name: '放大照片 IMG_1.HEIC' }).click();
    const box = desk.getByRole('dialog', { name: 'IMG_1.HEIC' });
    await until(() => box.locator('img').evaluate((img) => img.complete && img.naturalWidth === 40));
    assert.equal(await box.getByRole('link', { name: '原文件' }).getAttribute('href'), `/api/files/${shown.blob}`);
    await desk.getByRole('button', { name: '下一张' }).click();
    await desk.getByRole('dialog').getByText('这张照片没有预览图').waitFor();
    assert.equal(await desk.getByRole('dialog').locator('img').count(), 0);
    await desk.keyboard.press('Escape');
    await desk.locator('.photos').getByText('IMG_2.HEIC').waitFor();
    assert.deepEqual(await axeFinds(desk), []);
    await desk.context().close();
  });

  await page.context().close();
  await w.house.stop();
  removeFolder(w.house.data);
}
