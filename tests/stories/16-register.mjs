// SPDX-License-Identifier: Apache-2.0
// The register of units in earnest: the first office begins with nothing, imports, changes and removes.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { House, Person, removeFolder, tempFolder, test } from '../house.mjs';
import { dailyBody, owed, send, week } from './week.mjs';

const register = readFileSync(new URL('../../campaigns/hefei-2023/register.csv', import.meta.url), 'utf8').trim().split('\n');
const bytes = (lines) => new TextEncoder().encode(`${lines.join('\n')}\n`);
const bring = (clerk, lines, apply = true) => clerk.must('POST', `/api/units/import?name=register.csv${apply ? '&apply=1' : ''}`, bytes(lines));

const sql = (data, ...statements) =>
  spawnSync('python3', ['-c', 'import sqlite3,sys\ndb = sqlite3.connect(sys.argv[1])\nfor s in sys.argv[2:]: db.execute(s)\ndb.commit()', join(data, 'skillweek.db'), ...statements], { encoding: 'utf8' });

async function serve(program, data, ...args) {
  return House.start(program, { data, command: 'serve', args });
}

export default async function (program) {
  const data = tempFolder();
  removeFolder(data);

  const first = await serve(program, data);
  await first.stop();
  let house = await serve(program, data);
  const again = async () => {
    await house.stop();
    house = await serve(program, data);
  };

  await test('a clerk’s link is printed at each start until somebody has come by one; the one before ends', async () => {
    assert.ok(first.links.clerk && house.links.clerk, 'nobody has come by the first');
    assert.equal((await new Person(house.url).ask('GET', `/api/invitations/${first.links.clerk.split('/i/')[1]}`)).status, 410);
    await again();
  });

  const clerk = await house.enter('clerk');
  const units = async (person = clerk) => (await person.get('/api/units')).units;

  await test('and none once there is a clerk', async () => {
    await again();
    clerk.url = house.url;
    assert.ok(!house.links.clerk);
  });

  const workbook = async (query = '') => {
    const r = await clerk.ask('GET', `/api/units/register.xlsx${query}`);
    assert.equal(r.status, 200, r.text);
    return r.bytes;
  };
  const bringBook = (book, apply = true) => clerk.must('POST', `/api/units/import?name=register.xlsx${apply ? '&apply=1' : ''}`, book);

  await test('who begins with nothing takes a template, and is told what a list of his own lacks', async () => {
    const trial = await bringBook(await workbook('?template=1'), false);
    assert.deepEqual([trial.errors, trial.units, trial.added, trial.removed], [[], 3, 2, 0]);
    assert.ok(trial.items.filter((i) => i.kind === 'added').every((i) => /演练.*示例/.test(i.name)));
    const usual = await bring(clerk, ['序号,学校名称,联系人,电话', '1,演练一校,演练甲,0551-1'], false);
    assert.deepEqual(usual.errors.map((e) => e.column).sort(), ['上级编码', '类别', '编码'].sort());
    assert.match(usual.errors.find((e) => e.column === '类别').message, /市教育局、县、.*其他.*下载模板/);
  });

  await test('the first import gives the office its code: it stays the unit it was, and the clerk within', async () => {
    const trial = await bring(clerk, register, false);
    assert.deepEqual([trial.units, trial.added, trial.changed, trial.removed], [95, 94, 1, 0], JSON.stringify(trial));
    const done = await bring(clerk, register);
    assert.equal(done.applied, true);
    assert.equal((await units()).length, 95);
    assert.deepEqual((await units()).find((u) => u.id === clerk.me.unit)?.code, '340100');
    assert.equal((await clerk.get('/api/me')).unit_name, '合肥市教育局（演练）');
    assert.equal((await clerk.get('/api/people')).people.length, 1);
    const same = await bring(clerk, register);
    assert.deepEqual([same.added, same.changed, same.removed], [0, 0, 0]);
  });

  await test('what is taken away comes back as it was', async () => {
    const same = await bringBook(await workbook());
    assert.deepEqual([same.errors, same.units, same.added, same.changed, same.removed], [[], 95, 0, 0, 0]);
  });

  await test('and whatever code it is given later, also one that a unit had that has left', async () => {
    const recode = (code) => register.map((line) => line.replace(/^340100,/, `${code},`).replace(/^([^,]*),340100,/, `$1,${code},`));
    await bring(clerk, [...register, '777,340100,演练临时校,临时校,中专学校,,,,,,,']);
    await bring(clerk, register);
    const done = await bring(clerk, recode('777'));
    const below = register.filter((line) => /^[^,]*,340100,/.test(line)).length;
    assert.deepEqual([done.applied, done.added, done.changed, done.removed], [true, 0, 1 + below, 0]);
    assert.deepEqual((await units()).find((u) => u.id === clerk.me.unit)?.code, '777');
    await bring(clerk, register);
  });

  await test('one unit’s name and contact are changed by hand; another’s name is refused', async () => {
    const [one, other] = (await units()).filter((u) => u.kind === 'school');
    const put = (body, of = one) => clerk.ask('PUT', `/api/units/${of.id}`, body);
    const r = await put({ name: one.name, short_name: '演练新简称', contact_name: '演练新人', contact_phone: '0551-99999999' });
    assert.equal(r.status, 200, r.text);
    const now = (await units()).find((u) => u.id === one.id);
    assert.deepEqual([now.name, now.short_name, now.contact_name, now.contact_phone, now.code, now.traits], [one.name, '演练新简称', '演练新人', '0551-99999999', one.code, one.traits]);
    assert.equal((await put({ name: other.name })).status, 409);
    assert.equal((await put({ name: ' ' })).status, 422);
    assert.equal((await put({ name: '演练' }, { id: '12345' })).status, 404);
    const back = await bring(clerk, register);
    assert.deepEqual([back.changed, back.items[0].text], [1, `简称：演练新简称 → ${one.short_name}；联系人：演练新人 → ${one.contact_name}；电话：0551-99999999 → ${one.contact_phone}`]);
  });

  await test('an import never removes the unit of a clerk, and says what to do', async () => {
    const county = (await units()).find((u) => u.code === '340121');
    const second = await house.invite(clerk, county.id, 'clerk');
    const without = register.filter((line) => !line.startsWith('340121,')).map((line) => line.replace(/^([^,]*),340121,/, '$1,340100,'));
    const tried = await bring(clerk, without);
    assert.equal(tried.applied, false);
    assert.match(tried.errors[0].message, /长丰县.*经办人.*账号与邀请.*停用/);
    assert.equal((await units()).length, 95);
    await clerk.must('POST', `/api/accounts/${second.me.account}/disable`);
    assert.equal((await bring(clerk, without)).applied, true);
    await bring(clerk, register);
  });

  await test('an office that an older program has locked out gets in again', async () => {
    await house.stop();
    const r = sql(data, "insert into unit select (select max(id) from unit) + 1, register, '0', null, kind, '教育局', '教育局', '', '', 1 from unit where code = '340100'", "update account set unit = (select max(id) from unit) where role = 2 and disabled = 0");
    assert.equal(r.status, 0, r.stderr);
    await again();
    clerk.url = house.url;
    assert.equal((await units()).length, 95);
    assert.equal((await clerk.get('/api/people')).people.some((p) => p.login === clerk.login), true);
    assert.equal((await bring(clerk, register)).applied, true);
    assert.equal((await units()).length, 95);
  });

  await house.stop();
  removeFolder(data);
  await leaving(program);
}

/** A school that has reported leaves the register of a running campaign. */
async function leaving(program) {
  const w = await week(program);
  const school = await w.house.enter('liaison');
  const its = w.units.find((u) => u.id === school.me.unit);
  const without = register.filter((line) => !line.startsWith(`${its.code},`));
  const day = '2023-05-17';
  assert.equal((await send(school, await owed(school, w.at, '日报', day), dailyBody())).status, 200);
  const before = (await w.clerk.get('/api/clock')).now;
  const daily = (await w.clerk.get(w.at)).document.duties.find((d) => d.short_name === '日报');
  await w.clock('2023-05-18T09:40:00+08:00');

  const cells = (board, id) => board.rows.find((r) => r.unit === id)?.cells;
  /** What is said of days that are over. */
  const past = async () => {
    const then = await w.clerk.get(`${w.at}/board?at=${before}`);
    const missing = await w.clerk.get(`${w.at}/missing?duty=${daily.key}&day=${day}&at=${before}`);
    const over = then.columns.map((c) => c.due && c.due < before);
    return [cells(then, its.id).split('').filter((_, i) => over[i] || /[sln]/.test(cells(then, its.id)[i])).join(''), missing.owed, missing.reported, then.rows.length];
  };
  const sheet = async () => {
    const { bytes: book } = await w.clerk.ask('GET', `${w.at}/day.xlsx?day=${day}`);
    const r = spawnSync('python3', ['-c', 'import sys,io,zipfile\nz = zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read()))\nfor n in z.namelist(): sys.stdout.buffer.write(z.read(n))'], { input: book });
    return r.stdout.toString();
  };
  const was = await past();
  const mine = async () => (await school.get(`${w.at}/units/mine`)).items;

  await test('a trial names whom it removes and what they have reported, whom it changes and adds', async () => {
    const more = [...without.map((line) => line.replace('演练甲乙', '演练新人')), '34X999,340100,演练新建学校,新建校,中专学校,,,,,,,'];
    const { items } = await bring(w.clerk, more, false);
    assert.deepEqual(items.map((i) => [i.kind, i.code, i.name, i.reports]), [
      ['removed', its.code, its.name, 1],
      ['changed', '340121', '长丰县教育局（演练）', 0],
      ['added', '34X999', '演练新建学校', 0],
    ]);
    assert.match(items[0].text, /已有 1 份报送/);
    assert.match(items[1].text, /联系人.*演练甲乙.*演练新人/);
  });

  await test('what a school sent before it left the register stays on board and tables, marked', async () => {
    assert.equal((await bring(w.clerk, without)).applied, true);
    assert.ok(!(await w.clerk.get('/api/units')).units.some((u) => u.id === its.id));
    assert.deepEqual(await past(), was);
    const board = await w.clerk.get(`${w.at}/board`);
    assert.match(board.rows.find((r) => r.unit === its.id).name, /（已移出名录）$/);
    assert.match(await sheet(), /已移出/);
    assert.ok((await w.clerk.get(`${w.at}/queue`)).items.some((o) => o.unit === its.id), 'it can still be looked at');
    assert.equal((await w.clerk.ask('POST', '/api/health/cells')).json.well, true);
  });

  await test('its people still see what they sent, owe nothing more and send nothing', async () => {
    const list = await mine();
    const sent = list.find((o) => o.day === day && o.short_name === '日报');
    assert.equal(sent.state, 'sent');
    const now = Date.parse((await school.get('/api/clock')).now);
    assert.ok(list.every((o) => o.version || Date.parse(o.due) <= now), JSON.stringify(list.map((o) => [o.due, o.state])));
    const detail = await school.get(`/api/obligations/${sent.id}`);
    assert.equal(detail.may_report, false);
    assert.match(detail.obligation.unit_name, /已移出名录/);
    const refused = await send(school, sent, dailyBody());
    assert.equal(refused.status, 403);
    assert.match(refused.json.error.message, /已移出.*保留/);
    assert.equal((await school.get(`${w.at}/units/mine`)).left, true);
    assert.equal((await w.clerk.ask('POST', '/api/invitations', { unit: its.id, role: 'liaison' })).status, 404);
  });

  await test('publishing again takes nothing of it away, nor does a start', async () => {
    const { campaign, document } = await w.clerk.get(`${w.at}/draft`);
    const told = await w.clerk.post(`${w.at}/differences`, document);
    assert.deepEqual([told.withdrawn, told.duties.length], [0, 0], JSON.stringify(told.duties));
    const saved = await w.clerk.put(`${w.at}/draft`, { revision: campaign.revision, document });
    assert.equal((await w.clerk.post(`${w.at}/publish`, { revision: saved.revision })).withdrawn, 0);
    assert.deepEqual(await past(), was);
    await w.house.stop();
    w.house = await House.start(program, { data: w.house.data, args: ['--quiet', '--speed', '0'] });
    w.clerk.url = school.url = w.house.url;
    assert.deepEqual(await past(), was);
    assert.equal((await w.clerk.ask('POST', '/api/health/cells')).json.well, true);
  });

  await test('a school that comes back owes as before', async () => {
    assert.equal((await bring(w.clerk, register)).applied, true);
    assert.deepEqual(await past(), was);
    const next = await owed(school, w.at, '日报', '2023-05-18');
    assert.equal(next.unit_name, its.name);
    assert.equal((await school.get(`${w.at}/units/mine`)).left, false);
    assert.equal((await send(school, next, undefined, { nil: true })).status, 200);
  });

  await w.house.stop();
  removeFolder(w.house.data);
}
