// SPDX-License-Identifier: Apache-2.0
// The story in a real browser, against the real program. usage: node run.mjs PROGRAM [FILE …]
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tally } from '../house.mjs';
import { close } from './browser.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const [program, ...only] = process.argv.slice(2);
const files = only.length ? only : readdirSync(here).filter((f) => /^\d\d-.*\.mjs$/.test(f)).sort();
for (const file of files) {
  console.log(`# ${file}`);
  const story = await import(join(here, file));
  await story.default(program);
}
await close();
tally();
