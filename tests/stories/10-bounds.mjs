// SPDX-License-Identifier: Apache-2.0
// Much of one thing, of a stranger's or of years of use: it is answered in parts or refused, and the server lives on.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { House, Person, test, uuid7 } from '../house.mjs';
import { dailyBody, entry, owed, send, week } from './week.mjs';

export default async function (program) {
  const w = await week(program, { args: ['--hour-versions', '5'] });
  const school = await w.house.enter('liaison');

  await test('a body of 130,000 files is refused in words, checked or sent', async () => {
    const o = await owed(school, w.at, '日报', '2023-05-17');
    const body = `{"files":[${Array(130000).fill('{}').join(',')}]}`;
    const checked = await school.ask('POST', `/api/obligations/${o.id}/check`, `{"body":${body}}`);
    assert.equal(checked.status, 200, checked.text);
    assert.equal(checked.json.remarks.length, 1);
    assert.match(checked.json.remarks[0].message, /最多报送 200 个/);
    const sent = await school.ask('POST', `/api/obligations/${o.id}/reports`, `{"sending":"${uuid7()}","base":0,"body":${body}}`);
    assert.equal(sent.status, 422, sent.text);
  });

  await test('a body of more values than anyone fills in is refused before it is looked at', async () => {
    const o = await owed(school, w.at, '日报', '2023-05-17');
    for (const body of [`[${Array(240000).fill(1).join(',')}]`, `{"pieces":{"p":[${Array(120000).fill('[0]').join(',')}]}}`]) {
      const r = await school.ask('POST', `/api/obligations/${o.id}/check`, `{"body":${body}}`);
      assert.equal(r.status, 413, r.text);
      assert.match(r.json.error.message, /条目过多/);
    }
  });

  await test('more rows than a day has are told in one remark', async () => {
    const o = await owed(school, w.at, '日报', '2023-05-17');
    const rows = Array(60000).fill('{}').join(',');
    const { remarks } = await school.must('POST', `/api/obligations/${o.id}/check`, `{"body":{"forms":{"activity_daily":{"activities":[${rows}]}}}}`);
    assert.ok(remarks.some((r) => /最多 \d+ 行，现为 60000 行/.test(r.message)), JSON.stringify(remarks.slice(0, 3)));
    assert.ok(remarks.length < 100);
  });

  await test('a report that is sent again and again is slowed down, told when, and not lost', async () => {
    const o = await owed(school, w.at, '日报', '2023-05-17');
    for (let version = 0; version < 5; version++) assert.equal((await send(school, { ...o, version }, dailyBody())).status, 200);
    const r = await send(school, { ...o, version: 5 }, dailyBody());
    assert.equal(r.status, 429, r.text);
    assert.match(r.json.error.message, /已报送 5 次，请 10:30 以后再报送/);
    assert.ok(Number(r.headers.get('retry-after')) > 3500, 'the seconds until then');
    await w.clock('2023-05-18T10:30:00+08:00');
    assert.equal((await send(school, { ...o, version: 5 }, dailyBody())).status, 200);
    assert.equal((await send(school, { ...o, version: 6 }, dailyBody())).status, 200);
  });

  await test('a long history is told in pages, the newest first, and none is left out', async () => {
    const o = await owed(school, w.at, '日报', '2023-05-17');
    await w.clerk.post(`${w.at}/reviews`, { action: 'return', items: [{ obligation: o.id, version: 7 }], reason: '请补充（演练）' });
    const whole = await school.get(`/api/obligations/${o.id}`);
    assert.deepEqual([whole.versions.length, whole.happenings.length, whole.earlier], [7, 8, 0]);
    const versions = [], happenings = [];
    let before = '';
    for (let pages = 0; pages < 9; pages++) {
      const page = await school.get(`/api/obligations/${o.id}?most=3${before}`);
      assert.equal(page.obligation.reason, '请补充（演练）');
      assert.ok(page.happenings.length <= 3 && page.body);
      versions.unshift(...page.versions.map((v) => v.version));
      happenings.unshift(...page.happenings.map((h) => h.seq));
      if (!page.earlier) break;
      before = `&before=${page.earlier}`;
    }
    assert.deepEqual(versions, [1, 2, 3, 4, 5, 6, 7]);
    assert.deepEqual(happenings, whole.happenings.map((h) => h.seq));
    const one = await school.get(`/api/obligations/${o.id}?most=1`);
    assert.deepEqual(one.versions.map((v) => v.version), [7], 'the newest version is told also when something happened since');
  });

  assert.equal(await w.house.stop(), 0);
  await year(program, w);
}

/** The same house after much use: a day of long reports, more of them than one request may hold. */
async function year(program, w) {
  const sql = (text) => {
    const r = spawnSync('sqlite3', [join(w.house.data, 'skillweek.db'), text], { encoding: 'utf8' });
    assert.equal(r.status, 0, r.stderr);
    return r.stdout.trim();
  };
  const start = async () => {
    const house = await House.start(program, { data: w.house.data, args: ['--quiet', '--speed', '0', '--request-mb', '1'] });
    const clerk = new Person(house.url);
    clerk.cookie = w.clerk.cookie;
    return { house, clerk };
  };
  sql(`update report set standing = 0, body = replace(body, '为居民提供', hex(zeroblob(30000)));
    insert into report select o.id, o.id, 1, r.campaign, r.seq, o.unit, 'x' || o.id, 0, r.account, r.received_at, null, 1, 0, r.hash, r.title, r.body
      from obligation o, (select r.*, duty, day from report r join obligation on obligation = obligation.id order by version desc limit 1) r
      where o.duty = r.duty and o.day = r.day and o.id <> r.obligation and o.withdrawn = 0`);
  const units = Number(sql('select count(distinct obligation) from report'));
  const day = sql("select date('1970-01-01', day || ' days') from obligation where id = (select obligation from report limit 1)");
  let { house, clerk } = await start();

  await test('a day of reports that memory does not hold is taken away whole', async () => {
    assert.ok(units > 60, `${units} units`);
    const zip = await clerk.ask('GET', `${w.at}/day.zip?day=${day}`);
    assert.equal(zip.status, 200, zip.text.slice(0, 200));
    const text = Buffer.from(zip.bytes);
    assert.ok(text.length > units * 60000, 'every report, whole');
    const xlsx = await clerk.ask('GET', `${w.at}/day.xlsx?day=${day}`);
    assert.equal(xlsx.status, 200, xlsx.text.slice(0, 200));
    assert.ok(entry(xlsx.bytes, 'xl/worksheets/sheet1.xml').includes(`<v>${units * 30}</v>`), 'all the students in 合计');
  });

  await test('the week’s activities are told in pages, and one that cannot be read is no silence', async () => {
    await house.stop();
    sql(`with recursive n(i) as (select 1 union all select i + 1 from n where i < 1200)
      insert into activity select id + i, campaign, unit, obligation, version, 'k' || i, name, organiser, partners, place, day, start_minute, end_minute,
        '{"students":1,"x":"' || hex(zeroblob(1000)) || '"}', 0 from n, (select * from activity where removed = 0 order by id desc limit 1)`);
    ({ house, clerk } = await start());
    const told = new Set();
    let pages = 0;
    for (let after = ''; after !== null; pages++) {
      const page = await clerk.get(`${w.at}/activities?day=${day}&after=${after}`);
      assert.ok(page.activities.length <= 500);
      page.activities.forEach((x) => told.add(x.id));
      after = page.next ?? null;
    }
    assert.equal(told.size, Number(sql('select count(*) from activity where removed = 0')));
    assert.equal(pages, 3);
    assert.equal((await clerk.ask('GET', `${w.at}/activities?after=x`)).status, 400);
    sql("update activity set fields = '{' where id = (select max(id) from activity)");
    const r = await clerk.ask('GET', `${w.at}/activities?most=1&after=${(await clerk.get(`${w.at}/activities?most=499`)).next}`);
    assert.equal(r.status, 200, 'another page is not hurt');
    let last = '';
    for (let page; last !== null; last = page.json.next ?? null) {
      page = await clerk.ask('GET', `${w.at}/activities?after=${last}`);
      if (page.status !== 200) {
        assert.match(page.json.error.message, /报送的内容已损坏/);
        break;
      }
    }
    assert.notEqual(last, null, 'it was told');
  });

  await test('a report that cannot be read is told by its unit and never left out of the totals', async () => {
    await house.stop();
    sql("update report set body = '{' where sending = (select max(sending) from report where sending like 'x%')");
    ({ house, clerk } = await start());
    for (const what of ['zip', 'xlsx']) {
      const r = await clerk.ask('GET', `${w.at}/day.${what}?day=${day}`);
      assert.equal(r.status, 500);
      assert.match(r.json.error.message, /报送的内容已损坏/);
    }
  });

  await test('of more than a list holds those that wait longest are told', async () => {
    const own = await week(program, { start: '2023-05-18T09:30:00+08:00' });
    const ids = [];
    for (const u of own.units) ids.push(...(await own.clerk.get(`${own.at}/units/${u.id}`)).items.map((o) => o.id));
    const [first, ...others] = ids.sort((a, b) => (BigInt(a) < BigInt(b) ? 1 : -1));
    const phone = (list) => own.clerk.post(`${own.at}/reviews`, { action: 'phone', reason: '演练', items: list.map((obligation) => ({ obligation, version: 0 })) });
    await phone([first]);
    await own.clock('2023-05-18T09:31:00+08:00');
    assert.ok((await phone(others)).done > 500);
    const { items } = await own.clerk.get(`${own.at}/queue`);
    assert.equal(items.length, 500);
    assert.equal(items[0].id, first);
    await own.house.stop();
  });

  await test('a duty whose sentence is the whole of a long notice, of each day of a year, is refused and not fatal', async () => {
    const own = await week(program, { start: '2023-05-18T09:30:00+08:00' });
    const [liaison, draft] = [await own.house.enter('liaison'), await own.clerk.get(`${own.at}/draft`)];
    const daily = draft.document.duties.find((d) => d.due.kind === 'next_day');
    draft.document.text = '字'.repeat(200000);
    draft.document.findings = [];
    for (const duty of draft.document.duties) duty.spans = [];
    Object.assign(daily, { spans: [{ from: 0, to: 200000 }], from: '2023-05-15', to: '2024-06-15' });
    const saved = await own.clerk.put(`${own.at}/draft`, { revision: draft.campaign.revision, document: draft.document });
    await own.clerk.post(`${own.at}/publish`, { revision: saved.revision });
    const listed = await liaison.ask('GET', `${own.at}/units/mine`);
    assert.equal(listed.status, 413, listed.text.slice(0, 200));
    assert.equal((await liaison.ask('GET', '/api/me')).status, 200);
    await own.house.stop();
  });

  assert.equal(await house.stop(), 0);
}
