// SPDX-License-Identifier: Apache-2.0
// The register of units in earnest: the first office begins with nothing, imports, changes and removes.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { House, Person, removeFolder, tempFolder, test } from '../house.mjs';

const register = readFileSync(new URL('../../campaigns/hefei-2023/register.csv', import.meta.url), 'utf8').trim().split('\n');
const bytes = (lines) => new TextEncoder().encode(`${lines.join('\n')}\n`);
const bring = (clerk, lines, apply = true) => clerk.must('POST', `/api/units/import?name=register.csv${apply ? '&apply=1' : ''}`, bytes(lines));

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

  await house.stop();
  removeFolder(data);
}
