// SPDX-License-Identifier: Apache-2.0
// The desk's part of the week: the board moves by itself, a report is returned, the others are accepted at once, the
// deadline passes, and the board as of a moment agrees with what the server says of it.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { House, removeFolder, test, until } from '../house.mjs';
import { axeFinds, DESK, device, logIn } from './browser.mjs';

const START = '2023-05-11T23:30:00+08:00';
const REPORTED = new Set('slnNpPaAr');
const MISSING = new Set('DxR');

export default async function (program) {
  const house = await House.start(program, { args: ['--quiet', '--speed', '0', '--start', START, '--campaign', 'campaigns/hefei-2023'] });
  const clerk = await house.enter('clerk');
  const campaign = (await clerk.get('/api/campaigns')).campaigns[0].id;
  const boardAt = (at) => clerk.get(`/api/campaigns/${campaign}/board${at ? `?at=${encodeURIComponent(at)}` : ''}`);
  const board = await boardAt();
  const column = board.columns.findIndex((c) => c.short_name === '联络员');
  const schools = board.rows.filter((r) => r.kind === 'school' && r.cells[column] !== ' ').slice(0, 4);
  const liaisons = [];
  for (const school of schools) liaisons.push(await house.invite(clerk, school.unit, 'liaison'));
  const owed = async (person) => (await person.get(`/api/campaigns/${campaign}/units/mine`)).items.find((o) => o.duty === board.columns[column].duty);
  const send = async (person, base) => {
    const o = await owed(person);
    const full = await person.get(`/api/obligations/${o.id}`);
    const texts = Object.fromEntries(full.duty.parts.filter((p) => p.kind === 'text' && p.required).map((p) => [p.key, '演练文字']));
    return person.post(`/api/obligations/${o.id}/reports`, {
      sending: randomUUID(), base, nil: false, title: o.title || '活动周联络员材料',
      body: { forms: { liaison: { name: '演练某人', position: '干事', department: '教务科', mobile: '13800000000' } }, texts },
    });
  };
  const count = (view, codes) => view.rows.reduce((n, r) => n + [...r.cells].filter((c) => codes.has(c)).length, 0);

  const page = await device(house.url, DESK);
  const asked = []; // what the page asked for of the board, and how many bytes came
  page.on('response', async (r) => {
    if (/\/board(\?|$)/.test(r.url())) asked.push({ cells: r.url().includes('only=cells'), bytes: (await r.body().catch(() => '')).length });
  });
  const sum = async (name) => Number(await page.getByTestId(`sum-${name}`).innerText());
  const cell = async (name) => {
    await page.locator('#board-search').fill(name);
    return page.locator('.g-row', { hasText: name }).locator(`[data-c="${column}"]`);
  };
  const sound = async () => {
    assert.deepEqual(await axeFinds(page), []);
    assert.deepEqual(page.wrong, []);
  };

  await test('the board shows every obligation, and its sum adds up', async () => {
    await logIn(page, clerk.login); // and lands on the board: to open it again would ask for it twice
    await page.locator('.g-row').first().waitFor();
    const all = board.rows.reduce((n, r) => n + [...r.cells].filter((c) => c !== ' ' && c !== 'v').length, 0);
    assert.equal(await sum('owed'), all);
    const parts = (await page.locator('.summary').innerText()).split('其中')[0].match(/\d+/g).map(Number);
    assert.equal(parts[0], parts.slice(1).reduce((a, b) => a + b, 0));
    await page.getByText('实时更新').waitFor();
    await sound();
  });

  await test('it moves by itself as reports arrive', async () => {
    const shown = await cell(schools[0].name);
    assert.match(await shown.innerText(), /待报/);
    for (const person of liaisons.slice(0, 3)) await send(person, 0);
    await shown.locator('xpath=self::*[contains(@class, "g-sent")]').waitFor();
    await page.locator('#board-search').fill('');
    await until(async () => (await sum('reported')) === 3);
  });

  await test('the keyboard moves among the cells and opens the report beside the board', async () => {
    await page.locator('#board-search').fill(schools[0].name);
    await page.locator('.grid').focus();
    await page.keyboard.press('ArrowDown');
    for (let i = 0; i < column; i++) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    const panel = page.getByRole('dialog', { name: '报送详情' });
    await panel.getByText('演练某人').first().waitFor();
    await panel.getByText('通知原文').waitFor();
    const [own, listed] = await panel.locator('.contact').evaluateAll((all) => all.map((one) => one.getBoundingClientRect()).map(({ left, top }) => ({ left, top })));
    assert.ok(listed.top > own.top && listed.left === own.left, JSON.stringify([own, listed])); // one below the other
    await sound();
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    await page.locator('#board-search').fill('');
  });

  await test('a report is returned by keys, and the next one opens by itself', async () => {
    await page.getByRole('link', { name: '待审核' }).click();
    await page.locator('.queue-items li').nth(2).waitFor();
    await page.locator('.queue .report-head h2', { hasText: schools[0].name }).waitFor();
    await page.keyboard.press('r');
    await page.getByRole('button', { name: '报表填写不完整，请补齐必填项' }).click();
    await sound();
    await page.getByTestId('review-send').click();
    await page.locator('.queue .report-head h2', { hasText: schools[1].name }).waitFor();
    await until(async () => (await page.locator('.queue-items li').count()) === 2);
    assert.equal((await owed(liaisons[0])).reason, '报表填写不完整，请补齐必填项');
  });

  await test('the others are accepted at once', async () => {
    await page.getByRole('link', { name: '一览表' }).click();
    await page.getByTestId('select-pending').click();
    await page.getByText('已选 2 项待审核').waitFor();
    await page.getByTestId('review-accept').click();
    await page.getByText('2 项已审核通过').waitFor();
    await (await cell(schools[1].name)).locator('xpath=self::*[contains(@class, "g-accepted")]').waitFor();
    await (await cell(schools[0].name)).locator('xpath=self::*[contains(@class, "g-returned")]').waitFor();
    await page.locator('#board-search').fill('');
    assert.equal((await owed(liaisons[1])).state, 'accepted');
  });

  await test('a returned report comes again, and a late word by telephone is entered', async () => {
    await send(liaisons[0], 1);
    await (await cell(schools[0].name)).locator('xpath=self::*[contains(@class, "g-sent")]').waitFor();
    await (await cell(schools[3].name)).click();
    await page.getByTestId('review-phone').click();
    await page.keyboard.press('Control+Enter'); // what was said is asked for, and the place to write it has the keyboard
    await page.getByRole('alert').getByText('请填写通话内容').waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.tagName), 'TEXTAREA');
    await page.getByLabel('通话内容').fill('联络员电话报来（演练）');
    await page.getByTestId('review-send').click();
    await (await cell(schools[3].name)).locator('xpath=self::*[contains(@class, "g-phone")]').waitFor();
    await page.getByRole('button', { name: '关闭' }).click();
    await page.locator('#board-search').fill('');
  });

  const before = (await clerk.get('/api/clock')).now;

  await test('at the deadline the missing are known without a click', async () => {
    await page.getByTestId('clock').click();
    await page.getByTestId('jump').click();
    await page.getByTestId('rate-60').click();
    await page.getByTestId('copy-missing').waitFor();
    await page.getByTestId('rate-0').click();
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: '未报单位名单' }).waitFor();
    const missing = await clerk.get(`/api/campaigns/${campaign}/missing?duty=${board.columns[column].duty}`);
    assert.equal(missing.units.length, missing.owed - 4);
    await page.getByText(`未报 ${missing.units.length}`, { exact: true }).waitFor();
    await page.getByRole('button', { name: '查看文字' }).click();
    assert.equal(await page.getByLabel('催报文字').inputValue(), missing.text);
    const now = await boardAt();
    await until(async () => (await sum('missing')) === count(now, MISSING));
    await sound();
    await page.getByRole('button', { name: '关闭' }).click();
  });

  await test('as of a moment of the past the board is what the server says it was', async () => {
    const slider = page.getByTestId('as-of');
    await slider.focus();
    await page.keyboard.press('Home');
    await page.getByText('不随新报送变化').waitFor();
    const first = new Date(Number(await slider.inputValue())).toISOString();
    const then = await boardAt(first);
    await until(async () => (await sum('reported')) === count(then, REPORTED) && (await sum('missing')) === count(then, MISSING));
    assert.equal(await sum('missing'), 0);
    await sound();
    await slider.fill(String(Math.floor(Date.parse(before) / 60000) * 60000 - (Math.floor(Date.parse(before) / 60000) * 60000 - Number(await slider.getAttribute('min'))) % 60000));
    const near = await boardAt(new Date(Number(await slider.inputValue())).toISOString());
    await until(async () => (await sum('reported')) === count(near, REPORTED));
    await page.getByTestId('back-to-now').click();
    const now = await boardAt();
    await until(async () => (await sum('reported')) === count(now, REPORTED));
    assert.equal(count(now, REPORTED), 4);
  });

  await test('who has the rows asks for their cells alone', async () => {
    const whole = asked.filter((one) => !one.cells), cells = asked.filter((one) => one.cells);
    assert.equal(whole.length, 1, JSON.stringify(asked));
    assert.ok(cells.length >= 3, JSON.stringify(asked)); // back from the queue, the deadline, the past and the present again
    for (const one of cells) assert.ok(one.bytes < whole[0].bytes / 4, JSON.stringify(asked));
  });

  await test('until a name in the register is another: then the rows come whole, with the new name', async () => {
    const { units } = await clerk.get('/api/units');
    const codes = new Map(units.map((u) => [u.id, u.code]));
    const renamed = `${schools[1].name}新校区`;
    const line = (u) => [u.code, codes.get(u.parent) ?? '', u.id === schools[1].unit ? renamed : u.name, u.short_name, { bureau: '市教育局', county: '县', county_city: '县级市', district: '区', zone: '开发区', school: '中专学校', centre: '公共实训中心', company: '成员企业', media: '媒体', other: '其他' }[u.kind], '', ''].join(',');
    const csv = `编码,上级编码,名称,简称,类别,联系人,电话\n${units.map(line).join('\n')}\n`;
    const done = await clerk.must('POST', '/api/units/import?name=register.csv&apply=1', new TextEncoder().encode(csv));
    assert.equal(done.applied, true, JSON.stringify(done.errors));
    await page.locator('#board-search').fill(renamed);
    await page.locator('.g-row', { hasText: renamed }).waitFor();
    const whole = () => asked.filter((one) => !one.cells).length; // an answer is counted once its bytes are, maybe after the row is there
    await until(() => whole() > 1);
    assert.equal(whole(), 2);
    await page.locator('#board-search').fill('');
  });

  await test('a leader reads and cannot review, a county office sees its own', async () => {
    const leader = await house.enter('leader');
    const office = await house.enter('county');
    for (const [person, rows] of [[leader, board.rows.length], [office, (await office.get(`/api/campaigns/${campaign}/board`)).rows.length]]) {
      const other = await device(house.url, DESK);
      await logIn(other, person.login);
      await other.goto('/desk');
      await other.locator('.g-row').first().waitFor();
      assert.equal(await other.getByTestId('sum-owed').innerText(), String((await person.get(`/api/campaigns/${campaign}/board`)).rows.reduce((n, r) => n + [...r.cells].filter((c) => c !== ' ' && c !== 'v').length, 0)));
      if (person === leader) {
        await other.getByText('您以领导身份查看').waitFor();
        assert.equal(await other.getByTestId('select-pending').count(), 0);
      } else assert.ok(rows < board.rows.length);
      assert.deepEqual(await axeFinds(other), []);
      assert.deepEqual(other.wrong, []);
      await other.context().close();
    }
  });

  await test('the clerk reads in words whether all is well', async () => {
    await page.goto('/desk/health');
    await page.locator('.health-line').first().waitFor();
    const told = await (await page.request.get('/api/health')).json();
    assert.equal(await page.locator('.health-sum').innerText(), told.text);
    assert.deepEqual(await page.locator('.health-line dd').allInnerTexts(), told.lines.map((line) => line.text));
    await page.getByTestId('compare').click();
    await page.getByText(/\d+ 格全部一致/).waitFor();
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto('/desk/health');
    await page.locator('.health-line').first().waitFor();
    await until(() => page.locator('.bar-link.on').evaluate((link) => link.getBoundingClientRect().right <= innerWidth));
    assert.deepEqual(await axeFinds(page), []);
  });

  await test('the board of a screen that turns narrow lists who is missing, and comes back', async () => {
    await page.setViewportSize(DESK.viewport);
    await page.goto('/desk');
    await page.locator('.board-main').waitFor();
    await page.setViewportSize({ width: 390, height: 844 });
    await page.locator('.board-main').waitFor({ state: 'detached' });
    await page.getByTestId('copy-missing').waitFor();
    await page.setViewportSize(DESK.viewport);
    await page.locator('.board-main').waitFor();
  });

  await test('what a filter leaves is told beside the whole, and the filter can be cleared', async () => {
    const all = await sum('owed');
    await page.getByLabel('只看逾期未报').check();
    await page.getByTestId('within').getByText(new RegExp(`筛选内 \\d+ / 共 ${all} 项`)).waitFor();
    assert.match(await page.locator('.g-group .g-sub').first().innerText(), /筛选内 \d+\/\d+，共 \d+ 项/);
    assert.ok((await sum('owed')) < all);
    await sound();
    await page.getByTestId('within').getByRole('button', { name: '清除筛选' }).click();
    await until(async () => (await sum('owed')) === all);
    assert.equal(await page.getByTestId('within').count(), 0);
    const waiting = (await clerk.get(`/api/campaigns/${campaign}/queue`)).items;
    assert.ok(waiting.length > 1);
    await page.getByRole('link', { name: '待审核' }).click();
    await page.locator('.queue-items li').nth(waiting.length - 1).waitFor();
    await page.locator('#queue-words').fill(schools[0].name);
    await until(async () => (await page.locator('.queue h1').innerText()).includes(`筛选内 1 / 共 ${waiting.length}`));
    await page.locator('.queue .report-head h2', { hasText: schools[0].name }).waitFor();
    await page.getByTestId('review-return').click();
    await page.getByRole('button', { name: '报表填写不完整，请补齐必填项' }).click();
    await page.getByTestId('review-send').click();
    await page.getByText(`筛选内没有待审核的报送，另有 ${waiting.length - 1} 项在筛选之外`).waitFor();
    assert.equal(await page.getByText('全部看完了').count(), 0);
    await sound();
    await page.getByTestId('queue-clear').click();
    await until(async () => (await page.locator('.queue-items li').count()) === waiting.length - 1);
  });

  await test('behind a review in the panel the keys go on, and one’s own deed is no news', async () => {
    await page.goto('/desk');
    await (await cell(schools[3].name)).click();
    const panel = page.getByRole('dialog', { name: '报送详情' });
    await panel.getByTestId('review-accept').click();
    await panel.getByTestId('review-reopen').waitFor();
    await until(() => page.evaluate(() => !!document.activeElement?.closest('.side')));
    await page.waitForTimeout(1500); // the stream tells of it within a tick
    assert.equal(await panel.getByText('该单位刚有新的变化').count(), 0);
    await page.keyboard.press('o');
    await panel.getByLabel('原因').fill('演练');
    await page.keyboard.press('Escape');
    assert.equal(await page.evaluate(() => document.activeElement.dataset.testid), 'review-reopen');
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    const silent = board.rows.filter((r) => r.kind === 'school' && r.cells[column] !== ' ')[6];
    await (await cell(silent.name)).click();
    await panel.getByTestId('review-extend').waitFor();
    await page.keyboard.press('e');
    await panel.getByLabel('原因').fill('演练');
    await page.getByTestId('review-send').click();
    await panel.locator('.report-past').getByText(/延期报送至\d+月\d+日\d+:\d\d/).waitFor();
    await until(() => page.evaluate(() => !!document.activeElement?.closest('.side')));
    await page.keyboard.press('w');
    await panel.getByRole('heading', { name: '免报' }).waitFor();
    await page.keyboard.press('Escape');
    const other = (await clerk.get(`/api/campaigns/${campaign}/units/${silent.unit}`)).items.find((o) => o.duty === board.columns[column].duty);
    await clerk.post(`/api/campaigns/${campaign}/reviews`, { action: 'waive', items: [{ obligation: other.id, version: other.version }], reason: '演练' });
    await panel.getByText('该单位刚有新的变化').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('#board-search').fill('');
  });

  await test('shortly before a deadline the list is that of the deadline, with the officers’ own numbers', async () => {
    await clerk.post('/api/clock', { to: '2023-05-18T09:51:00+08:00', rate: 0 });
    await page.goto('/desk');
    await page.locator('.board-main').waitFor();
    await page.getByText('下一时限 日报 05-17').waitFor();
    await page.getByTestId('missing').click();
    const shown = () => page.locator('#missing-column').evaluate((one) => one.selectedOptions[0].textContent);
    assert.match(await shown(), /日报 5月17日/);
    await page.locator('.missing-list li', { hasText: schools[1].name }).getByText('演练某人').waitFor();
    await page.locator('.missing-list li', { hasText: schools[1].name }).getByRole('link', { name: '0551-00000000' }).waitFor();
    await sound();
    await page.setViewportSize({ width: 390, height: 844 });
    await until(async () => /日报 5月17日/.test(await shown()));
    await page.setViewportSize(DESK.viewport);
  });

  await test('a parcel that the server refuses is told with its reason, another is taken', async () => {
    const zip = page.locator('a', { hasText: '当日材料包' });
    const href = await zip.getAttribute('href');
    const [download] = await Promise.all([page.waitForEvent('download'), zip.click()]);
    assert.match(download.suggestedFilename(), /^day-2023-05-\d\d\.zip$/);
    await zip.evaluate((link) => (link.href = link.href.replace(/day=.*/, 'day=2023-02-30')));
    await zip.click();
    await page.getByText('“day”的格式不对，应为日期').waitFor();
    await zip.evaluate((link, back) => (link.href = back), href);
    assert.equal(new URL(page.url()).pathname, '/desk');
    page.wrong = page.wrong.filter((one) => !/status of 4\d\d/.test(one));
    await sound();
  });

  await page.context().close();
  await house.stop();
  removeFolder(house.data);
}
