// SPDX-License-Identifier: Apache-2.0
// Reports by letter: what comes to the office's mailbox waits in the tray until a clerk takes it in; from a real mail server.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
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

  const second = await w.house.invite(w.clerk, schools[1].id, 'liaison');
  const theirs = await daily(second, '2023-05-17');
  const state = async (person, o) => { const { obligation, versions } = await person.get(`/api/obligations/${o.id}`); return [obligation.state, obligation.late, versions.length]; };
  const put = (what, at = arrived) => box.put(what.subject === undefined ? what : letter(what), at);
  const aside = (l, reason) => w.clerk.ask('POST', `/api/letters/${l.id}/set-aside`, { reason });

  await test('one without a number is suggested by unit, duty and day as its words tell, in GBK too', async () => {
    box.put(gbkLetter({ subject: `活动周${schools[1].short_name}单位5月17日日报材料`, text: '您好', file: { name: '说明.txt', bytes: Buffer.from('演练\n') } }), '2023-05-18T10:10:00+08:00');
    const [l] = await waiting(1);
    assert.deepEqual([l.suggested.obligation.id, l.suggested.stamped, l.sender], [theirs.id, false, 'old@example.cn']);
    const d = await open(l);
    assert.deepEqual([d.words, d.files.map((f) => f.name), d.unit], ['您好', ['说明.txt'], schools[1].id]);
    assert.ok(d.remarks.some((r) => r.blocks && /活动情况日报表/.test(r.message)), JSON.stringify(d.remarks));
    const r = await takeIn(l, theirs);
    assert.equal(r.status, 422, r.text);
    assert.deepEqual(await state(second, theirs), ['overdue', false, 0]);
    assert.equal((await aside(l, ' ')).status, 422);
    assert.equal((await aside(l, '没有表，已电话请其重发')).status, 200);
    const again = await aside(l, '再来一次');
    assert.deepEqual([again.status, (await tray()).waiting], [409, 0]);
  });

  await test('late by its arrival, with a photo that is the unit’s from then on', async () => {
    const photo = readFileSync(new URL('../../campaigns/hefei-2023/photos/01-community.jpg', import.meta.url));
    put({ subject: '日报', files: [{ name: '填好的.xlsx', bytes: await bookOf(second, theirs) }, { name: '现场.jpg', bytes: photo }, { name: '程序.exe', bytes: Buffer.from('MZ\0\0') }] }, '2023-05-18T10:15:00+08:00');
    const [l] = await waiting(1);
    const d = await open(l);
    assert.deepEqual(d.files.map((f) => [f.name, f.book, f.part]), [['填好的.xlsx', true, null], ['现场.jpg', false, '照片'], ['程序.exe', false, null]]);
    const file = await w.clerk.ask('GET', `/api/letters/${l.id}/files/3`);
    assert.deepEqual([file.status, file.headers.get('content-type'), file.headers.get('x-content-type-options')], [200, 'application/octet-stream', 'nosniff']);
    assert.match(file.headers.get('content-disposition'), /^attachment; filename\*=UTF-8/);
    assert.match(file.headers.get('content-security-policy'), /sandbox/);
    const r = await takeIn(l, theirs, { files: ['2', '3'] });
    assert.equal(r.status, 200, r.text);
    assert.deepEqual(await state(second, theirs), ['sent', true, 1]);
    const { body } = await second.get(`/api/obligations/${theirs.id}`);
    assert.deepEqual(body.files.map((f) => f.name), ['现场.jpg']);
    assert.equal((await second.ask('GET', `/api/files/${body.files[0].blob}`)).bytes.length, photo.length);
    assert.equal((await second.ask('POST', `/api/letters/${l.id}/take-in`, {})).status, 403);
  });

  await test('taken in twice it is one version; over one that the clerk has seen it is another, over one that came meanwhile none', async () => {
    const [l] = (await tray('?state=taken')).items;
    const twice = await takeIn(l, theirs, { files: ['2', '3'] });
    assert.equal(twice.status, 409, twice.text);
    assert.deepEqual(await state(second, theirs), ['sent', true, 1]);
    const over = await takeIn(l, theirs, { files: ['2', '3'], version: 1, again: true });
    assert.equal(over.status, 200, over.text);
    assert.deepEqual(await state(second, theirs), ['sent', true, 2]);
    const other = await daily(second, '2023-05-18');
    const unseen = await takeIn(l, other);
    assert.deepEqual([unseen.status, unseen.json.error.message], [409, '这封来信已经处理过，请刷新页面查看']);
    const meant = await takeIn(l, other, { again: true });
    assert.equal(meant.status, 200, meant.text);
  });

  await test('with two workbooks it waits until both are taken in', async () => {
    const next = await daily(school, '2023-05-18');
    put({ subject: '两份', files: [{ name: '1.xlsx', bytes: await bookOf(school, today) }, { name: '2.xlsx', bytes: await bookOf(school, next) }] });
    const [l] = await waiting(1);
    assert.equal(l.suggested.obligation.id, today.id);
    const held = await open(l, next.id);
    assert.deepEqual([held.obligation, held.filled.of, held.files.map((f) => f.book)], [next.id, 'own', [false, true]]);
    const first = await takeIn(l, next);
    assert.equal(first.status, 200, first.text);
    const [rest] = (await tray()).items;
    assert.deepEqual([rest.id, rest.state, rest.suggested.obligation.id], [l.id, 'waiting', today.id]);
    assert.deepEqual((await open(rest)).files.map((f) => [f.book, f.taken, f.part]), [[true, false, null], [false, true, null]]);
    const o = await daily(school, '2023-05-17');
    assert.equal((await takeIn(l, o)).status, 200);
    await waiting(0);
    assert.deepEqual(await state(school, today), ['sent', false, 2]);
  });

  await test('what cannot be read waits all the same, as it came', async () => {
    const many = Buffer.from(`From: a@b.cn\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\nx\r\n'.repeat(3000)}--b--\r\n`);
    box.put(many, arrived);
    const [l] = await waiting(1);
    assert.deepEqual([l.trouble, l.suggested], ['large', null]);
    const raw = await w.clerk.ask('GET', `/api/letters/${l.id}/files/0`);
    assert.ok(Buffer.from(raw.bytes).equals(many));
    assert.equal((await open(l)).files.length, 0);
    assert.equal((await aside(l, '读不出来')).status, 200);
  });

  await test('nothing changes in the mailbox: no letter is read, moved or gone', () => assert.deepEqual(box.kept, { fresh: 5, seen: 0 }));

  await test('killed in the middle, none is taken twice and none is skipped', async () => {
    await w.house.stop();
    for (let i = 0; i < 60; i++) put({ subject: `第 ${i} 封`, text: '一二三'.repeat(500) });
    const again = async () => {
      const house = await House.start(program, { data: w.house.data, args: ['--quiet', '--speed', '0', ...box.args] });
      w.clerk.url = house.url;
      w.house = house;
      await w.clerk.post('/api/session', { login: w.clerk.login, password: w.clerk.password });
    };
    for (let waits = 0, kills = 0; waits < 60 && kills < 12; kills++) {
      await again();
      await until(async () => (waits = (await tray()).waiting) > kills * 8 || waits === 60);
      await w.house.stop('SIGKILL');
    }
    await again();
    const items = await waiting(60);
    assert.deepEqual(items.map((l) => l.subject).sort(), Array.from({ length: 60 }, (_, i) => `第 ${i} 封`).sort());
  });

  await test('counted anew by its server, the folder brings nothing twice; what is new comes', async () => {
    box.recount();
    put({ subject: '新来的' });
    const items = await waiting(61);
    assert.equal(items[0].subject, '新来的');
  });

  await test('a refused password and a server that is gone are told in words, and mended they are well again', async () => {
    const told = async (word) => until(async () => {
      const { mailbox } = await tray(), line = (await w.clerk.get('/api/health')).lines.find((x) => x.key === 'mailbox');
      return word.test(mailbox.text) && word.test(line.text) && mailbox.well === line.well && [mailbox.well];
    });
    box.password('falsch');
    assert.deepEqual(await told(/不接受登录名或密码.*授权码/), [false]);
    assert.match((await w.clerk.ask('GET', '/api/health', undefined, { 'Accept-Language': 'en' })).text, /refuses the name or the password/);
    box.password('geheim');
    assert.deepEqual(await told(/最近一次收取/), [true]);
    await box.close();
    assert.deepEqual(await told(/连不上邮件服务器 127\.0\.0\.1/), [false]);
    assert.match(w.house.log, /"what":"mailbox"/);
    assert.doesNotMatch(w.house.log, /geheim|falsch/);
    await box.open();
    assert.deepEqual(await told(/最近一次收取/), [true]);
  });
  await test('what letters brought is verified with all else', async () => {
    await w.house.stop();
    const verified = w.house.command('verify');
    assert.equal(verified.code, 0, verified.out + verified.err);
  });
  removeFolder(w.house.data);
  await box.end();

  await test('a server whose certificate nobody trusts gets no password', async () => {
    const secret = await Mailbox.start({ tls: true });
    const house = await House.start(program, { args: ['--quiet', '--speed', '0', ...secret.args] });
    const clerk = await house.enter('clerk');
    const told = await until(async () => { const { mailbox } = await clerk.get('/api/letters'); return !mailbox.well && mailbox.text; });
    assert.match(told, /证书不可信，没有登录/);
    await house.stop();
    removeFolder(house.data);
    await secret.end();
  });

  await test('an address that would send a password in the clear, or is none, is refused before anything is touched', () => {
    const serve = (...args) => spawnSync(program, ['serve', '--data', '/nowhere/at/all', ...args], { encoding: 'utf8' });
    for (const [address, ...more] of [['office@163.com'], ['imap://o@127.0.0.1/INBOX'], ['imap://o@mail.example.cn/INBOX', '--mail-plain'], ['imaps://o@h/收件箱']]) {
      const r = serve('--mail', address, '--mail-password', 'x', ...more);
      assert.equal(r.status, 2, r.stderr);
      assert.match(r.stderr, /--mail.*imaps:\/\/office@163\.com@imap\.163\.com\/INBOX/);
    }
    assert.match(serve('--mail', 'imaps://o@h/INBOX').stderr, /--mail-password/);
  });
}
