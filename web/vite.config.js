// SPDX-License-Identifier: Apache-2.0
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

// The server that `./dev run` starts; `npm run dev` passes the API through to it.
const server = process.env.SKILLWEEK_SERVER ?? 'http://127.0.0.1:8023'

export default defineConfig({
  plugins: [vue()],
  resolve: { alias: { '@': fileURLToPath(new URL('src', import.meta.url)) } },
  build: {
    target: 'es2020',
    // The content policy allows 'self' only: nothing may be turned into a data: address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true, // says what belongs to which entry; the tests weigh them
  },
  server: { port: 5173, proxy: { '/api': server } },
  preview: { port: 4173, proxy: { '/api': server } },
  test: { include: ['src/**/*.test.ts'], environment: 'node' }
})
