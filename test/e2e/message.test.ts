import type { Browser, Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { RunningSimulator, type HandsetAtHand } from '../support/running-simulator.ts';
import { describeUnless } from '../support/describe-unless.ts';
import { launchBrowser, noBrowser } from './browser.ts';

const ALICE = 0;
const BOB = 1;

/** RGB of all pixels of a handset's screen, as the browser shows them. */
async function seenOnPage(page: Page, handset: number): Promise<Buffer> {
  const url = await page.evaluate<string>(`document.querySelectorAll('canvas')[${handset}].toDataURL('image/png')`);
  return PNG.sync.read(Buffer.from(url.slice(url.indexOf(',') + 1), 'base64')).data;
}

/** The same as the simulator has them from LVGL. */
async function drawnByHandset(simulator: RunningSimulator, name: string): Promise<Buffer> {
  const response = await fetch(`${simulator.address}api/handsets/${name}/screen.png`);
  return PNG.sync.read(Buffer.from(await response.arrayBuffer())).data;
}

describeUnless(noBrowser, 'the page of make run', () => {
  const simulator = new RunningSimulator();
  let browser: Browser;
  let page: Page;
  let alice: HandsetAtHand;
  let bob: HandsetAtHand;

  beforeAll(async () => {
    ({ alice, bob } = await simulator.startBoth());
    browser = await launchBrowser();
    page = await browser.newPage({ viewport: { width: 1120, height: 720 } });
    await page.goto(simulator.address);
    await page.getByText('2 registered').waitFor();
  });
  afterAll(async () => {
    await browser.close();
    await simulator.remove();
  });

  /** A sound is short: a page that is drawn seldom could be looked at before and after it only. */
  const soundOf = (of: Page, handset: number): Promise<unknown> =>
    of.evaluate(`new Promise((resolve) => {
        const speaker = document.querySelectorAll('.device')[${handset}].querySelector('.speaker');
        new MutationObserver(() => {
          if (speaker.classList.contains('sounding')) resolve();
        }).observe(speaker, { attributes: true });
      })`);

  const led = (handset: number) => page.locator('.device').nth(handset).locator('.led');

  it('carries what is typed on Alice’s keypad to Bob’s LED, buzzer and pixels', async () => {
    const before = await drawnByHandset(simulator, 'bob');
    const heard = soundOf(page, BOB);
    await alice.openThread('bob');

    await page.keyboard.type('meet at the south gate');
    await alice.shows('Meet at the south gate');
    expect(await led(BOB).getAttribute('data-colour')).toBeNull();
    await page.keyboard.press('Enter');

    await page.locator('.device').nth(BOB).locator('.led[data-colour]').waitFor();
    await heard;
    expect(await bob.shows('Meet at the south gate')).toContain('Alice');
    const drawn = await drawnByHandset(simulator, 'bob');
    expect(drawn.equals(before)).toBe(false);
    await expect
      .poll(async () => (await seenOnPage(page, BOB)).equals(await drawnByHandset(simulator, 'bob')))
      .toBe(true);
  });

  it('carries Bob’s answer, typed with the mouse and the keyboard, back to Alice’s screen', async () => {
    const bobs = page.locator('.device').nth(BOB);
    await bob.goHome();
    // Home's first row is the news.
    for (let lines = await bob.lines(); (await bob.field()) === null; lines = await bob.lines()) {
      await bobs.locator('[data-key="Enter"]').click();
      const before = lines.join();
      await expect.poll(async () => (await bob.lines()).join()).not.toBe(before);
    }
    await page.keyboard.type('on my way');
    await page.keyboard.press('Enter');
    await alice.shows('On my way');
    await expect
      .poll(async () => (await seenOnPage(page, ALICE)).equals(await drawnByHandset(simulator, 'alice')))
      .toBe(true);
    await expect.poll(() => led(BOB).getAttribute('data-colour')).toBeNull();
  });
});
