// SPDX-License-Identifier: Apache-2.0
// A supplementary notice: one date changed, one duty dropped, one added; what was reported before stays and is judged anew.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { House, test } from '../house.mjs';
import { owed, send, week } from './week.mjs';

const notice = readFileSync(new URL('../../campaigns/hefei-2023/notice.txt', import.meta.url), 'utf8');

function corrected(text) {
  const moved = text.replace('各中专学校在5月13日前将活动内容', '各中专学校在5月14日前将活动内容');
  const dropped = moved.replace(/\(三\) 做好活动总结。[^]*?（四）遵守纪律要求/, '(三) 做好安全检查。各县(市)、开发区教育主管部门于5月16日前将安全检查报告报送至市教育局职成处。\n\n（四）遵守纪律要求');
  assert.notEqual(moved, text);
  assert.notEqual(dropped, moved);
  return dropped;
}

// No year is written, and nobody says when it was issued.
const yearless = `关于报送暑期校园安全材料的通知

各县（市）区教育局，各中专学校：

一、各县（市）区教育局于6月10日前将校园安全自查报告报送市教育局。
二、各中专学校于6月20日前将整改照片报送市教育局。

市教育局
`;

export default async function (program) {
  const w = await week(program, { start: '2023-05-10T09:00:00+08:00' });
  const schools = w.units.filter((u) => u.kind === 'school');
  const [early, late] = [await w.house.invite(w.clerk, schools[1].id, 'liaison'), await w.house.invite(w.clerk, schools[2].id, 'liaison')];
  const community = { texts: { p1: '便民服务进社区，开展健康咨询。', p2: '120人' } };
  const before = (await w.clerk.get(w.at)).document;
  const byName = (doc, name) => doc.duties.find((d) => d.short_name === name);
  let view;

  await test('an unchanged text amends nothing', async () => {
    const same = await w.clerk.post(`${w.at}/amend`, { text: notice });
    assert.deepEqual(same.differences.duties, []);
    assert.deepEqual(same.differences.head, []);
    assert.equal(same.differences.added + same.differences.withdrawn + same.differences.changed, 0);
    assert.equal(same.differences.trial.total, 766);
    assert.deepEqual(same.document.duties.map((d) => d.key), before.duties.map((d) => d.key));
    assert.deepEqual(same.document.forms, before.forms);
  });

  await test('a school that owes more by what the register says of it now is told as left out of what is published', async () => {
    const csv = readFileSync(new URL('../../campaigns/hefei-2023/register.csv', import.meta.url), 'utf8');
    const raised = csv.replace(/(中专学校,[^,]*,[^,]*,[^,]*),县区,/, '$1,市,');
    const bring = async (text) => {
      const done = await w.clerk.ask('POST', '/api/units/import?name=register.csv&apply=1', new TextEncoder().encode(text));
      assert.equal(done.json.changed, 1, done.text);
      return (await w.clerk.get('/api/campaigns')).campaigns[0].left_out;
    };
    assert.equal(await bring(raised), 1);
    assert.ok((await w.clerk.post(`${w.at}/differences`, before)).added > 0, 'what publishing again would add');
    assert.equal(await bring(csv), 0);
  });

  await test('two schools report, one in time and one a day late', async () => {
    const first = await send(early, await owed(early, w.at, '进社区'), community);
    assert.equal(first.status, 200, first.text);
    await w.clock('2023-05-14T09:00:00+08:00');
    const second = await send(late, await owed(late, w.at, '进社区'), community);
    assert.equal(second.status, 200, second.text);
    assert.equal(second.json.late, true);
  });

  await test('the difference is told: one changed, one withdrawn, one added', async () => {
    view = await w.clerk.post(`${w.at}/amend`, { text: corrected(notice) });
    const kinds = Object.fromEntries(view.differences.duties.map((c) => [c.kind, c]));
    assert.equal(view.differences.duties.length, 3, JSON.stringify(view.differences.duties, null, 1));
    assert.equal(kinds.changed.key, byName(before, '进社区').key);
    assert.deepEqual(kinds.changed.fields.map((f) => f.field), ['due']);
    assert.equal(kinds.changed.fields[0].before, '2023年5月13日24:00前');
    assert.equal(kinds.changed.fields[0].after, '2023年5月14日24:00前');
    assert.match(kinds.changed.text, /报送时限由“2023年5月13日24:00前”改为“2023年5月14日24:00前”/);
    assert.equal(kinds.changed.units, 60);
    assert.equal(kinds.changed.changed, 60);
    assert.equal(kinds.changed.reports, 2);
    assert.equal(kinds.withdrawn.key, byName(before, '综述').key);
    assert.equal(kinds.withdrawn.withdrawn, 33);
    assert.ok(!before.duties.some((d) => d.key === kinds.added.key), 'a key never used before');
    assert.equal(kinds.added.added, 9);
    assert.equal(view.differences.withdrawn, 33);
    assert.equal(view.differences.trial.total, 766 - 33 + 9);
    assert.equal(view.gives_up, false);
  });

  await test('a report sent before is told to be judged anew', async () => {
    assert.equal(view.differences.rejudged.length, 1);
    const [r] = view.differences.rejudged;
    assert.equal(r.unit, schools[2].id);
    assert.equal(r.late_before, true);
    assert.equal(r.late_after, false);
    assert.match(r.text, /原判迟报，按新时限改判按时/);
  });

  await test('keys, names, forms and the clerk’s own edits are kept; sentences are found again', async () => {
    const doc = view.document;
    const text = [...doc.text];
    for (const old of before.duties) {
      const now = doc.duties.find((d) => d.key === old.key);
      assert.equal(now.name, old.name);
      assert.deepEqual(now.parts, old.parts);
      if (!now.withdrawn) assert.ok(now.spans.length && text.slice(now.spans[0].from, now.spans[0].to).join('').length > 5);
    }
    assert.deepEqual(doc.forms, before.forms);
    assert.equal(byName(doc, '综述').withdrawn, true);
  });

  await test('published as the next version: obligations, counts and verdicts follow', async () => {
    const saved = await w.clerk.put(`${w.at}/draft`, { revision: view.revision, document: view.document });
    const published = await w.clerk.post(`${w.at}/publish`, { revision: saved.revision });
    assert.equal(published.version, 2);
    assert.equal(published.withdrawn, 33);
    assert.equal(published.added, 9);
    assert.equal(published.changed, 60);
    assert.equal(published.obligations, 742);
    assert.equal(published.rejudged, 1);
    const o = await owed(late, w.at, '进社区');
    assert.equal(o.late, false);
    assert.equal(o.due, '2023-05-14T16:00:00Z');
    assert.equal(o.due_was, '2023-05-13T16:00:00Z', 'a school is told what it was');
    assert.ok(o.amended_at > '2023-05-14T');
    const untouched = await owed(late, w.at, '日报', '2023-05-17');
    assert.deepEqual([untouched.due_was, untouched.amended_at], [null, null]);
    assert.equal((await owed(early, w.at, '进社区')).late, false);
    assert.equal(await owed(early, w.at, '综述'), undefined);
  });

  await test('the history tells that the deadline was moved, and the past stays as it was known', async () => {
    const o = await owed(late, w.at, '进社区');
    const detail = await w.clerk.get(`/api/obligations/${o.id}`);
    assert.ok(detail.happenings.some((h) => h.kind === 'obligation.amended' && h.text === '补充通知：报送时限由5月13日24:00改为5月14日24:00'), JSON.stringify(detail.happenings));
    assert.equal(detail.versions[0].late, true, 'the receipt stays as it was given');
    const column = (b) => b.columns.findIndex((c) => c.short_name === '进社区');
    const cell = (b) => b.rows.find((r) => r.unit === schools[2].id).cells[column(b)];
    await w.clock('2023-05-14T10:00:00+08:00');
    const now = await w.clerk.get(`${w.at}/board`);
    const then = await w.clerk.get(`${w.at}/board?at=${encodeURIComponent('2023-05-14T00:30:00+08:00')}`);
    assert.equal(cell(now), 's');
    assert.notEqual(cell(then), 's');
    assert.equal(w.house.command('verify').code, 0);
  });

  await test('the board of a moment before shows what was withdrawn since', async () => {
    const at = `at=${encodeURIComponent('2023-05-14T00:30:00+08:00')}`;
    const names = (b) => b.columns.map((c) => c.short_name);
    const then = await w.clerk.get(`${w.at}/board?${at}`);
    assert.ok(!names(await w.clerk.get(`${w.at}/board`)).includes('综述'));
    const column = names(then).indexOf('综述');
    assert.equal(then.rows.filter((r) => r.cells[column] === '.').length, 33);
    const cells = await w.clerk.get(`${w.at}/board?${at}&only=cells`);
    assert.equal(cells.cells, then.rows.map((r) => r.cells).join(''));
    const missing = await w.clerk.get(`${w.at}/missing?${at}&duty=${byName(before, '综述').key}`);
    assert.equal(missing.units.length, 33);
  });

  await test('a second amendment knows keys and what was withdrawn: the old sentence back is the old duty', async () => {
    const back = await w.clerk.post(`${w.at}/amend`, { text: notice });
    const summary = back.document.duties.find((d) => d.key === byName(before, '综述').key);
    assert.equal(summary.withdrawn, false);
    const kinds = back.differences.duties.map((c) => `${c.kind} ${c.key}`).sort();
    assert.equal(kinds.length, 3, JSON.stringify(back.differences.duties.map((c) => c.text)));
    assert.equal(back.differences.trial.total, 766);
  });

  await test('what the clerk set by hand stays where the text did not change', async () => {
    const draft = await w.clerk.get(`${w.at}/draft`);
    const daily = byName(draft.document, '日报');
    daily.due.minute = 11 * 60;
    const saved = await w.clerk.put(`${w.at}/draft`, { revision: draft.campaign.revision, document: draft.document });
    const differs = await w.clerk.post(`${w.at}/amend`, { text: corrected(notice) });
    assert.equal(differs.gives_up, true);
    const told = await w.clerk.post(`${w.at}/differences`, draft.document);
    assert.equal(told.version, 2);
    assert.deepEqual(told.duties.map((c) => [c.key, c.kind, ...c.fields.map((f) => f.field)]), [[daily.key, 'changed', 'due']]);
    assert.ok(!told.duties[0].fields[0].edited, 'what the clerk sets now was not set before');
    const published = await w.clerk.post(`${w.at}/publish`, { revision: saved.revision });
    assert.equal(published.changed, told.changed);
    assert.ok(told.changed > 0);
    assert.deepEqual((await w.clerk.post(`${w.at}/differences`, draft.document)).duties, [], 'it is out: nothing differs');
    const again = await w.clerk.post(`${w.at}/amend`, { text: corrected(notice).replace('5月14日前', '5月15日前') });
    assert.equal(byName(again.document, '日报').due.minute, 11 * 60);
    assert.deepEqual(again.differences.duties.map((c) => c.key), [byName(before, '进社区').key]);
  });

  await test('what an edit of the draft judges otherwise is told before, and is what publishing does', async () => {
    const draft = await w.clerk.get(`${w.at}/draft`);
    const moved = byName(draft.document, '进社区');
    moved.due.day = '2023-05-12';
    const told = await w.clerk.post(`${w.at}/differences`, draft.document);
    assert.deepEqual(told.rejudged.map((r) => [r.unit, r.late_before, r.late_after]), [[schools[2].id, false, true]]);
    const saved = await w.clerk.put(`${w.at}/draft`, { revision: draft.campaign.revision, document: draft.document });
    const published = await w.clerk.post(`${w.at}/publish`, { revision: saved.revision });
    for (const figure of ['added', 'changed', 'withdrawn']) assert.equal(published[figure], told[figure], figure);
    assert.equal(published.rejudged, 1);
    assert.equal((await owed(late, w.at, '进社区')).late, true);
  });

  await test('an amendment that was saved gives up nothing when it is compared once more', async () => {
    const text = notice.replace('各中专学校在5月13日前将活动内容', '各中专学校在5月16日前将活动内容');
    const first = await w.clerk.post(`${w.at}/amend`, { text });
    assert.ok(first.differences.duties.some((c) => c.kind === 'added'), '综述 is back');
    const saved = await w.clerk.put(`${w.at}/draft`, { revision: first.revision, document: first.document });
    const told = await w.clerk.post(`${w.at}/differences`, (await w.clerk.get(`${w.at}/draft`)).document);
    assert.deepEqual(told.duties, first.differences.duties);
    const second = await w.clerk.post(`${w.at}/amend`, { text });
    assert.equal(second.gives_up, false);
    const another = await w.clerk.post(`${w.at}/amend`, { text: text.replace('5月16日前', '5月17日前') });
    assert.equal(another.gives_up, false, 'the text alone had made the draft');
    let { revision } = saved;
    const longer = text.replace('（四）遵守纪律要求', '各中专学校于5月18日前将食品安全自查表报送至市教育局职成处。\n\n（四）遵守纪律要求');
    for (let i = 0; i < 2; i++) {
      const { document } = await w.clerk.post(`${w.at}/amend`, { text: longer });
      revision = (await w.clerk.put(`${w.at}/draft`, { revision, document })).revision;
    }
    assert.equal((await w.clerk.post(`${w.at}/amend`, { text: longer })).gives_up, false, 'a duty that is new in both bears two keys');
    byName(second.document, '日报').due.minute = 9 * 60;
    await w.clerk.put(`${w.at}/draft`, { revision, document: second.document });
    assert.equal((await w.clerk.post(`${w.at}/amend`, { text })).gives_up, true);
  });

  await test('a form, a part and a text that were edited are told too', async () => {
    const { document } = await w.clerk.get(w.at);
    document.forms[0].fields[0].label = '报送责任人';
    byName(document, '进社区').parts[0].min = 300;
    const told = await w.clerk.post(`${w.at}/differences`, document);
    assert.deepEqual(told.head.map((f) => f.field), ['forms']);
    assert.match(told.head[0].after, /报送责任人/);
    assert.match(told.duties[0].fields.find((f) => f.field === 'parts').after, /不少于300/);
    const same = (await w.clerk.get(w.at)).document;
    const text = await w.clerk.post(`${w.at}/differences`, { ...same, text: same.text.replace('遵守纪律', '严守纪律') });
    assert.deepEqual(text.head.map((f) => f.field), ['text']);
    assert.match(text.head[0].after, /严守纪律/);
  });

  await test('the date of issue that the clerk gives is kept, and a correction is read by it', async () => {
    const { document } = await w.clerk.post('/api/compile', { text: yearless, issued: '2022-05-20' });
    assert.equal(document.issued, '2022-05-20');
    assert.deepEqual(document.duties.map((d) => d.due.day), ['2022-06-10', '2022-06-20']);
    document.key = 'yearless';
    const saved = await w.clerk.post('/api/campaigns', { revision: 0, document });
    await w.clerk.post(`/api/campaigns/${saved.id}/publish`, { revision: saved.revision });
    const amended = await w.clerk.post(`/api/campaigns/${saved.id}/amend`, { text: yearless.replace('6月20日', '6月25日') });
    assert.equal(amended.document.issued, '2022-05-20');
    assert.deepEqual(amended.differences.duties.map((c) => c.fields.map((f) => f.after)), [['2022年6月25日24:00前']]);
    const moved = await w.clerk.post(`/api/campaigns/${saved.id}/amend`, { text: yearless, issued: '2023-05-20' });
    assert.deepEqual(moved.document.duties.map((d) => d.due.day), ['2023-06-10', '2023-06-20']);
  });

  await test('a date of issue given later dates what nobody touched', async () => {
    const { document } = await w.clerk.post('/api/compile', { text: yearless });
    assert.ok(document.duties.every((d) => d.due.kind === 'none' && d.doubts.some((one) => one.field === 'due')));
    document.duties[0].name = '自查报告（含附表）';
    Object.assign(document.duties[1].due, { kind: 'date', day: '2022-07-01' });
    const dated = await w.clerk.post('/api/notices/issued', { document, issued: '2022-05-20' });
    assert.deepEqual([dated.redated, dated.kept], [1, 1]);
    assert.equal(dated.document.issued, '2022-05-20');
    assert.deepEqual(dated.document.duties.map((d) => d.due.day), ['2022-06-10', '2022-07-01']);
    assert.equal(dated.document.duties[0].name, '自查报告（含附表）');
    assert.ok(!dated.document.duties[0].doubts.some((one) => one.field === 'due'));
    const again = await w.clerk.post('/api/notices/issued', { document: dated.document, issued: '2023-05-20' });
    assert.deepEqual(again.document.duties.map((d) => d.due.day), ['2023-06-10', '2022-07-01']);
  });

  await test('a draft that was never published takes a corrected text too, and keeps what the clerk made of it', async () => {
    const { document } = await w.clerk.post('/api/compile', { text: notice });
    document.key = 'amended-draft';
    const moved = byName(document, '走进校园');
    moved.due.minute = 17 * 60;
    const doubted = document.duties.find((d) => d.doubts.length && d.confidence < 0.9);
    Object.assign(doubted, { confidence: 1, doubts: [] });
    const saved = await w.clerk.post('/api/campaigns', { revision: 0, document });
    const again = await w.clerk.post(`/api/campaigns/${saved.id}/amend`, { text: corrected(notice) });
    assert.equal(again.differences.version, 0);
    assert.equal(again.revision, saved.revision);
    const after = again.document.duties.find((d) => d.key === moved.key);
    assert.equal(after.due.minute, 17 * 60);
    assert.deepEqual(again.document.duties.find((d) => d.key === doubted.key).doubts, [], 'what was settled is not asked again');
    assert.equal(again.document.duties.find((d) => d.key === doubted.key).confidence, 1);
    assert.deepEqual([...new Set(again.differences.duties.map((c) => c.kind))].sort(), ['added', 'changed', 'withdrawn']);
    assert.ok(!again.document.duties.some((d) => d.withdrawn), 'what nobody ever owed is not withdrawn, it goes');
    assert.equal(again.differences.trial.total, 766 - 33 + 9);
  });

  await test('a unit that came into the register since the last version is told as publishing will take it in', async () => {
    const lines = readFileSync(new URL('../../campaigns/hefei-2023/register.csv', import.meta.url), 'utf8').trim().split('\n');
    const cells = lines.find((line) => line.includes(',中专学校,')).split(',');
    const register = [...lines, ['34X999', cells[1], '演练新建学校', '新建校', ...cells.slice(4)].join(',')].join('\n');
    const imported = await w.clerk.ask('POST', '/api/units/import?name=register.csv&apply=1', new TextEncoder().encode(register));
    assert.equal(imported.json.added, 1, imported.text);
    const leftOut = async () => (await w.clerk.get('/api/campaigns')).campaigns[0].left_out;
    assert.equal(await leftOut(), 1);
    const { campaign, document } = await w.clerk.get(w.at);
    const told = await w.clerk.post(`${w.at}/differences`, document);
    assert.equal(told.units, 1);
    assert.ok(told.added > 5 && told.duties.every((c) => !c.fields.length && c.added));
    const saved = await w.clerk.put(`${w.at}/draft`, { revision: (await w.clerk.get(`${w.at}/draft`)).campaign.revision, document });
    const published = await w.clerk.post(`${w.at}/publish`, { revision: saved.revision });
    assert.deepEqual([published.version, published.added], [campaign.version + 1, told.added]);
    assert.equal(await leftOut(), 0);
  });

  await test('what was sent for a duty that is withdrawn stays listed, marked, and can only be read', async () => {
    const drafting = await w.house.invite(w.clerk, schools[3].id, 'liaison');
    const begun = await owed(drafting, w.at, '进社区');
    await drafting.put(`/api/obligations/${begun.id}/draft`, { revision: 0, device: '演练', body: community });
    const publish = async (change) => {
      const draft = await w.clerk.get(`${w.at}/draft`);
      change(draft.document);
      const saved = await w.clerk.put(`${w.at}/draft`, { revision: draft.campaign.revision, document: draft.document });
      return w.clerk.post(`${w.at}/publish`, { revision: saved.revision });
    };
    await w.clock('2023-05-14T11:00:00+08:00');
    await publish((doc) => (byName(doc, '进社区').withdrawn = true));
    const listed = async (person, unit) =>
      (await person.get(`${w.at}/units/${unit}`)).items.filter((o) => o.short_name === '进社区').map((o) => [o.withdrawn, o.state, o.overdue]);
    assert.deepEqual(await listed(early, 'mine'), [[true, 'sent', false]]);
    assert.deepEqual(await listed(w.clerk, schools[1].id), [[true, 'sent', false]]);
    assert.deepEqual(await listed(drafting, 'mine'), [[true, 'draft', false]]);
    assert.deepEqual(await listed(w.clerk, schools[4].id), [], 'nothing was begun there');
    const o = await owed(early, w.at, '进社区');
    const detail = await early.get(`/api/obligations/${o.id}`);
    assert.deepEqual([detail.versions.length, detail.body.texts, detail.may_report], [1, community.texts, false]);
    assert.equal((await w.clerk.get(`/api/obligations/${o.id}`)).may_review, false);
    assert.deepEqual((await drafting.get(`/api/obligations/${begun.id}`)).draft.body, community);
    assert.equal((await send(early, o, community)).status, 409);
    await w.clock('2023-05-14T12:00:00+08:00');
    await publish((doc) => (byName(doc, '进社区').withdrawn = false));
    await w.clock('2023-05-14T13:00:00+08:00');
    assert.deepEqual((await listed(early, 'mine')).map((one) => one.slice(0, 2)), [[false, 'sent']]);
    const stood = async (time) => (await w.clerk.get(`${w.at}/board?at=${encodeURIComponent(`2023-05-14T${time}:00+08:00`)}`)).columns.some((c) => c.short_name === '进社区');
    assert.deepEqual([await stood('10:30'), await stood('11:30'), await stood('12:30'), await stood('14:00')], [true, false, true, true]);
    const told = (await early.get(`/api/obligations/${o.id}`)).happenings.slice(-2);
    assert.deepEqual(told.map((h) => h.text), ['补充通知撤销此项', '恢复此项']);
    await w.house.stop();
    w.house = await House.start(program, { data: w.house.data, args: ['--quiet', '--speed', '0'] });
    w.clerk.url = w.house.url;
    assert.deepEqual([await stood('10:30'), await stood('11:30'), await stood('12:30')], [true, false, true]);
    await publish((doc) => (doc.duties = doc.duties.filter((d) => d.short_name !== '进社区')));
    assert.equal((await w.clerk.ask('GET', `/api/obligations/${o.id}`)).status, 404, 'a duty that is in no version any more');
    const { receipt, hash } = detail.versions[0];
    const checked = await w.clerk.get(`/api/receipts/${receipt}?hash=${hash}`);
    assert.deepEqual([checked.number, checked.title, checked.duty_name], [receipt, detail.versions[0].title, null]);
  });

  await w.house.stop();
}
