import type { PeerAddress } from '../../domain/peer-address.ts';
import { success, type Result } from '../../domain/result.ts';
import type { Log } from '../../ports/system/log.ts';
import type { StoreFailure } from '../../ports/store/message-store.ts';
import type { StoredRequest, WaitingFilter } from '../../ports/store/relay-queue.ts';
import type { EndToEndMessage } from '../message/end-to-end-message.ts';
import type { FailureDisposition } from '../message/failure-report.ts';
import type { StoredMessages } from '../storage/stored-messages.ts';

/**
 * Ends a stored message that nobody will take. A report to its sender takes its place, if there is anybody to tell.
 * False when that is not possible now.
 */
export type ReportFailure = (boxed: BoxedMessage, disposition: FailureDisposition) => boolean;

export interface RecipientBoxParts {
  readonly stored: StoredMessages;
  readonly log: Log;
  readonly reportFailure: ReportFailure;
}

/** A message out of the store. */
export interface BoxedMessage {
  readonly row: StoredRequest;
  readonly message: EndToEndMessage;
}

/** What is stored for one recipient. */
export class RecipientBox {
  readonly #user: PeerAddress;
  readonly #parts: RecipientBoxParts;
  /** Nothing of that sender up to this position can be opened or was left, so the search begins behind it. */
  readonly #searchedUpTo = new Map<PeerAddress, number>();
  /** Positions of messages that cannot be opened; each is logged once. */
  readonly #unreadable = new Set<number>();

  constructor(user: PeerAddress, parts: RecipientBoxParts) {
    this.#user = user;
    this.#parts = parts;
  }

  mayHoldSomething(): boolean {
    return this.#parts.stored.mayHold(this.#user);
  }

  /** Who may have a message here, whose oldest one is the oldest first. */
  senders(): Result<readonly PeerAddress[], StoreFailure> {
    return this.#parts.stored.sendersTo(this.#user);
  }

  /** The oldest message of one sender that can be opened. */
  firstOf(from: PeerAddress): Result<BoxedMessage | null, StoreFailure> {
    const first = this.nextOf(from, this.#searchedUpTo.get(from) ?? 0);
    if (!first.ok) return first;
    if (first.value === null) this.#searchedUpTo.delete(from);
    else this.#searchedUpTo.set(from, first.value.row.position - 1);
    return first;
  }

  /** The oldest message of one sender behind that position. */
  nextOf(from: PeerAddress, after: number): Result<BoxedMessage | null, StoreFailure> {
    return this.#find({ after, from });
  }

  /** The oldest message behind that position. */
  firstBehind(after: number): Result<BoxedMessage | null, StoreFailure> {
    return this.#find({ after });
  }

  /** Something is here that had been kept back, perhaps in front of what was searched. */
  released(): void {
    this.#searchedUpTo.clear();
  }

  /** A device took it. */
  taken(row: StoredRequest): void {
    this.#parts.stored.remove(row);
  }

  /** A device declined it; so many times are known after a restart too. */
  declined(row: StoredRequest): void {
    this.#parts.stored.declined(row);
  }

  /** Nothing is on its way from this box any more. */
  atRest(): void {
    this.#parts.stored.removeSoon();
  }

  /** No device will ever take it. False when its sender cannot be told now. */
  failed(boxed: BoxedMessage): boolean {
    return this.#parts.reportFailure(boxed, 'failed');
  }

  /**
   * One that cannot be opened shows neither its id nor its text. It is passed over until the relay starts again,
   * perhaps with the key that was missing, and is removed when it expires.
   */
  #find(filter: WaitingFilter & { readonly after: number }): Result<BoxedMessage | null, StoreFailure> {
    const { stored, log } = this.#parts;
    for (let { after } = filter; ;) {
      const next = stored.next(this.#user, { ...filter, after });
      if (!next.ok || next.value === null) return next.ok ? success(null) : next;
      const { position } = next.value;
      const opened = stored.open(next.value);
      if (opened.ok) return success({ row: next.value, message: opened.value });
      if (!this.#unreadable.has(position)) {
        this.#unreadable.add(position);
        log.error('relay.stored-message-unreadable', { position, code: opened.error });
      }
      after = position;
    }
  }
}
