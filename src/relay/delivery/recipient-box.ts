import type { PeerAddress } from '../../domain/peer-address.ts';
import { success, type Result } from '../../domain/result.ts';
import type { Log } from '../../ports/system/log.ts';
import type { StoreFailure } from '../../ports/store/message-store.ts';
import type { StoredRequest } from '../../ports/store/relay-queue.ts';
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

/** What is stored for one recipient. It is taken from the front. */
export class RecipientBox {
  readonly #user: PeerAddress;
  readonly #parts: RecipientBoxParts;
  /**
   * Position of the last message that was dealt with. Nothing up to it is looked at again, even if the store could not
   * remove it.
   */
  #doneUpTo = 0;
  #taken: StoredRequest[] = [];

  constructor(user: PeerAddress, parts: RecipientBoxParts) {
    this.#user = user;
    this.#parts = parts;
  }

  mayHoldSomething(): boolean {
    return this.#parts.stored.mayHold(this.#user);
  }

  /**
   * The oldest message that can be opened. One that cannot be opened shows neither its id nor its text. It is passed
   * over until the relay starts again, perhaps with the key that was missing, and is removed when it expires.
   */
  first(): Result<BoxedMessage | null, StoreFailure> {
    const { stored, log } = this.#parts;
    for (;;) {
      const next = stored.next(this.#user, this.#doneUpTo);
      if (!next.ok || next.value === null) return next.ok ? success(null) : next;
      const opened = stored.open(next.value);
      if (opened.ok) return success({ row: next.value, message: opened.value });
      log.error('relay.stored-message-unreadable', { position: next.value.position, code: opened.error });
      this.#doneUpTo = next.value.position;
    }
  }

  /**
   * A device took it. `removeTaken` removes it from the store later, so that the next message need not wait for the
   * disk.
   */
  taken(row: StoredRequest): void {
    this.#doneUpTo = row.position;
    this.#taken.push(row);
  }

  isTaken({ position }: StoredRequest): boolean {
    return this.#taken.some((row) => row.position === position);
  }

  removeTaken(): void {
    for (const row of this.#taken.splice(0)) this.#parts.stored.remove(row);
  }

  /** No device will ever take it. False when its sender cannot be told now. */
  failed(boxed: BoxedMessage): boolean {
    const isTold = this.#parts.reportFailure(boxed, 'failed');
    if (isTold) this.#doneUpTo = boxed.row.position;
    return isTold;
  }
}
