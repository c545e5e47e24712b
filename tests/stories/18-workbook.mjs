// SPDX-License-Identifier: Apache-2.0
// A report by workbook: taken away, filled in, brought back, sent; it counts as any other.
import assert from 'node:assert/strict';
import { removeFolder, test } from '../house.mjs';
import { dailyBody, entry, owed, send, week } from './week.mjs';
import { filledIn } from './workbook.mjs';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export default async function (program) {
  const w = await week(program);
  const schools = w.units.filter((u) => u.kind === 'school');
  const school = await w.house.invite(w.clerk, schools[0].id, 'liaison');
  const other = await w.house.invite(w.clerk, schools[1].id, 'liaison');
  const county = await w.house.invite(w.clerk, schools[0].parent, 'county');
  const at = (o) => `/api/obligations/${o.id}/report.xlsx`;
  const book = async (person, o) => {
    const r = await person.ask('GET', at(o));
    assert.equal(r.status, 200, r.text);
    return r;
  };
  const bring = (person, o, bytes, name = '日报.xlsx', more = {}) => person.ask('POST', `${at(o)}?name=${encodeURIComponent(name)}`, bytes, more);
  const daily = (person, day) => owed(person, w.at, '日报', day);
  const today = await daily(school, '2023-05-17');

  const filled = {
    1: { B4: '演练某人', D4: '0551-00000000', B8: '便民服务进社区', C8: 45063, D8: 0.375, E8: '10：30', F8: '演练社区', G8: '本校', I8: '咨询与维修', J8: '１２０', K8: '1,004', L8: 5, M8: 100,
      B9: '职教讲座', D9: '下午2点', F9: '报告厅', G9: '本校', I9: '讲座一场，现场问答', J9: '30人', D24: 2, J24: 2000 },
    2: { B4: '演练某人', D4: '0551-00000000' },
  };
  let blank, read;

  await test('the forms of a duty are taken away as one workbook, a sheet each, as an office prints them', async () => {
    const r = await book(school, today);
    blank = r.bytes;
    assert.equal(r.headers.get('content-type'), XLSX);
    assert.match(decodeURIComponent(r.headers.get('content-disposition')), /attachment; filename\*=UTF-8''日报（5月17日）-.*\.xlsx$/);
    const texts = entry(blank, 'xl/sharedStrings.xml');
    for (const text of ['2023年职业教育活动周活动情况日报表', `填报单位：${schools[0].name}　　填报时间：2023年5月17日`, '参加人数', '学生（人）*', '合计', `表号：SW${today.id}-`]) assert.ok(texts.includes(text), text);
    const sheets = [1, 2].map((n) => entry(blank, `xl/worksheets/sheet${n}.xml`));
    assert.match(sheets[0], /<mergeCell ref="J6:L6"\/>/);
    assert.match(sheets[0], /<dataValidation type="whole"/);
    assert.match(sheets[1], /<dataValidation type="list"[^>]*sqref="C8:C22"><formula1>"国家,省,市,县,校"/);
  });

  await test('filled in and brought back, it gives the form’s values, whatever way they are typed', async () => {
    const r = await bring(school, today, filledIn(blank, filled));
    assert.equal(r.status, 200, r.text);
    read = r.json;
    assert.deepEqual([read.of, read.usable, read.told, read.notes], ['own', true, null, []]);
    const { activities, ...rest } = read.body.forms.activity_daily;
    assert.deepEqual(rest, { reporter: '演练某人', phone: '0551-00000000', events_to_date: 2, people_to_date: 2000 });
    assert.deepEqual(activities[0], { name: '便民服务进社区', date: '2023-05-17', start: '09:00', end: '10:30', place: '演练社区', organiser: '本校', content: '咨询与维修', students: 120, teachers: 1004, public: 5, served: 100 });
    assert.deepEqual(activities[1], { name: '职教讲座', start: '14:00', place: '报告厅', organiser: '本校', content: '讲座一场，现场问答', students: 30 });
  });

  await test('what cannot be read names its cell, and what was not read stays visible', async () => {
    const { json } = await bring(school, today, filledIn(blank, { 1: { ...filled[1], J8: '约30人', C9: '后天', H23: '领导同意', A9: '速报' }, 2: filled[2] }));
    assert.deepEqual(json.notes.map((n) => [n.where, n.cell, n.text, n.blocks]), [
      ['forms.activity_daily.activities[0].students', '活动情况日报表!J8', '约30人', true],
      ['forms.activity_daily.activities[1].date', '活动情况日报表!C9', '后天', true],
      [null, '活动情况日报表!A9', '速报', false],
      [null, '活动情况日报表!H23', '领导同意', false],
    ]);
    assert.equal(json.notes[0].message, '第 8 行“参加人数/学生”应为整数，读到“约30人”');
    assert.equal(json.body.forms.activity_daily.activities[0].students, '约30人');
    const en = await bring(school, today, filledIn(blank, { 1: { ...filled[1], J8: '约30人' } }), 'a.xlsx', { 'Accept-Language': 'en' });
    assert.equal(en.json.notes[0].message, 'Row 8, “参加人数/学生”: a whole number is wanted, “约30人” was read');
  });

  await test('it changes nothing by itself: no draft, no version, no event', async () => {
    const d = await school.get(`/api/obligations/${today.id}`);
    assert.deepEqual([d.draft, d.versions, d.happenings], [null, [], []]);
  });

  await test('sent as any report, it counts on the board and in the day’s workbook like one from a phone', async () => {
    const before = (await w.clerk.get(`${w.at}/missing?duty=${today.duty}&day=2023-05-17`)).reported;
    const body = { ...read.body, texts: {}, files: [], pieces: {} };
    body.forms.media_daily.items_to_date = 0;
    const checked = await school.post(`/api/obligations/${today.id}/check`, { body });
    assert.deepEqual(checked.remarks.filter((r) => r.blocks).map((r) => r.message), []);
    const sent = await send(school, today, body);
    assert.equal(sent.status, 200, sent.text);
    const byPhone = await send(other, await daily(other, '2023-05-17'), dailyBody());
    assert.equal(byPhone.status, 200, byPhone.text);
    assert.equal((await w.clerk.get(`${w.at}/missing?duty=${today.duty}&day=2023-05-17`)).reported, before + 2);
    const activities = (await w.clerk.get(`${w.at}/activities?day=2023-05-17`)).activities;
    const sum = (key) => activities.reduce((n, a) => n + a[key], 0);
    assert.deepEqual([activities.length, sum('students'), sum('teachers'), sum('public')], [3, 180, 1008, 125]);
    const table = entry((await w.clerk.ask('GET', `${w.at}/day.xlsx?day=2023-05-17`)).bytes, 'xl/worksheets/sheet1.xml');
    for (const n of [180, 1008, 125]) assert.ok(table.includes(`<v>${n}</v>`), `合计 ${n}`);
  });

  await test('the day’s workbook can be printed: rows as high as their texts, over several sheets with the units on each', async () => {
    const third = await w.house.invite(w.clerk, schools[2].id, 'liaison');
    const o = await daily(third, '2023-05-17');
    const body = dailyBody();
    body.forms.activity_daily.activities[0].content = '为居民提供健康咨询、家电维修、形象设计与传统手工体验服务。'.repeat(4);
    assert.equal((await send(third, o, body)).status, 200);
    const { bytes } = await w.clerk.ask('GET', `${w.at}/day.xlsx?day=2023-05-17`);
    const table = entry(bytes, 'xl/worksheets/sheet1.xml');
    const heights = [...table.matchAll(/<row [^>]*?ht="([\d.]+)"/g)].map((m) => Number(m[1]));
    assert.ok(heights.includes(21) && Math.max(...heights.slice(3)) >= 6 + 15 * 5, `${heights}`);
    assert.match(table, /<pageSetup[^>]*fitToWidth="[2-4]"/);
    assert.match(entry(bytes, 'xl/workbook.xml'), /_xlnm\.Print_Titles[^<]*>[^<]*\$A:\$B,[^<]*</);
  });

  await test('the next day’s is prefilled with what stays, a sent one with what was sent, and a draft before all', async () => {
    await w.clock('2023-05-18T11:00:00+08:00');
    const next = await daily(school, '2023-05-18');
    const prefilled = (await bring(school, next, (await book(school, next)).bytes)).json.body.forms.activity_daily;
    assert.deepEqual([prefilled.reporter, prefilled.activities], ['演练某人', undefined]);
    const again = (await bring(school, today, (await book(school, today)).bytes)).json.body.forms.activity_daily;
    assert.equal(again.activities[1].students, 30);
    await school.put(`/api/obligations/${next.id}/draft`, { revision: 0, base: 0, device: 'x', body: { forms: { activity_daily: { reporter: '另一人' } } } });
    assert.equal((await bring(school, next, (await book(school, next)).bytes)).json.body.forms.activity_daily.reporter, '另一人');
  });

  await test('another day’s workbook is said to be one, and may be used: the form is the same', async () => {
    const next = await daily(school, '2023-05-18');
    const { json } = await bring(school, next, filledIn(blank, filled));
    assert.deepEqual([json.of, json.usable, json.told], ['day', true, '这是“日报（5月17日）”的表，现在报送的是“日报（5月18日）”']);
    assert.equal(json.body.forms.activity_daily.activities.length, 2);
  });

  await test('another duty’s is not used, and another unit’s is known for nothing but that', async () => {
    const liaison = await owed(school, w.at, '联络员');
    const { json } = await bring(school, liaison, blank);
    assert.deepEqual([json.of, json.usable, json.body, json.notes], ['duty', false, {}, []]);
    assert.match(json.told, /^这是“日报（5月17日）”的表，现在报送的是“联络员”。两张表的栏目不同/);
    const theirs = await bring(other, await daily(other, '2023-05-17'), filledIn(blank, filled));
    assert.deepEqual([theirs.json.of, theirs.json.usable], ['unknown', true]);
    assert.ok(!theirs.json.told.includes(schools[0].name));
    assert.match(theirs.json.notes[0].message, /^表上的填报单位是/);
  });

  await test('the county office reports so for its school, and nobody for another’s', async () => {
    const o = await daily(school, '2023-05-18');
    assert.equal((await bring(county, o, (await book(county, o)).bytes)).json.of, 'own');
    for (const [person, status] of [[other, 404], [w.clerk, 403]]) {
      assert.equal((await person.ask('GET', at(o))).status, status);
      assert.equal((await bring(person, o, blank)).status, status);
    }
    const story = await owed(school, w.at, '综述');
    assert.equal((await school.ask('GET', at(story))).status, 404, 'no form');
  });

  await test('a table of one’s own is read by its labels; what bears none is told so', async () => {
    const csv = (text) => new TextEncoder().encode(text);
    const liaison = await owed(school, w.at, '联络员');
    const { json } = await bring(school, liaison, csv('姓 名,职务,科室,手机,爱好\n张三,主任,教务处,13800000001,下棋\n'), '联络员.csv');
    assert.deepEqual([json.of, json.body.forms.liaison], ['plain', { name: '张三', position: '主任', department: '教务处', mobile: '13800000001' }]);
    assert.deepEqual(json.notes.map((n) => n.text), ['爱好', '下棋']);
    const none = await bring(school, liaison, csv('甲,乙\n1,2\n'), '别的.csv');
    assert.equal(none.status, 422);
    assert.match(none.json.error.message, /文件“别的\.csv”里没有找到《.*联络员信息表》的栏目（如“姓名”）/);
  });

  await test('what is no workbook of today is told with what to do', async () => {
    const compound = (text) => new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...Buffer.alloc(9000), ...Buffer.from(text, 'utf16le'), ...Buffer.alloc(600)]);
    const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, ...Buffer.alloc(100)]);
    for (const [bytes, name, status, text] of [
      [compound('Workbook'), '日报.xls', 415, /旧版表格（\.xls 或 \.et）.*另存为 \.xlsx/],
      [compound('Workbook'), '日报.et', 415, /旧版表格/],
      [compound('EncryptedPackage'), '日报.xlsx', 415, /设有打开密码.*去掉密码/],
      [jpeg, '照片.xlsx', 415, /是图片，不是表格/],
      [new Uint8Array(), '空.xlsx', 415, /不是 \.xlsx/],
      [blank.slice(0, 3000), '断.xlsx', 400, /无法读取/],
      [new Uint8Array(6 << 20), '大.xlsx', 413, /过大/],
      [new TextEncoder().encode(`活动名称,学生参加人数,地点,主办单位\n${'参观,1,操场,本校\n'.repeat(9000)}`), '长.csv', 413, /内容过多.*只保留这张报表/],
    ]) {
      const r = await bring(school, today, bytes, name);
      assert.deepEqual([r.status, text.test(r.json.error.message)], [status, true], `${name}: ${r.text}`);
    }
  });

  await w.house.stop();
  removeFolder(w.house.data);
}
