import type { PeerAddress } from '../../domain/peer-address.ts';
import { failure, success, type Result } from '../../domain/result.ts';
import { deviceAgeMs, type DeviceAgeMs } from '../../domain/time.ts';
import type { Clock, Timer } from '../../ports/system/clock.ts';
import type { Log } from '../../ports/system/log.ts';
import type { StoreFailure } from '../../ports/store/message-store.ts';
import type { RelayQueue, StoredRequest, WaitingFilter } from '../../ports/store/relay-queue.ts';
import type { Sealer } from '../../ports/system/sealer.ts';
import type { Fullness, Quotas } from '../bounds/quotas.ts';
import { withDate, type EndToEndMessage } from '../message/end-to-end-message.ts';
import type { FaultPoint } from './fault-point.ts';
import type { HeldUsage } from '../bounds/held-usage.ts';
import { isStoreFailure, orStoreFailure } from './or-store-failure.ts';
import type { RelayAge } from './relay-age.ts';
import { openMessage, sealMessage, type UnsealFailure } from './sealed-message.ts';

export interface StoredMessagesParts {
  readonly queue: RelayQueue;
  readonly sealer: Sealer;
  readonly age: RelayAge;
  readonly held: HeldUsage;
  readonly quotas: Quotas;
  /** For the Date that is shown. How long a message is kept is counted by the relay's age. */
  readonly clock: Clock;
  readonly log: Log;
  readonly faultPoint: FaultPoint;
  readonly onStored: (lifeMs: number) => void;
}

/** Why a message cannot be held: something is full, or the store is broken. */
export type HoldFailure = Fullness | StoreFailure;

/** A message to be held. */
export interface NewMessage {
  readonly message: EndToEndMessage;
  readonly lifeMs: number;
}

type NewRow = Omit<StoredRequest, 'position'>;

/** Messages that were dealt with leave the queue in one write when they are so many, or so long after the first. */
const REMOVED_AT_ONCE = 64;
const REMOVED_WITHIN_MS = 100;
/** The most rows that the queue returns at once. */
const MOST_ROWS = 1_000;
/**
 * Rows that are looked at together when searching for one that has not been delivered. Nearly always the first is one.
 */
const PAGE_ROWS = 16;

/** The relay's stored messages: sealed, counted, and durable when `addAll` returns. */
export class StoredMessages {
  readonly #parts: StoredMessagesParts;
  /** Dealt with, and not yet removed from the queue. They must not be delivered again. */
  readonly #toRemove = new Set<number>();
  #isRemoving = false;
  #removal: Timer | null = null;

  constructor(parts: StoredMessagesParts) {
    this.#parts = parts;
  }

  /** Whether something may be held for that recipient. Also true when the store cannot tell. */
  mayHold(recipient: PeerAddress): boolean {
    const held = this.#told('read', () => success(this.#parts.held.to(recipient).count));
    return !held.ok || held.value > 0;
  }

  /** Stores the messages that are within the limits, in one write. The results are in the order of the messages. */
  addAll(messages: readonly NewMessage[]): readonly Result<StoredRequest, HoldFailure>[] {
    const admissions = messages.map((one) => this.#admit(one));
    const rows = admissions.flatMap((admission) => (admission.ok ? [admission.value] : []));
    const written = rows.length === 0 ? success([]) : this.#write(rows);
    if (!written.ok) {
      for (const row of rows) this.#parts.held.removed(row);
      return admissions.map((admission) => (admission.ok ? failure(written.error) : admission));
    }
    for (const [at, { lifeMs }] of messages.entries()) if (admissions[at]?.ok === true) this.#parts.onStored(lifeMs);
    const left = [...written.value];
    return admissions.map((admission) => {
      if (!admission.ok) return admission;
      const row = left.shift();
      if (row === undefined) throw new Error('the queue gave back fewer rows than it was given');
      return success(row);
    });
  }

  /**
   * Replaces a message by a report about it, in one write, so that one of the two exists whenever the process dies. The
   * limits do not apply, since there are no more reports than messages that were taken within the limits.
   * @param fromAgeMs the age from which on the report may be delivered
   */
  replace(
    row: StoredRequest,
    report: EndToEndMessage,
    { fromAgeMs, lifeMs }: { readonly fromAgeMs: DeviceAgeMs; readonly lifeMs: number },
  ): Result<void, StoreFailure> {
    const stored = this.#writeOwn(report, fromAgeMs, lifeMs, [row.position]);
    if (stored.ok) this.#parts.held.removed(row);
    return stored;
  }

  /** Adds what the relay itself has to say. */
  addNotice(notice: EndToEndMessage, lifeMs: number): Result<void, StoreFailure> {
    return this.#writeOwn(notice, null, lifeMs, []);
  }

  #writeOwn(
    message: EndToEndMessage,
    fromAgeMs: DeviceAgeMs | null,
    lifeMs: number,
    remove: readonly number[],
  ): Result<void, StoreFailure> {
    const stored = this.#told('read', () => {
      const ageMs = this.#parts.age.now();
      const from = fromAgeMs ?? ageMs;
      const expiresAtAgeMs = deviceAgeMs(Math.max(from, ageMs) + lifeMs);
      return this.#write([{ ...this.#seal(message), fromAgeMs: from, expiresAtAgeMs }], remove);
    });
    if (!stored.ok) return stored;
    for (const row of stored.value) this.#parts.held.added(row);
    this.#parts.onStored(lifeMs);
    return success(undefined);
  }

  /** The recipient's oldest message that may be delivered now and is in the filter; null when there is none. */
  next(recipient: PeerAddress, filter: WaitingFilter): Result<StoredRequest | null, StoreFailure> {
    const { queue, age } = this.#parts;
    return this.#told('read', () => {
      const atAgeMs = age.now();
      for (let after = filter.after ?? 0; ;) {
        const limit = this.#toRemove.size === 0 ? 1 : PAGE_ROWS;
        const rows = queue.waitingFor(recipient, limit, { ...filter, atAgeMs, after });
        const next = rows.find(({ position }) => !this.#toRemove.has(position));
        const end = rows.at(-1);
        if (next !== undefined || end === undefined) return success(next ?? null);
        after = end.position;
      }
    });
  }

  /** Who may have something waiting for that recipient, whose oldest message is the oldest first. */
  sendersTo(recipient: PeerAddress): Result<readonly PeerAddress[], StoreFailure> {
    return this.#told('read', () => success(this.#parts.queue.sendersTo(recipient)));
  }

  open({ sealed, from, to }: StoredRequest): Result<EndToEndMessage, UnsealFailure> {
    return openMessage(this.#parts.sealer, sealed, from, to);
  }

  /**
   * Call this after the recipient's 2xx, or when nobody is to be told of a failure. The message leaves the queue with
   * the next write, or together with others a moment later: a write for each would make the disk the measure of how
   * fast a box is delivered. If the process dies before, it is delivered again, and the recipient knows it by its id.
   */
  remove(row: StoredRequest): void {
    this.#toRemove.add(row.position);
    this.#parts.held.removed(row);
    if (this.#toRemove.size >= REMOVED_AT_ONCE) this.removeSoon();
    this.#removal ??= this.#parts.clock.startTimer(REMOVED_WITHIN_MS, () => {
      this.removeNow();
    });
  }

  declined({ position }: StoredRequest): void {
    // Not noted, and logged: then a restart begins the count anew.
    void this.#told('note', () => this.#parts.queue.change({ add: [], remove: [], declined: [position] }));
  }

  /** Nothing more is on its way to somebody: what was dealt with leaves the queue at the end of this turn. */
  removeSoon(): void {
    if (this.#isRemoving || this.#toRemove.size === 0) return;
    this.#isRemoving = true;
    setImmediate(() => {
      this.#isRemoving = false;
      this.removeNow();
    });
  }

  /** Removes at once what was dealt with. What cannot be removed is not delivered again, and is removed later. */
  removeNow(): void {
    this.#removal?.cancel();
    this.#removal = null;
    if (this.#toRemove.size === 0) return;
    const { queue, faultPoint } = this.#parts;
    const remove = [...this.#toRemove];
    faultPoint('before-delete');
    const removed = this.#told('remove', () => queue.change({ add: [], remove }));
    if (removed.ok) for (const position of remove) this.#toRemove.delete(position);
    faultPoint('after-delete');
  }

  /** The messages whose time is over, oldest expiry first. `limit` is 1…1,000. */
  expired(limit: number): Result<readonly StoredRequest[], StoreFailure> {
    const { queue, age } = this.#parts;
    return this.#told('read', () => {
      const rows = queue.expiredAt(age.now(), Math.min(MOST_ROWS, limit + this.#toRemove.size));
      return success(rows.filter(({ position }) => !this.#toRemove.has(position)).slice(0, limit));
    });
  }

  /** Milliseconds until the next one expires, 0 when one has; null when nothing is held. */
  untilNextExpiryMs(): Result<number | null, StoreFailure> {
    const { queue, age } = this.#parts;
    return this.#told('read', () => {
      const next = queue.nextExpiryAgeMs();
      return success(next === null ? null : Math.max(0, next - age.now()));
    });
  }

  /** For whom something may be delivered that was kept back until after the age `sinceMs`; and the age now. */
  releasedSince(
    sinceMs: DeviceAgeMs,
  ): Result<{ readonly users: readonly PeerAddress[]; readonly ageMs: DeviceAgeMs }, StoreFailure> {
    const { queue, age } = this.#parts;
    return this.#told('read', () => {
      const ageMs = age.now();
      return success({ users: queue.releasedBetween(sinceMs, ageMs), ageMs });
    });
  }

  /** Adds, and removes with the same write what was dealt with. */
  #write(add: readonly NewRow[], alsoRemove: readonly number[] = []): Result<readonly StoredRequest[], StoreFailure> {
    const { queue, faultPoint } = this.#parts;
    const remove = [...this.#toRemove];
    faultPoint('before-store');
    const stored = this.#told('add', () => queue.change({ add, remove: [...remove, ...alsoRemove] }));
    if (!stored.ok) return stored;
    for (const position of remove) this.#toRemove.delete(position);
    faultPoint('after-store');
    return stored;
  }

  #seal(message: EndToEndMessage): Pick<StoredRequest, 'from' | 'to' | 'storedAtMs' | 'sealed'> {
    const { sealer, clock } = this.#parts;
    const { from, to } = message;
    const storedAtMs = clock.wallMs();
    return { from, to, storedAtMs, sealed: sealMessage(sealer, withDate(message, storedAtMs)) };
  }

  /**
   * Counts the message when it may be held, because the messages after it in the same write must be within the limits
   * too.
   */
  #admit({ message, lifeMs }: NewMessage): Result<NewRow, HoldFailure> {
    const { age, clock, quotas, held } = this.#parts;
    return this.#told<NewRow, HoldFailure>('read', () => {
      const fromAgeMs = age.now();
      const row = { ...this.#seal(message), fromAgeMs, expiresAtAgeMs: deviceAgeMs(fromAgeMs + lifeMs) };
      const refusal = quotas.refusal(row, clock.monotonicMs());
      if (refusal !== null) return failure(refusal);
      held.added(row);
      return success(row);
    });
  }

  /** Passes on what the store answers, and logs when it is broken. */
  #told<Value, Failure>(step: string, work: () => Result<Value, Failure>): Result<Value, Failure | StoreFailure> {
    const result = orStoreFailure(work);
    if (!result.ok && isStoreFailure(result.error))
      this.#parts.log.error('relay.store-failed', { step, code: result.error });
    return result;
  }
}
