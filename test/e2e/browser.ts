import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** Null when there is a browser; else why the tests that need one are skipped. */
export const noBrowser: string | null = existsSync(CHROMIUM)
  ? null
  : `no Chromium at ${CHROMIUM}: apt-get install chromium`;

/** A headless Chromium that talks to nobody but the page. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
