// SPDX-License-Identifier: Apache-2.0
// Each field that was read from a notice is corrected by the clerk, and the correction is there after a reload, after
// another text was read, in the published campaign, and after a corrected notice was laid over it.
import assert from 'node:assert/strict';
import { House, removeFolder, test, until } from '../house.mjs';
import { corrected, notice } from './amended.mjs';
import { axeFinds, DESK, device, logIn } from './browser.mjs';
import { cardOf, change, openDutyOf } from './duties.mjs';


/** What is corrected: how, and what the published duty then holds. `at` is the duty's place in the list. */
const corrections = [
  { at: 1, what: '名称', act: (c) => c.getByLabel('名称', { exact: true }).first().fill('走进校园方案'), read: (d) => d.name, want: '走进校园方案' },
  { at: 1, what: '简称', act: (c) => c.getByLabel('简称').fill('进校园'), read: (d) => d.short_name, want: '进校园' },
  { at: 1, what: '称谓', act: (c) => change(c.getByLabel('通知中的称谓'), '各中专学校；有关企业'), read: (d) => d.who, want: ['各中专学校', '有关企业'] },
  {
    at: 1, what: '对应的单位', act: async (c) => {
      await c.getByRole('button', { name: '或者另一类单位' }).click();
      await c.locator('.el-select').nth(1).click();
      await c.page().getByRole('option', { name: '企业' }).last().click();
      await c.page().keyboard.press('Escape');
    }, read: (d) => d.picks.any.at(-1).all[0].values.length, want: 1,
  },
  { at: 1, what: '日期', act: (c) => c.getByLabel('日期', { exact: true }).fill('2023-05-15'), read: (d) => d.due.day, want: '2023-05-15' },
  { at: 1, what: '时刻', act: (c) => change(c.getByLabel('时刻'), '17：30'), read: (d) => d.due.minute, want: 1050 },
  { at: 1, what: '内容的类型', act: (c) => c.getByLabel('类型', { exact: true }).nth(1).selectOption('files'), read: (d) => d.parts[1].kind, want: 'files' },
  { at: 1, what: '内容的名称', act: (c) => c.getByLabel('名称', { exact: true }).nth(2).fill('实施方案'), read: (d) => d.parts[1].name, want: '实施方案' },
  { at: 1, what: '内容的数量', act: (c) => change(c.getByLabel('最多').nth(1), '3'), read: (d) => d.parts[1].max, want: 3 },
  { at: 1, what: '用报表', act: (c) => c.getByLabel('类型', { exact: true }).nth(0).selectOption('form'), read: (d) => !!d.parts[0].form && d.parts[0].kind, want: 'form' },
  { at: 1, what: '是否必报', act: (c) => c.getByLabel('必填').nth(1).uncheck(), read: (d) => d.parts[1].required, want: false },
  { at: 1, what: '命名要求', act: (c) => c.getByLabel('命名要求').fill('走进校园xx单位方案'), read: (d) => d.title_rule, want: '走进校园xx单位方案' },
  { at: 1, what: '邮箱', act: (c) => c.getByLabel('报送邮箱').fill('zcc@edu.example.cn'), read: (d) => d.mailbox, want: 'zcc@edu.example.cn' },
  { at: 1, what: '字数', act: (c) => change(c.getByLabel('字数 不少于'), '800').then(() => change(c.getByLabel('字数 不超过'), '1500')), read: (d) => d.terms.words, want: { min: 800, max: 1500 } },
  { at: 1, what: '时长', act: (c) => change(c.getByLabel('时长 不超过'), '2.5'), read: (d) => d.terms.seconds, want: { min: 0, max: 150 } },
  { at: 1, what: '文件大小', act: (c) => change(c.getByLabel('单个文件 不超过'), '20'), read: (d) => d.terms.bytes, want: { min: 0, max: 20 << 20 } },
  { at: 1, what: '文件格式', act: (c) => change(c.getByLabel('文件格式'), 'Word、PDF'), read: (d) => d.terms.formats, want: ['Word', 'PDF'] },
  { at: 1, what: '份数', act: (c) => change(c.getByLabel('纸质', { exact: false }).first(), '2'), read: (d) => d.terms.copies, want: 2 },
  { at: 1, what: '公章', act: (c) => c.getByLabel('加盖公章').check(), read: (d) => d.terms.sealed, want: true },
  { at: 1, what: '渠道', act: async (c) => { await c.getByLabel('邮箱', { exact: true }).uncheck(); await c.getByLabel('办公系统').check(); }, read: (d) => d.terms.channels, want: ['oa'] },
  { at: 1, what: '逾期处理', act: (c) => c.getByLabel('逾期处理').fill('逾期不予受理'), read: (d) => d.terms.late, want: '逾期不予受理' },
  { at: 1, what: '零报告', act: (c) => c.getByLabel('可以零报告').check(), read: (d) => d.nil_allowed, want: true },
  {
    at: 2, what: '周期', act: async (c) => {
      await c.getByLabel('时限类型').selectOption('weekly');
      await c.getByLabel('星期').selectOption({ label: '周日' });
    }, read: (d) => [d.due.kind, d.due.weekday], want: ['weekly', 7],
  },
  { at: 2, what: '起止', act: (c) => c.getByLabel('起', { exact: true }).fill('2023-05-10').then(() => c.getByLabel('止', { exact: true }).fill('2023-06-10')), read: (d) => [d.from, d.to], want: ['2023-05-10', '2023-06-10'] },
  { at: 4, what: '每月', act: async (c) => { await c.getByLabel('时限类型').selectOption('monthly'); await change(c.getByLabel('每月几日'), '25'); await c.getByLabel('起', { exact: true }).fill('2023-05-01'); await c.getByLabel('止', { exact: true }).fill('2023-06-30'); }, read: (d) => [d.due.kind, d.due.month_day], want: ['monthly', 25] },
  { at: 3, what: '篇数', act: (c) => change(c.getByLabel('不少于', { exact: true }).first(), '4').then(() => change(c.getByLabel('不超过', { exact: true }).first(), '6')), read: (d) => [d.quotas[0].min, d.quotas[0].max], want: [4, 6] },
  { at: 3, what: '量词', act: (c) => c.getByLabel('量词').first().fill('件'), read: (d) => d.quotas[0].counts, want: '件' },
];

const heads = [
  { what: '标题', act: (p) => p.getByLabel('标题', { exact: true }).fill('关于职业教育活动周的通知（演练）'), read: (d) => d.title, want: '关于职业教育活动周的通知（演练）' },
  { what: '发文机关', act: (p) => p.getByLabel('发文机关').fill('演练市教育局'), read: (d) => d.issuer, want: '演练市教育局' },
  { what: '文号', act: (p) => p.getByLabel('文号').fill('演教〔2023〕8号'), read: (d) => d.number, want: '演教〔2023〕8号' },
  { what: '成文日期', act: (p) => p.getByLabel('成文日期').fill('2023-05-06'), read: (d) => d.issued, want: '2023-05-06' },
  { what: '主题', act: (p) => p.getByLabel('主题').fill('技能，让明天更美好'), read: (d) => d.theme, want: '技能，让明天更美好' },
  { what: '活动时间', act: (p) => p.getByLabel('活动开始').fill('2023-05-16').then(() => p.getByLabel('活动结束').fill('2023-05-24')), read: (d) => [d.from, d.to], want: ['2023-05-16', '2023-05-24'] },
  { what: '附件', act: (p) => change(p.getByLabel('附件（每行一个）'), '日报表\n信息表'), read: (d) => d.attachments, want: ['日报表', '信息表'] },
  { what: '邮箱', act: (p) => change(p.getByLabel('邮箱（每行一个）'), 'a@edu.example.cn\nb@edu.example.cn'), read: (d) => d.mailboxes, want: ['a@edu.example.cn', 'b@edu.example.cn'] },
  {
    what: '联系方式', act: async (p) => {
      await p.getByRole('button', { name: /^去掉联系人/ }).last().click();
      await p.getByRole('button', { name: '加一位联系人' }).click();
      await p.getByLabel('联系人', { exact: true }).last().fill('演练联系人');
      await p.getByLabel('电话', { exact: true }).last().fill('0551-00000000');
    }, read: (d) => d.contacts.at(-1), want: { name: '演练联系人', phone: '0551-00000000' },
  },
];

export default async function (program) {
  const house = await House.start(program, { args: ['--quiet', '--speed', '0', '--campaign', 'campaigns/hefei-2023'] });
  const clerk = await house.enter('clerk');
  const page = await device(house.url, DESK);
  page.on('dialog', (d) => d.accept());
  const card = (at) => cardOf(page, at);
  const openDuty = (at) => openDutyOf(page, at);
  const sound = async () => {
    assert.deepEqual(await axeFinds(page), []);
    assert.deepEqual(page.wrong, []);
  };
  /** All that is not as it was corrected to. */
  const lost = (document, keys) => [
    ...corrections.map((one) => ({ ...one, got: one.read(document.duties.find((d) => d.key === keys[one.at])) })),
    ...heads.map((one) => ({ ...one, got: one.read(document) })),
  ].filter((one) => JSON.stringify(one.got) !== JSON.stringify(one.want)).map((one) => `${one.what}: ${JSON.stringify(one.got)}, not ${JSON.stringify(one.want)}`);

  let id, keys;
  await test('every field of a duty and of the head can be corrected', async () => {
    await logIn(page, clerk.login);
    await page.goto('/desk/notice');
    await page.getByTestId('notice-input').fill(notice);
    await page.getByTestId('compile').click();
    await page.locator('.duty').nth(5).waitFor();
    for (const one of corrections) {
      await openDuty(one.at);
      await one.act(card(one.at).locator('.duty-edit'));
    }
    await openDuty(1);
    await sound();
    await page.getByRole('tab', { name: '通知要素' }).click();
    for (const one of heads) await one.act(page.locator('.head-edit'));
    await sound();
  });

  await test('what was corrected is kept, and there when the page is loaded again', async () => {
    await page.getByTestId('save-draft').click();
    await page.waitForURL(/\/desk\/notice\/\d+/);
    id = /notice\/(\d+)/.exec(page.url())[1];
    const { document } = await clerk.get(`/api/campaigns/${id}/draft`);
    keys = document.duties.map((d) => d.key);
    assert.deepEqual(lost(document, keys), []);
    await page.reload();
    await page.locator('.duty').nth(5).waitFor();
    await openDuty(1);
    const edit = card(1).locator('.duty-edit');
    assert.equal(await edit.getByLabel('时刻').inputValue(), '17:30');
    assert.equal(await edit.getByLabel('时长 不超过').inputValue(), '2.5');
    assert.equal(await edit.getByLabel('单个文件 不超过').inputValue(), '20');
    assert.equal(await edit.getByLabel('办公系统').isChecked(), true);
    await openDuty(2);
    assert.equal(await card(2).getByLabel('星期').inputValue(), '7');
  });

  await test('another text is read into the draft, and takes nothing away that it says as before', async () => {
    await page.getByRole('button', { name: '更换原文' }).click();
    await until(async () => (await page.getByTestId('notice-input').inputValue()).includes('活动周'));
    await page.getByTestId('notice-input').fill(corrected);
    await page.getByTestId('compile').click();
    await page.getByRole('heading', { name: /^与草稿相比/ }).waitFor();
    assert.match(await page.getByTestId('change-changed').innerText(), /5月13日24:00前\s*→.*5月14日24:00前/s);
    await sound();
    await page.getByTestId('save-draft').click();
    await page.getByText(/^已保存/).waitFor();
    const { document } = await clerk.get(`/api/campaigns/${id}/draft`);
    assert.deepEqual(lost(document, keys), []);
    assert.ok(!document.duties.some((d) => d.withdrawn || d.name.includes('综述')));
  });

  await test('it is published as it was corrected', async () => {
    await page.getByTestId('publish').click();
    await page.getByTestId('publish-sure').click();
    await page.getByTestId('published').waitFor();
    assert.deepEqual(lost((await clerk.get(`/api/campaigns/${id}`)).document, keys), []);
  });

  await test('a corrected notice laid over it leaves what the clerk corrected where the text says what it said', async () => {
    await page.goto(`/desk/notice/${id}?amend=1`);
    await page.getByTestId('notice-input').fill(corrected.replace('5月14日前', '5月15日前'));
    await page.getByTestId('compile').click();
    await page.getByTestId('amend-sum').waitFor();
    await page.getByTestId('publish').click();
    await page.getByTestId('publish-sure').click();
    await page.getByTestId('published').waitFor();
    const { document } = await clerk.get(`/api/campaigns/${id}`);
    assert.ok(document.text.includes('5月15日前'));
    assert.deepEqual(lost(document, keys), []);
    await sound();
  });

  await page.context().close();
  await house.stop();
  removeFolder(house.data);
}
