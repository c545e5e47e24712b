// SPDX-License-Identifier: Apache-2.0
// Makes src/api.d.ts from openapi.json, which `skillweek openapi` writes: the browser's types are generated, not written.
// Does nothing when they are newer than the document.
import { existsSync, statSync, writeFileSync } from 'node:fs'
import openapiTS, { astToString } from 'openapi-typescript'

const from = new URL('openapi.json', import.meta.url)
const to = new URL('src/api.d.ts', import.meta.url)

if (!existsSync(from)) {
  console.error('web/openapi.json is missing. Run `./dev build`, or `build/skillweek openapi > web/openapi.json`.')
  process.exit(1)
}
if (!existsSync(to) || statSync(to).mtimeMs < statSync(from).mtimeMs) {
  writeFileSync(to, '/* Made from openapi.json by types.mjs. */\n' + astToString(await openapiTS(from)))
}
