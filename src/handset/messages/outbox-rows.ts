import type { OutgoingMessage } from '../../domain/history/message.ts';
import type { MessageId } from '../../domain/history/message-id.ts';
import type { OutgoingMove } from '../../domain/outbox/transition.ts';
import type { MessageStore, MovedMessage } from '../../ports/message-store.ts';
import type { StoreHealth } from '../upkeep/store-health.ts';

/** `isNews`: the status is what changed, and not only its steps. */
export type OutgoingChanged = (row: OutgoingMessage, isNews: boolean) => void;

/**
 * Writes what became of outgoing messages. What the store refuses is kept here and written when it works again: a
 * message that the relay has must not go out a second time only because a disk was full for a while. What happened in
 * the meantime is no danger to it: the store lets nothing happen to a message that its status forbids.
 */
export class OutboxRows {
  readonly #messages: MessageStore;
  readonly #health: StoreHealth;
  readonly #onChanged: OutgoingChanged;
  readonly #unwritten = new Map<MessageId, readonly OutgoingMove[]>();
  #untold: MovedMessage[] = [];

  constructor(messages: MessageStore, health: StoreHealth, onChanged: OutgoingChanged) {
    this.#messages = messages;
    this.#health = health;
    this.#onChanged = onChanged;
    health.onRetry(() => {
      this.#writeKept();
      this.tell();
    });
  }

  /**
   * Tells of the rows that changed. Apart from the change, because whoever hears of it may act on the outbox at once.
   */
  tell(): void {
    const rows = this.#untold;
    this.#untold = [];
    for (const { message, statusChanged } of rows) this.#onChanged(message, statusChanged);
  }

  move(id: MessageId, move: OutgoingMove): void {
    this.#write(id, [...(this.#unwritten.get(id) ?? []), move]);
  }

  /** The owner sent it again: of what is still to be written, only the steps count. */
  supersede(id: MessageId): void {
    const kept = this.#unwritten.get(id);
    if (kept !== undefined)
      this.#unwritten.set(
        id,
        kept.map(({ steps }) => ({ event: { kind: 'noted' }, steps })),
      );
  }

  #write(id: MessageId, moves: readonly OutgoingMove[]): boolean {
    const moved = this.#health.check(this.#messages.moveOutgoing(id, ...moves));
    if (moved.ok) {
      this.#unwritten.delete(id);
      this.#untold.push(moved.value);
    } else this.#unwritten.set(id, moves);
    return moved.ok;
  }

  #writeKept(): void {
    for (const [id, moves] of [...this.#unwritten]) if (!this.#write(id, moves)) return;
  }
}
