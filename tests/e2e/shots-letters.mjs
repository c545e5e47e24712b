// SPDX-License-Identifier: Apache-2.0
// Pictures of the tray of letters, from a mailbox of its own.
import { readFileSync } from 'node:fs';
import { letter, Mailbox } from '../stories/mailbox.mjs';
import { owed } from '../stories/week.mjs';
import { filledIn } from '../stories/workbook.mjs';
import { accept, DESK, device } from './browser.mjs';

let box;
export async function args() {
  box = await Mailbox.start();
  return box.args;
}

const photo = readFileSync(new URL('../../campaigns/hefei-2023/photos/01-community.jpg', import.meta.url));
const filled = {
  1: { B4: '演练某人', D4: '0551-00000000', B8: '便民服务进社区', C8: 45063, D8: 0.375, E8: '10：30', F8: '演练社区', G8: '本校', I8: '咨询与维修', J8: 120, K8: 4, L8: 5, M8: 100, D24: 1, J24: 129 },
  2: { B4: '演练某人', D4: '0551-00000000', C24: 0 },
};

export default async function (house, take) {
  const school = await house.enter('liaison');
  const { campaigns } = await school.get('/api/campaigns');
  const o = await owed(school, `/api/campaigns/${campaigns[0].id}`, '日报', '2023-05-17');
  const { bytes } = await school.ask('GET', `/api/obligations/${o.id}/report.xlsx`);
  const page = await device(house.url, DESK);
  await accept(page, house.links.clerk, '演练经办人', 'yanlian-desk');
  box.put(letter({ from: '家长 <parent@example.cn>', subject: '咨询招生', text: '请问今年的招生计划？' }), '2023-05-18T09:12:00+08:00');
  box.put(letter({ from: `${school.me.unit_short_name} <school@example.cn>`, subject: '5月17日日报', text: '市教育局：\n附件是我校 5 月 17 日的日报表和现场照片，请查收。\n联系人：演练某人', files: [{ name: '日报（5月17日）.xlsx', bytes: filledIn(bytes, filled) }, { name: '现场.jpg', bytes: photo }] }), '2023-05-18T09:26:00+08:00');
  await page.locator('.bar-count').getByText('2').waitFor();
  await page.goto('/desk/letters');
  await page.getByTestId('form-read').waitFor();
  await take(page, 'desk-letters');
  const small = await device(house.url);
  await small.context().addCookies(await page.context().cookies());
  await small.goto('/desk/letters');
  await small.locator('.letter-what').waitFor();
  await take(small, 'desk-narrow-letters');
  await box.end();
}
