// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from '../house.mjs';
import { week } from './week.mjs';

export default async function (program) {
  const w = await week(program);

  await test('the notice makes exactly 766 obligations, duty by duty', async () => {
    const { code, out } = w.house.command('count');
    assert.equal(code, 0);
    const counts = out.split('\n').slice(1).filter(Boolean).map((line) => parseInt(line, 10));
    assert.deepEqual([...counts.slice(0, -1)].sort((a, b) => a - b), [33, 60, 60, 65, 65, 483]);
    assert.equal(counts.at(-1), 766);
  });

  await test('a model school owes two pieces, another school one', async () => {
    const model = w.units.find((u) => u.traits.some((t) => /省级示范|provincial_model/.test(t.value)));
    const plain = w.units.find((u) => u.kind === 'school' && u.traits.some((t) => /^合格$|^good$/.test(t.value)));
    const quota = async (u) => (await w.clerk.get(`${w.at}/units/${u.id}`)).items.find((o) => o.short_name === '推荐材料').quota_min;
    assert.equal(await quota(model), 2);
    assert.equal(await quota(plain), 1);
  });

  await test('every obligation shows the sentence it comes from', async () => {
    const school = w.units.find((u) => u.kind === 'school');
    const { items } = await w.clerk.get(`${w.at}/units/${school.id}`);
    const { document } = await w.clerk.get(w.at);
    const text = [...document.text];
    for (const o of items) {
      assert.ok(o.sentence.length > 5, o.name);
      assert.equal(text.slice(o.span.from, o.span.to).join('').trim(), o.sentence);
    }
  });

  await test('a district owes nothing by the letter', async () => {
    const district = w.units.find((u) => u.kind === 'district');
    assert.equal((await w.clerk.get(`${w.at}/units/${district.id}`)).items.length, 0);
  });

  await test('the compiler’s traps stand as findings beside the draft', async () => {
    const text = readFileSync(new URL('../../campaigns/hefei-2023/notice.txt', import.meta.url), 'utf8');
    const { document, trial } = await w.clerk.post('/api/compile', { text });
    assert.ok(document.findings.length >= 5);
    assert.equal(trial.total, 766);
    assert.ok(trial.hours > 0);
    for (const one of trial.duties) assert.equal(new Set(one.named).size, one.units, one.name);
    const list = trial.duties.find((one) => one.name.includes('联络员信息表'));
    const whole = new Set(w.units.filter((u) => ['county', 'county_city', 'school'].includes(u.kind)).map((u) => u.name));
    assert.deepEqual(list.named.filter((name) => !whole.has(name)), []);
    assert.equal(list.named.length, whole.size);
  });

  await test('the hours are what the things take: a phone some seconds, a table minutes, a summary an hour', async () => {
    const hours = async (things) => {
      const text = `合肥市教育局关于报送材料的通知\n各中专学校：\n请各中专学校于2023年6月1日前将${things}报送至市教育局。\n合肥市教育局\n2023年5月8日`;
      const { trial } = await w.clerk.post('/api/compile', { text });
      assert.deepEqual([trial.duties.length, trial.total, trial.duties[0].hours], [1, 60, trial.hours], things);
      return trial.hours;
    };
    assert.equal(await hours('联络员姓名、职务、联系电话'), 1);
    assert.equal(await hours('在校学生统计表、教师统计表、实训设备统计表'), 30);
    assert.equal(await hours('工作总结'), 60);
  });

  await test('what takes any time takes a tenth of an hour', async () => {
    const { document } = await w.clerk.post('/api/compile', { text: '各中专学校于2023年6月1日前报送联络员姓名。' });
    document.key = 'one-name';
    document.duties[0].picks = { any: [{ all: [{ attribute: 'name', values: [w.units.find((u) => u.kind === 'school').name], except: false }] }] };
    const trial = await w.clerk.post('/api/trial', document);
    assert.deepEqual([trial.total, trial.hours, trial.duties[0].hours], [1, 0.1, 0.1]);
  });

  await test('an amendment adds and withdraws, and what was sent stays', async () => {
    const draft = await w.clerk.get(`${w.at}/draft`);
    const doc = draft.document;
    const summary = doc.duties.find((d) => d.short_name === '综述');
    summary.withdrawn = true;
    const saved = await w.clerk.put(`${w.at}/draft`, { revision: draft.campaign.revision, document: doc });
    const stale = await w.clerk.ask('PUT', `${w.at}/draft`, { revision: draft.campaign.revision, document: doc });
    assert.equal(stale.status, 409);
    const published = await w.clerk.post(`${w.at}/publish`, { revision: saved.revision });
    assert.equal(published.version, 2);
    assert.equal(published.withdrawn, 33);
    assert.equal(published.obligations, 733);
    assert.match(w.house.command('count').out, /733 {2}合计/);
  });

  await w.house.stop();
}
