// SPDX-License-Identifier: Apache-2.0
// Pictures of the bulletin: on the desk, on a narrow screen, and told to a unit.
import { writeFileSync } from 'node:fs';
import { accept, DESK, device } from './browser.mjs';

const saved = (page) => page.getByText(/^已保存/).waitFor();

export default async function (house, take) {
  const page = await device(house.url, DESK);
  page.on('dialog', (d) => d.accept());
  await accept(page, house.links.clerk, '演练经办人', 'yanlian-jianbao');
  await page.locator('.g-row').first().waitFor();
  await page.waitForTimeout(8000); // some units have reported by then
  await page.goto('/desk/bulletin');
  await page.getByRole('button', { name: '起草', exact: true }).click();
  await page.getByLabel('正文').first().waitFor();
  for (let i = 0; i < 3; i++) await page.getByRole('button', { name: /^采用/ }).nth(i).click();
  await page.getByText('报头和版记').click();
  for (const [label, words] of [['报', '市委、市政府，省教育厅'], ['送', '市职业教育工作联席会议成员单位'], ['发', '各县（市）区教育局，各中等职业学校']]) await page.getByLabel(label, { exact: true }).fill(words);
  await page.getByLabel('印数').fill('60');
  await page.getByLabel('本期标题').fill('职业教育活动周首日活动情况');
  await saved(page);
  await page.getByText('报头和版记').click();
  await take(page, 'desk-bulletin');
  await page.getByRole('tab', { name: '预览' }).click();
  await take(page, 'desk-bulletin-paper');
  if (process.env.PAPER) writeFileSync(process.env.PAPER, await page.pdf({ preferCSSPageSize: true }));

  const small = await device(house.url);
  await small.context().addCookies(await page.context().cookies());
  await small.goto(page.url());
  await small.getByLabel('正文').first().waitFor();
  await take(small, 'desk-narrow-bulletin');
  await small.getByRole('tab', { name: '选稿' }).click();
  await take(small, 'desk-narrow-bulletin-choose');
  await small.getByRole('tab', { name: '预览' }).click();
  await take(small, 'desk-narrow-bulletin-paper');

  await page.getByRole('tab', { name: '修改' }).click();
  await page.getByRole('button', { name: '定稿' }).click();
  await page.getByRole('heading', { name: '第1期' }).waitFor();
  await take(page, 'desk-bulletin-final');
  if (process.env.PAPER) {
    const docx = await page.request.get(await page.getByRole('link', { name: '下载 Word 文档' }).getAttribute('href'));
    writeFileSync(process.env.PAPER.replace(/pdf$/, 'docx'), await docx.body());
  }
  await page.goto('/desk/bulletin');
  await page.getByText('已定稿').waitFor();
  await take(page, 'desk-bulletins');
  await small.goto('/desk/bulletin');
  await small.getByText('已定稿').waitFor();
  await take(small, 'desk-narrow-bulletins');
  for (const wrong of [...page.wrong, ...small.wrong]) console.log('wrong:', wrong);
}
