// SPDX-License-Identifier: Apache-2.0
// Other offices than a city's bureau of education, with registers and words of their own: a province's bureau of
// statistics, a county's flood office, a university, a county that forwards the city's notice.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { House, removeFolder, sleep, tempFolder, test } from '../house.mjs';
import { send } from './week.mjs';

const HEAD = '编码,上级编码,名称,简称,类别,联系人,电话,举办者';
export const row = (code, above, name, short, kind, run = '') => `${code},${above},演练${name},${short},${kind},演练甲,0551-1,${run}`;
export const many = (n, make) => Array.from({ length: n }, (_, i) => make(i + 1));

/** An office begun from a folder of its own: its register, and a letter that everybody owes something by. */
export async function office(program, start, rows) {
  const folder = tempFolder();
  mkdirSync(folder, { recursive: true });
  const put = (name, text) => writeFileSync(join(folder, name), text);
  put('register.csv', `${[HEAD, ...rows].join('\n')}\n`);
  put('forms.json', '{"forms":[]}');
  put('campaign_defaults.json', '{"key":"first","zone":480}');
  put('notice.txt', '演练办公室关于报送联络员名单的通知\n各单位：\n请各单位于2026年12月20日前将联络员名单报办公室。\n演练办公室\n2026年1月2日\n');
  const house = await House.start(program, { args: ['--quiet', '--speed', '0', '--campaign', folder, '--start', start] });
  removeFolder(folder);
  const clerk = await house.enter('clerk');
  const { units } = await clerk.get('/api/units');
  const named = (short) => units.find((u) => u.short_name === short);
  const publish = async (text, correct) => {
    const { document } = await clerk.post('/api/compile', { text });
    document.key = 'second';
    correct(document);
    const saved = await clerk.post('/api/campaigns', { revision: 0, document });
    await clerk.post(`/api/campaigns/${saved.id}/publish`, { revision: saved.revision });
    return { at: `/api/campaigns/${saved.id}`, document };
  };
  const end = async () => {
    await house.stop();
    removeFolder(house.data);
  };
  return { house, clerk, units, named, publish, end, clock: (to) => clerk.post('/api/clock', { to, rate: 0 }), join: (short, role = 'liaison') => house.invite(clerk, named(short).id, role) };
}

const mine = async (person, at) => (await person.get(`${at}/units/mine`)).items;
const picked = (duty) => duty.picks.any.flatMap((one) => one.all.filter((c) => c.attribute === 'kind').flatMap((c) => c.values));

export default async function (program) {
  await statistics(program);
  await flood(program);
  await university(program);
  await forwarding(program);
}

async function statistics(program) {
  const w = await office(program, '2026-01-09T09:00:00+08:00', [
    row('36', '', '省统计局', '省统计局', '省统计局'),
    ...many(11, (i) => row(`36${i + 10}`, '36', `${i}市统计局`, `${i}市`, '市统计局')),
    ...many(48, (i) => row(`36${(i % 11) + 11}${i + 10}`, `36${(i % 11) + 11}`, `${i}县统计局`, `${i}县`, '县')),
  ]);
  const text = '演练省统计局关于报送2026年服务业统计报表的通知\n各市统计局、各县统计局：\n一、各县统计局于每月5日前报送上月服务业统计月报表。\n二、各市统计局于每季度后首月5日前报送上季度服务业运行分析报告。\n联系人：演练甲，电话：0791-00000001。\n演练省统计局\n2026年1月8日\n';
  let campaign;

  await test('the rehearsal of another office has its people, and its cities are not the province', async () => {
    assert.deepEqual(Object.keys(w.house.links), ['clerk', 'county', 'liaison', 'leader']);
    campaign = await w.publish(text, (doc) => {
      const quarterly = doc.duties.find((d) => d.name.includes('分析报告'));
      assert.deepEqual(picked(quarterly), ['市统计局']);
      Object.assign(doc, { from: '2026-01-09', to: '2027-01-08' });
      Object.assign(quarterly.due, { kind: 'quarterly', day: null, month: 1, month_day: 5 });
    });
  });

  await test('a quarterly report falls due four times a year, and is called by the quarter it tells of', async () => {
    const list = await mine(await w.join('3市'), campaign.at);
    assert.deepEqual(list.filter((o) => o.day).map((o) => o.day), ['2026-04-05', '2026-07-05', '2026-10-05', '2027-01-05']);
    assert.equal(list.find((o) => o.day === '2027-01-05').title, '3市2026年四季度服务业运行分析报告');
    const monthly = await mine(await w.join('4县'), campaign.at);
    assert.deepEqual([monthly.length, monthly[0].title, monthly.at(-1).title], [12, '4县1月服务业统计月报表', '4县12月服务业统计月报表']);
  });

  await test('a city’s bureau of statistics sees its counties, and the missing are told by city', async () => {
    const city = await w.join('2市', 'county');
    const board = await city.get(`${campaign.at}/board`);
    assert.deepEqual(board.rows.map((r) => r.short_name).sort(), ['12县', '1县', '23县', '2市', '34县', '45县'].sort());
    assert.deepEqual(board.rows.map((r) => r.kind).filter((k) => k !== 'county'), ['市统计局']);
    await w.clock('2026-03-05T23:00:00+08:00');
    const { text: told } = await w.clerk.get(`${campaign.at}/missing?duty=d1&day=2026-03-05`);
    assert.match(told, /2月“服务业统计月报表”报送时限为3月5日24:00/);
    assert.match(told, /【演练2市统计局】演练1县统计局、演练12县统计局、演练23县统计局/);
  });

  await test('what changes below it is told to it at once', async () => {
    const city = await w.join('2市', 'county');
    const stop = new AbortController();
    const stream = await fetch(`${w.house.url}${campaign.at}/live`, { headers: { Cookie: city.cookie }, signal: stop.signal });
    let heard = '';
    const reading = (async () => {
      for await (const bytes of stream.body) heard += new TextDecoder().decode(bytes);
    })().catch(() => {});
    const below = await w.join('12县');
    const [first] = (await mine(below, campaign.at)).filter((o) => o.state === 'due');
    const waived = await w.clerk.post(`${campaign.at}/reviews`, { action: 'waive', reason: '演练免报', items: [{ obligation: first.id, version: first.version }] });
    assert.equal(waived.done, 1, JSON.stringify(waived));
    for (let i = 0; i < 60 && !/event: cells/.test(heard); i++) await sleep(50);
    stop.abort();
    await reading;
    assert.match(heard, /event: cells/);
  });

  await w.end();
}

async function flood(program) {
  const w = await office(program, '2026-05-02T07:30:00+08:00', [
    row('42', '', '县防汛抗旱指挥部办公室', '县防办', '指挥部'),
    ...many(18, (i) => row(`42${i + 10}`, '42', `${i}镇人民政府`, `${i}镇`, '乡镇')),
    ...many(4, (i) => row(`42${i + 30}`, '42', `${i}街道办事处`, `${i}街道`, '街道')),
    ...many(20, (i) => row(`42${i + 40}`, '42', `${i}水库管理所`, `${i}水库`, '水库管理单位')),
    ...many(17, (i) => row(`42${i + 70}`, '42', `${i}局`, `${i}局`, '成员单位')),
  ]);
  const text = '演练县防汛抗旱指挥部关于做好汛期信息报送工作的通知\n各乡镇人民政府、街道办事处，各水库管理单位，各成员单位：\n一、每日两报。各乡镇、街道每日8时、20时前报送雨情水情日报表，没有情况的实行零报告。\n二、水库水位。各水库管理单位每日8:00前报送水库水位表。\n三、险情灾情。发生险情、灾情的，各乡镇、街道、水库管理单位应于30分钟内报送险情灾情快报。\n演练县防汛抗旱指挥部\n2026年4月20日\n';
  let campaign, event;

  await test('a register’s own kinds are counted when it is imported, and the notice may name them', async () => {
    const trial = await w.clerk.must('POST', '/api/units/import?name=r.csv', new TextEncoder().encode(`${HEAD}\n${row('42', '', '县防办', '县防办', '指挥部')}\n${row('1', '42', '甲镇', '甲镇', '乡镇')}\n${row('2', '42', '乙镇', '乙镇', '乡真')}\n`));
    assert.deepEqual([trial.errors, trial.kinds], [[], [{ name: '指挥部', units: 1 }, { name: '乡镇', units: 1 }, { name: '乡真', units: 1 }]]);
    const { picks, known } = await w.clerk.post('/api/notices/units', { phrases: ['各乡镇、街道', '1水库'] });
    assert.deepEqual([known, picks.any.map((one) => one.all.map((c) => c.values))], [true, [[['乡镇', '街道']], [['水库管理单位'], ['演练1水库管理所']]]]);
    campaign = await w.publish(text, (doc) => {
      Object.assign(doc, { from: '2026-05-01', to: '2026-09-30' });
      event = doc.duties.find((d) => d.due.kind === 'any_day');
      Object.assign(event, { from: null, to: null });
      assert.deepEqual(doc.duties.map((d) => d.short_name), ['雨情水情日报表（8时）', '雨情水情日报表（20时）', '水库水位表', '险情灾情快报']);
    });
  });

  await test('what happens is reported for its day: owed by nobody, late for nobody, and no day before it has come', async () => {
    const town = await w.join('1镇');
    assert.ok(!(await mine(town, campaign.at)).some((o) => o.duty === event.key));
    const begin = (day) => town.ask('POST', `${campaign.at}/own-accord`, { duty: event.key, day });
    assert.deepEqual([(await begin('2026-05-03')).status, (await begin('2026-10-01')).status], [422, 422]);
    for (const day of ['2026-05-01', '2026-05-02']) {
      const { json } = await begin(day);
      const r = await send(town, json, { forms: {}, texts: { p1: '演练险情，已处置。' }, files: [], pieces: {} });
      assert.deepEqual([r.status, r.json.late, r.json.title], [200, false, `1镇5月${day.at(-1)}日险情灾情快报`]);
    }
    const board = await w.clerk.get(`${campaign.at}/board`);
    assert.deepEqual(board.columns.filter((c) => c.duty === event.key).map((c) => [c.day, c.due]), [['2026-05-01', null], ['2026-05-02', null]]);
    assert.equal((await w.clerk.ask('POST', '/api/health/cells')).json.well, true);
  });

  await test('a supplement moves the evening report, and what was reported of its own accord stays', async () => {
    const amended = await w.clerk.post(`${campaign.at}/amend`, { text: text.replace('20时前', '18时前') });
    const saved = await w.clerk.put(`${campaign.at}/draft`, { revision: amended.revision, document: amended.document });
    const done = await w.clerk.post(`${campaign.at}/publish`, { revision: saved.revision });
    assert.deepEqual([done.added, done.withdrawn, done.changed], [0, 0, 22 * 153]);
    const board = await w.clerk.get(`${campaign.at}/board`);
    assert.equal(board.columns.filter((c) => c.duty === event.key).length, 2);
    await w.clock('2026-05-02T18:00:01+08:00');
    const { text: told, missing } = await w.clerk.get(`${campaign.at}/missing?duty=d2&day=2026-05-02`);
    assert.match(told, /5月2日“雨情水情日报表（18时）”报送时限为5月2日18:00，已过时限。截至目前尚有 22 家/);
    assert.doesNotMatch(told, /【直属单位】|市直/, `${missing}`);
  });

  await w.end();
}

async function university(program) {
  const w = await office(program, '2026-05-20T09:00:00+08:00', [
    row('10', '', '大学教务处', '教务处', '教务处'),
    row('1001', '10', '计算机学院', '计算机学院', '学院'),
    ...many(44, (i) => row(`10${i + 10}`, '10', `${i}学院`, `${i}学院`, '学院')),
    ...many(14, (i) => row(`10${i + 60}`, '10', `${i}研究院`, `${i}院`, '研究院')),
  ]);
  const text = '演练大学教务处关于申报2026年教学改革项目的通知\n各学院、研究院：\n一、申报名额。计算机学院限报5项，其他学院、研究院各限报2项。\n二、申报材料。申报书文件名统一为“学院名称-项目名称-申报书”。\n三、申报时间。各学院、研究院于2026年6月12日17:00前将项目申报书报送至教务处。\n演练大学教务处\n2026年5月11日\n';

  await test('a unit has a quota by its name, the others by their class, and titles follow the words of the rule', async () => {
    const campaign = await w.publish(text, (doc) => {
      doc.duties = [{ ...doc.duties.find((d) => d.quotas.length), name: '教学改革项目', short_name: '教改项目', title_rule: '学院名称-项目名称-申报书' }];
    });
    const first = await mine(await w.join('计算机学院'), campaign.at), other = await mine(await w.join('3院'), campaign.at);
    assert.deepEqual([first[0].quota_max, first[0].title], [5, '计算机学院-教改项目-申报书']);
    assert.deepEqual([other[0].quota_max, other[0].title, other[0].due], [2, '3院-教改项目-申报书', '2026-06-12T09:00:00Z']);
    assert.equal((await w.clerk.get(`${campaign.at}/board`)).rows.filter((r) => r.cells.trim()).length, 59);
  });

  await w.end();
}

async function forwarding(program) {
  const w = await office(program, '2026-05-26T09:00:00+08:00', [
    row('34', '', '县教育局', '县教育局', '教育局'),
    ...many(30, (i) => row(`34${i + 10}`, '34', `${i}中学`, `${i}中`, '学校', '县区')),
    ...many(10, (i) => row(`34${i + 50}`, '34', `民办${i}校`, `民办${i}校`, '学校', '民办')),
    ...many(19, (i) => row(`34${i + 70}`, '34', `${i}乡镇中心学校`, `${i}中心校`, '中心学校', '县区')),
  ]);
  const text = '演练县教育局转发市教育局关于开展校园安全大排查的通知\n各乡镇中心学校、县直各学校、民办学校：\n一、县直各学校、民办学校于2026年6月5日前将隐患自查表报县教育局。\n二、各乡镇中心学校于2026年6月8日12:00前将工作总结报县教育局。\n演练县教育局\n2026年5月25日\n';

  await test('two audiences of schools owe each its own', async () => {
    const campaign = await w.publish(text, () => {});
    const owed = async (duty) => (await w.clerk.get(`${campaign.at}/missing?duty=${duty}`)).owed;
    assert.deepEqual([await owed('d1'), await owed('d2')], [40, 19]);
  });

  await w.end();
}
