import type { PeerAddress } from '../../domain/peer-address.ts';
import { passed, type Rate, type RateState } from '../../domain/rate-bound.ts';
import type { Clock } from '../../ports/system/clock.ts';

/** A relay that delivers what waited for days brings all at once: as many as are kept of one sender, and of all. */
const OF_ONE: Rate = { burst: 30, everyMs: 20_000 };
const OF_ALL: Rate = { burst: 500, everyMs: 1_000 };
/** Senders whose pace is remembered; the one that was quiet for longest is forgotten first. */
const MAX_SENDERS = 1_000;

/** How many texts of strangers are written to the disk: each is a durable write, whatever becomes of the text. */
export class StrangerPace {
  readonly #clock: Clock;
  readonly #senders = new Map<PeerAddress, RateState>();
  #all: RateState = null;
  #refused = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Texts that were not kept because they came too fast, since `forgetRefused`. */
  get refused(): number {
    return this.#refused;
  }

  /** Forgets as many of them. Returns how many of the count are left when there were fewer. */
  forgetRefused(count: number): number {
    const forgotten = Math.min(count, this.#refused);
    this.#refused -= forgotten;
    return count - forgotten;
  }

  admits(peer: PeerAddress): boolean {
    const nowMs = this.#clock.monotonicMs();
    const one = passed(this.#senders.get(peer) ?? null, OF_ONE, nowMs);
    const all = one === 'too-much' ? one : passed(this.#all, OF_ALL, nowMs);
    if (one === 'too-much' || all === 'too-much') {
      this.#refused += 1;
      return false;
    }
    this.#all = all;
    this.#senders.delete(peer);
    this.#senders.set(peer, one);
    const [quietest] = this.#senders.keys();
    if (this.#senders.size > MAX_SENDERS && quietest !== undefined) this.#senders.delete(quietest);
    return true;
  }
}
