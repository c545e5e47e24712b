// SPDX-License-Identifier: Apache-2.0
// Every route of the table, as every role and as nobody, on data of one's own, a sibling's, a parent's and of a campaign
// that is not out yet. The table is the program's own (x-may of its OpenAPI document), so a new route is tried unasked.
// usage: node routes.mjs PROGRAM
import assert from 'node:assert/strict';
import { Person, tally, test, uuid7 } from '../house.mjs';
import { dailyBody, send, week } from './week.mjs';

const program = process.argv[2];
const w = await week(program);
const document = JSON.parse((await new Person(w.house.url).ask('GET', '/api/openapi.json')).text);

/* ---- people and their data ---- */

const county = w.named('长丰县');
const inCounty = w.units.filter((u) => u.kind === 'school' && u.parent === county.id);
const school = inCounty[0] ?? w.units.find((u) => u.kind === 'school');
const sibling = w.units.find((u) => u.kind === 'school' && u.parent !== county.id && u.id !== school.id);
assert.ok(inCounty.length > 0, 'the register has a school below 长丰县');
const otherCounty = w.named('肥东县');

const people = {
  nobody: new Person(w.house.url),
  clerk: w.clerk,
  county: await w.house.invite(w.clerk, county.id, 'county'),
  liaison: await w.house.invite(w.clerk, school.id, 'liaison'),
  leader: await w.house.invite(w.clerk, w.units.find((u) => u.kind === 'bureau').id, 'leader'),
};
const others = {
  sibling: await w.house.invite(w.clerk, sibling.id, 'liaison'),
  otherCounty: await w.house.invite(w.clerk, otherCounty.id, 'county'),
};

const dailyOf = async (unit, day) =>
  (await w.clerk.get(`${w.at}/units/${unit.id}`)).items.find((o) => o.short_name === '日报' && o.day === day);

/** A unit's data: an obligation with one version, a file. */
async function dataOf(unit, person) {
  const o = await dailyOf(unit, '2023-05-17');
  const name = `${unit.code}.txt`;
  const file = await person.must('POST', `/api/files?name=${name}`, new TextEncoder().encode(`演练 ${unit.code}\n`));
  const r = await send(person, o, dailyBody({ files: [{ blob: file.blob, name, part: 'p3' }] }));
  assert.equal(r.status, 200, r.text);
  const begun = await person.ask('POST', '/api/uploads', undefined, {
    'Tus-Resumable': '1.0.0',
    'Upload-Length': '9',
    'Upload-Metadata': `filename ${Buffer.from(name).toString('base64')}`,
  });
  assert.equal(begun.status, 201, begun.text);
  const another = await w.house.invite(w.clerk, unit.id, 'liaison'); // may be disabled
  return { account: another.me.account, unit: unit.id, obligation: o.id, version: '1', blob: file.blob, upload: begun.json.id, campaign: w.campaign.id };
}

const own = await dataOf(school, people.liaison);
const siblings = await dataOf(sibling, others.sibling);
const countys = await dataOf(county, people.county);
const otherCountys = await dataOf(otherCounty, others.otherCounty);

const { document: doc } = await w.clerk.get(w.at);
const draft = await w.clerk.post('/api/campaigns', { revision: 0, document: { ...doc, key: 'not-yet-out' } });
const notOut = { ...own, campaign: draft.id };

/* A bulletin that is issued and one that is not, of the campaign that is out. */
const document_ = { name: '演练工作简报', blocks: [] };
const keptBulletin = () => w.clerk.post(`${w.at}/bulletins`, { revision: 0, document: document_ });
const issued = await keptBulletin();
await w.clerk.post(`${w.at}/bulletins/${issued.id}/issue`, { revision: 1 });
const drafted = await keptBulletin();
for (const one of [own, siblings, countys, otherCountys, notOut]) one.bulletin = issued.id;

/* What each unit offers to visitors. */
const offer = { kind: 'programme', state: 'offered', day: '2023-05-20', title: '开放校园', place: '演练校区' };
for (const [one, person] of [[own, people.liaison], [siblings, others.sibling], [countys, people.county], [otherCountys, others.otherCounty]])
  one.item = (await person.post(`${w.at}/public/items`, offer)).id;
notOut.item = own.item;

/* Whose data each role reaches. */
const reach = {
  nobody: { own: false, siblings: false, parent: false, elsewhere: false, notOut: false },
  clerk: { own: true, siblings: true, parent: true, elsewhere: true, notOut: true },
  leader: { own: true, siblings: true, parent: true, elsewhere: true, notOut: false },
  county: { own: true, siblings: false, parent: true, elsewhere: false, notOut: false },
  liaison: { own: true, siblings: false, parent: false, elsewhere: false, notOut: false },
};
const subjects = { own, siblings, parent: countys, elsewhere: otherCountys, notOut };

/* ---- requests ---- */

const bodies = {
  'POST /api/session': { login: 'nobody-of-that-name', password: 'x' },
  'POST /api/invitations': (s) => ({ unit: s.unit, role: 'liaison' }),
  'POST /api/invitations/accept': { token: 'x', name: 'x', login: 'xxx', password: 'x' },
  'POST /api/compile': { text: '通知' },
  'POST /api/trial': { ...doc },
  'POST /api/notices/issued': { document: doc, issued: '2023-05-01' },
  'POST /api/notices/units': { phrases: ['各校'] },
  'POST /api/campaigns/{campaign}/amend': { text: '通知' },
  'POST /api/campaigns/{campaign}/differences': { ...doc },
  'POST /api/campaigns': { revision: 0, document: { ...doc, key: 'x' } },
  'PUT /api/campaigns/{campaign}/draft': { revision: 999, document: doc },
  'POST /api/campaigns/{campaign}/publish': { revision: 999 },
  'POST /api/campaigns/{campaign}/own-accord': { duty: 'none', day: null },
  'PUT /api/units/{unit}': (s) => ({ name: `演练单位 ${s.unit}` }),
  'PUT /api/obligations/{obligation}/draft': { revision: 999, device: 'x', body: {} },
  'POST /api/obligations/{obligation}/check': { body: {} },
  'POST /api/obligations/{obligation}/reports': () => ({ sending: uuid7(), base: 999, nil: true, body: {} }),
  'POST /api/campaigns/{campaign}/reviews': (s) => ({ action: 'reopen', items: [{ obligation: s.obligation, version: 1 }], reason: '演练' }),
  'POST /api/campaigns/{campaign}/amend': { text: '通知' },
  'POST /api/campaigns/{campaign}/bulletins': { revision: 0, document: document_ },
  'POST /api/campaigns/{campaign}/bulletins/draft': { from: '2023-05-17', to: '2023-05-17' },
  'PUT /api/campaigns/{campaign}/bulletins/{bulletin}': { revision: 999, document: document_ },
  'POST /api/campaigns/{campaign}/bulletins/{bulletin}/issue': { revision: 999 },
  'POST /api/letters/{letter}/take-in': (s) => ({ campaign: s.campaign, obligation: s.obligation, version: 1, files: [] }),
  'POST /api/letters/{letter}/set-aside': { reason: '演练' },
  'PUT /api/campaigns/{campaign}/public': { shown: true },
  'POST /api/campaigns/{campaign}/public/items': { kind: 'programme', state: 'offered', day: '2023-05-20', title: '开放校园', place: '演练校区' },
  'PUT /api/campaigns/{campaign}/public/items/{item}': { revision: 999, kind: 'programme', state: 'offered', day: '2023-05-20', title: '开放校园', place: '演练校区' },
  'POST /api/campaigns/{campaign}/public/items/{item}/slots': { start: '09:00', end: '10:00', places: 1, most: 1 },
  'PUT /api/campaigns/{campaign}/public/items/{item}/slots/{slot}': { places: 1, most: 1 },
  'POST /api/clock': { to: '2023-05-01T00:00:00+08:00', rate: 0 },
};

const isStream = (path) => path.endsWith('/live');
const concern = (path) => ['{account}', '{campaign}', '{item}', '{unit}', '{obligation}', '{blob}', '{upload}'].filter((p) => path.includes(p));

async function attempt(person, method, path, subject) {
  const at = path.replace(/\{(\w+)\}/g, (_, name) => subject[name] ?? '1');
  const body = bodies[`${method} ${path}`];
  const query = path.endsWith('/missing') ? '?duty=d1' : path.endsWith('/stories') ? '?from=2023-05-17&to=2023-05-17' : '';
  if (isStream(path)) {
    const stop = new AbortController();
    const r = await fetch(w.house.url + at, { headers: { Cookie: person.cookie }, signal: stop.signal });
    stop.abort();
    return r.status;
  }
  if (method !== 'GET' && method !== 'DELETE' && body === undefined)
    return (await person.ask(method, `${at}?name=x.csv`, new TextEncoder().encode('x'))).status;
  return (await person.ask(method, at + query, method === 'GET' || method === 'DELETE' ? undefined : typeof body === 'function' ? body(subject) : body)).status;
}

/* A refusal is 401 for nobody; else 403 (not your role) or 404 (not yours to know of); for reviews, item by item. */
const refused = (status) => [401, 403, 404].includes(status);

for (const [path, methods] of Object.entries(document.paths))
  for (const [lower, operation] of Object.entries(methods)) {
    const method = lower.toUpperCase();
    if (method === 'DELETE' || path === '/api/session') continue; // would log people out; the stories try it
    await test(`${method} ${path}`, async () => {
      assert.ok(operation['x-may']?.length, 'the table names who may');
      for (const [role, person] of Object.entries(people)) {
        const may = operation['x-may'].includes('anyone') || operation['x-may'].includes(role);
        const wanted = concern(path).length ? Object.keys(subjects) : ['own'];
        for (const whose of wanted) {
          const status = await attempt(person, method, path, subjects[whose]);
          const seen = `${role} on ${whose}: ${status}`;
          assert.ok(status < 500, seen);
          if (role === 'nobody' && !may) assert.equal(status, 401, seen);
          else if (!may) assert.equal(status, 403, seen);
          else if (path.includes('{upload}')) {
            const owns = (role === 'liaison' && ['own', 'notOut'].includes(whose)) || (role === 'county' && whose === 'parent');
            if (!owns && method !== 'OPTIONS') assert.ok(refused(status) || status === 412, seen);
            else if (method === 'GET') assert.equal(status, 200, seen);
          } else if (path.includes('{account}')) {
            if (!reach[role][whose === 'notOut' ? 'own' : whose]) assert.equal(status, 404, seen);
            else assert.ok([200, 204, 409].includes(status), seen); // 409: it is disabled already
          } else if (path.includes('{bulletin}')) {
            if (whose === 'notOut') assert.equal(status, 404, seen);
            else assert.equal(status, method === 'GET' ? 200 : 409, seen);
          } else if (path.startsWith('/api/') && path.includes('{item}')) {
            const reached = role === 'clerk' || { liaison: 'own', county: 'parent' }[role] === whose;
            if (whose === 'notOut' || !reached) assert.ok(refused(status), seen);
            else assert.ok(!refused(status) || path.includes('{slot}'), seen);
          } else if (path.includes('{obligation}') || path.includes('{blob}')) {
            if (!reach[role][whose === 'notOut' ? 'own' : whose]) assert.ok(refused(status), seen);
            else if (method === 'GET') assert.equal(status, 200, seen);
          } else if (path.includes('{campaign}') && whose === 'notOut' && role !== 'clerk') assert.ok(refused(status), seen);
          else if (path.includes('{unit}') && whose !== 'notOut') {
            if (!reach[role][whose]) assert.ok(refused(status), seen);
            else assert.equal(status, 200, seen);
          }
        }
      }
    });
  }

/* ---- what a status alone does not show ---- */

await test('a review of somebody else’s unit is refused item by item and changes nothing', async () => {
  for (const [role, subject] of [['county', siblings], ['county', otherCountys], ['county', countys]]) {
    const r = await people[role].post(`${w.at}/reviews`, { action: 'accept', items: [{ obligation: subject.obligation, version: 1 }] });
    assert.equal(r.done, 0, `${role}: ${JSON.stringify(r)}`);
    assert.equal(r.refused.length, 1);
  }
  assert.equal((await dailyOf(sibling, '2023-05-17')).state, 'sent');
});

await test('a county office sees its own rows on the board, units, people, activities and in the workbook, and no others', async () => {
  const board = await people.county.get(`${w.at}/board`);
  assert.ok(board.rows.length >= 2);
  const mine = new Set([county.id, ...w.units.filter((u) => u.parent === county.id).map((u) => u.id)]);
  assert.ok(board.rows.every((r) => mine.has(r.unit)), 'rows of the board');
  assert.ok((await people.county.get('/api/units')).units.every((u) => mine.has(u.id)), 'units');
  assert.ok((await people.county.get('/api/people')).people.every((p) => mine.has(p.unit)), 'people');
  assert.ok((await people.county.get(`${w.at}/activities`)).activities.every((x) => mine.has(x.unit)), 'activities');
  assert.ok((await people.county.get(`${w.at}/queue`)).items.every((o) => mine.has(o.unit)), 'queue');
  const zip = new TextDecoder().decode((await people.county.ask('GET', `${w.at}/day.zip?day=2023-05-17`)).bytes);
  assert.ok(zip.includes(school.code) || zip.includes(school.short_name), 'its own school is in the parcel');
  assert.ok(!zip.includes(sibling.name), 'another’s school is not');
});

await test('a liaison officer cannot name another unit’s file in a report', async () => {
  const o = await dailyOf(school, '2023-05-18');
  const r = await send(people.liaison, o, dailyBody({ files: [{ blob: siblings.blob, name: 'x.txt', part: 'p3' }] }));
  assert.equal(r.status, 422);
});

await test('a county office cannot invite into another county, nor make clerks', async () => {
  assert.equal((await people.county.ask('POST', '/api/invitations', { unit: sibling.id, role: 'liaison' })).status, 404);
  assert.equal((await people.county.ask('POST', '/api/invitations', { unit: school.id, role: 'clerk' })).status, 403);
});

await test('a bulletin that is not issued is the clerks’ alone, and of its campaign alone', async () => {
  for (const path of ['', '/paper.docx']) {
    assert.equal((await people.clerk.ask('GET', `${w.at}/bulletins/${drafted.id}${path}`)).status, 200);
    assert.equal((await people.leader.ask('GET', `${w.at}/bulletins/${drafted.id}${path}`)).status, 404);
    assert.equal((await people.clerk.ask('GET', `/api/campaigns/${draft.id}/bulletins/${drafted.id}${path}`)).status, 404);
  }
  assert.deepEqual((await people.leader.get(`${w.at}/bulletins`)).items.map((b) => b.id), [issued.id]);
  for (const role of ['county', 'liaison', 'leader']) assert.equal((await people[role].ask('DELETE', `${w.at}/bulletins/${drafted.id}?revision=1`)).status, 403, role);
});

await test('an upload is its unit’s alone', async () => {
  const tus = { 'Tus-Resumable': '1.0.0' };
  const bytes = new TextEncoder().encode('123456789');
  for (const [role, subject] of [['liaison', siblings], ['liaison', countys], ['county', own], ['county', otherCountys]]) {
    const at = `/api/uploads/${subject.upload}`;
    for (const [method, body, more] of [['HEAD'], ['GET'], ['DELETE'], ['PATCH', bytes, { 'Upload-Offset': '0', 'Content-Type': 'application/offset+octet-stream' }]])
      assert.equal((await people[role].ask(method, at, body, { ...tus, ...more })).status, 404, `${role} ${method}`);
  }
  assert.equal((await people.liaison.get(`/api/uploads/${own.upload}`)).offset, 0);
});

await w.house.stop();
tally();
