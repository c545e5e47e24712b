// SPDX-License-Identifier: Apache-2.0
// Pictures of the public's week: what a school offers on its phone, what the clerk shows of the rehearsed week, and what
// everybody reads and books.
import { accept, DESK, device } from './browser.mjs';

const GUARD = { headers: { 'X-Skillweek': '1' } };

export default async function (house, take) {
  const desk = await device(house.url, DESK), phone = await device(house.url);
  desk.on('dialog', (d) => d.accept());
  await accept(desk, house.links.clerk, '演练经办人', 'yanlian-gongzhong');
  await accept(phone, house.links.liaison, '演练联络员', 'yanlian-kaifang');
  await phone.goto('/m/visits');
  await phone.getByRole('button', { name: '新增一项' }).click();
  for (const [label, words] of [['标题', '开放校园：走进智能制造实训中心'], ['地点', '演练一校实训中心'], ['日期', '2023-05-20'], ['内容', '参观实习实训场地和名师工作室，体验无人机和3D打印，现场招生咨询。']]) await phone.getByLabel(label).fill(words);
  await phone.getByRole('button', { name: '提交给经办人' }).click();
  await phone.getByRole('button', { name: '增加时段' }).click();
  await phone.getByText('已约 0 / 30 人').waitFor();
  await phone.locator('.said.shown').waitFor({ state: 'hidden' });
  await take(phone, 'phone-visits');

  const api = async (method, path, data) => (await desk.request.fetch(path, { method, data, ...GUARD })).json();
  const { campaigns: [campaign] } = await api('GET', '/api/campaigns');
  const at = `/api/campaigns/${campaign.id}`;
  await api('PUT', `${at}/public`, { shown: true });
  const { items: [offered] } = await api('GET', `${at}/public`);
  const { id, unit_name: _unit, mine: _mine, ...words } = offered; // as it goes back
  await api('PUT', `${at}/public/items/${id}`, { ...words, state: 'shown' });
  const { activities } = await api('GET', `${at}/activities?day=2023-05-17`);
  for (const a of activities.slice(0, 6)) await api('POST', `${at}/public/items`, { kind: 'programme', state: 'shown', source: a.id });
  const { stories } = await api('GET', `${at}/stories?from=2023-05-17&to=2023-05-17`);
  for (const s of stories.filter((x) => x.photos.length).slice(0, 3)) {
    await api('POST', `${at}/reviews`, { action: 'accept', items: [{ obligation: s.obligation, version: s.version }] });
    await api('POST', `${at}/public/items`, { kind: 'story', state: 'shown', source: s.obligation, version: s.version, part: s.part, piece: s.place, title: s.title, text: s.text, photos: s.photos.slice(0, 2).map((p) => p.blob) });
  }
  await desk.goto('/desk/public');
  await desk.getByText('已开放，任何人都可以看').waitFor();
  await take(desk, 'desk-public');

  const people = await device(house.url), week = `/week/${campaign.key}`;
  await people.goto(week);
  await people.evaluate(() => document.querySelectorAll('img').forEach((i) => (i.loading = 'eager'))); // below the fold as well
  await people.waitForFunction(() => [...document.images].every((i) => i.complete));
  await take(people, 'public-week', { whole: true });
  const wide = await device(house.url, DESK);
  await wide.goto(week);
  await take(wide, 'public-week-wide');
  await people.goto(`${week}/days/2023-05-17`);
  await take(people, 'public-day', { whole: true });
  await people.goto(week);
  await people.locator('.stories a').first().click();
  await take(people, 'public-story', { whole: true });
  await people.goto(`${week}/visits/${id}`);
  await people.getByRole('radio').check();
  await people.getByLabel('姓名').fill('演练某人');
  await people.getByLabel('联系电话').fill('123');
  await people.getByRole('button', { name: '提交预约' }).click();
  await people.getByRole('alert').waitFor();
  await take(people, 'public-visit-wrong', { whole: true });
  await people.getByLabel('联系电话').fill('13800000000');
  await people.getByRole('button', { name: '提交预约' }).click();
  await people.getByText('预约成功').waitFor();
  await take(people, 'public-booking', { whole: true });
  for (const wrong of [...desk.wrong, ...phone.wrong]) console.log('wrong:', wrong);
}
