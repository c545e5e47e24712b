// SPDX-License-Identifier: Apache-2.0
// The corrected notice: one deadline moved, one duty dropped, one added. The clerk sees the difference, publishes it, and
// what was reported before is judged anew.
import assert from 'node:assert/strict';
import { removeFolder, test, until } from '../house.mjs';
import { owed, send, week } from '../stories/week.mjs';
import { corrected, notice } from './amended.mjs';
import { accept, axeFinds, DESK, device, logIn } from './browser.mjs';

export default async function (program) {
  const w = await week(program, { start: '2023-05-14T09:00:00+08:00' });
  const school = w.units.filter((u) => u.kind === 'school')[2];
  const late = await w.house.invite(w.clerk, school.id, 'liaison');
  const report = { texts: { p1: '便民服务进社区，开展健康咨询。', p2: '120人' } };
  const sent = await send(late, await owed(late, w.at, '进社区'), report);
  const page = await device(w.house.url, DESK);
  page.on('dialog', (d) => d.accept());
  const sound = async () => {
    assert.deepEqual(await axeFinds(page), []);
    assert.deepEqual(page.wrong, []);
  };

  await test('of a published campaign the clerk lays the corrected notice over it', async () => {
    assert.equal(sent.json.late, true);
    await logIn(page, w.clerk.login);
    await page.goto('/desk/notice');
    await page.getByRole('link', { name: /^补充通知/ }).first().click();
    await page.getByText('更正后的通知全文', { exact: true }).waitFor();
    await until(async () => (await page.getByTestId('notice-input').inputValue()).includes('活动周'));
    await sound();
    await page.getByTestId('notice-input').fill(corrected);
    await page.getByTestId('compile').click();
    await page.getByTestId('amend-sum').waitFor();
    await sound();
  });

  await test('it shows what is added, changed and withdrawn, before and after', async () => {
    assert.match(await page.getByTestId('amend-sum').innerText(), /与第 1 版相比/);
    const changed = await page.getByTestId('change-changed').innerText();
    assert.match(changed, /2023年5月13日24:00前\s*→.*2023年5月14日24:00前/s);
    assert.match(changed, /涉及 60 个单位/);
    assert.match(changed, /已报 1 份保留/);
    assert.match(await page.getByTestId('change-withdrawn').innerText(), /撤销应报 33 项/);
    assert.match(await page.getByTestId('change-added').innerText(), /新增应报 9 项/);
    const rejudged = await page.getByTestId('rejudged').innerText();
    assert.ok(rejudged.includes(school.name) && /迟报\s*→\s*按时/.test(rejudged), rejudged);
  });

  await test('the sentences that differ are lit beside it', async () => {
    assert.equal(await page.locator('.text-body.strong .mark.of-duty').count(), 2);
    await page.getByTestId('change-changed').hover();
    await page.locator('.mark.of-duty.lit', { hasText: '5月14日前' }).waitFor();
    await page.locator('.mark.of-duty', { hasText: '5月16日前' }).hover();
    await page.locator('.change.added.lit').waitFor();
  });

  await test('a text file and a page of the web are opened too, or dropped', async () => {
    await page.getByTestId('amend').click();
    await page.getByTestId('notice-file').setInputFiles({ name: '更正.txt', mimeType: 'text/plain', buffer: Buffer.from(notice.replaceAll('\n', '\r\n')) });
    await until(async () => /各中专学校在\s*5\s*月\s*13\s*日前/.test(await page.getByTestId('notice-input').inputValue()));
    const html = `<!doctype html><meta charset="utf-8"><body>${corrected.split('\n').map((line) => `<p>${line}</p>`).join('')}</body>`;
    await page.getByTestId('notice-file').setInputFiles({ name: '更正.html', mimeType: 'text/html', buffer: Buffer.from(html) });
    await until(async () => (await page.getByTestId('notice-input').inputValue()).includes('5月14日前'));
    assert.doesNotMatch(await page.getByTestId('notice-input').inputValue(), /<p>/);
    const dropped = await page.evaluateHandle(() => {
      const all = new DataTransfer();
      all.items.add(new File(['拖进来的通知\n各中专学校于5月15日前报送总结。'], '拖入.txt', { type: 'text/plain' }));
      return all;
    });
    for (const kind of ['dragover', 'drop']) await page.getByTestId('paste').dispatchEvent(kind, { dataTransfer: dropped });
    await until(async () => (await page.getByTestId('notice-input').inputValue()).startsWith('拖进来的通知'));
    await page.getByTestId('notice-input').fill(corrected);
    await page.getByTestId('compile').click();
    await page.getByTestId('amend-sum').waitFor();
  });

  const card = page.locator('.duty', { hasText: '进社区' }).first();
  const dayOf = async (day) => {
    if (!(await card.locator('.duty-edit').count())) await card.locator('.duty-head').click();
    await card.getByLabel('日期', { exact: true }).fill(day);
  };
  const amends = async () => (await page.getByTestId('publish-amends').innerText()).replace(/\s+/g, ' ');

  await test('what is corrected by hand is compared again, and the figures of the question are of that', async () => {
    await page.getByRole('tab', { name: /报送要求/ }).click();
    await dayOf('2023-05-12');
    await page.getByRole('tab', { name: /变化/ }).click();
    await until(async () => /2023年5月12日24:00前/.test(await page.getByTestId('change-changed').first().innerText()));
    assert.equal(await page.getByTestId('rejudged').count(), 0, 'late it was, and late it is');
    await page.getByTestId('publish').click();
    assert.match(await amends(), /变更 60 项.*0 份已报按新时限改判/);
    await page.keyboard.press('Escape');
    await page.getByRole('tab', { name: /报送要求/ }).click();
    await dayOf('2023-05-14');
  });

  await test('what is not counted yet, or could not be counted, cannot be published', async () => {
    let let_go = () => {};
    const held = new Promise((resolve) => (let_go = resolve));
    await page.route('**/differences', async (route) => {
      await held;
      await route.continue();
    });
    await page.getByTestId('publish').click();
    await page.locator('.publish').getByText('正在试算…').waitFor();
    assert.ok(await page.getByTestId('publish-sure').isDisabled());
    let_go();
    await page.locator('[data-testid=publish-sure]:enabled').waitFor();
    assert.match(await amends(), /1 份已报按新时限改判/);
    await page.keyboard.press('Escape');
    await page.unroute('**/differences');
    await page.route('**/differences', (route) => route.abort());
    await page.getByTestId('publish').click();
    await page.locator('.publish').getByText(/试算失败/).waitFor();
    assert.ok(await page.getByTestId('publish-sure').isDisabled());
    await sound();
    await page.unroute('**/differences');
    await page.locator('.publish').getByRole('button', { name: '重试' }).click();
    await page.locator('[data-testid=publish-sure]:enabled').waitFor();
    await page.keyboard.press('Escape');
  });

  await test('an amendment that was kept is told as such when it is opened again, and gives nothing up', async () => {
    await page.getByTestId('save-draft').click();
    await page.getByText(/^已保存，第/).waitFor();
    await page.reload();
    await page.getByRole('tab', { name: /变化/ }).click();
    assert.match(await page.getByTestId('amend-sum').innerText(), /与第 1 版相比/);
    assert.equal(await page.getByTestId('change-added').count(), 1);
    assert.match(await page.getByTestId('what').innerText(), /与第 1 版不同，尚未发布/);
    await page.getByTestId('amend').click();
    await until(async () => (await page.getByTestId('notice-input').inputValue()).includes('5月14日前'));
    await page.getByTestId('compile').click();
    await page.getByRole('button', { name: '重新对照' }).waitFor();
    assert.equal(await page.getByText('没有带入这次对照').count(), 0);
    await page.getByTestId('amend-sum').waitFor();
  });

  await test('it is published as the next version', async () => {
    await page.getByTestId('publish').click();
    assert.match(await page.getByTestId('publish-amends').innerText(), /与第 1 版相比：新增应报 9 项，变更 60 项，撤销 33 项，.*1 份已报按新时限改判/);
    await sound();
    await page.getByTestId('publish-sure').click();
    await page.getByTestId('published').waitFor();
    assert.match(await page.getByTestId('published').innerText(), /第 2 版已发布：共 742 项应报事项，本次新增 9 项，变更 60 项，撤销 33 项。\s*1 份已报按新时限改判/);
    assert.equal((await owed(late, w.at, '进社区')).late, false);
    assert.equal(await owed(late, w.at, '综述'), undefined);
    await sound();
  });

  await test('an edit of what is published, with no corrected text, is told before it is published again', async () => {
    await page.goto('/desk/notice');
    await page.getByRole('link', { name: '2023年职业教育活动周' }).first().click();
    await card.waitFor();
    assert.equal(await page.getByRole('tab', { name: /变化/ }).count(), 0);
    await dayOf('2023-05-13');
    await page.getByRole('tab', { name: /变化\s*1/ }).click();
    await page.getByTestId('rejudged').waitFor();
    await sound();
    await page.getByTestId('publish').click();
    await page.locator('[data-testid=publish-sure]:enabled').waitFor();
    assert.match(await amends(), /与第 2 版相比：新增应报 0 项，变更 60 项，撤销 0 项，.*1 份已报按新时限改判/);
    await page.getByTestId('publish-sure').click();
    assert.match(await page.getByTestId('published').innerText(), /第 3 版已发布：.*变更 60 项.*1 份已报按新时限改判/s);
    await page.keyboard.press('Escape');
    await until(async () => (await page.getByRole('tab', { name: /变化/ }).count()) === 0);
  });

  const publish = async (change) => {
    const draft = await w.clerk.get(`${w.at}/draft`);
    change(draft.document.duties);
    const saved = await w.clerk.put(`${w.at}/draft`, { revision: draft.campaign.revision, document: draft.document });
    return w.clerk.post(`${w.at}/publish`, { revision: saved.revision });
  };
  const phone = await device(w.house.url);
  const phoneSound = async () => {
    assert.deepEqual(await axeFinds(phone), []);
    assert.deepEqual(phone.wrong, []);
  };

  await test('a school is told of a deadline that was moved until it has opened it', async () => {
    await publish((duties) => (duties.find((d) => d.short_name === '日报').due.minute = 15 * 60));
    const made = await w.clerk.post('/api/invitations', { unit: w.units.filter((u) => u.kind === 'school')[2].id, role: 'liaison' });
    await accept(phone, made.link, '演练某人', 'moved-school');
    const line = phone.locator('li, article', { hasText: '日报' }).first();
    await line.getByText(/补充通知：时限已改（原 10:00）/).waitFor();
    assert.match(await line.innerText(), /15:00/);
    await phoneSound();
    await line.locator('a, button').first().click();
    await phone.waitForURL(/\/m\/o\//);
    await phone.locator('.obligation').getByText(/时限已改/).first().waitFor();
    await phone.goBack();
    await phone.locator('main h2').first().waitFor();
    await until(async () => !/时限已改/.test(await phone.locator('li, article', { hasText: '日报' }).first().innerText()));
  });

  await test('what was sent for a duty that is withdrawn is still there, marked, for the school and the desk', async () => {
    const panel = page.getByRole('dialog', { name: '报送详情' });
    await page.goto('/desk');
    await page.locator('#board-search').fill(school.name);
    await page.locator('.g-row .g-name', { hasText: school.name }).first().click();
    await page.locator('.owed li', { hasText: '进社区' }).getByRole('button').first().click();
    await panel.getByText('便民服务进社区，开展健康咨询。').waitFor();
    await publish((duties) => (duties.find((d) => d.short_name === '进社区').withdrawn = true));
    await panel.getByText('该单位刚有新的变化').waitFor();
    await sound();
    await panel.getByRole('button', { name: '刷新' }).click();
    await panel.getByText('补充通知已撤销此项').waitFor();
    await phone.reload();
    const gone = phone.locator('li.gone', { hasText: '进社区' });
    await gone.getByText('已撤销').waitFor();
    await phoneSound();
    await gone.getByRole('link').click();
    await phone.getByText('补充通知已撤销此项').waitFor();
    await phone.getByText('便民服务进社区，开展健康咨询。').waitFor();
    assert.equal(await phone.getByRole('button', { name: /重新报送|填报/ }).count(), 0);
    await phoneSound();
    await page.goto('/desk');
    await page.locator('#board-search').fill(school.name);
    await page.locator('.g-row .g-name', { hasText: school.name }).first().click();
    await page.locator('.owed .gone', { hasText: '进社区' }).getByRole('button').click();
    await panel.getByText('补充通知已撤销此项').waitFor();
    await panel.getByText('便民服务进社区，开展健康咨询。').waitFor();
    assert.equal(await panel.locator('.review-buttons').count(), 0);
    await sound();
  });

  await phone.context().close();
  await page.context().close();
  await w.house.stop();
  removeFolder(w.house.data);
}
