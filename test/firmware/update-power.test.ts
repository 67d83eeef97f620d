import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SeededRandom } from '../../src/simulator/hand/seeded-random.ts';
import type { Card } from './support/card.ts';
import { FirmwareBed } from './support/firmware-bed.ts';
import { IS_LONG, tell } from './support/form.ts';
import { startLoudly } from './support/loud-start.ts';
import { Releases } from './support/releases.ts';
import { WriteLog, type Fate } from './support/write-log.ts';

const CUTS = IS_LONG ? 20 : 3;
const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
/** A start, or what is written in one go, on a busy machine. */
const LONG_MS = 400_000;
/** The power goes within this time after the installation has begun. */
const LONGEST_LIFE_MS = 60_000;
/** The installation has begun, or one before came to its end in spite of all. */
const BEGUN =
  /update: (?:release \d+ (?:\([\d.]+\) is being installed|has proven itself|is installed already)|refused: )/;

describe(`the power is pulled while an update is installed (SEED=${SEED})`, () => {
  const random = new SeededRandom(SEED);
  let bed: FirmwareBed;
  let releases: Releases;
  let card: Card;

  beforeAll(async () => {
    bed = await FirmwareBed.start();
    releases = await Releases.open();
    card = await bed.card();
    await startLoudly(card);
    card.put(await releases.newer(1), 'update.raucb');
  });
  afterAll(async () => {
    await bed.stop();
    releases.remove();
  });

  it.each(Array.from({ length: CUTS }, (_, cut) => cut))('cut %i: it starts, and begins anew', async (cut) => {
    const log = WriteLog.begin(card.file);
    const board = await bed.board(card, { startsFrom: 'card', reboots: true, writeLog: log });
    const started = await board.console.until(BEGUN, LONG_MS);
    const lifeMs = random.fraction() * LONGEST_LIFE_MS;
    await new Promise((resolve) => setTimeout(resolve, lifeMs));
    await board.cutPower();
    const fates = log.cut(fate, () => random.fraction() < 0.5);
    const slots = board.console.lines.filter((line) => /handset: slot/.test(line)).join('; ');
    tell(`cut ${cut} ${Math.round(lifeMs)} ms after "${started}"; ${slots}; writes in danger ${JSON.stringify(fates)}`);
  });

  it('at last the update is installed, or the system before it runs as before', async () => {
    const board = await bed.board(card, { startsFrom: 'card', reboots: true });
    await board.console.until(/update: release \d+ has proven itself|update: refused: fell-back/, 2 * LONG_MS);
    expect(board.isOn).toBe(true);
  });

  function fate(): Fate {
    const chance = random.fraction();
    return chance < 0.4 ? 'whole' : chance < 0.8 ? 'lost' : 'torn';
  }
});
