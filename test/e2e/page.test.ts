import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { bundlePage } from '../../.make/bundle-page.ts';
import { readPageAssets, type PageAsset } from '../../src/simulator/http/page-assets.ts';
import { startScriptedSimulator, type ScriptedSimulator } from '../simulator/http/scripted-simulator.ts';
import { describeUnless } from '../support/describe-unless.ts';
import { launchBrowser, noBrowser } from './browser.ts';
import { pageFaults } from './page-faults.ts';

/** RGB of one pixel of a handset's screen, as the browser shows it. */
function pixel(page: Page, handset: number, x: number, y: number): Promise<number[]> {
  return page.evaluate(
    `[...document.querySelectorAll('canvas')[${handset}].getContext('2d').getImageData(${x}, ${y}, 1, 1).data.slice(0, 3)]`,
  );
}

const GREEN = [0, 255, 0];

describeUnless(noBrowser, "the simulator's page", () => {
  let browser: Browser;
  let assets: ReadonlyMap<string, PageAsset>;
  let folder: string;
  let simulator: ScriptedSimulator;
  let page: Page;
  let complaints: string[];
  let hosts: Set<string>;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'page-'));
    await bundlePage(folder);
    assets = readPageAssets(folder);
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  beforeEach(async () => {
    simulator = await startScriptedSimulator(['simulator', 'simulator'], assets);
    page = await browser.newPage({ viewport: { width: 1120, height: 720 } });
    complaints = [];
    hosts = new Set();
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => hosts.add(new URL(request.url()).host));
    await page.goto(simulator.url);
    for (const name of ['alice', 'bob']) await simulator.get(`handsets/${name}?until=registered`);
    await page.getByText('2 registered').waitFor();
  });
  afterEach(async () => {
    await page.close();
    await simulator.stop();
    expect(simulator.failures).toEqual([]);
  });

  const device = (at: number) => page.locator('.device').nth(at);
  const key = (at: number, name: string) => device(at).locator(`[data-key="${name}"]`);
  /** Waits for the words on that handset's screen; what stands there instead is in the failure. */
  const reads = async (name: string, words: string): Promise<void> => {
    const answer = await simulator.get(`handsets/${name}/text?contains=${encodeURIComponent(words)}`);
    expect(answer).toMatchObject({ status: 200 });
  };

  it('draws every key of the board with its legends, asks nobody else for anything, and has nothing to complain about', async () => {
    expect(await device(0).locator('.key').count()).toBe(40);
    expect(await key(0, 'Q').textContent()).toBe('Q1');
    expect(await key(0, 'Space').textContent()).toBe('space');
    expect(await page.locator('header').textContent()).toContain('relay 127.0.0.1:5061 · TLS 1.3 · 2 registered');
    expect([...hosts]).toEqual([new URL(simulator.url).host]);
    expect(complaints).toEqual([]);
  });

  it('types what is typed on the computer into the handset with the focus, and Tab changes it', async () => {
    // As Caps Lock types capitals, then as Shift does.
    await page.keyboard.type('Hi Bob, ');
    await page.keyboard.press('Shift+A');
    await page.keyboard.type('t 5?');
    await reads('alice', 'Hi Bob, At 5?');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Ok');
    await reads('bob', 'Ok');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Escape');
    await reads('alice', 'backspace back');
  });

  it('types on twelve keys what is typed on the computer, with its capitals and digits', async () => {
    const twelveKeys = await startScriptedSimulator(['simulator-12key'], assets);
    try {
      await page.goto(twelveKeys.url);
      await page.getByText('1 registered').waitFor();
      await page.keyboard.type('Keys Bob 12');
      await page.keyboard.press('Enter');
      const { value } = await twelveKeys.get('handsets/alice/text?contains=enter&timeoutMs=20000');
      expect(value).toMatchObject({ focused: 'Keys Bob 12' });
    } finally {
      await twelveKeys.stop();
    }
  });

  it('is worked by keyboard alone: after the handsets come their switches', async () => {
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Power off');
    await page.keyboard.press('Enter');
    expect(await simulator.get('handsets/alice?until=off')).toMatchObject({ status: 200 });
    await page.getByText('Power on').waitFor();
    await page.keyboard.press('Space');
    expect(await simulator.get('handsets/alice?until=registered')).toMatchObject({ status: 200 });
  });

  it('shows a key pressed with the mouse while it is down, and types it', async () => {
    await key(1, 'E').hover();
    await page.mouse.down();
    await device(1).locator('[data-key="E"].pressed').waitFor();
    await page.mouse.move(5, 5);
    await page.mouse.up();
    await expect.poll(() => device(1).locator('.pressed').count()).toBe(0);
    await reads('bob', 'E');
  });

  it('keeps no key down when the focus or the window goes elsewhere', async () => {
    await page.keyboard.down('k');
    await device(0).locator('[data-key="K"].pressed').waitFor();
    await page.locator('.button').first().focus();
    await expect.poll(() => device(0).locator('.pressed').count()).toBe(0);
  });

  it('shows pixels as the handset drew them, LED and buzzer, and says the two in words', async () => {
    expect(await pixel(page, 0, 8, 0)).toEqual([33, 36, 8]);
    await page.keyboard.type('A');
    await expect.poll(() => pixel(page, 0, 8, 0)).toEqual(GREEN);
    expect(await pixel(page, 0, 16, 0)).toEqual([33, 36, 8]);
    expect(await pixel(page, 1, 8, 0)).toEqual([33, 36, 8]);
    const sounding = device(0).locator('.speaker.sounding').waitFor();
    await page.keyboard.press('Enter');
    await sounding;
    await device(0).locator('.led[data-colour="green"]').waitFor();
    await device(0).locator('.led:not([data-colour])').waitFor();
    await device(0).locator('.led[data-colour="green"]').waitFor();
    expect(await device(0).locator('[aria-live]').allTextContents()).toContain('Alice: LED blinks green (message)');
    await device(0).locator('.speaker:not(.sounding)').waitFor();
  });

  it('tells that sound waits for the first click or key, and then no more', async () => {
    const hint = page.locator('#hint');
    expect(await hint.textContent()).toContain('sound begins then');
    await page.keyboard.press('A');
    await expect
      .poll(() => hint.textContent())
      .toBe('Click the keys or type; Esc is Back, F2 is Menu; Tab changes handset');
  });

  it('saves the screen as a picture', async () => {
    await page.keyboard.type('A');
    await expect.poll(() => pixel(page, 0, 8, 0)).toEqual(GREEN);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByText('Save screen').first().click(),
    ]);
    const png = PNG.sync.read(readFileSync(await download.path()));
    expect([download.suggestedFilename(), png.width, png.height]).toEqual(['alice.png', 320, 240]);
    expect([...png.data.subarray(8 * 4, 8 * 4 + 3)]).toEqual(GREEN);
  });

  it('switches the power and pulls the cable, and says how things stand', async () => {
    const tools = page.locator('.tools').nth(0);
    await page.keyboard.press('Enter');
    await device(0).locator('.led[data-colour="green"]').waitFor();
    await tools.getByText('Power off').click();
    await tools.getByText('Power on').waitFor();
    expect(await tools.locator('.state').textContent()).toBe('off');
    expect(await pixel(page, 0, 100, 100)).toEqual([0, 0, 0]);
    await device(0).locator('.led:not([data-colour])').waitFor();
    await tools.getByText('Pull the cable').click();
    await tools.locator('.hot', { hasText: 'Put the cable in' }).waitFor();
    expect(simulator.handsets[0]?.plugged).toBe(false);
    await tools.getByText('Power on').click();
    await tools.getByText('cable out, registered').waitFor();
  });

  /** A key as another keyboard has it. */
  const strike = (key: string, code: string) =>
    page.evaluate(
      `document.activeElement.dispatchEvent(new KeyboardEvent('keydown', ${JSON.stringify({ key, code, bubbles: true })}))`,
    );
  const paste = (text: string) =>
    page.evaluate(`(() => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', ${JSON.stringify(text)});
        document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
      })()`);
  const notice = () => page.locator('#notice[aria-live]');

  it.each([
    ['ß', 'Minus', '"ß" (U+00DF) is on no key of this keypad'],
    ['ф', 'KeyA', '"ф" (U+0444) is on no key of this keypad'],
    ['👨‍👩‍👧‍👦', '', '(U+1F468 U+200D U+1F469 U+200D U+1F467 U+200D U+1F466) is on no key of this keypad'],
    ['Dead', 'KeyN', 'Alice: That key is half a character'],
    ['Process', 'KeyK', 'Alice: An input method of the computer took that key'],
    ['Unidentified', '', 'Alice: The browser does not tell which character that key has'],
  ])('says in words why %s types nothing, until the next key', async (key, code, words) => {
    await strike(key, code);
    await notice().filter({ hasText: words }).waitFor();
    await page.keyboard.press('A');
    await expect.poll(() => notice().textContent()).toBe('');
    await reads('alice', 'A');
  });

  it('types what is pasted, and says why when it cannot', async () => {
    await paste('See you at 5');
    await reads('alice', 'See you at 5');
    await paste('all or nothing ß');
    await page.getByText('"ß" (U+00DF) is on no key of this keypad').waitFor();
    await paste('\u0001'.repeat(500));
    await page.getByText('(U+0001) is on no key of this keypad').waitFor();
    await paste('x'.repeat(501));
    await page.getByText('longer than the 500 characters').waitFor();
    await paste('');
    await page.getByText('holds no text').waitFor();
    await reads('alice', 'See you at 5');
  });

  it('says that no handset has the focus when something is typed beside them, in sight of the lowest', async () => {
    await page.setViewportSize({ width: 420, height: 500 });
    await page.locator('.tools').nth(1).scrollIntoViewIfNeeded();
    await page.evaluate('document.activeElement.blur()');
    await page.keyboard.press('x');
    await page.getByText('No handset has the focus').waitFor();
    const box = await notice().boundingBox();
    expect(box!.y).toBeGreaterThanOrEqual(0);
    expect(box!.y + box!.height).toBeLessThan(500);
  });

  it('puts the handsets side by side down to 900 pixels, and one under the other below, with nothing cut off', async () => {
    for (const width of [1120, 900, 880, 480, 420]) {
      await page.setViewportSize({ width, height: 720 });
      const [one, other] = await Promise.all([device(0).boundingBox(), device(1).boundingBox()]);
      expect({ width, sideBySide: one!.y === other!.y }).toEqual({ width, sideBySide: width >= 900 });
      expect(one!.x).toBeGreaterThanOrEqual(0);
      expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
    }
  });

  it.each([
    ['two with letters', ['simulator', 'simulator']],
    ['three of both kinds', ['simulator', 'simulator-12key', 'simulator']],
  ] as const)('has room for everything at any width and density: %s', async (_name, boards) => {
    const shown = await startScriptedSimulator(boards, assets);
    try {
      for (const deviceScaleFactor of [1, 1.25, 1.5, 2, 3]) {
        const view = await browser.newPage({ viewport: { width: 900, height: 720 }, deviceScaleFactor });
        await view.goto(shown.url);
        await view.getByText(`${boards.length} registered`).waitFor();
        const seen: Record<number, readonly string[]> = {};
        for (const width of [360, 420, 480, 700, 900, 1000, 1010, 1400]) {
          await view.setViewportSize({ width, height: 720 });
          const faults = await pageFaults(view);
          if (faults.length > 0) seen[width] = faults;
        }
        expect({ deviceScaleFactor, seen }).toEqual({ deviceScaleFactor, seen: {} });
        await view.close();
      }
    } finally {
      await shown.stop();
    }
  });

  it('moves no handset and no button when it has something to say', async () => {
    const places = () =>
      Promise.all([device(0).boundingBox(), page.locator('.tools').nth(0).getByText('Save screen').boundingBox()]);
    const before = await places();
    await page.getByText('Pull the cable').first().click();
    await page.getByText(/^cable out/).waitFor();
    await page.evaluate(`document.getElementById('notice').textContent = 'one line of trouble'`);
    expect(await places()).toEqual(before);
  });

  it('makes each pixel a whole number of the display’s, whatever its density', async () => {
    for (const [deviceScaleFactor, scale] of [
      [1, 1],
      [1.25, 1],
      [1.5, 2],
      [2, 2],
    ] as const) {
      const dense = await browser.newPage({ viewport: { width: 1120, height: 720 }, deviceScaleFactor });
      await dense.goto(simulator.url);
      const box = await dense.locator('canvas').first().boundingBox();
      expect(box!.width * deviceScaleFactor).toBeCloseTo(320 * scale, 1);
      await dense.close();
    }
  });

  it('says so when the simulator has stopped', async () => {
    await simulator.stop();
    await page.getByText('The simulator has stopped').waitFor();
    simulator = await startScriptedSimulator([], assets);
  });

  it('is closed to other web sites: they can neither read it, nor press keys, nor listen', async () => {
    const site = createServer((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('<p>another site</p>');
    });
    site.listen(0, '127.0.0.1');
    await once(site, 'listening');
    const foreign = await browser.newPage();
    await foreign.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
    const tried = await foreign.evaluate(`(async () => {
      const open = new Promise((resolve) => {
        const socket = new WebSocket('ws://127.0.0.1:${simulator.port}/page');
        socket.onopen = () => resolve('open');
        socket.onerror = () => resolve('refused');
      });
      const fetched = (options) => fetch('${simulator.url}/api/handsets/alice/keys', options).then(() => 'done', () => 'refused');
      const simple = await fetch('${simulator.url}/api/handsets/alice/power', { method: 'POST', mode: 'no-cors', body: '{"on":false}' }).then(() => 'done', () => 'refused');
      const headers = { 'Content-Type': 'application/json' };
      return [await open, await fetched({}), await fetched({ method: 'POST', headers, body: '{"tap":["A"]}' }), simple];
    })()`);
    expect(tried).toEqual(['refused', 'refused', 'refused', 'refused']);
    expect((await simulator.get('handsets/alice/text')).value).toMatchObject({
      lines: ['', 'Abc', ''],
      field: { textBefore: '' },
    });
    expect((await simulator.get('handsets/alice')).value).toMatchObject({ power: 'on' });
    await foreign.close();
    site.close();
  });
});
