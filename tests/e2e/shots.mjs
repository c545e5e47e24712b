// SPDX-License-Identifier: Apache-2.0
// Pictures of every page, from a rehearsal of the real program. Each shots-*.mjs takes its own.
// usage: node shots.mjs PROGRAM FOLDER [FILE …]
import { mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { House, removeFolder } from '../house.mjs';
import { axeFinds, close } from './browser.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const [program, folder, ...only] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });

/** take(page, 'phone-today'): the page as it stands, without what moves. */
async function take(page, name, { whole = false } = {}) {
  await page.waitForTimeout(400);
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: whole, animations: 'disabled' });
  const found = await axeFinds(page);
  console.log(`${name}${found.length ? `  axe: ${found.join('; ')}` : ''}`);
}

const files = only.length ? only : readdirSync(here).filter((f) => /^shots-.*\.mjs$/.test(f)).sort();
for (const file of files) {
  const shots = await import(join(here, file));
  const more = (await shots.args?.()) ?? []; // what this one's program is started with
  const house = await House.start(program, { args: ['--campaign', 'campaigns/hefei-2023', ...more] });
  try {
    await shots.default(house, take);
  } finally {
    await house.stop();
    removeFolder(house.data);
  }
}
await close();
