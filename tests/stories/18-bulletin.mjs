// SPDX-License-Identifier: Apache-2.0
// The bulletin: drafted from the ledger, edited by turns, issued for ever; what it chose is told to the units.
import assert from 'node:assert/strict';
import { House, removeFolder, test } from '../house.mjs';
import { dailyBody, entry, owed, send, week } from './week.mjs';

export default async function (program) {
  const w = await week(program, { start: '2023-05-18T09:50:00+08:00' });
  const schools = w.units.filter((u) => u.kind === 'school');
  const one = await w.house.invite(w.clerk, schools[0].id, 'liaison');
  const other = await w.house.invite(w.clerk, schools[1].id, 'liaison');
  const leader = await w.house.invite(w.clerk, w.units.find((u) => u.kind === 'bureau').id, 'leader');
  const colleague = await w.house.invite(w.clerk, w.units.find((u) => u.kind === 'bureau').id, 'clerk');
  const at = `${w.at}/bulletins`;
  const ask = { from: '2023-05-17', to: '2023-05-17', as_of: null, names: true };
  const drafted = (more = {}) => w.clerk.post(`${at}/draft`, { ...ask, ...more });
  const words = (doc) => doc.blocks.map((b) => b.title || b.text).join('\n');
  const textPart = (detail) => detail.duty.parts.find((p) => p.kind === 'text').key;

  const first = await owed(one, w.at, '日报', '2023-05-17');
  const part = textPart(await one.get(`/api/obligations/${first.id}`));
  const media = { reporter: '演练某人', phone: '0551-00000000', items: [{ media: '演练日报', level: '省', type: '报纸', title: '活动周开幕', published: '2023-05-17' }], items_to_date: 1 };
  const body = dailyBody({ texts: { [part]: '　　演练一校走进社区，为居民提供便民服务。\n　　活动受到欢迎。' } });
  body.forms.media_daily = media;
  assert.equal((await send(one, first, body)).status, 200);
  await w.clock('2023-05-18T10:30:00+08:00');
  assert.equal((await send(other, await owed(other, w.at, '日报', '2023-05-17'), dailyBody())).status, 200);
  await w.clock('2023-05-18T17:00:00+08:00');

  await test('the draft counts what was reported, in the words of the forms, and names who is late', async () => {
    const doc = await drafted();
    assert.equal(doc.name, '2023年职业教育活动周工作简报');
    assert.equal(doc.date, '2023-05-18');
    assert.deepEqual(doc.blocks.filter((b) => b.kind === 'heading').map((b) => b.title), ['一、报送情况', '二、活动开展情况', '三、媒体宣传']);
    assert.match(doc.blocks[1].text, /^5月17日“.*日报”（时限5月18日10:00）：应报\d+家，已报2家（其中迟报1家）/);
    assert.match(doc.blocks[1].text, new RegExp(`迟报单位：${schools[1].name}。逾期未报单位：`));
    assert.match(words(doc), /5月17日，2家单位报送《.*活动情况日报表》：活动2场，参加人数（学生60人、教师8人、群众240人），/);
    assert.match(words(doc), /截至5月17日，各单位累计开展活动2场，累计参加人数308人次。/);
    assert.match(words(doc), /媒体报道1条（省1条）。/);
    assert.doesNotMatch(words(await drafted({ names: false })), /迟报单位/);
  });

  await test('a moment of the past is told as it was known then', async () => {
    const doc = await drafted({ as_of: '2023-05-18T09:55:00+08:00' });
    assert.match(doc.blocks[1].text, /已报1家，未到时限尚未报送\d+家。$/);
    assert.match(words(doc), /1家单位报送《.*活动情况日报表》：活动1场/);
    assert.match(words(doc), /截至5月17日，各单位累计开展活动1场/);
  });

  await test('days that are none are refused', async () => {
    for (const days of [{ from: '2023-05-18' }, { to: '2023-07-01' }]) assert.equal((await w.clerk.ask('POST', `${at}/draft`, { ...ask, ...days })).status, 422);
  });

  let story;
  await test('what units sent is listed with unit, words and photos, and not yet chosen', async () => {
    const { stories, next } = await w.clerk.get(`${w.at}/stories?from=2023-05-17&to=2023-05-17`);
    assert.equal(next || '', '');
    assert.equal(stories.length, 1);
    [story] = stories;
    assert.deepEqual([story.unit_name, story.part, story.place, story.chosen, story.version], [schools[0].name, part, 0, 0, 1]);
    assert.match(story.text, /走进社区/);
  });

  const doc = await drafted();
  const told = { kind: 'story', title: '走进社区', unit_name: story.unit_name, text: '为居民提供便民服务。', photos: [], obligation: story.obligation, version: 1, part, place: 0 };
  let row;
  await test('a draft is kept; who edits from an older one is refused and the newer one stays', async () => {
    row = await w.clerk.post(at, { revision: 0, document: doc });
    assert.deepEqual([row.number, row.revision], [0, 1]);
    const mine = { ...doc, blocks: [...doc.blocks, { kind: 'heading', title: '四、各地动态' }, told, told] };
    assert.equal((await w.clerk.put(`${at}/${row.id}`, { revision: 1, document: mine })).revision, 2);
    const late = await colleague.ask('PUT', `${at}/${row.id}`, { revision: 1, document: doc });
    assert.equal(late.status, 409);
    assert.match(late.json.error.message, /已在别处修改/);
    assert.equal((await w.clerk.ask('POST', `${at}/${row.id}/issue`, { revision: 1 })).status, 409);
    assert.equal((await colleague.get(`${at}/${row.id}`)).document.blocks.length, mine.blocks.length);
  });

  await test('a piece that is none of the campaign’s is refused', async () => {
    for (const wrong of [{ obligation: '7' }, { version: 2 }]) {
      const r = await w.clerk.ask('PUT', `${at}/${row.id}`, { revision: 2, document: { ...doc, blocks: [{ ...told, ...wrong }] } });
      assert.equal(r.status, 422);
      assert.match(r.json.error.message, /走进社区/);
    }
  });

  await test('a draft is the clerks’ alone', async () => {
    assert.deepEqual((await leader.get(at)).items, []);
    assert.equal((await leader.ask('GET', `${at}/${row.id}`)).status, 404);
    assert.equal((await leader.ask('GET', `${at}/${row.id}/paper.docx`)).status, 404);
    assert.equal((await one.ask('GET', at)).status, 403);
    assert.equal((await one.get(`/api/obligations/${first.id}`)).obligation.chosen, 0);
  });

  await test('final, it has its number and is read by leaders; the unit sees what was chosen, each piece once', async () => {
    const made = await w.clerk.post(`${at}/${row.id}/issue`, { revision: 2 });
    assert.deepEqual([made.number, made.chosen], [1, 1]);
    const { items } = await leader.get(at);
    assert.deepEqual(items.map((i) => [i.id, i.number]), [[row.id, 1]]);
    assert.match(words((await leader.get(`${at}/${row.id}`)).document), /已报2家/);
    const detail = await one.get(`/api/obligations/${first.id}`);
    assert.equal(detail.obligation.chosen, 1);
    assert.equal(detail.obligation.state, 'sent');
    assert.equal(detail.happenings.at(-1).text, '采用：工作简报第1期');
    assert.equal((await one.get(`${w.at}/units/mine`)).items.find((o) => o.id === first.id).chosen, 1);
    assert.equal((await w.clerk.get(`${w.at}/stories?from=2023-05-17&to=2023-05-17`)).stories[0].chosen, 1);
  });

  await test('final, it is never changed, whatever is reported later; another one corrects it', async () => {
    for (const [method, path, body] of [['PUT', '', { revision: 2, document: doc }], ['POST', '/issue', { revision: 2 }], ['DELETE', '?revision=2']]) {
      const r = await w.clerk.ask(method, `${at}/${row.id}${path}`, body);
      assert.equal(r.status, 409, method);
      assert.match(r.json.error.message, /已经定稿/);
    }
    const before = await leader.ask('GET', `${at}/${row.id}`);
    const again = await send(one, { ...first, version: 1 }, dailyBody({ texts: { [part]: '更正。' } }));
    assert.equal(again.status, 200, again.text);
    assert.equal((await leader.ask('GET', `${at}/${row.id}`)).text, before.text);
    assert.match(words(await drafted()), /媒体宣传/);
    const next = await w.clerk.post(at, { revision: 0, document: { ...doc, issuer: '活动周组委会办公室' } });
    assert.equal((await w.clerk.post(`${at}/${next.id}/issue`, { revision: 1 })).number, 2);
    assert.equal((await drafted()).issuer, '活动周组委会办公室', 'the next draft takes over the head');
  });

  await test('a draft may be thrown away, as it was seen', async () => {
    const made = await w.clerk.post(at, { revision: 0, document: doc });
    assert.equal((await w.clerk.ask('DELETE', `${at}/${made.id}?revision=9`)).status, 409);
    assert.equal((await w.clerk.ask('DELETE', `${at}/${made.id}?revision=1`)).status, 204);
    assert.equal((await w.clerk.ask('GET', `${at}/${made.id}`)).status, 404);
  });

  await test('the document names an office’s fonts and holds the issue', async () => {
    const r = await leader.ask('GET', `${at}/${row.id}/paper.docx`);
    assert.equal(r.status, 200);
    assert.match(r.headers.get('content-disposition'), /bulletin-1\.docx/);
    const text = entry(r.bytes, 'word/document.xml');
    assert.match(text, /第1期/);
    assert.match(text, /（一）走进社区/);
    assert.match(text, new RegExp(`为居民提供便民服务。（${story.unit_name}）`));
    assert.match(entry(r.bytes, 'word/styles.xml'), /仿宋_GB2312/);
  });

  await test('after a restart and in a verified ledger all of it stands', async () => {
    await w.house.stop();
    const verified = w.house.command('verify');
    assert.equal(verified.code, 0, verified.out + verified.err);
    const house = await House.start(program, { data: w.house.data, args: ['--quiet', '--speed', '0'] });
    Object.assign(one, { url: house.url });
    Object.assign(leader, { url: house.url });
    assert.equal((await one.get(`/api/obligations/${first.id}`)).obligation.chosen, 1);
    assert.equal((await leader.get(at)).items.length, 2);
    await house.stop();
  });

  removeFolder(w.house.data);
}
