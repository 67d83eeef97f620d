import { cpSync, existsSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SeededRandom } from '../../src/simulator/hand/seeded-random.ts';
import { incoming } from './support/difference.ts';
import { addressOf, FaultBed } from './support/fault-bed.ts';
import type { FaultHandset } from './support/fault-handset.ts';
import { IS_LONG, tell } from './support/form.ts';

const SETTLE_TIMEOUT_MS = 60_000;
const ALICE = addressOf('alice');
const BOB = addressOf('bob');
const SEED = Number(process.env['SEED'] ?? 1);
/** Flipped bytes per file. */
const FLIPS = IS_LONG ? 150 : 8;
/** Truncations of the log, at multiples of 512 bytes. */
const CUTS = IS_LONG ? Infinity : 6;

const TEXTS = Array.from({ length: 16 }, (_, index) => `text ${index}`);
const DETECTED = /damaged|key-does-not-fit|lost-changes|unreadable/;

/** What somebody sees of a store after damage: all of it, or word that something is wrong. Silence over a loss is neither. */
type Outcome = 'intact' | 'told' | { readonly silently: readonly string[] };

function outcomeOf(shown: readonly string[], said: string): Outcome {
  if (DETECTED.test(said)) return 'told';
  return shown.join() === TEXTS.join() ? 'intact' : { silently: shown };
}

function flip(path: string, offset: number): void {
  const bytes = readFileSync(path);
  bytes[offset] = (bytes[offset] ?? 0) ^ 0x10;
  writeFileSync(path, bytes);
}

/** Places spread over a file by chance: every run with the same seed looks at the same ones. */
function placesIn(path: string): readonly number[] {
  const random = new SeededRandom(SEED);
  const bytes = statSync(path).size;
  return Array.from({ length: FLIPS }, () => Math.floor(random.fraction() * bytes));
}

function cutsOf(path: string): readonly number[] {
  const sizes = Array.from({ length: Math.floor(statSync(path).size / 512) }, (_, index) => index * 512);
  const every = Math.max(1, Math.ceil(sizes.length / CUTS));
  return sizes.filter((_, index) => index % every === 0);
}

describe('a handset after damage to its medium', () => {
  const bed = new FaultBed();
  const whole = `${bed.folder}.whole`;
  const database = (): string => join(bob.folder, 'messages.db');
  const log = (): string => `${database()}-wal`;
  let bob: FaultHandset;

  beforeAll(async () => {
    await bed.start();
    const alice = bed.handset('alice');
    bob = bed.handset('bob');
    await alice.start();
    // One half rests in the database, the other in its log.
    for (const half of [TEXTS.slice(0, 8), TEXTS.slice(8)]) {
      await bob.start();
      for (const text of half) await alice.send(BOB, text);
      await alice.sees(
        BOB,
        ({ messages }) =>
          messages.at(-1)?.text === half.at(-1) && messages.every(({ status }) => status === 'delivered'),
        SETTLE_TIMEOUT_MS,
      );
      if (half.includes('text 0')) await bob.stop();
      else await bob.kill();
    }
    await alice.stop();
    cpSync(bob.folder, whole, { recursive: true });
  });
  afterAll(async () => {
    await bed.remove();
    rmSync(whole, { recursive: true, force: true });
  });

  async function after(damage: () => void): Promise<Outcome> {
    rmSync(bob.folder, { recursive: true, force: true });
    cpSync(whole, bob.folder, { recursive: true });
    damage();
    const before = bob.printed.length;
    const hasStarted = await bob.start();
    const seen = hasStarted ? await bob.look(ALICE, true) : null;
    await bob.kill();
    const said = `${bob.printed.slice(before)} ${seen?.storeFailure ?? ''} ${seen?.isToldOfLoss === true ? 'lost-changes' : ''}`;
    return outcomeOf(incoming(seen?.messages ?? []), said);
  }

  it('shows all when there is none', async () => {
    expect(await after(() => undefined)).toBe('intact');
  });

  it('shows all or says that it is damaged, wherever a byte of its database was flipped', async () => {
    await judge('database', placesIn(database()), (offset) =>
      after(() => {
        flip(database(), offset);
      }),
    );
  });

  it('shows all or says that it lost changes, wherever a byte of its log was flipped', async () => {
    await judge('log', placesIn(join(whole, 'messages.db-wal')), (offset) =>
      after(() => {
        flip(log(), offset);
      }),
    );
  });

  it('shows all or says that it lost changes, wherever its log was cut off', async () => {
    await judge('cut log', cutsOf(join(whole, 'messages.db-wal')), (size) =>
      after(() => {
        truncateSync(log(), size);
      }),
    );
  });
});

describe('a relay after damage to its medium', () => {
  const bed = new FaultBed();
  const whole = `${bed.folder}.whole`;
  const folder = join(bed.folder, 'relay');
  const database = join(folder, 'queue.db');
  const log = `${database}-wal`;
  let bob: FaultHandset;

  beforeAll(async () => {
    await bed.start();
    const alice = bed.handset('alice');
    bob = bed.handset('bob');
    await alice.start();
    for (const half of [TEXTS.slice(0, 8), TEXTS.slice(8)]) {
      for (const text of half) await alice.send(BOB, text);
      await alice.sees(
        BOB,
        ({ messages }) =>
          messages.at(-1)?.text === half.at(-1) && messages.every(({ status }) => status === 'enqueued'),
        SETTLE_TIMEOUT_MS,
      );
      if (half.includes('text 0')) {
        await bed.relay.stop();
        await bed.startRelay();
      } else {
        await alice.kill();
        await bed.relay.kill();
      }
    }
    cpSync(folder, whole, { recursive: true });
  });
  afterAll(async () => {
    await bed.remove();
    rmSync(whole, { recursive: true, force: true });
  });

  async function after(damage: () => void): Promise<Outcome> {
    rmSync(folder, { recursive: true, force: true });
    cpSync(whole, folder, { recursive: true });
    if (existsSync(bob.folder)) rmSync(bob.folder, { recursive: true });
    damage();
    const before = bed.relay.printed.length;
    const said = (): string => bed.relay.printed.slice(before);
    let shown: readonly string[] = [];
    if ((await bed.startRelay()) && !DETECTED.test(said())) {
      await bob.start();
      // What has not come 3 s after the handset is registered does not come by itself.
      let quietLooks = 0;
      while (shown.length < TEXTS.length && quietLooks < 60) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        const seen = await bob.look(ALICE);
        const now = incoming(seen?.messages ?? []);
        quietLooks = now.length > shown.length || seen?.link !== 'registered' ? 0 : quietLooks + 1;
        shown = now;
        if (DETECTED.test(said()) && quietLooks > 10) break;
      }
      await bob.kill();
    }
    await bed.relay.kill();
    return outcomeOf(shown, said());
  }

  it('delivers all when there is none', async () => {
    expect(await after(() => undefined)).toBe('intact');
  });

  it('delivers all or says that it is damaged, wherever a byte of its database was flipped', async () => {
    await judge('queue', placesIn(join(whole, 'queue.db')), (offset) =>
      after(() => {
        flip(database, offset);
      }),
    );
  });

  it('delivers all or says that it lost changes, wherever a byte of its log was flipped', async () => {
    await judge('queue log', placesIn(join(whole, 'queue.db-wal')), (offset) =>
      after(() => {
        flip(log, offset);
      }),
    );
  });

  it('delivers all or says that it lost changes, wherever its log was cut off', async () => {
    await judge('cut queue log', cutsOf(join(whole, 'queue.db-wal')), (size) =>
      after(() => {
        truncateSync(log, size);
      }),
    );
  });
});

async function judge(
  name: string,
  places: readonly number[],
  outcome: (place: number) => Promise<Outcome>,
): Promise<void> {
  const silent: string[] = [];
  const count = { cases: 0, intact: 0, told: 0 };
  for (const place of places) {
    const found = await outcome(place);
    count.cases += 1;
    if (typeof found === 'string') count[found] += 1;
    else silent.push(`at ${place}: ${found.silently.length} of ${TEXTS.length} shown`);
    if (IS_LONG && count.cases % 50 === 0)
      tell(`damage to ${name}: ${JSON.stringify({ ...count, silent: silent.length })}`);
  }
  tell(`damage to ${name}, SEED=${SEED}: ${JSON.stringify({ ...count, silent: silent.length })}`);
  expect(silent).toEqual([]);
}
