import type { OutgoingMessage } from '../../domain/history/message.ts';
import type { MessageId } from '../../domain/history/message-id.ts';
import type { OutgoingMove } from '../../domain/outbox/transition.ts';
import type { MessageStore, MovedMessage } from '../../ports/store/message-store.ts';
import type { StoreHealth } from '../upkeep/store-health.ts';

/** `isNews`: the status has changed, and not only the steps. */
export type OutgoingChanged = (row: OutgoingMessage, isNews: boolean) => void;

/**
 * Writes what happened to outgoing messages. What the store refuses is kept here and written when the store works
 * again: a message that the relay has accepted must not go out a second time only because the disk was full for a
 * while. Writing late is safe, because the store ignores any event that the message's status forbids by then.
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
   * Tells the listener about the rows that changed. It is separate from the change, because the listener may use the
   * outbox at once.
   */
  tell(): void {
    const rows = this.#untold;
    this.#untold = [];
    for (const { message, statusChanged } of rows) this.#onChanged(message, statusChanged);
  }

  move(id: MessageId, move: OutgoingMove): void {
    this.#write(id, [...(this.#unwritten.get(id) ?? []), move]);
  }

  /** The owner sent the message again: of the changes not written yet, only their steps still count. */
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
