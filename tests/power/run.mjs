// SPDX-License-Identifier: Apache-2.0
// Power: a storm of clients that remember each acknowledgement, and the server dies in the middle of it; then all that
// was acknowledged must be there, once. kill: kill -9. cut: a power cut, by the preloaded cut.so. deaf: the same with
// syncs left out, which must be seen as losses, or this test would prove nothing.
//
//     node tests/power/run.mjs BUILD [--cycles N] [--only kill|cut|deaf] [--seed N] [--log FILE]
import { appendFileSync, cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, folder, House, look, option, seedFolder, sleep, Storm, verify } from './storm.mjs';

const cycles = Number(option('cycles', 5));
const only = option('only', '');
const seed = Number(option('seed', Date.now() % 1000000));

/** Dies `n` times on one folder; gives back what was wrong. */
async function deaths(how, n, { deaf, stopAtLoss } = {}) {
  const data = join(folder, deaf ? `deaf${deaf.length}` : how);
  cpSync(join(folder, 'seed'), data, { recursive: true });
  const storm = new Storm(targets);
  const wrong = [];
  let slowest = 0;
  for (let cycle = 0; cycle < n && !(stopAtLoss && wrong.length); cycle++) {
    const env = how === 'kill' ? {} : { LD_PRELOAD: join(build, 'tests/power/cut.so'), CUT_FOLDER: data, CUT_SEED: String(seed + cycle), ...(deaf ? { CUT_DEAF: deaf } : {}) };
    const house = new House(data, env);
    const [reports, files] = [storm.reports.length, storm.files.length];
    try {
      slowest = Math.max(slowest, await house.start());
      const all = storm.run(house);
      await sleep(200 + Math.random() * 800);
      const ended = await house.end(how === 'kill' ? 'SIGKILL' : 'SIGUSR2');
      storm.over = true;
      await all;
      if (how !== 'kill' && ended !== 137) wrong.push(`ended with ${ended}, not by the cut: ${house.log.slice(-300)}`);
      const after = new House(data);
      const took = await after.start();
      slowest = Math.max(slowest, took);
      const last = cycle === n - 1;
      const found = [
        ...(took > 5000 ? [`restart took ${took} ms`] : []),
        ...(await look(after, storm, last ? storm.reports : storm.reports.slice(reports), last ? storm.files : storm.files.slice(files))),
        ...verify(data),
        ...storm.errors.splice(0),
      ];
      await after.end('SIGTERM');
      wrong.push(...found.map((w) => `cycle ${cycle + 1}: ${w}`));
    } catch (why) {
      wrong.push(`cycle ${cycle + 1}: ${why.message}`);
      house.child.kill('SIGKILL');
      break;
    }
  }
  rmSync(data, { recursive: true, force: true });
  return { wrong, reports: storm.reports.length, files: storm.files.length, slowest };
}

// ---- ----

const { targets } = seedFolder(400, 7);

let passed = 0;
let failed = 0;
function tell(name, good, figures, wrong) {
  const line = `${good ? 'ok     ' : 'not ok '} ${name}: ${figures}`;
  console.log(line);
  if (!good) for (const w of wrong.slice(0, 8)) console.log(`        ${w}`);
  if (option('log')) appendFileSync(option('log'), `${new Date().toISOString()} ${line}\n`);
  good ? passed++ : failed++;
}

for (const [how, name] of [['kill', 'kill -9'], ['cut', 'power cut']]) {
  if (only && only !== how) continue;
  const r = await deaths(how, cycles);
  tell(`${cycles} × ${name}`, !r.wrong.length && r.reports > 0 && r.files > 0,
    `${r.reports} reports and ${r.files} files acknowledged, ${r.wrong.length} wrong, slowest start ${r.slowest} ms (seed ${seed})`, r.wrong);
}
for (const [deaf, name] of [['skillweek.db', 'the ledger'], ['/blobs/', 'the files']]) {
  if (only && only !== 'deaf') continue;
  const r = await deaths('cut', 8, { deaf, stopAtLoss: true });
  const lost = r.wrong.some((w) => /receipt|file|verify|start/.test(w));
  tell(`syncs of ${name} left out are seen as losses`, lost, `${r.reports} reports acknowledged, ${r.wrong.length} wrong`, ['nothing was lost: this test cannot see a loss']);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed || !passed ? 1 : 0);
