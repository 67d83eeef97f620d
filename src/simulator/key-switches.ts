import type { KeyMap, KeyName } from '../domain/key-map.ts';
import type { Clock, Timer } from '../ports/clock.ts';
import { bounce, type SwitchEdge } from './contact-bounce.ts';
import { readMatrix } from './matrix-current.ts';
import type { ContactLevels } from './protocol.ts';
import type { SeededRandom } from './seeded-random.ts';

/** No finger closes a key for a shorter time, nor leaves it for a shorter time: a click of 1 ms on the page lasts as long. */
export const SHORTEST_STROKE_MS = 20;

export interface KeySwitchesParts {
  readonly keyMap: KeyMap;
  readonly clock: Clock;
  readonly systemNowMs: () => number;
  readonly random: SeededRandom;
  /** Takes what the contacts did, oldest first. */
  readonly deliver: (levels: readonly ContactLevels[]) => void;
}

/** A movement of one switch with its bounce. */
interface Movement {
  readonly startMs: number;
  readonly endMs: number;
  readonly edges: readonly SwitchEdge[];
}

/**
 * The switches under the keys: fingers in, electrical levels out, with bounce and with the ghosts of the matrix. Times are those of a
 * finger: strokes faster than one can make are played after each other, not together.
 */
export class KeySwitches {
  readonly #parts: KeySwitchesParts;
  /** Keys that a finger holds or will hold, with the time from which they may be let go. */
  readonly #down = new Map<KeyName, number>();
  /** From when a key that was let go may be pressed again. */
  readonly #restedMs = new Map<KeyName, number>();
  readonly #closed = new Set<number>();
  /** In order of their start. */
  #movements: Movement[] = [];
  /** A finger that is still on its way up keeps the next one waiting. */
  #nextPressMs = 0;
  #timer: Timer | null = null;
  #levels = '';

  constructor(parts: KeySwitchesParts) {
    this.#parts = parts;
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
   * A finger goes down at `atMs` (now at the earliest). A key that is down already stays down.
   * @returns when the contact has settled.
   */
  press(key: KeyName, atMs = 0): number {
    const nowMs = this.#parts.systemNowMs();
    if (this.#down.has(key)) return nowMs;
    const endMs = this.#move(key, true, Math.max(nowMs, atMs, this.#nextPressMs, this.#restedMs.get(key) ?? 0));
    this.#down.set(key, endMs + SHORTEST_STROKE_MS);
    return endMs;
  }

  /**
   * The finger goes up at `atMs` (now at the earliest). A key that is not down stays up.
   * @returns when the contact has settled.
   */
  release(key: KeyName, atMs = 0): number {
    const nowMs = this.#parts.systemNowMs();
    const earliestMs = this.#down.get(key);
    if (earliestMs === undefined) return nowMs;
    this.#down.delete(key);
    const startMs = Math.max(nowMs, atMs, earliestMs);
    const endMs = this.#move(key, false, startMs);
    this.#restedMs.set(key, endMs + SHORTEST_STROKE_MS);
    if (startMs > nowMs) this.#nextPressMs = Math.max(this.#nextPressMs, endMs + SHORTEST_STROKE_MS);
    return endMs;
  }

  /** The device lost its power or went away: what was still to come does not come, and all fingers are off. */
  letGo(): void {
    this.#timer?.cancel();
    this.#timer = null;
    this.#movements = [];
    this.#down.clear();
    this.#restedMs.clear();
    this.#closed.clear();
    this.#nextPressMs = 0;
    this.#levels = '';
  }

  #move(key: KeyName, closed: boolean, startMs: number): number {
    const contact = this.#parts.keyMap.keys.indexOf(key);
    if (contact < 0) throw new RangeError(`this board has no key ${key}`);
    const edges = bounce(this.#parts.random, contact, closed, startMs);
    const endMs = edges.at(-1)?.atMs ?? startMs;
    this.#movements.push({ startMs, endMs, edges });
    this.#movements.sort((one, other) => one.startMs - other.startMs);
    this.#arm();
    return endMs;
  }

  /** Wakes at the end of the first movements that overlap. */
  #arm(): void {
    this.#timer?.cancel();
    const first = this.#overlapping();
    if (first.length === 0) {
      this.#timer = null;
      return;
    }
    const endMs = Math.max(...first.map((movement) => movement.endMs));
    const delayMs = Math.max(0, Math.ceil(endMs - this.#parts.systemNowMs()));
    this.#timer = this.#parts.clock.startTimer(delayMs, () => {
      this.#deliver(first);
    });
  }

  #overlapping(): readonly Movement[] {
    const together: Movement[] = [];
    let endMs = -Infinity;
    for (const movement of this.#movements) {
      if (together.length > 0 && movement.startMs > endMs) break;
      together.push(movement);
      endMs = Math.max(endMs, movement.endMs);
    }
    return together;
  }

  #deliver(movements: readonly Movement[]): void {
    this.#movements = this.#movements.filter((movement) => !movements.includes(movement));
    const edges = movements.flatMap((movement) => movement.edges).sort((one, other) => one.atMs - other.atMs);
    const levels: ContactLevels[] = [];
    for (const edge of edges) {
      if (edge.closed) this.#closed.add(edge.contact);
      else this.#closed.delete(edge.contact);
      const closed = readMatrix(this.#parts.keyMap, this.#closed);
      if (closed.join() === this.#levels) continue;
      this.#levels = closed.join();
      levels.push({ atMs: edge.atMs, closed });
    }
    this.#arm();
    if (levels.length > 0) this.#parts.deliver(levels);
  }
}
