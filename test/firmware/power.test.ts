import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SeededRandom } from '../../src/simulator/hand/seeded-random.ts';
import { difference, incoming, outgoing } from '../faults/support/difference.ts';
import type { FaultHandset } from '../faults/support/fault-handset.ts';
import type { Card } from './support/card.ts';
import { messagesOn, type KeptMessage } from './support/card-messages.ts';
import type { EmulatedBoard } from './support/emulated-board.ts';
import { FirmwareBed } from './support/firmware-bed.ts';
import { IS_LONG, tell } from './support/form.ts';
import { WriteLog, type Fate } from './support/write-log.ts';

const CUTS = IS_LONG ? 20 : 5;
const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const START_TIMEOUT_MS = 300_000;
/** After the first message of a start has arrived, the power goes within this time. */
const LONGEST_LIFE_MS = 12_000;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const SENT_AT_ONCE = 3;
const FIRST_STARTS = 5;

describe(`the power is pulled while texts are typed, sent and received (SEED=${SEED})`, () => {
  const random = new SeededRandom(SEED);
  const chance = (): number => random.fraction();
  const sent: string[] = [];
  let kept: readonly KeptMessage[] = [];
  let bed: FirmwareBed;
  let bob: FaultHandset;
  let card: Card;

  beforeAll(async () => {
    bed = await FirmwareBed.start();
    bob = await bed.correspondent('bob');
    card = await bed.card();
  });
  afterAll(async () => {
    await bed.stop();
  });

  it.each(Array.from({ length: CUTS }, (_, cut) => cut))(
    'cut %i: it had started, and nothing that was acknowledged is lost',
    async (cut) => {
      const log = WriteLog.begin(card.file);
      const board = await bed.board(card, { writeLog: log });
      await arrives(`start ${cut}`, START_TIMEOUT_MS);
      const lifeMs = chance() * LONGEST_LIFE_MS;
      const isOver = new Promise((resolve) => setTimeout(resolve, lifeMs));
      void Promise.all([writeTo(board, cut), sendWhile(board, cut)]);
      await isOver;
      await board.cutPower();
      const fates = log.cut(fate, () => chance() < 0.5);
      const before = kept;
      kept = messagesOn(card.file, bed.addressOf('bob'));
      tell(`cut ${cut} after ${Math.round(lifeMs)} ms; writes in danger ${JSON.stringify(fates)}; ${countsOf(kept)}`);
      const { messages } = await bob.sees(bed.addressOf('alice'), () => true, START_TIMEOUT_MS);
      const acknowledged = outgoing(messages).filter(({ status }) => status === 'delivered');
      expect.soft(kept.slice(0, before.length), 'what was on the card stays').toEqual(before);
      const texts = (direction: KeptMessage['direction']) =>
        kept.filter((message) => message.direction === direction).map(({ text }) => text);
      expect
        .soft(texts('incoming'), 'what Bob was told was delivered')
        .toEqual(expect.arrayContaining(acknowledged.map(({ text }) => text)));
      expect.soft(texts('outgoing'), 'what Bob has').toEqual(expect.arrayContaining(incoming(messages)));
    },
  );

  it('starts after the last, and all messages of both have arrived, each once', async () => {
    await bed.board(card);
    await arrives('the end', START_TIMEOUT_MS);
    const written = outgoing(kept).map(({ text }) => text);
    const isSettled = ({
      messages,
    }: {
      messages: readonly { direction: string; status: string | null; text: string }[];
    }) =>
      outgoing(messages).every(({ status }) => status === 'delivered') &&
      written.every((text) => incoming(messages).includes(text));
    const { messages } = await bob.sees(bed.addressOf('alice'), isSettled, START_TIMEOUT_MS);
    expect(difference(written, incoming(messages))).toMatchObject({ lost: [], doubled: [] });
    expect(
      difference(
        sent,
        outgoing(messages).map(({ text }) => text),
      ),
    ).toMatchObject({ lost: [], doubled: [] });
  });

  it.runIf(IS_LONG)('and during first starts, while the handset takes over what a technician says of it', async () => {
    for (let cut = 0; cut < FIRST_STARTS; cut += 1) {
      const fresh = await bed.card();
      const log = WriteLog.begin(fresh.file);
      const board = await bed.board(fresh, { writeLog: log });
      await board.console.until(/handset-start: slot/, START_TIMEOUT_MS);
      await new Promise((resolve) => setTimeout(resolve, chance() * LONGEST_LIFE_MS));
      await board.cutPower();
      tell(`first start ${cut}: writes in danger ${JSON.stringify(log.cut(fate, () => chance() < 0.5))}`);
      const again = await bed.board(fresh);
      await arrives(`first start ${cut}`, START_TIMEOUT_MS);
      await again.cutPower();
    }
  });

  function fate(): Fate {
    const at = chance();
    return at < 0.4 ? 'whole' : at < 0.8 ? 'lost' : 'torn';
  }

  async function arrives(text: string, timeoutMs: number): Promise<void> {
    await send(text);
    const isDelivered = (message: { text: string; status: string | null }) =>
      message.text === text && message.status === 'delivered';
    await bob.sees(bed.addressOf('alice'), ({ messages }) => messages.some(isDelivered), timeoutMs);
  }

  async function send(text: string): Promise<void> {
    expect(await bob.send(bed.addressOf('alice'), text)).toBe('taken');
    sent.push(text);
  }

  /** Alice writes to Bob as long as she has power. */
  async function writeTo(board: EmulatedBoard, cut: number): Promise<void> {
    try {
      for (const key of ['Right', 'Enter'] as const) await board.tap(key);
      await board.type('bob');
      for (const key of ['Enter', 'Enter'] as const) await board.tap(key);
      for (let note = 0; board.isOn; note += 1) {
        await board.type(`q${LETTERS[cut] ?? ''}${LETTERS[note] ?? ''}`);
        await board.tap('Enter');
      }
    } catch {
      // The power went under her thumbs.
    }
  }

  async function sendWhile(board: EmulatedBoard, cut: number): Promise<void> {
    for (let burst = 0; board.isOn; burst += 1) {
      const texts = Array.from({ length: SENT_AT_ONCE }, (_, index) => `cut ${cut} burst ${burst} text ${index}`);
      await Promise.all(texts.map(send));
      await new Promise((resolve) => setTimeout(resolve, 500 + chance() * 1_500));
    }
  }
});

function countsOf(messages: readonly KeptMessage[]): string {
  return `on the card ${incoming(messages).length} received, ${outgoing(messages).length} sent`;
}
