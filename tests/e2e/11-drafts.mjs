// SPDX-License-Identifier: Apache-2.0
// Drafts come and go on one page: what was typed is not lost unasked, the address says what is shown, a date of issue that
// is given is used, and what the register makes one think about is told.
import assert from 'node:assert/strict';
import { House, removeFolder, test, until } from '../house.mjs';
import { axeFinds, DESK, device, logIn, PASSWORD } from './browser.mjs';

const yearless = `关于报送暑期校园安全材料的通知

各县（市）区教育局，各中专学校：

一、各县（市）区教育局于6月10日前将校园安全自查报告报送市教育局。
二、各中专学校、各直属企业于6月20日前将整改照片报送市教育局。

市教育局
`;

export default async function (program) {
  const house = await House.start(program, { args: ['--quiet', '--speed', '0', '--campaign', 'campaigns/hefei-2023'] });
  const clerk = await house.enter('clerk');
  const page = await device(house.url, DESK);
  const asked = [];
  let answer = true;
  page.on('dialog', (d) => {
    if (d.type() === 'beforeunload') return void d.accept();
    asked.push(d.message());
    void (answer ? d.accept() : d.dismiss());
  });
  /** What is asked while doing it, answered so. */
  const asks = async (reply, act) => {
    answer = reply;
    asked.length = 0;
    await act();
    await page.waitForTimeout(200);
    return asked.splice(0);
  };
  const path = () => new URL(page.url()).pathname + new URL(page.url()).search;
  const sound = async () => {
    assert.deepEqual(await axeFinds(page), []);
    assert.deepEqual(page.wrong, []);
  };
  const days = () => page.locator('.duty').evaluateAll((all) => all.map((one) => /\d+月\d+日 周.|未定时限/.exec(one.innerText)?.[0]));
  const paste = async (text, issued = '') => {
    await page.goto('/desk/notice');
    await page.getByTestId('notice-input').fill(text);
    if (issued) await page.getByLabel('成文日期').fill(issued);
    await page.getByTestId('compile').click();
    await page.locator('.duty').nth(1).waitFor();
  };
  const head = () => page.getByRole('tab', { name: '通知要素' }).click();
  const duties = () => page.getByRole('tab', { name: /报送要求/ }).click();

  await test('the date of issue given with the notice is the draft’s, and dates its deadlines', async () => {
    await logIn(page, clerk.login);
    await paste(yearless, '2022-05-20');
    assert.deepEqual(await days(), ['6月10日 周五', '6月20日 周一']);
    await head();
    assert.equal(await page.getByLabel('成文日期').inputValue(), '2022-05-20');
  });

  await test('what is begun anew begins empty, after a question', async () => {
    assert.equal(path(), '/desk/notice/new');
    assert.match((await asks(false, () => page.getByRole('button', { name: '另编一份' }).click())).join(), /有未保存的修改/);
    assert.equal(path(), '/desk/notice/new');
    await asks(true, () => page.getByRole('button', { name: '另编一份' }).click());
    assert.equal(path(), '/desk/notice');
    assert.equal(await page.getByTestId('notice-input').inputValue(), '');
    assert.equal(await page.getByLabel('成文日期').inputValue(), '');
  });

  await test('a date of issue given later dates what nobody touched, and says so', async () => {
    await paste(yearless);
    assert.deepEqual(await days(), ['未定时限', '未定时限']);
    await page.locator('.duty-head').nth(1).click();
    await page.getByLabel('时限类型').selectOption('date');
    await page.getByLabel('日期', { exact: true }).fill('2022-07-01');
    await head();
    await page.getByLabel('成文日期').fill('2022-05-20');
    await page.getByText('已按成文日期重新读取 1 条报送要求的日期').waitFor();
    await duties();
    assert.deepEqual(await days(), ['6月10日 周五', '7月1日 周五']);
    await sound();
  });

  await test('a date of issue typed a moment before it is kept is read by, too', async () => {
    await head();
    await page.getByLabel('成文日期').fill('2023-05-20');
    await page.getByTestId('save-draft').click();
    await page.waitForURL(/notice\/\d+$/);
    const kept = await clerk.get(`/api/campaigns/${/\d+$/.exec(page.url())[0]}/draft`);
    assert.deepEqual(kept.document.duties.map((one) => one.due.day), ['2023-06-10', '2022-07-01']);
  });

  await test('what the register makes one think about stands below the duties and in the question', async () => {
    await duties();
    await page.getByTestId('remarks').getByText(/“整改照片”的“.*企业”在单位名录中没有对应的单位/).waitFor();
    await page.getByTestId('remarks').getByRole('button', { name: '打开这条要求' }).click();
    assert.equal(await page.locator('.duty-edit').count(), 1);
    await sound();
    await page.getByTestId('publish').click();
    await page.getByTestId('publish-remarks').getByText(/在单位名录中没有对应的单位/).waitFor();
    await page.locator('[data-testid=publish-sure]:enabled').waitFor();
    await sound();
    await page.keyboard.press('Escape');
  });

  await test('the corrected text begins with the date of issue, and what is typed there is not dropped unasked', async () => {
    await page.getByTestId('publish').click();
    await page.getByTestId('publish-sure').click();
    await page.getByTestId('published').waitFor();
    assert.doesNotMatch(await page.getByTestId('published').innerText(), /改判/);
    await page.keyboard.press('Escape');
    await page.getByTestId('amend').click();
    assert.equal(await page.getByLabel('成文日期').inputValue(), '2023-05-20');
    assert.match(path(), /\?amend=1$/);
    assert.deepEqual(await asks(false, () => page.getByRole('button', { name: '取消' }).click()), []);
    await page.getByTestId('amend').click();
    await page.getByTestId('notice-input').fill(yearless.replace('6月10日', '6月15日'));
    assert.match((await asks(false, () => page.getByRole('button', { name: '取消' }).click())).join(), /还没有读取/);
    await page.getByTestId('compile').click();
    await until(async () => /2023年6月10日24:00前\s*→.*2023年6月15日24:00前/s.test(await page.getByTestId('change-changed').innerText()));
    assert.doesNotMatch(path(), /amend/);
    await asks(true, () => page.getByRole('button', { name: '放弃补充通知' }).click());
  });

  await test('back between two drafts asks before the first is lost, and shows what the address says', async () => {
    const first = path();
    await page.getByRole('link', { name: '编制活动' }).click();
    await page.getByTestId('notice-input').waitFor();
    assert.equal(path(), '/desk/notice');
    await page.getByRole('link', { name: '2023年职业教育活动周' }).first().click();
    await page.locator('.duty').nth(5).waitFor();
    const second = path();
    await page.locator('.duty-head').first().click();
    await page.getByLabel('名称', { exact: true }).first().fill('改了的名称');
    assert.match((await asks(false, () => page.goBack())).join(), /有未保存的修改/);
    assert.equal(path(), second);
    assert.equal(await page.locator('.duty-name').first().innerText(), '改了的名称');
    assert.match((await asks(false, () => page.getByRole('link', { name: '编制活动' }).click())).join(), /有未保存的修改/);
    assert.equal(path(), second);
    assert.equal((await asks(true, () => page.goBack())).length, 1);
    await page.getByTestId('notice-input').waitFor();
    assert.equal(path(), '/desk/notice');
    await page.goBack();
    await page.locator('.duty').nth(1).waitFor();
    assert.equal(path(), first);
    assert.equal(await page.locator('.duty').count(), 2);
  });

  await test('a campaign’s state stands on one line however long its title is', async () => {
    await page.setViewportSize({ width: 1100, height: 900 });
    await page.goto('/desk/notice');
    const tags = page.locator('.known .d-tag');
    await tags.first().waitFor();
    for (const height of await tags.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height))) assert.ok(height < 28, `${height}`);
    await page.setViewportSize(DESK.viewport);
  });

  await test('a session that ends takes nothing away: one logs in on top of the page', async () => {
    await asks(true, () => paste(yearless, '2022-05-20'));
    await page.locator('.duty-head').first().click();
    await page.getByLabel('名称', { exact: true }).first().fill('过期前改的名称');
    await page.context().clearCookies();
    const over = page.getByRole('dialog', { name: '登录已过期' });
    assert.deepEqual(await asks(false, async () => {
      await page.getByTestId('save-draft').click();
      await over.waitFor();
    }), []);
    await sound();
    await over.getByLabel('密码').fill(PASSWORD);
    await over.getByRole('button', { name: '登录' }).click();
    await over.waitFor({ state: 'detached' });
    assert.equal(path(), '/desk/notice/new');
    assert.equal(await page.locator('.duty-name').first().innerText(), '过期前改的名称');
    await page.getByTestId('save-draft').click();
    await page.waitForURL(/notice\/\d+$/);
    const kept = await clerk.get(`/api/campaigns/${/\d+$/.exec(page.url())[0]}/draft`);
    assert.equal(kept.document.duties[0].name, '过期前改的名称');
  });

  await test('text that was not read yet, and a log-out, are asked for too', async () => {
    await page.goto('/desk/notice');
    await page.getByTestId('notice-input').fill('刚粘贴的通知');
    assert.match((await asks(false, () => page.getByRole('link', { name: '单位名录' }).click())).join(), /还没有读取/);
    assert.equal(path(), '/desk/notice');
    assert.equal((await asks(false, () => page.getByRole('button', { name: '退出' }).click())).length, 1);
    assert.equal((await clerk.ask('GET', '/api/me')).status, 200);
    assert.equal(await page.getByTestId('notice-input').inputValue(), '刚粘贴的通知');
  });

  await test('no other campaign is named above the one that is written', async () => {
    await asks(true, () => page.goto('/desk'));
    await page.locator('#bar-campaign').waitFor();
    await page.getByRole('link', { name: '编制活动' }).click();
    await page.getByTestId('notice-input').waitFor();
    assert.equal(await page.locator('#bar-campaign').count(), 0);
    await sound();
  });

  await page.context().close();
  await house.stop();
  removeFolder(house.data);
}
