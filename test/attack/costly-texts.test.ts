import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SEEN_AFTER_MS } from '../../src/ui/fresh-events.ts';
import type { HandsetProcess } from '../support/handset-process.ts';
import type { RawSipClient } from '../support/raw-sip-client.ts';
import { AttackBed } from './support/attack-bed.ts';
import { processorMs } from './support/processor-time.ts';

const TEXT_BYTES = 60_000;
/** Below this, the ticks of the clock are most of what is measured. */
const LEAST_MS = 100;
/** One text once took 28 s, a thousand times as much as an ordinary one. */
const AT_MOST_TIMES = 4;

describe('a text made to be costly to draw, in a thread that is open,', () => {
  let bed: AttackBed;
  let bob: HandsetProcess;
  let carol: RawSipClient;

  beforeAll(async () => {
    bed = await AttackBed.start();
    ({ handset: bob, client: carol } = await bed.acquainted('bob', 'carol'));
  });
  afterAll(() => bed.stop());

  let count = 0;

  /** What the text costs the handset until it is on the screen, and keys under it until they are. */
  async function costOf(unit: string): Promise<number> {
    count += 1;
    const begin = `begin${count}`;
    const before = processorMs(bob.processId);
    const text = `${begin} ${unit.repeat(TEXT_BYTES / Buffer.byteLength(unit))}`;
    const { status } = await carol.send(`sip:bob@${bed.domain}`, text);
    expect(status).toBe(202);
    await bob.hand.shows(begin);
    await bob.hand.type(`Key${count}`);
    await bob.hand.shows(`Key${count}`);
    const cost = processorMs(bob.processId) - before;
    // What is in sight and not read yet is not pushed out by the next one.
    await pause(SEEN_AFTER_MS);
    // Whoever answers is at the end of the thread again.
    await bob.hand.tap('Enter');
    await carol.until(() => carol.messages.length === count + 1);
    return cost;
  }

  it.each([
    ['towers of accents', `e${'\u0301'.repeat(7)}`],
    ['accents of two heights', '\u0301\u0323'],
    ['letters with accents', 'ż'],
    ['flags', '🇮🇹'],
    ['emoji', '🙂'],
    ['joined emoji', '👩\u200d'],
    ['ideographs', '漢'],
    ['line breaks', '\n'],
    ['spaces', '\u3000'],
    ['one endless word', 'W'],
    ['bidirectional controls', '\u202e'],
  ])('costs no more than an ordinary one, and keys answer: %s', async (_what, unit) => {
    const ordinary = await costOf('ordinary words ');
    const hostile = await costOf(unit);
    expect(hostile).toBeLessThan(AT_MOST_TIMES * Math.max(LEAST_MS, ordinary));
  });
});
