// SPDX-License-Identifier: Apache-2.0
// A report by workbook on a phone: taken away, brought back filled in, looked over, mended in place, sent.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { removeFolder, test, until } from '../house.mjs';
import { owed, week } from '../stories/week.mjs';
import { filledIn } from '../stories/workbook.mjs';
import { axeFinds, DESK, device, logIn } from './browser.mjs';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export default async function (program) {
  const w = await week(program);
  const school = await w.house.enter('liaison');
  const o = await owed(school, w.at, '日报', '2023-05-17');
  const page = await device(w.house.url);
  const sound = async () => {
    assert.deepEqual(await axeFinds(page), []);
    assert.deepEqual(page.wrong, []);
  };
  const bring = (bytes, name = '日报.xlsx') => page.locator('.workbook input[type=file]').setInputFiles({ name, mimeType: XLSX, buffer: Buffer.from(bytes) });
  const shot = (name) => process.env.SHOTS && page.screenshot({ path: `${process.env.SHOTS}/${name}.png` });
  const filled = { 1: { B4: '演练某人', D4: '0551-00000000', B8: '便民服务进社区', D8: '9：00', F8: '演练社区', G8: '本校', I8: '咨询与维修', J8: '约30人', K8: '1,004', A9: '速报', B9: '职教讲座', C9: '后天', D9: 0.5, F9: '报告厅', G9: '本校', I9: '讲座一场，问答', J9: 20, D24: 2, J24: 2000 }, 2: { B4: '演练某人', D4: '0551-00000000', C24: 0 } };
  let book;

  await test('the form is taken away as a workbook that holds what is filled in so far', async () => {
    await logIn(page, school.login);
    await page.goto(`/m/o/${o.id}`);
    await page.getByLabel('审核人').fill('演练审核');
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '下载 Excel 表' }).click()]);
    assert.match(download.suggestedFilename(), /^日报（5月17日）-.*\.xlsx$/);
    book = readFileSync(await download.path());
    const back = await school.must('POST', `/api/obligations/${o.id}/report.xlsx?name=x.xlsx`, new Uint8Array(book));
    assert.equal(back.body.forms.activity_daily.approved_by, '演练审核');
    await sound();
  });

  await test('filled in and brought back, it stands in the form; remarks lead to their fields, and what was not read is listed', async () => {
    await bring(filledIn(book, filled));
    await page.getByText('已读入“日报.xlsx”，请核对后报送。').waitFor();
    assert.equal(await page.getByLabel('填报人').first().inputValue(), '演练某人');
    assert.equal(await page.getByLabel('审核人').inputValue(), '演练审核');
    const remarks = page.locator('.remarks li');
    assert.deepEqual((await remarks.allInnerTexts()).map((x) => x.replace(/\s+/g, ' ')), [
      '须改正活动情况日报表 第 8 行“参加人数/学生”应为整数，读到“约30人”', '须改正活动情况日报表 第 9 行“日期”应为日期，读到“后天”']);
    assert.match(await page.locator('.unread').innerText(), /有 1 处没有读入[^]*A9\s+第 9 行“序号”.*“速报”/);
    assert.match(await page.locator('.rows-field').first().innerText(), /便民服务进社区[^]*应为整数，读到“约30人”[^]*职教讲座/);
    await shot('filled');
    await sound();
    await remarks.first().getByRole('button').click();
    const students = page.locator('.sheet').getByLabel('学生').first();
    await students.waitFor();
    assert.equal(await students.inputValue(), '约30人');
    await shot('sheet');
    await students.fill('30');
    await page.locator('.sheet').getByRole('button', { name: '完成' }).click();
    await until(async () => !/约30人/.test(await page.locator('.rows-field').first().innerText()));
  });

  await test('nothing that was typed is replaced unasked, and it can be found again', async () => {
    await page.getByLabel('填报人').first().fill('自己填的');
    await bring(filledIn(book, filled));
    const dialog = page.getByRole('dialog', { name: '替换已填写的内容' });
    await dialog.getByText('处已填写，表里的内容与之不同').waitFor();
    await shot('replace');
    await dialog.getByRole('button', { name: '取消' }).click();
    assert.equal(await page.getByLabel('填报人').first().inputValue(), '自己填的');
    await bring(filledIn(book, { ...filled, 1: { ...filled[1], J8: 30, C9: '2023-05-17', A9: 2 } }));
    await dialog.getByRole('button', { name: '替换' }).click();
    await until(async () => (await page.getByLabel('填报人').first().inputValue()) === '演练某人');
    await page.getByText('本机还留有另一份草稿').waitFor();
    assert.equal(await page.locator('.remarks').count(), 0);
  });

  await test('a photo named .xlsx is told what it is', async () => {
    await bring(new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0, 0, 0, 0, 0, 0]), '照片.xlsx');
    await page.getByText('文件“照片.xlsx”是图片，不是表格').waitFor();
    await page.locator('.van-dialog__confirm:visible').click();
    page.wrong.splice(0, page.wrong.length, ...page.wrong.filter((x) => !/status of 415/.test(x)));
  });

  await test('it is checked and sent as any report, and counts', async () => {
    await page.locator('.bottombar').getByRole('button', { name: '报送' }).click();
    const anyway = page.getByRole('button', { name: '仍然报送' });
    await Promise.race([anyway.waitFor().then(() => anyway.click()), page.getByText('报送成功').waitFor()]);
    await page.getByText('报送成功').waitFor();
    const activities = (await w.clerk.get(`${w.at}/activities?day=2023-05-17`)).activities;
    assert.deepEqual(activities.map((a) => [a.name, a.students, a.teachers]), [['便民服务进社区', 30, 1004], ['职教讲座', 20, 0]]);
    await sound();
  });

  await test('another day’s is asked about, on a wide screen too', async () => {
    await w.clock('2023-05-18T11:00:00+08:00');
    const next = await owed(school, w.at, '日报', '2023-05-18');
    await page.setViewportSize(DESK.viewport);
    await page.goto(`/m/o/${next.id}`);
    await bring(filledIn(book, filled));
    const dialog = page.getByRole('dialog', { name: '请核对这张表' });
    await dialog.getByText('这是“日报（5月17日）”的表，现在报送的是“日报（5月18日）”').waitFor();
    await shot('other-day-wide');
    await dialog.getByRole('button', { name: '仍然使用' }).click();
    await page.getByText('已读入“日报.xlsx”').waitFor();
    await shot('filled-wide');
    await sound();
  });

  await page.context().close();
  await w.house.stop();
  removeFolder(w.house.data);
}
