// SPDX-License-Identifier: Apache-2.0
// The cards of a draft and the notice beside them, by mouse, by keyboard and by finger: what is wrong is said where it can be
// put right, what was put right is asked no more, and no way leads nowhere.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { House, removeFolder, test, until } from '../house.mjs';
import { axeFinds, DESK, device, logIn, PHONE } from './browser.mjs';
import { cardOf, change, openDutyOf } from './duties.mjs';

const text = readFileSync(new URL('cards.txt', import.meta.url), 'utf8');
const bygone = text.replaceAll('2023年', '2014年');

/** Where some words of the notice stand on the screen: their first and their last character. */
const places = (page, words) => page.evaluate((s) => {
  const node = [...document.querySelectorAll('.text-body [data-start]')].map((one) => one.firstChild).find((one) => one.data.includes(s));
  node.parentElement.scrollIntoView({ block: 'center' });
  const box = (at) => {
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    return range.getBoundingClientRect();
  };
  const from = box(node.data.indexOf(s));
  const to = box(node.data.indexOf(s) + s.length - 1);
  return { from: [from.left + 1, from.top + from.height / 2], to: [to.right - 1, to.top + to.height / 2] };
}, words);

async function drag(page, words) {
  await page.waitForTimeout(600); // the text is being scrolled to the duty that was opened
  const { from, to } = await places(page, words);
  await page.mouse.move(...from);
  await page.mouse.down();
  await page.mouse.move(...to, { steps: 6 });
  await page.mouse.up();
}
/** What has the focus stands within the panel. */
const focusIsSeen = (page) => until(() => page.evaluate(() => {
  const one = document.activeElement.getBoundingClientRect();
  const panel = document.querySelector('.draft-body').getBoundingClientRect();
  return document.activeElement !== document.body && one.top >= panel.top && one.bottom <= panel.bottom;
}));

export default async function (program) {
  const house = await House.start(program, { args: ['--quiet', '--speed', '0', '--campaign', 'campaigns/hefei-2023'] });
  const clerk = await house.enter('clerk');
  const page = await device(house.url, DESK);
  page.on('dialog', (d) => d.accept());
  const card = (at) => cardOf(page, at);
  const openDuty = (at) => openDutyOf(page, at);
  const compile = async (on, notice) => {
    await on.goto('/desk/notice');
    await on.getByTestId('notice-input').fill(notice);
    await on.getByTestId('compile').click();
    await on.locator('.duty').nth(3).waitFor();
  };
  const sound = async () => {
    assert.deepEqual(await axeFinds(page), []);
    assert.deepEqual(page.wrong, []);
  };
  const stops = page.getByTestId('stops');
  const focused = () => page.evaluate(() => document.activeElement.closest('fieldset, label')?.id ?? document.activeElement.className);

  await test('a card tells whose a quota is, counts no units where the deadline lacks something, and all may be in doubt', async () => {
    await logIn(page, clerk.login);
    await compile(page, text);
    await page.getByText('全部 4 条都拿不准，请逐条核对').waitFor();
    assert.match(await card(2).innerText(), /县、县级市 不少于 3 篇；区 不少于 2 篇/);
    await card(3).getByText('补全时限后算出单位数').waitFor();
    assert.doesNotMatch(await card(3).innerText(), /0 个单位|项应报/);
    await sound();
  });

  await test('a finding stands on the card of its duty alone, once', async () => {
    assert.equal(await page.locator('.duty-finding').count(), 2);
    assert.equal(await card(0).locator('.duty-finding').count(), 1);
    assert.equal(await card(2).locator('.duty-finding').count(), 1);
  });

  await test('a doubt of a closed card leads to its field, which is in view', async () => {
    await card(2).locator('.doubts').getByRole('button', { name: '命名要求' }).click();
    await until(async () => (await focused()).endsWith('-title'));
    await focusIsSeen(page);
    await page.waitForTimeout(600); // the card was being scrolled to as well
    await focusIsSeen(page);
  });

  await test('what keeps it from being published stays in view and leads to the field', async () => {
    await page.locator('.draft-body').evaluate((one) => one.scrollTo(0, one.scrollHeight));
    assert.ok(await stops.isVisible());
    await stops.getByRole('button', { name: /没有起止日期/ }).click();
    await until(async () => (await focused()).endsWith('-due'));
    await focusIsSeen(page);
    assert.equal(await card(3).getByLabel('起', { exact: true }).getAttribute('aria-invalid'), 'true');
    await sound();
    await card(3).getByLabel('起', { exact: true }).fill('2023-09-01');
    await card(3).getByLabel('止', { exact: true }).fill('2023-12-31');
    await stops.waitFor({ state: 'detached' });
    await card(3).getByRole('button', { name: '69 个单位' }).waitFor();
  });

  await test('the day of the month is a whole number, empty the last, and marked where there is no such day', async () => {
    await card(3).getByLabel('时限类型').selectOption('monthly');
    const day = card(3).getByLabel('每月几日');
    assert.equal(await day.inputValue(), '');
    assert.equal(await day.getAttribute('placeholder'), '月末');
    await change(day, '2.6');
    assert.equal(await day.inputValue(), '3');
    await card(3).getByText('每月 3 日').waitFor();
    await change(day, '');
    await card(3).getByText('每月末').waitFor();
    await change(day, '40');
    assert.equal(await day.getAttribute('aria-invalid'), 'true');
    await card(3).getByText('应为 1 至 31').waitFor();
    await stops.getByText('每月报送日应为').waitFor();
    await change(day, '25');
    await stops.waitFor({ state: 'detached' });
    await card(3).getByLabel('时限类型').selectOption('weekly');
    await sound();
  });

  await test('a time of day is understood as people write it, and else refused in sight', async () => {
    const time = card(3).getByLabel('时刻');
    for (const [said, read] of [['下午5点', '17:00'], ['1730', '17:30'], ['9点半', '09:30']]) {
      await change(time, said);
      assert.equal(await time.inputValue(), read);
    }
    await change(time, '下班前');
    await card(3).getByText('“下班前”看不懂，时刻仍为 09:30').waitFor();
    assert.equal(await time.getAttribute('aria-invalid'), 'true');
    assert.equal(await time.inputValue(), '下班前');
    await change(time, '17:00');
    await card(3).getByText('看不懂').waitFor({ state: 'detached' });
  });

  await test('while the trial has failed it cannot be published, and why is in view', async () => {
    await page.route('**/api/trial', (route) => route.fulfill({ status: 400, contentType: 'application/json', body: '{"error":{"code":"invalid","message":"演练的错误"}}' }), { times: 1 });
    await card(3).getByLabel('简称').fill('周报');
    await stops.getByText(/试算失败.*演练的错误/).waitFor();
    assert.ok(await page.getByTestId('publish').isDisabled());
    await stops.getByRole('button', { name: '重试' }).click();
    await stops.waitFor({ state: 'detached' });
    assert.ok(await page.getByTestId('publish').isEnabled());
    page.wrong = page.wrong.filter((one) => !/status of 400/.test(one));
  });

  await test('a finding goes when its field is corrected', async () => {
    await openDuty(0);
    await card(0).getByLabel('日期', { exact: true }).fill('2023-09-18');
    await until(async () => (await card(0).locator('.duty-finding').count()) === 0);
    await openDuty(2);
    await card(2).getByLabel('时限类型').selectOption('date');
    await card(2).getByLabel('日期', { exact: true }).fill('2023-10-10');
    assert.match(await card(2).locator('.duty-line', { hasText: '疑点' }).innerText(), /两条数量要求/);
    await change(card(2).locator('.quota').last().getByLabel('不少于'), '3');
    await until(async () => (await card(2).locator('.duty-finding').count()) === 0);
    await page.getByRole('tab', { name: /疑点提示/ }).click();
    assert.equal(await page.locator('.finding-card.settled').count(), 2);
    await page.getByRole('tab', { name: /报送要求/ }).click();
  });

  await test('what is selected with the mouse becomes the basis of the duty that is open', async () => {
    await openDuty(0);
    await drag(page, '校园安全自查报告');
    const button = page.getByTestId('set-span');
    const box = await button.boundingBox();
    await page.mouse.move(box.x + 5, box.y + 5, { steps: 10 });
    await button.click();
    await until(async () => (await page.locator('.mark[data-marks~=d1]').allInnerTexts()).join() === '校园安全自查报告');
    await openDuty(1);
    await drag(page, '校园安全自查报告');
    await page.getByTestId('set-span').click();
    await until(async () => (await page.locator('.mark[data-marks~=d2]').allInnerTexts()).join() === '校园安全自查报告');
  });

  await test('a sentence that two duties share lights both', async () => {
    await page.locator('.mark[data-marks~=d2]').hover();
    await until(async () => (await page.locator('.duty.lit').count()) === 2);
    await page.locator('.notice-bar h1').hover();
    await until(async () => (await page.locator('.duty.lit').count()) === 0);
  });

  await test('marked sentences are reached by Tab and open their duty by Enter', async () => {
    await page.locator('.text-body').focus();
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.ariaLabel), '转到第 1 条要求');
    await page.keyboard.press('Enter');
    await card(0).locator('.duty-edit').waitFor();
    await sound();
  });

  await test('the keyboard selects in the notice, and what it selects can be added', async () => {
    await page.locator('.text-body').evaluate((one) => {
      one.scrollTo(0, 0);
      getSelection().removeAllRanges();
    });
    await page.locator('.text-body').focus();
    for (let i = 0; i < 6; i++) await page.keyboard.press('Shift+ArrowRight');
    await page.getByTestId('add-duty').waitFor();
    assert.equal(await page.evaluate(() => getSelection().toString()), '演练市教育局');
    await page.getByTestId('add-duty').focus();
    await page.keyboard.press('Enter');
    await card(4).waitFor();
    assert.equal(await card(4).locator('.duty-name').innerText(), '演练市教育局');
    await page.getByRole('button', { name: '删除这条要求' }).click();
    await card(4).waitFor({ state: 'detached' });
  });

  await test('a duty is added without the notice, and is called by its number until it has a name', async () => {
    await page.getByTestId('add-empty').focus();
    await page.keyboard.press('Enter');
    await until(async () => (await focused()).endsWith('-name'));
    await focusIsSeen(page);
    await stops.getByText('第 5 条要求没有名称').waitFor();
    await sound();
  });

  await test('where there is no form one is made, and its tab says what it is for', async () => {
    await page.getByRole('tab', { name: /报表/ }).click();
    await page.getByText('还没有报表').waitFor();
    await sound();
    await page.getByRole('tab', { name: /报送要求/ }).click();
    await openDuty(4);
    await card(4).getByLabel('类型', { exact: true }).selectOption('form');
    await card(4).getByRole('button', { name: '新建一张' }).click();
    assert.equal(await card(4).getByLabel('报表', { exact: true }).locator('option').count(), 1);
    await stops.getByRole('button', { name: /没有名称或没有栏目/ }).click();
    await page.getByLabel('报表名称').waitFor();
    await page.getByRole('button', { name: '删除这张报表' }).click();
    await page.getByText('还没有报表').waitFor();
    await page.getByRole('tab', { name: /报送要求/ }).click();
    await openDuty(4);
    await page.getByRole('button', { name: '删除这条要求' }).click();
    await card(4).waitFor({ state: 'detached' });
  });

  await test('0 of a number is an empty field that says what that means', async () => {
    await openDuty(2);
    const most = card(2).locator('.quota').first().getByLabel('不超过');
    assert.equal(await most.inputValue(), '');
    assert.equal(await most.getAttribute('placeholder'), '不限');
    await change(most, '1');
    assert.equal(await most.getAttribute('aria-invalid'), 'true');
    await stops.getByText('数量上下限不对').waitFor();
    await change(most, '-5');
    assert.equal(await most.inputValue(), '');
    await stops.getByText('数量上下限不对').waitFor({ state: 'detached' });
  });

  await test('settling by keyboard leads to the next card, and with the last doubt all cards are back', async () => {
    await page.getByLabel('只看拿不准的').check();
    while (await page.getByRole('button', { name: /条都无误/ }).count()) {
      await page.getByRole('button', { name: /条都无误/ }).first().focus();
      await page.keyboard.press('Enter');
      await until(async () => (await focused()) === 'duty-head');
    }
    while (await page.getByRole('button', { name: '核对无误' }).count()) {
      await page.getByRole('button', { name: '核对无误' }).first().focus();
      await page.keyboard.press('Enter');
      await until(async () => (await focused()) === 'duty-head');
    }
    await page.getByText('各条均有把握，可抽查').waitFor();
    assert.equal(await page.locator('.duty').count(), 4);
    await sound();
  });

  await test('before it is published each deadline is seen', async () => {
    await page.getByRole('tab', { name: '通知要素' }).click();
    if (await stops.isVisible()) await page.getByLabel('活动代号').fill('cards-2023');
    await page.getByTestId('publish').click();
    const table = page.locator('.publish-table');
    await table.waitFor();
    assert.match(await table.innerText(), /9月18日 周一 17:00 前/);
    assert.equal(await page.getByTestId('publish-over').count(), 0);
    await page.getByTestId('publish-sure').click();
    await page.getByTestId('published').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('tab', { name: /报送要求/ }).click();
    await openDuty(3);
    await page.getByRole('button', { name: '撤销这条要求' }).click();
    await card(3).getByText('已撤销').waitFor();
    await page.getByTestId('publish').click();
    await table.waitFor();
    assert.equal(await table.locator('tbody tr').count(), 3);
    await page.keyboard.press('Escape');
    await page.getByTestId('save-draft').click();
  });

  await test('a deadline of another year shows it, and one that has passed says so, on the card and before publishing', async () => {
    await compile(page, bygone);
    await card(0).getByText('2014年9月16日 周二 17:00 前').waitFor();
    await card(0).getByText('时限已过').waitFor();
    await openDuty(3);
    await card(3).getByLabel('起', { exact: true }).fill('2014-09-01');
    await card(3).getByLabel('止', { exact: true }).fill('2014-12-31');
    await card(3).getByText('2014年9月1日 至 2014年12月31日').waitFor();
    await stops.waitFor({ state: 'detached' });
    await page.getByTestId('publish').click();
    await page.getByTestId('publish-over').waitFor();
    assert.match(await page.getByTestId('publish-over').innerText(), /有 4 条要求的时限已过/);
    await sound();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: '另编一份' }).click();
  });
  await page.context().close();

  await test('by finger the notice is gone to, its sentence lit, and what is selected can be added', async () => {
    const phone = await device(house.url, PHONE);
    phone.on('dialog', (d) => d.accept());
    await logIn(phone, clerk.login);
    await compile(phone, text);
    const stop = phone.getByTestId('stops');
    await phone.locator('.duty').nth(3).scrollIntoViewIfNeeded();
    assert.ok(await stop.evaluate((one) => one.contains(document.elementFromPoint(innerWidth / 2, one.getBoundingClientRect().top + 9))));
    const show = phone.locator('.duty').nth(3).getByRole('button', { name: '看原文' });
    await show.scrollIntoViewIfNeeded();
    await show.tap();
    const lit = phone.locator('.mark.lit').first();
    await lit.waitFor();
    assert.match(await lit.innerText(), /每周五17:00前报送/);
    await until(() => lit.evaluate((one) => one.getBoundingClientRect().top >= 0 && one.getBoundingClientRect().bottom <= innerHeight));
    await phone.evaluate(() => {
      const piece = [...document.querySelectorAll('.text-body [data-start]')].find((one) => one.textContent.includes('联系人'));
      piece.scrollIntoView({ block: 'center' });
      getSelection().selectAllChildren(piece);
    });
    await phone.getByTestId('add-duty').tap();
    await phone.locator('.duty').nth(4).waitFor();
    assert.deepEqual(phone.wrong, []);
    await phone.context().close();
  });

  await house.stop();
  removeFolder(house.data);
}
