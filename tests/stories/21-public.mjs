// SPDX-License-Identifier: Apache-2.0
// The public's week: off until a clerk shows it, then what a clerk chose, in words without phones, with pictures that say
// nothing of where they were taken; and each choice in the record.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Person, removeFolder, test } from '../house.mjs';
import { dailyBody, owed, send, week } from './week.mjs';

const photo = new Uint8Array(readFileSync(new URL('../../campaigns/hefei-2023/photos/01-community.jpg', import.meta.url)));

export default async function (program) {
  const w = await week(program, { start: '2023-05-18T09:30:00+08:00' });
  const schools = w.units.filter((u) => u.kind === 'school');
  const school = await w.house.invite(w.clerk, schools[0].id, 'liaison');
  const other = await w.house.invite(w.clerk, schools[1].id, 'liaison');
  const leader = await w.house.invite(w.clerk, w.units.find((u) => u.kind === 'bureau').id, 'leader');
  const everybody = new Person(w.house.url);
  const at = `${w.at}/public`;
  const key = w.campaign.key;
  const page = (path = '') => everybody.ask('GET', `/week/${key}${path}`);

  const daily = await owed(school, w.at, '日报', '2023-05-17');
  const { duty } = await school.get(`/api/obligations/${daily.id}`);
  const text = duty.parts.find((p) => p.kind === 'text').key, photos = duty.parts.find((p) => p.kind === 'photos').key;
  const file = await school.must('POST', '/api/files?name=photo.jpg', photo);
  const told = '演练一校<走进>社区，开展便民服务。\n咨询请拨打0551-00000000。';
  const body = dailyBody({ texts: { [text]: told }, files: [{ blob: file.blob, name: 'photo.jpg', part: photos, type: file.type, size: file.size }] });
  assert.equal((await send(school, daily, body)).status, 200);
  const [activity] = (await w.clerk.get(`${w.at}/activities`)).activities;

  await test('nothing is shown until a clerk shows it, and the page says so in the reader’s words', async () => {
    const r = await page();
    assert.equal(r.status, 404);
    assert.match(r.headers.get('content-type'), /text\/html/);
    assert.match(r.text, /公众页没有开放/);
    assert.match((await everybody.ask('GET', `/week/${key}`, undefined, { 'Accept-Language': 'en' })).text, /not open to the public/);
    assert.equal((await everybody.ask('GET', '/week/none')).status, 404);
    assert.equal((await school.ask('PUT', at, { shown: true })).status, 403);
    assert.equal((await w.clerk.put(at, { shown: true })).shown, true);
    const shown = await page();
    assert.equal(shown.status, 200);
    assert.match(shown.text, /技能，让生活更美好/);
    assert.match(shown.text, /5月17日/);
    assert.match(shown.text, /<b>1<\/b> 场活动[^]*<b>154<\/b> 人参加[^]*<b>1<\/b> 家单位/);
    assert.match(shown.text, /活动安排还没有公布/);
    assert.ok(!shown.text.includes(activity.name));
    assert.ok(!/<script|style=|\son\w+=/.test(shown.text));
    assert.match((await everybody.ask('GET', `/week/${key}`, undefined, { 'Accept-Language': 'en' })).text,
      /<html lang="en">[^]*Programme[^]*<b>1<\/b> activity<[^]*<b>154<\/b> people took part<[^]*<b>1<\/b> unit</);
  });

  let item;
  await test('an activity is shown by one choice, with its day and place', async () => {
    assert.equal((await school.ask('POST', `${at}/items`, { kind: 'programme', state: 'shown', source: activity.id })).status, 403);
    item = await w.clerk.post(`${at}/items`, { kind: 'programme', state: 'shown', source: activity.id });
    assert.equal(item.title, activity.name);
    assert.equal((await w.clerk.ask('POST', `${at}/items`, { kind: 'programme', state: 'shown', source: activity.id })).status, 409);
    assert.match((await page()).text, /\/week\/hefei-2023\/days\/2023-05-17">5月17日 周三 <small>1 项/);
    const day = await page('/days/2023-05-17');
    assert.match(day.text, /<h2>演练社区服务中心<\/h2>[^]*<h3>便民服务进社区<\/h3>[^]*09:00–11:00[^]*健康咨询/);
    assert.ok(!day.text.includes('0551'));
    assert.match((await page('/days/2023-05-19')).text, /这一天没有公布的活动/);
    assert.equal((await page('/days/x')).status, 404);
  });

  let story;
  await test('a story needs an accepted report, names no phone, and shows previews alone', async () => {
    const one = { kind: 'story', state: 'shown', source: daily.id, version: 1, part: text, piece: 0, title: '走进社区', text: told, photos: [file.blob] };
    assert.match((await w.clerk.ask('POST', `${at}/items`, one)).json.error.message, /还没有审核通过/);
    await w.clerk.post(`${w.at}/reviews`, { action: 'accept', items: [{ obligation: daily.id, version: 1 }] });
    const refused = await w.clerk.ask('POST', `${at}/items`, one);
    assert.equal(refused.status, 422);
    assert.match(refused.json.error.message, /“0551-00000000”/);
    assert.equal((await w.clerk.ask('POST', `${at}/items`, { ...one, text: '走进社区', photos: ['a'.repeat(64)] })).status, 422);
    story = await w.clerk.post(`${at}/items`, { ...one, text: '演练一校<走进>社区，开展便民服务。' });
    const shown = await page(`/stories/${story.id}`);
    assert.equal(shown.status, 200);
    assert.match(shown.text, /演练一校&lt;走进&gt;社区/);
    assert.match((await page()).text, /走进社区/);
    const picture = await page(`/stories/${story.id}/pictures/0`);
    assert.equal(picture.status, 200);
    assert.equal(picture.headers.get('content-type'), 'image/jpeg');
    assert.ok(picture.headers.get('etag') && !picture.headers.get('etag').includes(file.blob)); // the original's name is not the public's
    assert.equal((await everybody.ask('GET', `/week/${key}/stories/${story.id}/pictures/0`, undefined, { 'If-None-Match': picture.headers.get('etag') })).status, 304);
    assert.ok(picture.bytes.length < photo.length || !Buffer.from(picture.bytes).includes('Exif'));
    assert.equal((await page(`/stories/${story.id}/pictures/1`)).status, 404);
    assert.equal((await everybody.ask('GET', `/api/files/${file.blob}?size=small`)).status, 401);
  });

  await test('what a unit sends again does not change what is shown; what it takes out of its report is gone', async () => {
    const changed = structuredClone(body);
    changed.forms.activity_daily.activities[0].name = '改过的名称';
    assert.equal((await send(school, { ...daily, version: 1 }, changed)).status, 409); // accepted: reopened first
    await w.clerk.post(`${w.at}/reviews`, { action: 'reopen', items: [{ obligation: daily.id, version: 1 }], reason: '演练' });
    assert.equal((await send(school, { ...daily, version: 1 }, changed)).status, 200);
    assert.ok(!(await page('/days/2023-05-17')).text.includes('改过的名称'));
    changed.forms.activity_daily.activities[0].id = 'a2';
    assert.equal((await send(school, { ...daily, version: 2 }, changed)).status, 200);
    assert.ok(!(await page('/days/2023-05-17')).text.includes('便民服务进社区'));
    assert.match((await page()).text, /活动安排还没有公布/);
  });

  await test('a unit offers what it opens to visitors, edits it until it is shown, and sees no other’s', async () => {
    const offer = { revision: 0, kind: 'programme', state: 'offered', day: '2023-05-20', start: '09:00', end: '11:30', title: '开放校园', place: '演练一校实训中心', text: '参观实训场地。' };
    const own = await school.post(`${at}/items`, offer);
    assert.equal(own.unit, schools[0].id);
    assert.ok(own.mine);
    assert.equal((await school.ask('POST', `${at}/items`, { ...offer, state: 'shown' })).status, 403);
    assert.equal((await school.put(`${at}/items/${own.id}`, { ...offer, revision: 1, title: '开放校园日' })).title, '开放校园日');
    assert.equal((await other.ask('PUT', `${at}/items/${own.id}`, { ...offer, revision: 2 })).status, 404);
    assert.equal((await other.get(at)).items.length, 0);
    assert.equal((await leader.get(at)).items.length, 3);
    assert.equal((await page('/days/2023-05-20')).text.includes('开放校园日'), false);
    assert.equal((await w.clerk.ask('PUT', `${at}/items/${own.id}`, { ...offer, revision: 1, state: 'shown' })).status, 409);
    await w.clerk.put(`${at}/items/${own.id}`, { ...offer, revision: 2, state: 'shown' });
    assert.match((await page('/days/2023-05-20')).text, /开放校园/);
    assert.equal((await school.ask('PUT', `${at}/items/${own.id}`, { ...offer, revision: 3 })).status, 403);
    assert.equal((await school.ask('POST', `${at}/items`, { ...offer, day: null })).status, 422);
  });

  await test('a full day goes on over pages, each below 50 kB however long the words', async () => {
    const long = { revision: 0, kind: 'programme', state: 'shown', unit: schools[0].id, day: '2023-05-22', start: '09:00', end: '11:00', title: '演'.repeat(100), text: '练'.repeat(3000) };
    for (let i = 0; i < 30; i++) await w.clerk.post(`${at}/items`, { ...long, place: '地'.repeat(96) + String(i).padStart(4, '0') });
    const first = await page('/days/2023-05-22'), second = await page('/days/2023-05-22?page=1');
    assert.ok(first.bytes.length < 50000, `${first.bytes.length}`);
    assert.equal(first.text.match(/<h3>/g).length, 25);
    assert.equal(second.text.match(/<h3>/g).length, 5);
    assert.match(first.text, /\?page=1">下一页/);
    assert.match(second.text, /\?page=0">上一页/);
    assert.ok((await page(first.text.match(/\/visits\/\d+/)[0])).bytes.length < 50000);
  });

  await test('withdrawn is gone at once, and the unit’s history tells both', async () => {
    const { items } = await w.clerk.get(at);
    const kept = items.find((i) => i.id === story.id);
    await w.clerk.put(`${at}/items/${story.id}`, { ...kept, state: 'withdrawn', id: undefined, mine: undefined, unit_name: undefined });
    assert.equal((await page(`/stories/${story.id}`)).status, 404);
    assert.equal((await page(`/stories/${story.id}/pictures/0`)).status, 404);
    const { happenings } = await school.get(`/api/obligations/${daily.id}`);
    assert.equal(happenings.filter((h) => h.kind === 'public.shown').length, 2);
    assert.ok(happenings.some((h) => h.text === '从公众页撤下'));
    await w.clerk.put(at, { shown: false });
    assert.equal((await page()).status, 404);
    assert.equal((await page('/days/2023-05-20')).status, 404);
    await w.house.stop();
    const verified = w.house.command('verify');
    assert.equal(verified.code, 0, verified.out + verified.err);
  });

  removeFolder(w.house.data);
}
