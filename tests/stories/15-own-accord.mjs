// SPDX-License-Identifier: Apache-2.0
// Of one's own accord (自愿报送), while the campaign is published anew, and by a unit that was released.
import assert from 'node:assert/strict';
import { removeFolder, test } from '../house.mjs';
import { dailyBody, owed, send, week } from './week.mjs';

export default async function (program) {
  const w = await week(program);
  const { document } = await w.clerk.get(w.at);
  const duty = (name) => document.duties.find((d) => d.short_name === name);
  const publish = async (doc) => {
    const { revision } = (await w.clerk.get(`${w.at}/draft`)).campaign;
    const saved = await w.clerk.put(`${w.at}/draft`, { revision, document: doc });
    return w.clerk.post(`${w.at}/publish`, { revision: saved.revision });
  };
  const sound = async () => {
    await w.house.stop('SIGTERM');
    const r = w.house.command('verify');
    assert.equal(r.code, 0, r.out + r.err);
  };

  await test('begun while another document is published, it is of the duty that was asked for', async () => {
    const districts = [];
    for (const u of w.units.filter((u) => u.kind === 'district')) districts.push(await w.house.invite(w.clerk, u.id, 'county'));
    const shorter = { ...document, duties: document.duties.filter((d) => !['进社区', '进校园'].includes(d.short_name)) };
    const days = ['17', '18', '19', '20', '21', '22', '23'].map((d) => `2023-05-${d}`);
    const wishes = [{ duty: duty('综述').key }, { duty: duty('推荐材料').key }, ...days.map((day) => ({ duty: duty('日报').key, day }))];
    for (const [i, wish] of wishes.entries()) {
      const published = publish(i % 2 ? document : shorter);
      const begun = [];
      for (const one of districts) {
        begun.push(one.ask('POST', `${w.at}/own-accord`, wish));
        await new Promise((go) => setTimeout(go, 8));
      }
      await published;
      for (const r of await Promise.all(begun)) {
        assert.equal(r.status, 200, r.text);
        assert.deepEqual([r.json.duty, r.json.day ?? undefined], [wish.duty, wish.day]);
      }
    }
    for (const one of districts) assert.equal((await one.get(`${w.at}/units/mine`)).items.length, wishes.length);
  });

  await test('a unit that was released reports of its own accord, and what it sent before is still there', async () => {
    await publish(document);
    const school = await w.house.enter('liaison');
    const before = await owed(school, w.at, '日报', '2023-05-17');
    assert.equal((await send(school, before, dailyBody())).status, 200);
    const released = structuredClone(document);
    released.duties.find((d) => d.short_name === '日报').picks = { any: [{ all: [{ attribute: 'kind', values: ['county'], except: false }] }] };
    await publish(released);
    assert.equal((await owed(school, w.at, '日报', '2023-05-17')).withdrawn, true);
    const again = await school.ask('POST', `${w.at}/own-accord`, { duty: duty('日报').key, day: '2023-05-17' });
    assert.equal(again.status, 200, again.text);
    assert.deepEqual([again.json.id, again.json.own_accord, again.json.version], [before.id, true, 1]);
    const r = await send(school, again.json, dailyBody());
    assert.equal(r.status, 200, r.text);
    assert.equal(r.json.version, 2);
    const mine = (await school.get(`${w.at}/units/mine`)).items.filter((o) => o.id === before.id);
    assert.deepEqual(mine.map((o) => [o.own_accord, o.withdrawn]), [[true, false]]);
    await sound();
  });
  removeFolder(w.house.data);
}
