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
  const handset = new ForkedHandset(config, [], product.loneNode);
  const samples = { residentMb: [] as number[], freshMb: [] as number[] };
  const keys = {
    light: [] as number[],
    pixels: [] as number[],
    freshLight: [] as number[],
    freshPixels: [] as number[],
  };
  await handset.seen(isRegistered);
  for (let round = 0; round < rounds; round += 1) {
    await untilDark(handset);
    samples.freshMb.push(footprintOf(handset.processId).residentMb);
    const fresh = await wake(handset);
    keys.freshLight.push(fresh.lightMs);
    keys.freshPixels.push(fresh.pixelsMs);
    await untilDark(handset);
    await wait(DARK_BEFORE_TRIM_MS + GIVEN_BACK_MS);
    samples.residentMb.push(footprintOf(handset.processId).residentMb);
    const given = await wake(handset);
    keys.light.push(given.lightMs);
    keys.pixels.push(given.pixelsMs);
  }
  await handset.stop();
  const before = (values: readonly number[]): NonNullable<Figure['beside']> => ({
    name: 'before it was given back',
    samples: values,
  });
  return [
    {
      name: 'resident memory, given back in the dark',
      unit: 'MB',
      samples: samples.residentMb,
      aim: { most: 35 },
      beside: before(samples.freshMb),
    },
    {
      name: 'the key after that, to light',
      unit: 'ms',
      samples: keys.light,
      aim: { most: 50 },
      beside: before(keys.freshLight),
    },
    {
      name: 'the key after that one, to pixels',
      unit: 'ms',
      samples: keys.pixels,
      aim: { most: 50 },
      beside: before(keys.freshPixels),
    },
  ];
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
async function wake(handset: ForkedHandset): Promise<{ readonly lightMs: number; readonly pixelsMs: number }> {
  const lit = handset.seen((report) => report.kind === 'backlight' && report.percent > 0);
  const first = await handset.tap('Down');
  const lightMs = (await lit) - first.pressedAtMs - DEBOUNCE_MS;
  await wait(200);
  const drawn = handset.seen(({ kind }) => kind === 'screen');
  const second = await handset.tap('Down');
  return { lightMs, pixelsMs: (await drawn) - second.pressedAtMs - DEBOUNCE_MS };
}
