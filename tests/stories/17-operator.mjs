// SPDX-License-Identifier: Apache-2.0
// Whoever runs it types commands: what is wrong with one is said before anything is touched, and what to do.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chownSync, copyFileSync, existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { House, Person, removeFolder, tempFolder, test } from '../house.mjs';

export default async function (program) {
  const data = tempFolder();
  removeFolder(data);
  const run = (...args) => {
    const r = spawnSync(program, args, { encoding: 'utf8', timeout: 10000 });
    return { code: r.status, out: r.stdout, err: r.stderr };
  };
  const serve = (...args) => run('serve', '--data', data, ...args);
  /** In both languages, with the command that tells more. */
  const refused = (r, ...words) => {
    assert.equal(r.code, 2, r.err + r.out);
    assert.match(r.err, /[\u4e00-\u9fff].*\n.*[a-z]{3}/);
    for (const word of words) assert.match(r.err, word);
  };

  await test('a value that cannot be meant is refused, and nothing is made', () => {
    const numbers = [
      ['port', '99999'], ['port', '0'], ['port', '-1'], ['port', '80x'], ['threads', '0'], ['threads', '17'], ['request-mb', '-5'], ['request-mb', '0'],
      ['disk-floor-mb', '-1'], ['orphan-hours', '-1'], ['unit-day-mb', '-1'], ['unit-hour-files', '0'], ['hour-versions', '-2'], ['upload-minutes', '-2'],
    ];
    for (const [name, value] of numbers) refused(serve(`--${name}`, value), new RegExp(`--${name}.*“${value}”`));
    for (const value of ['foo', '10.0.0.0/8', 'localhost', '10.0.0.1,10.0.0.2']) {
      refused(serve('--proxy', value), /--proxy.*IP/);
      refused(serve('--metrics-from', value), /--metrics-from.*IP/);
    }
    for (const value of ['foo', 'report.example.cn', 'https://', 'https://report.example.cn/sub', 'https://a b.cn', 'ftp://report.example.cn'])
      refused(serve('--base-url', value), /--base-url.*https:\/\/report\.example\.cn/);
    refused(run('rehearse', '--data', data, '--speed', '-1'), /--speed/);
    for (const value of ['', ' ', '合肥\n教育局', '长'.repeat(101)]) refused(serve('--office', value), /--office.*合肥市教育局/s);
    assert.ok(!existsSync(data));
  });

  await test('what is missing, unknown or too much is named', () => {
    refused(run('serve'), /--data/);
    refused(run('serve', '--data'), /--data/);
    refused(serve('--port', '8023', 'extra'), /extra/);
    refused(serve('-p', '8023'), /“-p”/);
    refused(serve('--nonsense'), /“--nonsense”/);
    refused(run('verify', '--data', data, '--export=no'), /--export/);
    refused(run('verify', '--data', data, 'extra'), /extra/);
    refused(run('backup', '--data', data), /FILE/);
    refused(run('backup', 'a.tar'), /--data/);
    refused(run('backup', '--data', data, 'a.tar', 'b.tar'), /b\.tar/);
    refused(run('restore', '--data', data), /FILE/);
    refused(run('erase', '--data', data), /--login/);
    refused(run('invite', '--login', 'x'), /--data/);
    refused(run('compile'), /FILE/);
    refused(run('compile', '--issued', '2026-13-45', 'a.txt'), /--issued.*2026-13-45/);
    refused(run('openapi', 'extra'), /extra/);
    refused(run('nonsense'), /nonsense/);
    assert.equal(run('serve', '-h').code, 0);
    assert.ok(!existsSync(data));
  });

  await test('what fails says what to do, in both languages', async () => {
    const house = await House.start(program, { data, command: 'serve' });
    await house.stop();
    const failed = (r, ...words) => {
      assert.equal(r.code, 1, r.err + r.out);
      for (const word of words) assert.match(r.err, word);
      assert.doesNotMatch(r.err, /内容没有丢失|可能已被移走|保留内容/);
    };
    failed(run('backup', '--data', data, '/no/where/a.tar'), /\/no\/where\/a\.tar.*请检查/, /check/);
    failed(run('restore', '--data', '/no/where/d', join(data, 'skillweek.db')), /\/no\/where\/d/);
    failed(run('erase', '--data', data, '--login', 'nobody'), /没有账号“nobody”/, /no account “nobody”/);
    failed(run('invite', '--data', data, '--login', 'nobody'), /没有账号“nobody”/);
    failed(run('serve', '--data', '/etc/passwd'), /\/etc\/passwd.*请检查/);
    failed(run('serve', '--data', data, '--web', data), /--web/);
  });

  await test('root leaves nothing in the folder of the account that serves which that account cannot open', async () => {
    if (process.getuid() !== 0) return; // only root can try
    const account = 65534, backup = join(tempFolder(), 'a.tar');
    chownSync(data, account, account);
    for (const name of readdirSync(data, { recursive: true })) chownSync(join(data, name), account, account);
    assert.equal(run('backup', '--data', data, backup).code, 0);
    assert.equal(run('verify', '--data', data, '--export').code, 0);
    for (const r of [run('serve', '--data', data), run('invite', '--data', data, '--login', 'x'), run('erase', '--data', data, '--login', 'x')]) {
      assert.equal(r.code, 1);
      assert.match(r.err, /属于账号 nobody.*runuser -u nobody/);
    }
    const empty = tempFolder();
    chownSync(empty, account, account);
    assert.match(run('restore', '--data', empty, backup).err, /属于账号 nobody/);
    const names = readdirSync(data, { recursive: true });
    assert.ok(['heads.txt', 'sweep.lock', 'backup.txt'].every((name) => names.includes(name)), names.join());
    for (const name of names) assert.equal(statSync(join(data, name)).uid, account, name);
    assert.equal(statSync(backup).uid, 0);
    for (const folder of [empty, dirname(backup)]) removeFolder(folder);
  });

  await test('a machine whose clock is behind what is kept is told, for what comes late would be in time', async () => {
    removeFolder(data);
    const start = () => House.start(program, { data, command: 'serve' });
    let house = await start();
    const clerk = await house.enter('clerk');
    const line = async () => (await clerk.get('/api/health')).lines.find((l) => l.key === 'clock');
    assert.equal((await line()).well, true);
    assert.doesNotMatch(house.log, /clock\.behind/);
    await house.stop();
    const moved = spawnSync('sqlite3', [join(data, 'skillweek.db'), 'update event set at = at + 86400000'], { encoding: 'utf8' });
    assert.equal(moved.status, 0, moved.stderr);
    house = await start();
    clerk.url = house.url;
    assert.match(house.log, /"what":"clock\.behind","seconds":86\d{3}\b/);
    assert.equal((await line()).well, false);
    assert.match((await line()).text, /还早 (23|24) 小时.*重启/);
    await house.stop();
  });

  await test('figures are for this machine and for whoever is named beside it', async () => {
    removeFolder(data);
    const house = await House.start(program, { data, command: 'serve', args: ['--proxy', '::ffff:127.0.0.1', '--metrics-from', '10.0.0.9'] });
    const status = async (headers) => (await new Person(house.url).ask('GET', '/metrics', undefined, headers)).status;
    const told = [await status({}), await status({ 'X-Forwarded-For': '10.0.0.9' }), await status({ 'X-Forwarded-For': '10.0.0.8' }), await status({ 'X-Forwarded-For': '127.0.0.1' })];
    await house.stop();
    assert.deepEqual(told, [200, 200, 404, 404]);
  });

  await test('a program that was put somewhere alone says what it lacks, and serves', async () => {
    removeFolder(data);
    const folder = tempFolder(), alone = join(folder, 'skillweek');
    copyFileSync(program, alone);
    const house = await House.start(alone, { data, command: 'serve' });
    const ready = (await new Person(house.url).ask('GET', '/readyz')).status;
    await house.stop();
    removeFolder(folder);
    assert.equal(ready, 200);
    assert.match(house.log, /没有网页.*--web/);
    assert.ok(house.log.includes(`没有 ${alone}-worker`), house.log);
  });

  await test('the base of links is taken with and without a slash at its end', async () => {
    removeFolder(data);
    const house = await House.start(program, { data, command: 'serve', args: ['--base-url', 'https://report.example.cn/'] });
    assert.match(house.links.clerk, /^https:\/\/report\.example\.cn\/i\/[0-9a-f]+$/);
    await house.stop();
    removeFolder(data);
  });
}
