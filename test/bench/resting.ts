import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DARK_BEFORE_TRIM_MS } from '../../src/handset/upkeep/resting-memory.ts';
import type { Figure } from './figures.ts';
import { DEBOUNCE_MS, footprintOf, ForkedHandset, isRegistered, wait } from './forked-handset.ts';
import type { Product } from './product.ts';

/** Collecting and giving back take a tenth of a second. */
const GIVEN_BACK_MS = 2_000;
const SCREEN_OFF_SECONDS = 1;

/** What memory given back in the dark saves, and what the keys cost that then wake the handset. */
export async function restingInTheDark(product: Product, rounds: number): Promise<readonly Figure[]> {
  const config = quicklyDark(product.configOf('alice'));
  const seen: Rest[] = [];
  for (let round = 0; round < rounds; round += 1) seen.push(await rest(config, product.loneNode));
  const figure = (name: string, unit: Figure['unit'], most: number, of: (moment: Moment) => number): Figure => ({
    name,
    unit,
    samples: seen.map(({ after }) => of(after)),
    aim: { most },
    beside: { name: 'before it was given back', samples: seen.map(({ before }) => of(before)) },
  });
  return [
    figure('resident memory, given back in the dark', 'MB', 35, ({ residentMb }) => residentMb),
    figure('the key after that, to light', 'ms', 50, ({ lightMs }) => lightMs),
    figure('the key after that one, to pixels', 'ms', 50, ({ pixelsMs }) => pixelsMs),
  ];
}

interface Moment {
  readonly residentMb: number;
  readonly lightMs: number;
  readonly pixelsMs: number;
}

interface Rest {
  readonly before: Moment;
  readonly after: Moment;
}

async function rest(config: string, node: string): Promise<Rest> {
  const handset = new ForkedHandset(config, [], node);
  await Promise.all([handset.seen(isRegistered), untilDark(handset)]);
  const before = { residentMb: footprintOf(handset.processId).residentMb, ...(await wake(handset, 'Down')) };
  await untilDark(handset);
  await wait(DARK_BEFORE_TRIM_MS + GIVEN_BACK_MS);
  const after = { residentMb: footprintOf(handset.processId).residentMb, ...(await wake(handset, 'Up')) };
  await handset.stop();
  return { before, after };
}

function quicklyDark(file: string): string {
  const config = JSON.parse(readFileSync(file, 'utf8')) as object;
  const path = join(dirname(file), 'quickly-dark.json');
  const settings = { screenOffSeconds: SCREEN_OFF_SECONDS, keypadLockSeconds: 0 };
  writeFileSync(path, JSON.stringify({ ...config, ...settings }), { mode: 0o600 });
  return path;
}

async function untilDark(handset: ForkedHandset): Promise<void> {
  await handset.seen((report) => report.kind === 'backlight' && report.percent === 0);
}

/** A key that lights the screen and does nothing else, and one that moves the focus. Both beyond debounce. */
async function wake(handset: ForkedHandset, key: 'Up' | 'Down'): Promise<Omit<Moment, 'residentMb'>> {
  const lit = handset.seen((report) => report.kind === 'backlight' && report.percent > 0);
  const first = await handset.tap(key);
  const lightMs = (await lit) - first.pressedAtMs - DEBOUNCE_MS;
  await wait(200);
  const drawn = handset.seen(({ kind }) => kind === 'screen');
  const second = await handset.tap(key);
  return { lightMs, pixelsMs: (await drawn) - second.pressedAtMs - DEBOUNCE_MS };
}
