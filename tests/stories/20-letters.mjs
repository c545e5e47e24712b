// SPDX-License-Identifier: Apache-2.0
// Reports by letter: what comes to the office's mailbox waits in the tray until a clerk takes it in; from a real mail server.
import assert from 'node:assert/strict';
import { House, removeFolder, test, until } from '../house.mjs';
import { gbkLetter, letter, Mailbox } from './mailbox.mjs';
import { owed, week } from './week.mjs';
import { filledIn } from './workbook.mjs';

const filled = {
  1: { B4: '演练某人', D4: '0551-00000000', B8: '便民服务进社区', C8: 45063, D8: 0.375, E8: '10：30', F8: '演练社区', G8: '本校', I8: '咨询与维修', J8: 120, K8: 4, L8: 5, M8: 100, D24: 1, J24: 129 },
  2: { B4: '演练某人', D4: '0551-00000000', C24: 0 },
};
const arrived = '2023-05-18T09:50:00+08:00';

export default async function (program) {
  const box = await Mailbox.start();
  const w = await week(program, { start: '2023-05-18T10:20:00+08:00', args: box.args });
  const schools = w.units.filter((u) => u.kind === 'school');
  const school = await w.house.invite(w.clerk, schools[0].id, 'liaison');
  const daily = (person, day) => owed(person, w.at, '日报', day);
  const bookOf = async (person, o) => filledIn((await person.ask('GET', `/api/obligations/${o.id}/report.xlsx`)).bytes, filled);
  const tray = (state = '') => w.clerk.get(`/api/letters${state}`);
  const waiting = (n) => until(async () => { const t = await tray(); return t.waiting === n && t.items; });
  const open = (l, o) => w.clerk.get(`/api/letters/${l.id}${o ? `?obligation=${o}` : ''}`);
  const takeIn = (l, o, more = {}) => w.clerk.ask('POST', `/api/letters/${l.id}/take-in`, { campaign: w.campaign.id, obligation: o.id, version: o.version, files: [], ...more });
  const today = await daily(school, '2023-05-17');

  await test('a letter with our workbook waits in the tray, and its number says for what it is', async () => {
    box.put(letter({ subject: '报表', text: '您好：\n附件是日报。', files: [{ name: '日报.xlsx', bytes: await bookOf(school, today) }] }), arrived);
    const [l] = await waiting(1);
    assert.deepEqual([l.subject, l.sender, l.trouble, l.state, l.arrived_at], ['报表', '演练学校 <school@example.cn>', 'none', 'waiting', '2023-05-18T01:50:00Z']);
    assert.deepEqual([l.suggested.obligation.id, l.suggested.stamped, l.suggested.campaign], [today.id, true, w.campaign.id]);
    const d = await open(l);
    assert.equal(d.words, '您好：\n附件是日报。');
    assert.deepEqual(d.files.map((f) => [f.position, f.name, f.book, f.part]), [[1, '日报.xlsx', true, null]]);
    assert.deepEqual([d.filled.of, d.filled.body.forms.activity_daily.activities[0].students, d.remarks], ['own', 120, []]);
  });

  await test('by itself it is no report', async () => {
    const d = await school.get(`/api/obligations/${today.id}`);
    assert.deepEqual([d.versions, d.happenings, d.obligation.state], [[], [], 'overdue']);
  });

  await test('taken in, it is judged by when it reached the mailbox, and its history names it', async () => {
    const [l] = (await tray()).items;
    const r = await takeIn(l, today);
    assert.equal(r.status, 200, r.text);
    assert.deepEqual([r.json.late, r.json.received_at], [false, '2023-05-18T02:20:00Z']);
    const d = await school.get(`/api/obligations/${today.id}`);
    assert.deepEqual([d.obligation.state, d.obligation.late, d.versions.length, d.versions[0].kind, d.versions[0].call_at], ['sent', false, 1, 'full', '2023-05-18T01:50:00Z']);
    assert.equal(d.body.forms.activity_daily.activities[0].name, '便民服务进社区');
    const [h] = d.happenings.filter((x) => x.kind === 'report.sent');
    assert.deepEqual([h.text, h.reason], ['来信报送（代录），5月18日9:50 到达邮箱', '来信“报表”，发件人 演练学校 <school@example.cn>']);
    const t = await tray();
    assert.deepEqual([t.waiting, t.items], [0, []]);
    const [taken] = (await tray('?state=taken')).items;
    assert.deepEqual([taken.id, taken.by, taken.suggested.obligation.id], [l.id, '演练某人', today.id]);
  });
  await w.house.stop();
  removeFolder(w.house.data);
  await box.end();
}
