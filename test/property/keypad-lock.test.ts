import { describe, expect, it } from 'vitest';
import { boards } from '../../board/boards.ts';
import type { KeyEvent } from '../../src/domain/keys/key-events.ts';
import type { KeyMap } from '../../src/domain/keys/key-map.ts';
import { KeyPipeline } from '../../src/domain/keys/key-pipeline.ts';
import { monotonicMs } from '../../src/domain/time.ts';
import { readMatrix } from '../../src/simulator/hand/matrix-current.ts';
import { SeededRandom } from '../../src/simulator/hand/seeded-random.ts';
import { openDesk, type Desk } from '../ui/support/desk.ts';
import { peerAddress } from '../ui/support/memory-handset.ts';

const PRESSES = 10_000;
const bruno = peerAddress('bruno');

/** A pocket: keys at random, short and long, now and then two at once, in bursts with rests between. */
class Pocket {
  readonly #keyMap: KeyMap;
  readonly #pipeline: KeyPipeline;
  readonly #desk: Desk;
  readonly #random: SeededRandom;
  readonly #contacts: readonly number[];
  readonly #down = new Set<number>();

  constructor(keyMap: KeyMap, debounceMs: number, desk: Desk, random: SeededRandom) {
    this.#keyMap = keyMap;
    this.#pipeline = new KeyPipeline(keyMap, debounceMs);
    this.#desk = desk;
    this.#random = random;
    this.#contacts = keyMap.keys.flatMap((key, contact) => (key === null ? [] : [contact]));
  }

  press(): void {
    const contact = this.#contacts[Math.floor(this.#random.between(0, this.#contacts.length))]!;
    const overlaps = this.#random.fraction() < 0.15;
    this.#move(contact, true);
    this.#wait(this.#random.fraction() < 0.8 ? this.#random.between(20, 400) : this.#random.between(400, 3_000));
    if (!overlaps) this.#letGo();
    this.#wait(this.#random.fraction() < 0.9 ? this.#random.between(20, 900) : this.#random.between(900, 20_000));
  }

  #letGo(): void {
    for (const contact of [...this.#down]) this.#move(contact, false);
  }

  #move(contact: number, closed: boolean): void {
    if (closed) this.#down.add(contact);
    else this.#down.delete(contact);
    const atMs = this.#desk.clock.monotonicMs();
    this.#tell(this.#pipeline.sample({ atMs, closed: readMatrix(this.#keyMap, this.#down) }));
  }

  /** Time passes for the keys and for the screen's own timers. */
  #wait(durationMs: number): void {
    const endMs = this.#desk.clock.monotonicMs() + durationMs;
    for (;;) {
      const nowMs = this.#desk.clock.monotonicMs();
      const wakeMs = Math.min(endMs, Math.max(nowMs, this.#pipeline.nextWakeMs ?? Infinity));
      this.#desk.clock.advance(wakeMs - nowMs);
      this.#tell(this.#pipeline.tick(monotonicMs(wakeMs)));
      if (wakeMs >= endMs) return;
    }
  }

  #tell(events: readonly KeyEvent[]): void {
    for (const event of events) this.#desk.session.handle(event);
  }
}

describe.each(Object.values(boards))('a locked $name in a pocket', ({ keypad }) => {
  it.each([1, 2, 3])(`sends nothing in ${PRESSES} presses, and keeps the draft that lay open (seed %i)`, (seed) => {
    const desk = openDesk({
      hasSoftKeys: keypad.keyMap.kind === '12-key',
      lockAfterMs: 60_000,
      keyMap: keypad.keyMap,
    });
    desk.handset.addContact('bruno', 'Bruno Ferri');
    desk.handset.receive(bruno, 'Where are you?');
    desk.handset.sendAs(bruno, 'failed before', 'failed');
    const sentBefore = desk.handset.sentBodies.length;
    // The worst that can lie under a lock: a text that one Enter would send.
    desk.press('enter', 'enter');
    desk.type('not yet');
    desk.press('lock');
    const pocket = new Pocket(keypad.keyMap, keypad.debounceMs, desk, new SeededRandom(seed));
    let unlocked = 0;
    for (let press = 0; press < PRESSES; press += 1) {
      pocket.press();
      if (desk.model().view.kind !== 'lock') unlocked += 1;
    }
    expect({ unlocked, sent: desk.handset.sentBodies.slice(sentBefore), resent: desk.handset.resentIds }).toEqual({
      unlocked: 0,
      sent: [],
      resent: [],
    });
    expect(desk.handset.draft(bruno)?.text).toBe('not yet');
    expect(desk.model().view.kind).toBe('lock');
  });
});
