// SPDX-License-Identifier: Apache-2.0
// A real browser for the stories: Chromium with a phone's or a desk's screen, people who come in by their links, and axe.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(new URL('../../web/package.json', import.meta.url));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync', '--lang=zh-CN',
  // native date inputs follow the page's language, whatever languages this Chromium was packaged with
  '--enable-blink-features=LangAttributeAwareFormControlUI'];
export const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
export const DESK = { viewport: { width: 1440, height: 900 } };
export const PASSWORD = '演练密码 correct horse';

let browser;
export async function open() {
  browser ??= await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args, env: { ...process.env, LANGUAGE: 'zh_CN' } });
  return browser;
}
export async function close() {
  await browser?.close();
  browser = undefined;
}

/** A page on a device of its own. What goes wrong in it is kept in page.wrong. */
export async function device(url, screen = PHONE) {
  const context = await (await open()).newContext({ reducedMotion: 'reduce', ...screen, locale: 'zh-CN', timezoneId: 'America/New_York', baseURL: url });
  context.setDefaultTimeout(10000);
  const page = await context.newPage();
  page.wrong = [];
  page.on('pageerror', (e) => page.wrong.push(String(e)));
  page.on('console', (m) => {
    if (m.type() === 'error' && !/status of (401|404|409|410)|net::ERR_(FAILED|INTERNET_DISCONNECTED)/.test(m.text())) page.wrong.push(m.text());
  });
  return page;
}

/** Comes in by an invitation's link and ends on the first page of the role. */
export async function accept(page, link, name, login) {
  await page.goto(link);
  await page.getByLabel('姓名').fill(name);
  await page.getByLabel('联系电话').fill('0551-00000000');
  await page.getByLabel('账号').fill(login);
  await page.getByLabel('设置密码').fill(PASSWORD);
  await page.getByRole('button', { name: '确认并进入' }).click();
  await page.waitForURL(/\/(m|desk)/);
}

export async function logIn(page, login) {
  await page.goto('/login');
  await page.getByLabel('账号').fill(login);
  await page.getByLabel('密码').fill(PASSWORD);
  await page.getByRole('button', { name: '登录' }).click();
  await page.waitForURL(/\/(m|desk)/);
}

/** What axe finds serious or critical on the page as it is. The page's content policy holds: axe comes in by the debugger. */
export async function axeFinds(page) {
  /* colours half-way through a fade are nobody's design; what a closed box hides fades for ever */
  await page.evaluate(() => Promise.all(document.getAnimations().filter((a) => a.effect?.getTiming().iterations !== Infinity && a.effect?.target?.checkVisibility()).map((a) => a.finished.catch(() => {}))));
  const debug = await page.context().newCDPSession(page);
  await debug.send('Runtime.evaluate', { expression: axe });
  await debug.detach();
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  return found.violations
    .filter((v) => v.impact === 'serious' || v.impact === 'critical')
    .map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join(', ')}`);
}

/** A picture in PNG, made here: no file of anyone else's is needed. */
export function picture(width, height, tint) {
  const { deflateSync } = require('node:zlib');
  const raw = Buffer.alloc((width * 3 + 1) * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = y * (width * 3 + 1) + 1 + x * 3;
      raw[at] = (tint + (x * 120) / width) & 255;
      raw[at + 1] = (90 + (y * 130) / height) & 255;
      raw[at + 2] = (x * y + tint * 7) & 127;
    }
  const table = Array.from({ length: 256 }, (_, n) => {
    for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
    return n >>> 0;
  });
  const crc = (b) => (b.reduce((c, byte) => table[(c ^ byte) & 255] ^ (c >>> 8), 0xffffffff) ^ 0xffffffff) >>> 0;
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc(body), body.length + 4);
    return out;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head), chunk('IDAT', deflateSync(raw)), chunk('IEND', Buffer.alloc(0))]);
}
