// SPDX-License-Identifier: Apache-2.0
// The tray of letters in a browser: what waits is counted on the menu, looked at, taken in, chosen for by hand, set aside.
import assert from 'node:assert/strict';
import { removeFolder, test, until } from '../house.mjs';
import { letter, Mailbox } from '../stories/mailbox.mjs';
import { Postbox } from '../stories/postbox.mjs';
import { owed, week } from '../stories/week.mjs';
import { filledIn } from '../stories/workbook.mjs';
import { axeFinds, DESK, device, logIn, PHONE } from './browser.mjs';

const filled = {
  1: { B4: '演练某人', D4: '0551-00000000', B8: '便民服务进社区', C8: 45063, D8: 0.375, E8: '10：30', F8: '演练社区', G8: '本校', I8: '咨询与维修', J8: 120, K8: 4, L8: 5, M8: 100, D24: 1, J24: 129 },
  2: { B4: '演练某人', D4: '0551-00000000', C24: 0 },
};

export default async function (program) {
  const box = await Mailbox.start();
  const post = await Postbox.start();
  const w = await week(program, { start: '2023-05-18T10:20:00+08:00', args: [...box.args, ...post.args()] });
  const schools = w.units.filter((u) => u.kind === 'school');
  const school = await w.house.invite(w.clerk, schools[0].id, 'liaison');
  const today = await owed(school, w.at, '日报', '2023-05-17');
  const blank = (await school.ask('GET', `/api/obligations/${today.id}/report.xlsx`)).bytes;
  const page = await device(w.house.url, DESK);
  const sound = async (on = page) => {
    assert.deepEqual(await axeFinds(on), []);
    assert.deepEqual(on.wrong, []);
  };
  const shot = (on, name) => process.env.SHOTS && on.screenshot({ path: `${process.env.SHOTS}/${name}.png` });
  const fits = (on) => on.evaluate(() => [document.documentElement, document.querySelector('.queue-report')].every((box) => box.scrollWidth <= box.clientWidth));
  const waits = () => page.getByTestId('letter').count();

  await test('an office with a mailbox has the tray on its menu, and what comes is counted there by itself', async () => {
    await logIn(page, w.clerk.login);
    await page.getByRole('link', { name: '来信' }).click();
    await page.getByText('没有待核实的来信').waitFor();
    await until(async () => /最近一次收取/.test(await page.getByTestId('mailbox').innerText()) || page.reload().then(() => false));
    await shot(page, 'tray-empty');
    box.put(letter({ subject: '报表', text: '您好：\n附件是日报，照片两张。<script>alert(1)</script>\n演练学校', files: [{ name: '日报（5月17日）.xlsx', bytes: filledIn(blank, filled) }, { name: '现场说明.txt', bytes: Buffer.from('演练\n') }] }), '2023-05-18T09:50:00+08:00');
    await page.locator('.bar-count').getByText('1').waitFor();
    await page.getByTestId('letter').waitFor();
  });

  await test('it is shown as text, with the form as read and for what it is; its attachments are only saved', async () => {
    await page.locator('.letter-what').waitFor();
    assert.match(await page.locator('.letter-for').innerText(), new RegExp(`按表号应为：[^]*${schools[0].name} · 日报 5月17日[^]*按时`));
    assert.equal(await page.getByTestId('foretold').innerText(), '处理结果将回信告知 school@example.cn');
    assert.match(await page.locator('.letter-words').innerText(), /附件是日报，照片两张。<script>alert\(1\)<\/script>/);
    assert.match(await page.getByTestId('form-read').innerText(), /便民服务进社区/);
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '现场说明.txt' }).click()]);
    assert.equal(download.suggestedFilename(), '现场说明.txt');
    await shot(page, 'tray-desk');
    assert.ok(await fits(page), 'nothing stands out at the side');
    await sound();
  });

  await test('on a narrow screen the letter stands below the list', async () => {
    const phone = await device(w.house.url, PHONE);
    await logIn(phone, w.clerk.login);
    await phone.goto('/desk/letters');
    await phone.locator('.letter-what').waitFor();
    await shot(phone, 'tray-phone');
    await phone.locator('.letter-for').scrollIntoViewIfNeeded();
    await shot(phone, 'tray-phone-letter');
    assert.ok(await fits(phone), 'nothing stands out at the side');
    await sound(phone);
  });

  await test('one click takes it in, and the tray is empty', async () => {
    await page.getByTestId('take-in').click();
    await page.getByText(/已收入为 .* 的报送，凭证 /).waitFor();
    await page.getByText('没有待核实的来信').waitFor();
    assert.equal(await page.locator('.bar-count').count(), 0);
    assert.equal((await owed(school, w.at, '日报', '2023-05-17')).state, 'sent');
    await page.goto(`/desk/report/${today.id}`);
    await page.getByText('来信 2023-05-18 09:50').waitFor();
    await page.getByText('来信“报表”，发件人 演练学校 <school@example.cn>').waitFor();
    await shot(page, 'tray-history');
    await sound();
  });

  await test('what became of its answer stands with the letter', async () => {
    await page.goto('/desk/letters');
    await page.getByRole('button', { name: '已收入' }).click();
    await page.getByTestId('answers').getByText('回执已发往 school@example.cn').waitFor();
    await page.locator('.letters-answer').getByText('已回信').waitFor();
    assert.match(await page.getByTestId('outbox').innerText(), /office@example\.cn/);
    await shot(page, 'tray-answered');
    assert.ok(await fits(page), 'nothing stands out at the side');
    await sound();
    const phone = await device(w.house.url, PHONE);
    await logIn(phone, w.clerk.login);
    await phone.goto('/desk/letters');
    await phone.getByRole('button', { name: '已收入' }).click();
    await phone.getByTestId('answers').scrollIntoViewIfNeeded();
    await shot(phone, 'tray-phone-answered');
    assert.ok(await fits(phone), 'nothing stands out at the side');
    await sound(phone);
    await phone.context().close();
  });

  await test('one that does not say for what it is is held against what the clerk chooses; what it lacks is told', async () => {
    box.put(letter({ subject: '材料', text: '请查收', files: [{ name: '材料.txt', bytes: Buffer.from('演练\n') }] }), '2023-05-18T10:05:00+08:00');
    await page.goto('/desk/letters');
    await until(async () => (await waits()) === 1);
    await page.getByText('看不出是哪个单位的哪一项').first().waitFor();
    await page.getByTestId('choose').click();
    await page.getByTestId('unit-words').fill(schools[1].name.slice(0, 6));
    await page.getByRole('button', { name: schools[1].name, exact: true }).click();
    const other = (await w.clerk.get(`${w.at}/units/${schools[1].id}`)).items.find((o) => o.short_name === '日报' && o.day === '2023-05-17');
    await page.getByTestId('owed').selectOption(other.id);
    await shot(page, 'tray-choose');
    await page.getByTestId('chosen').click();
    await page.getByText('您选择的是：').waitFor();
    assert.match(await page.getByTestId('lacks').innerText(), /还不能收入[^]*活动情况日报表/);
    assert.ok(await page.getByTestId('take-in').isDisabled());
    await sound();
  });

  await test('set aside with a reason it leaves the tray and can be found', async () => {
    await page.getByTestId('set-aside').click();
    await page.getByTestId('aside-send').click();
    await page.getByText('请填写原因').waitFor();
    await page.getByLabel('搁置原因（会写进给发件人的回信）').fill('不是报送材料');
    await shot(page, 'tray-aside');
    await sound();
    await page.getByTestId('aside-tell').uncheck();
    await page.getByLabel('搁置原因（只有经办人看得到）').waitFor();
    await page.getByTestId('aside-send').click();
    await page.getByText('没有待核实的来信').waitFor();
    await page.getByRole('button', { name: '已搁置' }).click();
    await page.locator('.letter .report-reason').getByText('不是报送材料').waitFor();
    await page.getByTestId('answers').getByText('没有发未收入告知：经办人选择不告知').waitFor();
    await sound();
  });

  await test('an answer that failed is told in the server’s words, one that waits for a server that is gone as well', async () => {
    const settle = async (from) => {
      box.put(letter({ subject: '材料', from, text: '请查收' + from }), '2023-05-18T10:06:00+08:00');
      const [l] = await until(async () => { const t = await w.clerk.get('/api/letters'); return t.waiting && t.items; });
      await w.clerk.post(`/api/letters/${l.id}/set-aside`, { reason: '请附上填好的表' });
    };
    await settle('never-a@example.cn');
    await until(async () => (await w.clerk.get('/api/letters')).outbox.failed);
    await post.close();
    await settle('演练县职业教育中心办公室 <a.rather.long.address.of.a.school@mail.example.edu.cn>');
    await until(async () => !(await w.clerk.get('/api/letters')).outbox.well);
    for (const [on, name] of [[page, 'tray-failed'], [await device(w.house.url, PHONE), 'tray-phone-failed']]) {
      if (on !== page) await logIn(on, w.clerk.login);
      await on.goto('/desk/letters');
      await on.getByTestId('outbox').getByText(/连不上发信服务器/).waitFor();
      await on.getByRole('button', { name: '已搁置' }).click();
      await on.getByTestId('letter').nth(1).click();
      await on.getByTestId('answers').getByText(/没能发往 never-a@example\.cn：550 5\.1\.1 User not found/).waitFor();
      await shot(on, name);
      assert.ok(await fits(on), 'nothing stands out at the side');
      await sound(on);
    }
  });

  await test('a mailbox that cannot be read is told on the tray and the page of health', async () => {
    box.password('falsch');
    await until(async () => { await page.goto('/desk/letters'); await page.getByTestId('mailbox').waitFor(); return /授权码/.test(await page.getByTestId('mailbox').innerText()); });
    await shot(page, 'tray-ill');
    await sound();
    await page.goto('/desk/health');
    await page.getByText(/不接受登录名或密码/).waitFor();
    await shot(page, 'tray-health');
  });
  await w.house.stop();
  removeFolder(w.house.data);
  await box.end();
  await post.end();
}
