// SPDX-License-Identifier: Apache-2.0
// The clerk's first hour: the notice is pasted, what was read from it is corrected, kept, and published.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { House, removeFolder, test, until } from '../house.mjs';
import { axeFinds, DESK, device, logIn } from './browser.mjs';

const text = readFileSync(new URL('../../campaigns/hefei-2023/notice.txt', import.meta.url), 'utf8');

export default async function (program) {
  const house = await House.start(program, { args: ['--quiet', '--speed', '0', '--campaign', 'campaigns/hefei-2023'] });
  const clerk = await house.enter('clerk');
  const page = await device(house.url, DESK);
  page.on('dialog', (d) => d.accept());
  // What the compiler doubts is its own tests' matter; here three of six duties are in doubt, two of them alike.
  const elsewhere = { field: 'mailbox', why: '邮箱写在别处' };
  const doubts = { 0: [elsewhere], 1: [elsewhere], 3: [{ field: 'due', why: '没有读到报送时限' }, { field: 'duty', why: '不一定要求报送' }] };
  await page.route('**/api/compile', async (route) => {
    const response = await route.fetch();
    const made = await response.json();
    if (made.document.duties.length === 6)
      made.document.duties.forEach((duty, i) => Object.assign(duty, { doubts: doubts[i] ?? [], confidence: doubts[i] ? 0.5 : 0.98 }));
    await route.fulfill({ response, json: made });
  });
  const total = async () => Number(/\d+/.exec(await page.getByTestId('total').innerText())[0]);
  const sound = async () => {
    assert.deepEqual(await axeFinds(page), []);
    assert.deepEqual(page.wrong, []);
  };

  await test('a pasted notice becomes a draft that is tried on the register', async () => {
    await logIn(page, clerk.login);
    await page.goto('/desk/notice');
    await page.getByTestId('notice-input').fill(text);
    await page.getByTestId('compile').click();
    await page.locator('.duty').nth(5).waitFor();
    await until(async () => (await total()) === 766);
    await sound();
  });

  await test('text and draft light each other', async () => {
    await page.locator('.duty-head').first().hover();
    await page.locator('.mark.of-duty.lit').first().waitFor();
    const sentence = page.locator('.mark.of-duty').last();
    await sentence.scrollIntoViewIfNeeded();
    await sentence.hover();
    await page.locator('.duty.lit').waitFor();
  });

  await test('a duty names the units that owe it, and the findings of its sentence', async () => {
    const duty = page.locator('.duty').nth(2);
    await duty.getByRole('button', { name: '69 个单位' }).click();
    const names = (await duty.locator('.duty-units').innerText()).split('、');
    assert.equal(names.length, 69);
    await duty.getByRole('button', { name: '69 个单位' }).click();
    await duty.getByRole('button', { name: '疑点' }).first().click();
    await page.locator('.finding-card.lit').waitFor();
    await page.getByRole('tab', { name: /疑点提示/ }).focus();
    await page.keyboard.press('ArrowLeft');
    await page.locator('.duty').first().waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.id), 'tab-duties');
    await sound();
  });

  await test('what is corrected is tried again at once', async () => {
    await page.locator('.duty-head').first().click();
    await page.locator('.duty-edit .el-tag__close').first().click();
    await until(async () => (await total()) === 706);
    await page.locator('.duty-edit .el-select').first().click();
    await page.getByRole('option', { name: '中专学校' }).click();
    await until(async () => (await total()) === 766);
    await page.keyboard.press('Escape');
    await sound();
  });

  await test('who is corrected in words, and the units follow', async () => {
    const edit = page.locator('.duty-edit');
    const before = await total();
    await edit.getByLabel('通知中的称谓').fill('省级示范及以上的学校');
    await edit.getByLabel('通知中的称谓').blur();
    await edit.getByRole('button', { name: '按称谓选单位' }).click();
    await until(async () => (await total()) < before);
    await edit.getByLabel('通知中的称谓').fill('某某火星基地');
    await edit.getByLabel('通知中的称谓').blur();
    await edit.getByRole('button', { name: '按称谓选单位' }).click();
    await page.getByText('有的称谓认不出是哪类单位').waitFor();
    await edit.getByLabel('通知中的称谓').fill('各中专学校');
    await edit.getByLabel('通知中的称谓').blur();
    await edit.getByRole('button', { name: '按称谓选单位' }).click();
    await until(async () => (await total()) === before);
    await sound();
  });

  await test('a sentence that is selected becomes a duty, which can go again', async () => {
    await page.evaluate(() => {
      const node = document.querySelector('.text-body [data-start]').firstChild;
      const range = document.createRange();
      const at = node.data.indexOf('合肥市教育局');
      range.setStart(node, at);
      range.setEnd(node, at + 6);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      document.querySelector('.text-body').dispatchEvent(new MouseEvent('mouseup', { bubbles: true }));
    });
    await page.getByTestId('add-duty').click();
    await page.locator('.duty').nth(6).waitFor();
    assert.equal(await page.locator('.duty').nth(6).locator('.duty-name').innerText(), '合肥市教育局');
    await page.getByRole('button', { name: '删除这条要求' }).click();
    await until(async () => (await page.locator('.duty').count()) === 6);
  });

  await test('what can be read of a selected sentence is filled in', async () => {
    await page.evaluate(() => {
      const pieces = [...document.querySelectorAll('.text-body [data-start]')];
      const range = document.createRange();
      const first = pieces.find((one) => one.textContent.includes('活动周结束后')).firstChild;
      const last = pieces.find((one) => one.textContent.includes('将综述材料报市教育局职成处')).firstChild;
      range.setStart(first, first.data.indexOf('活动周结束后'));
      range.setEnd(last, last.data.indexOf('职成处') + 3);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      document.querySelector('.text-body').dispatchEvent(new MouseEvent('mouseup', { bubbles: true }));
    });
    await page.getByTestId('add-duty').click();
    const duty = page.locator('.duty').nth(6);
    await duty.waitFor();
    assert.equal(await duty.locator('.duty-name').innerText(), '综述材料');
    assert.equal(await duty.getByLabel('日期', { exact: true }).inputValue(), '2023-05-28');
    await until(async () => (await total()) === 766 + 33);
    await page.getByRole('button', { name: '删除这条要求' }).click();
    await until(async () => (await total()) === 766);
  });

  await test('a part of a sentence takes its units and its deadline, in doubt, and leaves the comma', async () => {
    await page.evaluate(() => {
      const piece = [...document.querySelectorAll('.text-body [data-start]')].find((one) => one.textContent.includes('职教故事、'));
      const node = [...piece.childNodes].find((one) => one.data?.includes('职教故事、'));
      const range = document.createRange();
      range.setStart(node, node.data.indexOf('职教故事、'));
      range.setEnd(node, node.data.indexOf('职教故事、') + 5);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
    });
    await page.getByTestId('add-duty').click();
    const duty = page.locator('.duty').nth(6);
    await duty.waitFor();
    assert.equal(await duty.locator('.duty-name').innerText(), '职教故事');
    assert.match(await duty.locator('.doubts').innerText(), /按所在的句子填入，请核对/);
    assert.equal(await duty.getByLabel('时限类型').inputValue(), 'next_day');
    assert.equal(await duty.getByLabel('时刻').inputValue(), '10:00');
    await until(async () => (await total()) === 766 + 483);
    await page.getByRole('button', { name: '删除这条要求' }).click();
    await until(async () => (await total()) === 766);
  });

  await test('the clerk is asked about the doubtful duty alone: which field, and why', async () => {
    const doubtful = page.locator('.duty.doubtful');
    assert.equal(await doubtful.count(), 3);
    assert.equal(await page.locator('.duty .doubts').count(), 3);
    const shared = page.locator('.shared-doubt', { hasText: '报送邮箱' });
    assert.match(await shared.innerText(), /2 条的报送邮箱都是“hfsjyzcc@163.com”：邮箱写在别处/);
    await sound();
    await shared.getByRole('button', { name: '这 2 条都无误' }).click();
    await until(async () => (await doubtful.count()) === 1);
    const duty = page.locator('.duty', { hasText: '典型案例' }).first();
    assert.match(await duty.locator('.doubts').innerText(), /报送时限：没有读到报送时限/);
    await page.getByLabel('只看拿不准的').check();
    assert.equal(await page.locator('.duty').count(), 1);
    await page.getByLabel('只看拿不准的').uncheck();
    await page.getByTestId('next-doubt').click();
    await duty.locator('.duty-edit').waitFor();
    await duty.getByRole('button', { name: '报送时限' }).click();
    await page.waitForFunction(() => document.activeElement?.closest('fieldset')?.id.endsWith('-due'));
    await sound();
    await duty.getByLabel('时限类型').selectOption('date');
    await until(async () => !/报送时限：/.test(await duty.locator('.doubts').innerText()));
    assert.match(await duty.locator('.doubts').innerText(), /是否要求报送/);
    await duty.getByRole('button', { name: '核对无误' }).click();
    await page.getByText('各条均有把握，可抽查').waitFor();
    assert.equal(await doubtful.count(), 0);
  });

  await test('on a narrow screen nothing runs out of it, but tables, which scroll', async () => {
    const outside = () => page.evaluate(() => [...document.querySelectorAll('main *')]
      .filter((one) => !one.closest('.fields-edit, .draft-tabs') && one.getBoundingClientRect().width > 0 && one.getBoundingClientRect().right > innerWidth + 1)
      .map((one) => `${one.tagName} ${one.className} ${one.textContent.slice(0, 20)}`));
    await page.setViewportSize({ width: 390, height: 844 });
    await page.locator('.duty-head').nth(2).click();
    for (const tab of [/报送要求/, /疑点提示/, /报表/, /通知要素/]) {
      await page.getByRole('tab', { name: tab }).click();
      assert.deepEqual(await outside(), [], String(tab));
      await sound();
    }
    await page.setViewportSize(DESK.viewport);
    await page.getByRole('tab', { name: /报送要求/ }).click();
  });

  await test('of two who edit one draft the second is told, and nothing is lost', async () => {
    await page.getByTestId('save-draft').click();
    await page.waitForURL(/\/desk\/notice\/\d+/);
    const id = /notice\/(\d+)/.exec(page.url())[1];
    const other = await clerk.get(`/api/campaigns/${id}/draft`);
    await clerk.put(`/api/campaigns/${id}/draft`, { revision: other.campaign.revision, document: { ...other.document, theme: '对方的主题' } });
    await page.getByTestId('save-draft').click();
    await page.getByText('他人已保存了更新的草稿').waitFor();
    await page.getByRole('button', { name: '改用对方的草稿' }).click();
    await page.getByRole('tab', { name: '通知要素' }).click();
    await until(async () => (await page.getByLabel('主题').inputValue()) === '对方的主题');
  });

  await test('it is published after a look at what that means', async () => {
    await page.getByTestId('publish').click();
    await page.getByTestId('publish-sure').waitFor();
    await sound();
    await page.getByTestId('publish-sure').click();
    await page.getByTestId('published').waitFor();
    assert.match(await page.getByTestId('published').innerText(), /第 1 版已发布：共 766 项/);
  });

  await page.context().close();
  await house.stop();
  removeFolder(house.data);
}
