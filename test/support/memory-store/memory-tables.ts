import type { Contact } from '../../../src/domain/contact.ts';
import type { ThreadEvent } from '../../../src/domain/history/event.ts';
import type { MessageStep, Sequence } from '../../../src/domain/history/message.ts';
import type { PeerAddress } from '../../../src/domain/peer-address.ts';
import { ENDLESS_ROOM, isShortForStrangers, type Room } from '../../../src/domain/history/quota.ts';
import type { Standing } from '../../../src/domain/standing.ts';
import { failure, success, type Result } from '../../../src/domain/result.ts';
import type { Draft } from '../../../src/domain/text/draft.ts';
import type { OwedReport, StoreFailure } from '../../../src/ports/store/message-store.ts';
import { StoreUnavailable } from '../../../src/ports/store/store-unavailable.ts';

/** The rows behind the memory adapters: one "database" that they share. Nothing survives the process. */
export class MemoryTables {
  /** The events by sequence, in ascending order. */
  readonly events = new Map<Sequence, ThreadEvent>();
  /** Messages whose sender gets a report once they are read. */
  readonly owingReadReport = new Set<Sequence>();
  /** Peer and id of each message that ever came, and which text it was; the entry stays when the message is removed. */
  readonly seen = new Map<string, { readonly sequence: Sequence; readonly content: string }>();
  /** Other devices that signed in, with the sequence of their event. */
  readonly signIns = new Map<string, Sequence>();
  readonly steps = new Map<Sequence, readonly MessageStep[]>();
  readonly drafts = new Map<PeerAddress, Draft>();
  readonly contacts = new Map<PeerAddress, Contact>();
  readonly settings = new Map<string, string>();
  /** With when they were blocked. */
  readonly blocked = new Map<PeerAddress, number>();
  /** Peers with a thread in which the owner has written. */
  readonly answered = new Set<PeerAddress>();
  lostRequests = 0;
  room: Room = ENDLESS_ROOM;
  owedReports: readonly OwedReport[] = [];
  lastSequence: Sequence = 0;
  #closed = false;
  #writeFailure: StoreFailure | null = null;

  /** From now on every write answers with this failure, until it is set to null. */
  failWritesWith(writeFailure: StoreFailure | null): void {
    this.#writeFailure = writeFailure;
  }

  close(): void {
    this.#closed = true;
  }

  write<Value>(change: () => Value): Result<Value, StoreFailure> {
    if (this.#closed) return failure('closed');
    if (this.#writeFailure !== null) return failure(this.#writeFailure);
    return success(change());
  }

  standing(peer: PeerAddress): Standing {
    const { contacts, answered, blocked } = this;
    if (blocked.has(peer)) return 'blocked';
    return contacts.has(peer) || answered.has(peer) ? 'known' : 'stranger';
  }

  hasLittleRoom(): boolean {
    this.assertReadable();
    return isShortForStrangers(this.room);
  }

  assertReadable(): void {
    if (this.#closed) throw new StoreUnavailable('closed');
  }
}
