// SPDX-License-Identifier: Apache-2.0
// The register of units in earnest: the first office begins with nothing, imports, changes and removes.
import assert from 'node:assert/strict';
import { House, Person, removeFolder, tempFolder, test } from '../house.mjs';

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

  await test('and none once there is a clerk', async () => {
    await again();
    clerk.url = house.url;
    assert.ok(!house.links.clerk);
  });

  await house.stop();
  removeFolder(data);
}
