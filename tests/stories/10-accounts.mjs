// SPDX-License-Identifier: Apache-2.0
// Who tries passwords holds up nobody but himself.
import assert from 'node:assert/strict';
import { Person, removeFolder, sleep, test } from '../house.mjs';
import { week } from './week.mjs';

export default async function (program) {
  const w = await week(program, { args: ['--proxy', '127.0.0.1'] });
  const county = w.named('长丰县');
  const school = w.units.find((u) => u.kind === 'school' && u.parent === county.id);

  const from = (address) => ({ 'X-Forwarded-For': address });
  const logIn = (login, password, headers) => new Person(w.house.url).ask('POST', '/api/session', { login, password }, headers);

  await test('who tries names nobody has waits for himself: the desk goes on, others log in', async () => {
    let ended = false;
    const seen = [], begun = Date.now();
    const flood = Array.from({ length: 100 }, async (_, k) => {
      for (let i = 0; !ended; i++) {
        const r = await logIn(`nobody-${k}-${i}`, 'xxxxxxxxxx', from('203.0.113.9'));
        seen.push(r);
        if (r.status === 429) await sleep(50);
      }
    });
    for (let i = 0; i < 6; i++) {
      const r = await w.clerk.ask('POST', '/api/compile', { text: '请于5月10日前报送总结。' });
      assert.equal(r.status, 200, `the desk, ${i}: ${r.text}`);
      await sleep(100);
    }
    while (!seen.some((r) => r.status === 429)) await sleep(50);
    await sleep(300);
    const other = await logIn(w.clerk.login, w.clerk.password, from('203.0.113.10'));
    ended = true;
    await Promise.all(flood);
    assert.equal(other.status, 200, other.text);
    const tried = seen.filter((r) => r.status === 401).length, free = 41 + (Date.now() - begun) / 5000;
    assert.ok(tried <= free, `${tried} of ${free} were tried`);
    const told = seen.find((r) => r.status === 429);
    assert.ok(Number(told.headers.get('retry-after')) > 0);
    assert.match(told.json.error.message, /这个网络.*秒后再试/);
    const drained = async (ask) => { // a step may have gone by since the last one
      for (let i = 0; i < 9; i++) if ((await logIn('nobody', 'xxxxxxxxxx', from('203.0.113.9'))).status === 429) break;
      return ask();
    };
    const english = await drained(() => logIn(w.clerk.login, w.clerk.password, { ...from('203.0.113.9'), 'Accept-Language': 'en' }));
    assert.equal(english.status, 429);
    assert.match(english.json.error.message, /try again in \d+ seconds/);
    const { link } = await w.clerk.post('/api/invitations', { unit: school.id, role: 'liaison' });
    const form = { token: link.split('/i/')[1], name: '演练', login: 'xinren', password: '足够长的演练密码一二三' };
    const accept = (address) => new Person(w.house.url).ask('POST', '/api/invitations/accept', form, from(address));
    assert.equal((await drained(() => accept('203.0.113.9'))).status, 429);
    assert.equal((await accept('203.0.113.10')).status, 200);
  });

  await w.house.stop();
  removeFolder(w.house.data);
}
