// SPDX-License-Identifier: Apache-2.0
// Answers by mail: who reports by letter hears by letter what became of it, from a real mailbox to a real mail server.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { House, removeFolder, sleep, test, until } from '../house.mjs';
import { letter, Mailbox } from './mailbox.mjs';
import { Postbox } from './postbox.mjs';
import { owed, week } from './week.mjs';
import { filledIn } from './workbook.mjs';

const filled = {
  1: { B4: '演练某人', D4: '0551-00000000', B8: '便民服务进社区', C8: 45063, D8: 0.375, E8: '10：30', F8: '演练社区', G8: '本校', I8: '咨询与维修', J8: 120, K8: 4, L8: 5, M8: 100, D24: 1, J24: 129 },
  2: { B4: '演练某人', D4: '0551-00000000', C24: 0 },
};
const early = '2023-05-18T09:50:00+08:00', late = '2023-05-18T10:10:07+08:00';

export default async function (program) {
  const box = await Mailbox.start();
  const post = await Postbox.start();
  const args = [...box.args, ...post.args()];
  const w = await week(program, { start: '2023-05-18T10:20:00+08:00', args });
  const schools = w.units.filter((u) => u.kind === 'school');
  const people = [];
  for (const unit of schools.slice(0, 3)) people.push(await w.house.invite(w.clerk, unit.id, 'liaison'));
  const daily = (person, day) => owed(person, w.at, '日报', day);
  const bookOf = async (person, o) => filledIn((await person.ask('GET', `/api/obligations/${o.id}/report.xlsx`)).bytes, filled);
  const tray = (state = '') => w.clerk.get(`/api/letters${state}`);
  const open = (l, o) => w.clerk.get(`/api/letters/${l.id}${o ? `?obligation=${o.id}` : ''}`);
  const takeIn = async (l, o, more = {}) => w.clerk.ask('POST', `/api/letters/${l.id}/take-in`, { campaign: w.campaign.id, obligation: o.id, version: (await daily(o.person, o.day)).version, files: [], ...more });
  const aside = (l, reason, more = {}) => w.clerk.ask('POST', `/api/letters/${l.id}/set-aside`, { reason, ...more });
  const arrives = async (what, at = early) => {
    box.put(letter(what), at);
    return until(async () => (await tray()).items.find((l) => l.subject === what.subject));
  };
  const answersOf = async (l, state) => {
    for (const of of ['?state=taken', '?state=aside', '']) {
      const found = (await tray(of)).items.find((x) => x.id === l.id);
      if (found && (!state || found.answers.at(-1)?.state === state)) return found.answers;
    }
    return false;
  };
  const settled = (l, state) => until(() => answersOf(l, state));
  const got = (address, n = 1) => until(() => post.to(address).length >= n && post.to(address));
  const header = (l, name) => l.parsed.headers.filter(([k]) => k === name).map(([, v]) => v);
  const owing = async (i, day) => ({ ...(await daily(people[i], day)), person: people[i] });
  const takeInBook = async (i, day, what, at) => {
    const o = await owing(i, day);
    const l = await arrives({ ...what, files: [{ name: '日报.xlsx', bytes: await bookOf(o.person, o) }] }, at);
    const r = await takeIn(l, o);
    assert.equal(r.status, 200, r.text);
    return { l, o, receipt: r.json };
  };

  await test('before it is settled the tray tells whom an answer would go to', async () => {
    const l = await arrives({ subject: '试一试', from: '=?x?= <a@example.cn>', heads: ['Return-Path: <prvs=12=a@example.cn>'] });
    const d = await open(l);
    assert.deepEqual([d.foretold, d.told, l.answers], ['处理结果将回信告知 prvs=12=a@example.cn', true, []]);
    assert.equal((await aside(l, '试', { still: true })).status, 200);
    assert.deepEqual((await answersOf(l)).map((x) => [x.kind, x.state, x.text]), [['aside', 'silent', '没有发未收入告知：经办人选择不告知']]);
  });

  let first;
  await test('taken in, its sender gets a receipt that another program reads whole', async () => {
    first = await takeInBook(0, '2023-05-17', { subject: '日报', id: '<one@example.cn>', heads: ['References: <zero@example.cn> <bad one@x>'] });
    const [m] = await got('school@example.cn');
    assert.deepEqual([m.from, m.user, m.parsed.from, m.parsed.to, m.parsed.defects, m.parsed.type], ['office@example.cn', 'office', [['演练教育局', 'office@example.cn']], ['school@example.cn'], [], 'text/plain']);
    assert.equal(m.parsed.subject, `回执：${schools[0].name} 日报（5月17日）`.replace('日报', first.receipt.duty_name));
    assert.equal(m.parsed.date, '2023-05-18T10:20:00+08:00');
    assert.deepEqual(['Auto-Submitted', 'In-Reply-To', 'References'].map((n) => header(m, n)), [['auto-replied'], ['<one@example.cn>'], ['<zero@example.cn> <one@example.cn>']]);
    assert.match(header(m, 'Message-ID')[0], /^<skillweek-\d+-\d+@example\.cn>$/);
    const url = w.house.url;
    for (const part of [`填报单位：${schools[0].name}`, `凭证号：${first.receipt.number}\n`, `校验码（SHA-256）：${first.receipt.hash}\n`, '按时（以到达邮箱的时间 2023-05-18 09:50:00 为准）', '登记时间：2023-05-18 10:20:00', `${url}/receipt/${first.receipt.number}?hash=${first.receipt.hash.slice(0, 16)}\n`, '如果您没有发过这封来信'])
      assert.ok(m.parsed.text.replaceAll('\r', '').includes(part), `${part}\n${m.parsed.text}`);
    assert.doesNotMatch(m.parsed.text, /便民服务|演练某人/);
    const lines = m.raw.toString('latin1').split('\r\n');
    assert.ok(lines.every((x) => x.length <= 76 && /^[\x20-\x7e]*$/.test(x)), m.raw.toString('latin1'));
    assert.deepEqual((await settled(first.l, 'sent')).map((x) => [x.kind, x.text]), [['receipt', '回执已发往 school@example.cn']]);
    const check = /\/receipt\/(\S+)\?hash=(\S+)/.exec(m.parsed.text);
    assert.equal((await w.clerk.get(`/api/receipts/${check[1]}?hash=${check[2]}`)).late, false);
  });

  await test('late is said, by when it reached the mailbox', async () => {
    const { receipt } = await takeInBook(1, '2023-05-17', { subject: '迟到的', from: 'late@example.cn' }, late);
    assert.equal(receipt.late, true);
    const [m] = await got('late@example.cn');
    assert.match(m.parsed.text, /迟报（以到达邮箱的时间 2023-05-18 10:10:07 为准）/);
  });

  await test('returned, it is told to the sender with the reason; accepted, nobody is written to', async () => {
    const review = (action, o, more = {}) => w.clerk.ask('POST', `${w.at}/reviews`, { action, items: [{ obligation: o.id, version: 1 }], ...more });
    const r = await review('return', first.o, { reason: '第 3 列的人数对不上', forget: true });
    assert.deepEqual([r.status, r.json.done], [200, 1], r.text);
    const [, m] = await got('school@example.cn', 2);
    assert.equal(m.parsed.subject, `退回修改：${schools[0].name} ${first.receipt.duty_name}（5月17日）`);
    for (const part of ['原因：第 3 列的人数对不上', '视同未报', first.receipt.number]) assert.ok(m.parsed.text.includes(part), m.parsed.text);
    assert.deepEqual([header(m, 'In-Reply-To'), (await settled(first.l, 'sent')).map((x) => x.kind)], [['<one@example.cn>'], ['receipt', 'returned']]);
    const theirs = await owing(1, '2023-05-17');
    assert.equal((await review('accept', theirs)).json.done, 1);
    const own = await owing(2, '2023-05-17');
    assert.equal((await own.person.ask('POST', `/api/obligations/${own.id}/reports`, { sending: '0190aaaa-0000-7000-8000-000000000001', base: 0, nil: true })).status, 200);
    assert.equal((await review('return', own, { reason: '请补充' })).json.done, 1);
    await sleep(1500);
    assert.equal(post.letters.length, 3);
  });

  await test('set aside, it is told with the reason', async () => {
    const l = await arrives({ subject: '表错了', from: 'aside@example.cn', id: '' });
    assert.equal((await aside(l, '附件不是日报表，\nBcc: x@example.cn')).status, 200);
    const [m] = await got('aside@example.cn');
    assert.equal(m.parsed.subject, '未收入：您于 2023-05-18 09:50:00 的来信');
    assert.match(m.parsed.text, /原因：附件不是日报表/);
    assert.deepEqual([header(m, 'Bcc'), header(m, 'In-Reply-To')], [[], []]);
  });

  await test('what a program sent, what came through a list or from nobody, and our own letters are never answered', async () => {
    const cases = [
      [{ heads: ['Auto-Submitted: auto-replied (vacation)'] }, '程序自动发出'],
      [{ heads: ['Auto-Submitted: auto-generated'] }, '程序自动发出'],
      [{ heads: ['Precedence: bulk'] }, '群发'],
      [{ heads: ['List-Id: <all.example.cn>'] }, '群发'],
      [{ heads: ['Return-Path: <>'] }, '没有可用的发件地址'],
      [{ from: 'MAILER-DAEMON@example.cn' }, '无人收信'],
      [{ from: '演练 <No-Reply@example.cn>' }, '无人收信'],
      [{ from: 'Office@example.cn' }, '本单位邮箱'],
      [{ from: '"a\\" b"@example.cn' }, '没有可用的发件地址'],
      [{ heads: ['Return-Path: <x@example.cn>,<y@example.cn>'] }, '没有可用的发件地址'],
    ];
    for (const [i, [what, why]] of cases.entries()) {
      const l = await arrives({ subject: `自动 ${i}`, ...what });
      assert.match((await open(l)).foretold, new RegExp(`^处理结果不回信：.*${why}`), JSON.stringify(what));
      assert.equal((await aside(l, '不是报送')).status, 200);
      const [x] = await answersOf(l);
      assert.deepEqual([x.state, x.text.includes(why)], ['silent', true], x.text);
    }
    await sleep(1500);
    assert.equal(post.letters.length, 4);
  });

  await test('an address is not written to without end', async () => {
    for (let i = 0; i < 31; i++) assert.equal((await aside(await arrives({ subject: `玩 ${i}`, from: 'toy@example.cn' }), '玩')).status, 200);
    await got('toy@example.cn', 30);
    await sleep(1200);
    assert.equal(post.to('toy@example.cn').length, 30);
    assert.match((await tray('?state=aside')).items.find((l) => l.subject === '玩 30').answers[0].text, /太多/);
  });

  await test('put off it is tried again; refused it stays with what the server said, and holds up nobody', async () => {
    post.set('later');
    const put = await arrives({ subject: '灰名单', from: 'later-a@example.cn' });
    const never = await arrives({ subject: '没这个人', from: 'never-a@example.cn' });
    const fine = await arrives({ subject: '好的', from: 'fine@example.cn' });
    for (const l of [put, never, fine]) assert.equal((await aside(l, '请重发')).status, 200);
    await got('fine@example.cn');
    const failed = await settled(never, 'failed');
    assert.match(failed[0].text, /没能发往 never-a@example\.cn：550 5\.1\.1 User not found/);
    await until(async () => /还没有发出，会再试.*451 4\.7\.1 Greylisted/.test((await answersOf(put))[0].text));
    const lines = (await w.clerk.get('/api/health')).lines;
    assert.match(lines.find((x) => x.key === 'outbox').text, /1 封回信待发/);
    const metrics = (await w.clerk.ask('GET', '/metrics')).text;
    assert.match(metrics, /skillweek_outbox_well 1\n[^]*skillweek_outbox_waiting 1\n[^]*skillweek_outbox_failed 1\n/);
    post.set('later', false);
    await got('later-a@example.cn');
    await settled(put, 'sent');
    assert.match((await w.clerk.get('/api/health')).lines.find((x) => x.key === 'outbox').text, /1 封回信没有发出，最近一次：550/);
    assert.equal(post.lines('asked').filter((x) => x.startsWith('never-')).length, 1);
  });

  await test('a letter on which the server breaks off keeps none of the others back', async () => {
    const bad = await arrives({ subject: '断线', from: 'hangs-a@example.cn' });
    assert.equal((await aside(bad, '请重发')).status, 200);
    await until(() => post.lines('asked').includes('hangs-a@example.cn'));
    const next = await arrives({ subject: '之后', from: 'behind@example.cn' });
    assert.equal((await aside(next, '请重发')).status, 200);
    await got('behind@example.cn');
  });

  const again = async (more = args) => {
    const house = await House.start(program, { data: w.house.data, args: ['--quiet', '--speed', '0', ...more] });
    w.clerk.url = house.url;
    w.house = house;
    await w.clerk.post('/api/session', { login: w.clerk.login, password: w.clerk.password });
    for (const person of people) person.url = house.url;
  };

  await test('with the server down it waits, over a restart too, and is sent once it is up', async () => {
    await post.close();
    const l = await arrives({ subject: '停机', from: 'down@example.cn' });
    assert.equal((await aside(l, '请重发')).status, 200);
    await until(async () => /连不上发信服务器 127\.0\.0\.1/.test((await tray()).outbox.text));
    assert.equal((await tray()).outbox.well, false);
    assert.equal((await answersOf(l))[0].state, 'waiting');
    await w.house.stop();
    await again();
    assert.equal((await answersOf(l))[0].state, 'waiting');
    await post.open();
    await got('down@example.cn');
    await settled(l, 'sent');
    await until(async () => (await tray()).outbox.well);
  });

  await test('killed behind the commit and before it is sent, no answer is lost', async () => {
    await post.close();
    const list = [];
    for (let i = 0; i < 5; i++) list.push(await arrives({ subject: `断电 ${i}`, from: `killed-${i}@example.cn` }));
    const all = await Promise.all(list.map((l) => aside(l, '请重发')));
    await w.house.stop('SIGKILL');
    assert.deepEqual(all.map((r) => r.status), [200, 200, 200, 200, 200]);
    await post.open();
    await again();
    for (let i = 0; i < 5; i++) assert.equal((await got(`killed-${i}@example.cn`)).length, 1);
  });

  await test('killed while the server has it and has not said so, it comes twice and is known by its Message-ID', async () => {
    post.set('hold');
    const l = await arrives({ subject: '两次', from: 'held-a@example.cn' });
    assert.equal((await aside(l, '请重发')).status, 200);
    await got('held-a@example.cn');
    await w.house.stop('SIGKILL');
    post.set('hold', false);
    await again();
    const [a, b] = await got('held-a@example.cn', 2);
    assert.deepEqual(header(a, 'Message-ID'), header(b, 'Message-ID'));
    assert.ok(a.raw.equals(b.raw));
    await settled(l, 'sent');
  });

  await test('a refused password is told, and not tried again and again; another one is tried at once', async () => {
    post.password('falsch');
    const l = await arrives({ subject: '密码', from: 'password@example.cn' });
    assert.equal((await aside(l, '请重发')).status, 200);
    await until(async () => /不接受登录名或密码.*授权码/.test((await tray()).outbox.text));
    await sleep(4000);
    const wrong = post.lines('logins').filter((x) => x.endsWith('False')).length;
    assert.ok(wrong <= 3, `${wrong} tries`);
    post.password('geheim');
    await got('password@example.cn');
    assert.doesNotMatch(w.house.log, /geheim|falsch|password@example/);
  });

  await test('that the server does not let us write as somebody is told as that, and no letter is lost by it', async () => {
    post.set('sender');
    const l = await arrives({ subject: '名义', from: 'as@example.cn' });
    assert.equal((await aside(l, '请重发')).status, 200);
    await until(async () => /不让以 office@example\.cn 的名义发信.*553 Mail from must equal/.test((await tray()).outbox.text));
    post.set('sender', false);
    await got('as@example.cn');
  });

  await test('without a way none is put, and the tray does not speak of it', async () => {
    await w.house.stop();
    await again(box.args);
    const l = await arrives({ subject: '不回', from: 'mute@example.cn' });
    assert.equal((await open(l)).foretold, null);
    assert.equal((await aside(l, '不')).status, 200);
    assert.deepEqual([await answersOf(l), (await tray()).outbox.connected], [[], false]);
    await w.house.stop();
    const verified = w.house.command('verify');
    assert.equal(verified.code, 0, verified.out + verified.err);
  });
  removeFolder(w.house.data);
  await box.end();
  await post.end();

  await test('a server that nobody trusts, and one without encryption, get no password', async () => {
    for (const [tls, scheme, words] of [['smtps', 'smtps', /证书不可信，没有登录/], ['starttls', 'smtp', /证书不可信，没有登录/], ['', 'smtp', /不提供加密连接，没有登录/]]) {
      const mail = await Mailbox.start(), secret = await Postbox.start({ tls });
      const house = await House.start(program, { args: ['--quiet', '--speed', '0', ...mail.args, ...secret.args({ scheme }).filter((x) => x !== '--smtp-plain')] });
      const clerk = await house.enter('clerk');
      mail.put(letter({ subject: '一封' }), early);
      const l = await until(async () => (await clerk.get('/api/letters')).items[0]);
      assert.equal((await clerk.ask('POST', `/api/letters/${l.id}/set-aside`, { reason: '请重发' })).status, 200);
      const text = await until(async () => { const { outbox } = await clerk.get('/api/letters'); return !outbox.well && outbox.text; });
      assert.match(text, words);
      assert.deepEqual(secret.lines('logins'), []);
      await house.stop();
      removeFolder(house.data);
      await mail.end();
      await secret.end();
    }
  });

  await test('an address that would send a password in the clear, or is none, is refused before anything is touched', () => {
    const serve = (...more) => spawnSync(program, ['serve', '--data', '/nowhere/at/all', ...more], { encoding: 'utf8' });
    for (const [address, ...more] of [['office@163.com'], ['imaps://o@h'], ['smtp://o@smtp.example.cn', '--smtp-plain'], ['smtps://o@h/INBOX'], ['smtps://h']]) {
      const r = serve('--smtp', address, '--smtp-password', 'x', '--smtp-from', 'a@example.cn', ...more);
      assert.equal(r.status, 2, r.stderr);
      assert.match(r.stderr, /--smtp.*smtps:\/\/office@163\.com@smtp\.163\.com/);
    }
    assert.match(serve('--smtp', 'smtps://o@h').stderr, /--smtp-password/);
    assert.match(serve('--smtp', 'smtps://o@h', '--smtp-password', 'x').stderr, /--smtp-from/);
    assert.match(serve('--smtp', 'smtps://o@h', '--smtp-password', 'x', '--smtp-from', '演练 <a@b>').stderr, /--smtp-from/);
  });
}
