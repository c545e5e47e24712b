// SPDX-License-Identifier: Apache-2.0
// The clerk takes an account in hand: disabled, then enabled again by a link that sets a new password.
import assert from 'node:assert/strict';
import { Person, removeFolder, test } from '../house.mjs';
import { week } from '../stories/week.mjs';
import { axeFinds, DESK, device, logIn, PASSWORD } from './browser.mjs';

export default async function (program) {
  const w = await week(program);
  const school = w.units.filter((u) => u.kind === 'school').at(-1);
  const { link } = await w.clerk.post('/api/invitations', { unit: school.id, role: 'liaison' });
  const liaison = new Person(w.house.url);
  await liaison.post('/api/invitations/accept', { token: link.split('/i/')[1], name: '演练联络员', login: 'yanlian', password: PASSWORD });
  const page = await device(w.house.url, DESK);
  const row = page.locator('.people tbody tr', { hasText: school.name }).first();
  const sound = async () => {
    assert.deepEqual(await axeFinds(page), []);
    assert.deepEqual(page.wrong, []);
  };

  await test('an account is opened by its name; disabling it is asked once more, and throws it out', async () => {
    await logIn(page, w.clerk.login);
    await page.goto('/desk/people');
    await page.locator('#people-words').fill(school.name);
    await row.getByRole('button', { name: '管理账号：演练联络员' }).click();
    await page.getByTestId('person-disable').click();
    await page.getByText('停用“演练联络员”的账号？').waitFor();
    await sound();
    assert.equal((await liaison.ask('GET', '/api/me')).status, 200, 'not yet');
    await page.getByTestId('person-disable-sure').click();
    await row.getByText('已停用').waitFor();
    assert.equal((await liaison.ask('GET', '/api/me')).status, 401);
    assert.equal(await row.locator('.people-state.none').count(), 1, 'nobody reports for the unit now');
    await sound();
  });

  await test('one does not disable oneself', async () => {
    await page.locator('#people-words').fill(w.clerk.login);
    await page.locator('.person-open').first().click();
    await page.getByTestId('person-renew').waitFor();
    assert.equal(await page.getByTestId('person-disable').count(), 0);
    await page.getByRole('button', { name: '关闭' }).last().click();
    await page.locator('#people-words').fill(school.name);
  });

  await test('the link that enables it again asks for a password alone', async () => {
    await row.locator('.person-open').click();
    await page.getByTestId('person-renew').click();
    const made = await page.getByLabel('链接', { exact: true }).inputValue();
    await sound();
    const phone = await device(w.house.url);
    await phone.goto(made);
    await phone.getByText('为以下单位的账号设置新密码').waitFor();
    assert.equal(await phone.getByLabel('账号').inputValue(), 'yanlian');
    assert.equal(await phone.getByLabel('姓名').count(), 0);
    assert.deepEqual(await axeFinds(phone), []);
    await phone.getByLabel('设置密码').fill('另一个 correct horse');
    await phone.getByRole('button', { name: '设置新密码并进入' }).click();
    await phone.waitForURL(/\/m/);
    assert.deepEqual(phone.wrong, []);
    await phone.context().close();
    const again = new Person(w.house.url);
    assert.equal((await again.ask('POST', '/api/session', { login: 'yanlian', password: PASSWORD })).status, 401);
    assert.equal((await again.ask('POST', '/api/session', { login: 'yanlian', password: '另一个 correct horse' })).status, 200);
  });

  await page.context().close();
  await w.house.stop();
  removeFolder(w.house.data);
}
