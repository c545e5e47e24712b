// SPDX-License-Identifier: Apache-2.0
// The story in a real browser, against the real program. usage: node run.mjs PROGRAM [FILE …]
import { runFiles } from '../files.mjs';
import { close } from './browser.mjs';

await runFiles(import.meta.url, close);
