import type { KeyMap, KeyName } from '../../domain/keys/key-map.ts';
import type { Clock, Timer } from '../../ports/system/clock.ts';
import { bounce, type SwitchEdge } from './contact-bounce.ts';
import { readMatrix } from './matrix-current.ts';
import type { ContactLevels } from '../wire/protocol.ts';
import type { SeededRandom } from './seeded-random.ts';

/** The shortest time that a finger holds a key, or leaves it alone. A click of 1 ms on the page lasts as long. */
const SHORTEST_STROKE_MS = 20;

/** Two fingers never move at the same moment. What is asked for first happens first. */
const BETWEEN_MOVEMENTS_MS = 0.5;

export interface KeySwitchesParts {
  readonly keyMap: KeyMap;
  readonly clock: Clock;
  readonly systemNowMs: () => number;
  readonly random: SeededRandom;
  /** Called with the levels of the contacts, oldest first. */
  readonly deliver: (levels: readonly ContactLevels[]) => void;
}

/**
 * The switches under the keys. Movements of fingers go in and electrical levels come out, with bounce and with the
 * matrix's ghosts. Movements keep the order in which they were asked for, and take as long as a finger takes, however
 * fast they are asked for.
 */
export class KeySwitches {
  readonly #parts: KeySwitchesParts;
  /** Keys that a finger holds or will hold, with the earliest time at which each may be released. */
  readonly #down = new Map<KeyName, number>();
  /** The earliest time at which a released key may be pressed again. */
  readonly #restedMs = new Map<KeyName, number>();
  readonly #closed = new Set<number>();
  /** The bounces still to come, in order. None begins before the previous one has ended. */
  #movements: (readonly SwitchEdge[])[] = [];
  /**
   * When the last movement asked for will have settled. Later movements begin after it, so that the order never
   * changes.
   */
  #settledMs = 0;
  #timer: Timer | null = null;
  #levels = '';

  constructor(parts: KeySwitchesParts) {
    this.#parts = parts;
  }

  /** When everything asked for so far will have settled. */
  get settledMs(): number {
    return this.#settledMs;
  }

  /** Keys whose contacts are closed at this moment. */
  get pressed(): readonly KeyName[] {
    const { keys } = this.#parts.keyMap;
    return [...this.#closed].flatMap((contact) => keys[contact] ?? []);
  }

  has(key: KeyName): boolean {
    return this.#parts.keyMap.keys.includes(key);
  }

  /**
   * A finger presses the key at `atMs`, or now if that is later. A key that is already down stays down.
   * @returns when the contact has settled.
   */
  press(key: KeyName, atMs = 0): number {
    const nowMs = this.#parts.systemNowMs();
    if (this.#down.has(key)) return nowMs;
    const endMs = this.#move(key, true, Math.max(atMs, this.#restedMs.get(key) ?? 0));
    this.#down.set(key, endMs + SHORTEST_STROKE_MS);
    return endMs;
  }

  /**
   * The finger releases the key at `atMs`, or now if that is later. A key that is not down stays up.
   * @returns when the contact has settled.
   */
  release(key: KeyName, atMs = 0): number {
    const nowMs = this.#parts.systemNowMs();
    const earliestMs = this.#down.get(key);
    if (earliestMs === undefined) return nowMs;
    this.#down.delete(key);
    const endMs = this.#move(key, false, Math.max(atMs, earliestMs));
    this.#restedMs.set(key, endMs + SHORTEST_STROKE_MS);
    return endMs;
  }

  /** The device lost its power or is gone. Movements still to come are dropped, and no finger is on a key any more. */
  letGo(): void {
    this.#timer?.cancel();
    this.#timer = null;
    this.#movements = [];
    this.#down.clear();
    this.#restedMs.clear();
    this.#closed.clear();
    this.#settledMs = 0;
    this.#levels = '';
  }

  #move(key: KeyName, closed: boolean, earliestMs: number): number {
    const contact = this.#parts.keyMap.keys.indexOf(key);
    if (contact < 0) throw new RangeError(`this board has no key ${key}`);
    const startMs = Math.max(this.#parts.systemNowMs(), earliestMs, this.#settledMs + BETWEEN_MOVEMENTS_MS);
    const edges = bounce(this.#parts.random, contact, closed, startMs);
    const endMs = edges.at(-1)?.atMs ?? startMs;
    this.#settledMs = endMs;
    this.#movements.push(edges);
    if (this.#movements.length === 1) this.#arm();
    return endMs;
  }

  /** Sets the timer for the end of the next movement. */
  #arm(): void {
    const endMs = this.#movements[0]?.at(-1)?.atMs;
    if (endMs === undefined) return;
    const delayMs = Math.max(0, Math.ceil(endMs - this.#parts.systemNowMs()));
    this.#timer = this.#parts.clock.startTimer(delayMs, () => {
      this.#deliver(this.#movements.shift() ?? []);
      this.#arm();
    });
  }

  #deliver(edges: readonly SwitchEdge[]): void {
    const levels: ContactLevels[] = [];
    for (const edge of edges) {
      if (edge.closed) this.#closed.add(edge.contact);
      else this.#closed.delete(edge.contact);
      const closed = readMatrix(this.#parts.keyMap, this.#closed);
      if (closed.join() === this.#levels) continue;
      this.#levels = closed.join();
      levels.push({ atMs: edge.atMs, closed });
    }
    if (levels.length > 0) this.#parts.deliver(levels);
  }
}
