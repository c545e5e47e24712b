// SPDX-License-Identifier: Apache-2.0
// Stories over HTTP under a rehearsed clock, against the real program. usage: node run.mjs PROGRAM [FILE …]
import { runFiles } from '../files.mjs';

await runFiles(import.meta.url);
