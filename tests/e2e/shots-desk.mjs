// SPDX-License-Identifier: Apache-2.0
// Pictures of the desk's pages.
import { readFileSync } from 'node:fs';
import { corrected, notice } from './amended.mjs';
import { accept, DESK, device } from './browser.mjs';

const forwarded = readFileSync(new URL('county-forwards.txt', import.meta.url), 'utf8');

export default async function (house, take) {
  const page = await device(house.url, DESK);
  await accept(page, house.links.clerk, '演练经办人', 'yanlian-desk');
  await page.waitForURL(/\/desk/);
  await page.locator('.g-row').first().waitFor();
  await page.waitForTimeout(4000);
  await take(page, 'desk-board');
  await page.getByTestId('missing').click();
  await page.getByTestId('copy-missing').waitFor();
  await take(page, 'desk-missing');
  await page.locator('.g-cell.g-sent, .g-cell.g-late, .g-cell.g-returned, .g-cell.g-accepted').first().click();
  await page.locator('.report-head').waitFor();
  await take(page, 'desk-report');
  await page.getByRole('button', { name: '关闭' }).click();
  await page.getByTestId('select-pending').click();
  await page.locator('.picked .review-buttons').waitFor();
  await take(page, 'desk-bulk');
  await page.getByRole('button', { name: '取消选择' }).click();
  await page.getByTestId('as-of').focus();
  for (let i = 0; i < 3; i++) await page.keyboard.press('PageDown');
  await page.locator('.past-note').waitFor();
  await take(page, 'desk-as-of');
  await page.getByTestId('back-to-now').click();
  await page.locator('#board-search').fill('没有这个单位');
  await page.getByText('没有符合条件的单位').waitFor();
  await take(page, 'desk-empty');
  await page.locator('#board-search').fill('职业');
  await page.getByTestId('clock').click();
  await page.getByTestId('rate-60').waitFor();
  await take(page, 'desk-clock');

  await page.goto('/desk/queue');
  await page.locator('.queue .report-head').waitFor();
  await take(page, 'desk-queue');
  await page.keyboard.press('r');
  await page.locator('.review-form').waitFor();
  await take(page, 'desk-return');

  await page.goto('/desk/notice');
  await page.getByTestId('notice-input').fill(notice);
  await take(page, 'desk-notice-paste');
  await page.getByTestId('compile').click();
  await page.locator('.duty').first().waitFor();
  await take(page, 'desk-notice');
  await page.locator('.duty-head').nth(3).click();
  await page.waitForTimeout(300);
  await take(page, 'desk-notice-duty');
  await page.locator('.duty-edit .terms-edit').scrollIntoViewIfNeeded();
  await take(page, 'desk-notice-terms');
  await page.getByTestId('publish').click();
  await page.getByTestId('publish-sure').waitFor();
  await take(page, 'desk-publish');
  await page.keyboard.press('Escape');
  await page.getByRole('tab', { name: /疑点提示/ }).click();
  await take(page, 'desk-findings');
  await page.getByRole('tab', { name: /报表/ }).click();
  await take(page, 'desk-forms');
  await page.getByTestId('add-check').scrollIntoViewIfNeeded();
  await page.getByTestId('add-check').click();
  await take(page, 'desk-forms-checks');
  await page.getByRole('tab', { name: /通知要素/ }).click();
  await take(page, 'desk-notice-head');
  page.on('dialog', (d) => d.accept());

  await page.goto('/desk/notice');
  await page.getByTestId('notice-input').fill(forwarded);
  await page.getByTestId('compile').click();
  await page.locator('.duty').first().waitFor();
  await page.locator('.duty-head').first().hover();
  await take(page, 'desk-notice-two-audiences');
  await page.locator('.duty-head').last().hover();
  await page.locator('.duty').last().getByRole('button', { name: '看原文' }).click();
  await page.waitForTimeout(600);
  await take(page, 'desk-notice-two-audiences-city');

  await page.goto('/desk/notice');
  await page.getByRole('link', { name: /^补充通知/ }).first().click();
  await page.getByText('更正后的通知全文', { exact: true }).waitFor();
  await take(page, 'desk-amend-paste');
  await page.getByTestId('notice-input').fill(corrected);
  await page.getByTestId('compile').click();
  await page.getByTestId('amend-sum').waitFor();
  await page.getByTestId('change-changed').first().hover();
  await page.getByTestId('change-changed').first().getByRole('button', { name: '看原文' }).click();
  await page.waitForTimeout(600);
  await take(page, 'desk-amend');
  await page.getByTestId('publish').click();
  await page.getByTestId('publish-sure').waitFor();
  await take(page, 'desk-amend-publish');
  await page.keyboard.press('Escape');

  await page.goto('/desk/units');
  await page.locator('.units tbody tr').first().waitFor();
  await page.locator('#units-file').setInputFiles({ name: '名录（有错）.csv', mimeType: 'text/csv', buffer: Buffer.from('编码,上级编码,名称,简称,类别,联系人,电话\n1,,甲局,甲,市教育局,,\n2,9,乙校,乙,中专学校,,\n3,1,乙校,丙,飞船,,\n') });
  await page.locator('.import').waitFor();
  await take(page, 'desk-units');
  await page.goto('/desk/people');
  await page.locator('.people tbody tr').nth(20).waitFor();
  await take(page, 'desk-people');
  await page.locator('.people-invite button').nth(16).click();
  await page.locator('.invitation').waitFor();
  await take(page, 'desk-invitation');
  await page.keyboard.press('Escape');
  await page.locator('#people-words').fill('学校');
  await page.getByTestId('bulk-invite').click();
  await page.getByTestId('sheets-make').click();
  await page.getByText(/已生成/).waitFor();
  await take(page, 'desk-sheets');

  await page.goto('/desk/health');
  await page.locator('.health-line').first().waitFor();
  await take(page, 'desk-health');

  const small = await device(house.url);
  await small.context().addCookies(await page.context().cookies());
  await small.goto('/desk');
  await small.locator('.missing-top').waitFor();
  await take(small, 'desk-narrow');
  await small.goto('/desk/queue');
  await small.locator('.queue .report-head').waitFor();
  await take(small, 'desk-narrow-queue');
  await small.goto('/desk/notice');
  await small.getByTestId('notice-input').fill(notice);
  await small.getByTestId('compile').click();
  await small.getByTestId('next-doubt').click();
  await small.locator('.duty-edit').waitFor();
  await take(small, 'desk-narrow-notice');
  for (const wrong of [...page.wrong, ...small.wrong]) console.log('wrong:', wrong);

  const leader = await device(house.url, DESK);
  await accept(leader, house.links.leader, '演练领导', 'yanlian-lead');
  await leader.locator('.g-row').first().waitFor();
  await take(leader, 'desk-leader');
  const county = await device(house.url, DESK);
  await accept(county, house.links.county, '演练县经办', 'yanlian-xian');
  await county.locator('.g-row').first().waitFor();
  await take(county, 'desk-county');
  for (const wrong of [...leader.wrong, ...county.wrong]) console.log('wrong:', wrong);
}
