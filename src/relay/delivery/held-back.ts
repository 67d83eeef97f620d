import type { PeerAddress } from '../../domain/peer-address.ts';
import type { MonotonicMs } from '../../domain/time.ts';
import type { StoredRequest } from '../../ports/store/relay-queue.ts';

/** After so many answers of "not now" the message behind the one that was answered is tried as well. */
const ANSWERS_BEFORE_GIVING_WAY = 3;
/** No more messages than this are tried at a time past those that were declined. */
const MOST_TRIED_PAST = 256;

/** A sender whose oldest message a device has declined. */
interface HeldSender {
  declines: number;
  dueAtMs: number;
  /** What a device named as Retry-After. Nothing but time brings the next try nearer. */
  notBeforeMs: number;
}

/** Messages of one sender that are tried one after the other, because the first one has been declined too often. */
interface Walk {
  readonly from: PeerAddress;
  readonly declined: StoredRequest[];
  left: number;
}

/**
 * The senders whose messages wait because a device has declined the oldest of them ("busy", "not now", a fault). Each
 * waits alone: the messages of others are not held up.
 *
 * The sender's own messages keep their order. Only after three such answers those behind are tried too, in the same
 * breath: one at first, then two, four and so on. When the device takes one of them, it was not the device that could
 * not, and the declined ones in front of it are given up; they must not come later than the one behind them. The first
 * three answers are in the store too: else whoever makes the relay start again often enough could hold a sender's back.
 */
export class HeldBack {
  readonly #retryDelaysMs: readonly number[];
  readonly #senders = new Map<PeerAddress, HeldSender>();
  #walk: Walk | null = null;

  constructor(retryDelaysMs: readonly number[]) {
    this.#retryDelaysMs = retryDelaysMs;
  }

  /**
   * The sender whose messages are just tried one after the other, and behind which position; null when there is none.
   */
  get walk(): { readonly from: PeerAddress; readonly after: number } | null {
    const walk = this.#walk;
    return walk === null ? null : { from: walk.from, after: walk.declined.at(-1)?.position ?? 0 };
  }

  /** Whether that sender's oldest message may be tried now. */
  isDue(sender: PeerAddress, now: MonotonicMs): boolean {
    return (this.#senders.get(sender)?.dueAtMs ?? 0) <= now;
  }

  /** When the next one is due; null when nobody waits. */
  nextDueAtMs(): number | null {
    const times = [...this.#senders.values()].map(({ dueAtMs }) => dueAtMs);
    return times.length === 0 ? null : Math.min(...times);
  }

  /** True when the answer is to be kept over a restart. */
  declined(row: StoredRequest, retryAfterMs: number, now: MonotonicMs): boolean {
    const known = row.declines ?? 0;
    const sender = this.#senders.get(row.from) ?? { declines: known, dueAtMs: 0, notBeforeMs: 0 };
    this.#senders.set(row.from, sender);
    sender.notBeforeMs = Math.max(sender.notBeforeMs, now + retryAfterMs);
    const walk = this.#walk?.from === row.from ? this.#walk : null;
    if (walk !== null) this.#goOn(walk, row);
    else {
      sender.declines += 1;
      this.#walk = this.#walkFrom(row, sender.declines);
    }
    const delayMs = this.#retryDelaysMs[Math.min(sender.declines, this.#retryDelaysMs.length) - 1] ?? 0;
    sender.dueAtMs = Math.max(now + delayMs, sender.notBeforeMs);
    return walk === null && known < ANSWERS_BEFORE_GIVING_WAY;
  }

  /** Gives back the messages that are given up now, oldest first. */
  accepted({ from }: StoredRequest): readonly StoredRequest[] {
    this.#senders.delete(from);
    if (this.#walk?.from !== from) return [];
    const { declined } = this.#walk;
    this.#walk = null;
    return declined;
  }

  /** That sender has no more messages to try, or only such as the walk has tried. */
  ended(from: PeerAddress): void {
    if (this.#walk?.from === from) this.#walk = null;
    else this.#senders.delete(from);
  }

  /** Nobody is there any more: what was declined in this walk says nothing about what comes next. */
  interrupted(): void {
    this.#walk = null;
  }

  /**
   * A device has registered. All are due, except those for whom it had named a time; over a new connection these too,
   * because the device was started anew or is another one.
   */
  allDue(now: MonotonicMs, isNewFlow: boolean): void {
    for (const sender of this.#senders.values()) {
      if (isNewFlow) sender.notBeforeMs = 0;
      sender.dueAtMs = Math.max(now, sender.notBeforeMs);
    }
  }

  #walkFrom(row: StoredRequest, declines: number): Walk | null {
    if (declines < ANSWERS_BEFORE_GIVING_WAY) return null;
    const left = Math.min(MOST_TRIED_PAST, 2 ** (declines - ANSWERS_BEFORE_GIVING_WAY));
    return { from: row.from, declined: [row], left };
  }

  #goOn(walk: Walk, row: StoredRequest): void {
    walk.declined.push(row);
    walk.left -= 1;
    if (walk.left <= 0) this.#walk = null;
  }
}
