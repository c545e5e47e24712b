// SPDX-License-Identifier: Apache-2.0
// A county's flood office at its desk, and a town with a phone: kinds and rhythms that no bureau of education has.
import assert from 'node:assert/strict';
import { test } from '../house.mjs';
import { many, office, row } from '../stories/19-elsewhere.mjs';
import { accept, axeFinds, DESK, device, logIn } from './browser.mjs';

const text = '演练县防汛抗旱指挥部关于做好汛期信息报送工作的通知\n各乡镇，各水库管理单位：\n一、每日两报。各乡镇每日8时、20时前报送雨情水情日报表，没有情况的实行零报告。\n二、险情灾情。发生险情、灾情的，各乡镇应于30分钟内报送险情灾情快报。\n三、季度自查。各水库管理单位于2026年6月30日前报送自查报告。\n演练县防汛抗旱指挥部\n2026年4月20日\n';

export default async function (program) {
  const w = await office(program, '2026-05-02T07:30:00+08:00', [
    row('42', '', '县防汛抗旱指挥部办公室', '县防办', '指挥部'),
    ...many(3, (i) => row(`42${i + 10}`, '42', `${i}镇人民政府`, `${i}镇`, '乡镇')),
    ...many(2, (i) => row(`42${i + 40}`, '42', `${i}水库管理所`, `${i}水库`, '水库管理单位')),
  ]);
  const page = await device(w.house.url, DESK);
  await logIn(page, w.clerk.login);

  await test('the register is told and sifted by the office’s own kinds', async () => {
    await page.goto('/desk/units');
    await page.getByRole('button', { name: '乡镇 3' }).click();
    await page.locator('tbody tr', { hasText: '演练2镇人民政府' }).locator('.units-kind', { hasText: '乡镇' }).waitFor();
    assert.equal(await page.locator('.units-traits .d-tag', { hasText: '类别' }).count(), 0);
    const csv = '编码,上级编码,名称,简称,类别\n42,,演练县防汛抗旱指挥部办公室,县防办,指挥部\n4211,42,演练1镇人民政府,1镇,乡真\n';
    await page.locator('#units-file').setInputFiles({ name: '名录.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
    await page.getByText('其中本单位自己的类别：指挥部（1 个）、乡真（1 个）').waitFor();
    assert.deepEqual(await axeFinds(page), []);
  });

  await test('units of its own kinds are there to be invited', async () => {
    await page.goto('/desk/people');
    await page.locator('tbody tr', { hasText: '演练1水库管理所' }).getByRole('button', { name: '联络员' }).waitFor();
    assert.equal(await page.locator('tbody tr', { hasText: '演练县防汛抗旱指挥部办公室' }).getByRole('button', { name: '领导' }).count(), 1);
  });

  await test('a duty may fall due each quarter, or whenever something happens', async () => {
    await page.goto('/desk/notice');
    await page.getByTestId('notice-input').fill(text);
    await page.getByTestId('compile').click();
    const card = (name) => page.locator('.duty', { hasText: name });
    await card('险情灾情快报').getByText('发生时随时报送').first().waitFor();
    await card('雨情水情日报表（20时）').first().waitFor();
    const quarter = card('自查报告');
    if (!(await quarter.getByLabel('时限类型').count())) await quarter.locator('.duty-name').click();
    await quarter.getByLabel('时限类型').selectOption('quarterly');
    await quarter.getByLabel('季度的第几个月').selectOption('3');
    await quarter.getByText(/每季度第 3 个月/).first().waitFor();
    assert.deepEqual(await axeFinds(page), []);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/notice.png`, fullPage: true });
  });

  await test('a town reports what happened on its day, from the page of what is reported of its own accord', async () => {
    const campaign = await w.publish(text, (doc) => Object.assign(doc, { from: '2026-05-01', to: '2026-09-30' }));
    const phone = await device(w.house.url);
    const { link } = await w.clerk.post('/api/invitations', { unit: w.named('2镇').id, role: 'liaison' });
    await accept(phone, link, '演练乙', 'town-2');
    await phone.goto('/m/own');
    await phone.locator('.card', { hasText: '险情灾情快报' }).getByRole('button', { name: '5月2日' }).click();
    await phone.waitForURL(/\/m\/o\//);
    await phone.getByText('险情灾情快报').first().waitFor();
    if (process.env.SHOTS) await phone.screenshot({ path: `${process.env.SHOTS}/phone.png`, fullPage: true });
    assert.deepEqual(phone.wrong, []);
    await phone.context().close();
    assert.ok(campaign.at);
  });

  await test('the board names each of two dailies, and sifts by the office’s own kinds', async () => {
    await page.goto('/desk');
    const board = await w.clerk.get('/api/campaigns');
    assert.equal(board.campaigns.filter((c) => c.state !== 'draft').length, 2);
    await page.getByText('雨情水情日报表（20时）').first().waitFor();
    await page.getByText('演练2镇人民政府').or(page.getByText('2镇')).first().waitFor();
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/board.png` });
    assert.deepEqual(page.wrong.filter((one) => !/status of/.test(one)), []);
  });

  await page.context().close();
  await w.end();
}
