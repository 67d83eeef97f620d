import { beforeEach, describe, expect, it } from 'vitest';
import { giveSignsOfLife } from '../../../src/handset/upkeep/sign-of-life.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const PATIENCE_MS = 30_000;

let clock: VirtualClock;
let told: string[];
let logged: string[];
let hasShown: boolean;
let dead: Set<string>;
beforeEach(() => {
  clock = new VirtualClock();
  told = [];
  logged = [];
  hasShown = true;
  dead = new Set();
});

function begin(patienceMs: number | null = PATIENCE_MS): () => void {
  const note = (): void => undefined;
  return giveSignsOfLife({
    clock,
    service: { patienceMs, ready: () => told.push('ready'), alive: () => told.push('alive') },
    log: { info: note, warn: note, error: (code, fields) => logged.push(`${code} ${String(fields?.['part'])}`) },
    hasShown: () => hasShown,
    parts: ['screen', 'keypad'].map((name) => ({ name, isAlive: () => !dead.has(name) })),
  });
}

describe('a handset', () => {
  it('is ready when the first picture is on its screen, and not before', async () => {
    hasShown = false;
    begin();
    await clock.run(60_000);
    expect(told).toEqual([]);
    hasShown = true;
    await clock.run(50);
    expect(told).toEqual(['ready', 'alive']);
  });

  it('says three times in the time of patience that it lives', async () => {
    begin();
    await clock.run(PATIENCE_MS - 1);
    expect(told).toEqual(['ready', 'alive', 'alive', 'alive']);
  });

  it.each(['screen', 'keypad'])(
    'is silent while its %s is dead, and says once in its log which it is',
    async (part) => {
      begin();
      await clock.run(10_000);
      told = [];
      dead.add(part);
      await clock.run(PATIENCE_MS);
      expect(told).toEqual([]);
      expect(logged).toEqual([`service.part-dead ${part}`]);
      dead.clear();
      await clock.run(10_000);
      expect(told).toEqual(['alive']);
    },
  );

  it('asks all its parts each time, also when one is dead: each tells of the time since it was asked last', async () => {
    dead.add('screen').add('keypad');
    begin();
    await clock.run(PATIENCE_MS);
    expect(logged).toEqual(['service.part-dead screen', 'service.part-dead keypad']);
  });

  it('that nobody watches says that it is ready, and no more', async () => {
    begin(null);
    await clock.run(600_000);
    expect(told).toEqual(['ready']);
  });

  it('is silent when it ends', async () => {
    const end = begin();
    await clock.run(10);
    end();
    await clock.run(600_000);
    expect(told).toEqual(['ready', 'alive']);
  });
});
