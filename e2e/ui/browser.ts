import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';

const CANDIDATES = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The built interface. */
export const builtInterface = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../dist/ui');

/** Where Chromium is; `undefined` where there is none. */
export function chromiumPath(): string | undefined {
  return CANDIDATES.find((file) => file !== undefined && fs.existsSync(file));
}

if (chromiumPath() === undefined)
  console.log('no Chromium here: the tests of the web interface are skipped (apt-get install chromium, or CHROMIUM=path)');

/** Starts the browser; it runs as root in containers, hence without its own sandbox. */
export function startBrowser(): Promise<Browser> {
  const executablePath = chromiumPath();
  if (executablePath === undefined) throw new Error('no Chromium: install it (apt-get install chromium) or name it in CHROMIUM');
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
}

// Answers that a test provokes, and requests that Chromium breaks off because pods' network interfaces come and go on its machine: the page asks again.
const EXPECTED = /Failed to load resource: (the server responded with a status of (401|403|404|501)|net::ERR_NETWORK_CHANGED)/;

/** What the system says it prefers. */
export type Theme = 'light' | 'dark' | 'light, high contrast' | 'dark, high contrast';

export const themes: readonly Theme[] = ['light', 'dark', 'light, high contrast', 'dark, high contrast'];

const LOOKS = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  'light, high contrast': { colorScheme: 'light', contrast: 'more' },
  'dark, high contrast': { colorScheme: 'dark', contrast: 'more' },
} as const;

/** A page that notes everything that a console would show as wrong. */
export async function openPage(
  browser: Browser,
  options: { readonly theme?: Theme; readonly width?: number; readonly height?: number } = {},
): Promise<{ readonly page: Page; readonly problems: string[] }> {
  const { theme = 'light', width = 1280, height = 800 } = options;
  const context = await browser.newContext({
    ...LOOKS[theme],
    viewport: { width, height },
    reducedMotion: 'reduce',
    locale: 'en-GB',
  });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !EXPECTED.test(message.text())) problems.push(message.text());
  });
  return { page, problems };
}
