// SPDX-License-Identifier: Apache-2.0
// What the stories share: the week of Hefei begun with a stopped clock and no simulated units, and its people.
import { inflateRawSync } from 'node:zlib';
import { House, uuid7 } from '../house.mjs';

export async function week(program, { start = '2023-05-18T09:30:00+08:00', args = [] } = {}) {
  const house = await House.start(program, { args: ['--quiet', '--speed', '0', '--start', start, ...args] });
  const clerk = await house.enter('clerk');
  const campaign = (await clerk.get('/api/campaigns')).campaigns[0];
  const at = `/api/campaigns/${campaign.id}`;
  const units = (await clerk.get('/api/units')).units;
  const named = (part) => units.find((u) => u.name.includes(part));
  const clock = (to, rate = 0) => clerk.post('/api/clock', { to, rate });
  return { house, clerk, campaign, at, units, named, clock };
}

export const dailyBody = (extra = {}) => ({
  forms: {
    activity_daily: {
      reporter: '演练某人',
      phone: '0551-00000000',
      approved_by: '演练审核',
      activities: [
        {
          id: 'a1',
          name: '便民服务进社区',
          start: '09:00',
          end: '11:00',
          place: '演练社区服务中心',
          organiser: '本校',
          partners: '演练社区居委会',
          content: '为居民提供健康咨询与家电维修服务。',
          students: 30,
          teachers: 4,
          public: 120,
          served: 100,
          venues: 1,
          leaflets: 200,
        },
      ],
      events_to_date: 1,
      people_to_date: 154,
    },
    media_daily: { reporter: '演练某人', phone: '0551-00000000', items: [], items_to_date: 0 },
  },
  texts: {},
  files: [],
  pieces: {},
  ...extra,
});

/** The unit's obligation of a duty (by short name) and day. */
export async function owed(person, at, name, day = null) {
  const list = await person.get(`${at}/units/mine`);
  return list.items.find((o) => o.short_name === name && (o.day ?? null) === day);
}

export const send = (person, obligation, body, more = {}) =>
  person.ask('POST', `/api/obligations/${obligation.id}/reports`, { sending: uuid7(), base: obligation.version, nil: false, body, ...more });

/** The bytes of an entry of a zip that says its sizes in its directory. */
export function entry(zip, name) {
  const all = Buffer.from(zip);
  let at = all.readUInt32LE(all.lastIndexOf('PK\x05\x06') + 16);
  for (; all.readUInt32LE(at) === 0x02014b50; at += 46 + all.readUInt16LE(at + 28) + all.readUInt16LE(at + 30) + all.readUInt16LE(at + 32)) {
    if (all.toString('utf8', at + 46, at + 46 + all.readUInt16LE(at + 28)) !== name) continue;
    const local = all.readUInt32LE(at + 42), from = local + 30 + all.readUInt16LE(local + 26) + all.readUInt16LE(local + 28);
    const bytes = all.subarray(from, from + all.readUInt32LE(at + 20));
    return (all.readUInt16LE(at + 10) ? inflateRawSync(bytes) : bytes).toString('utf8');
  }
  throw new Error(`no ${name}`);
}
