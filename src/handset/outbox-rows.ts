import { mayBecome } from '../domain/delivery-status.ts';
import type { MessageStep, OutgoingMessage } from '../domain/message.ts';
import type { MessageId } from '../domain/message-id.ts';
import type { RowChange } from '../domain/outbox-state.ts';
import type { MessageStore } from '../ports/message-store.ts';
import type { StoreHealth } from './store-health.ts';

/**
 * Writes what became of outgoing messages. What the store refuses is kept here and written when it works again: a message that the relay
 * has must not go out a second time only because a disk was full for a while.
 */
export class OutboxRows {
  readonly #messages: MessageStore;
  readonly #health: StoreHealth;
  readonly #onChanged: (row: OutgoingMessage) => void;
  readonly #unwritten = new Map<MessageId, RowChange>();
  #untold: OutgoingMessage[] = [];

  constructor(messages: MessageStore, health: StoreHealth, onChanged: (row: OutgoingMessage) => void) {
    this.#messages = messages;
    this.#health = health;
    this.#onChanged = onChanged;
    health.onRetry(() => {
      this.#writeKept();
      this.tell();
    });
  }

  /** Tells of the rows that changed. Apart from the change, because whoever hears of it may act on the outbox at once. */
  tell(): void {
    const rows = this.#untold;
    this.#untold = [];
    for (const row of rows) this.#onChanged(row);
  }

  change(id: MessageId, change: RowChange): void {
    const kept = this.#unwritten.get(id);
    const whole = kept === undefined ? change : { ...change, steps: [...kept.steps, ...change.steps] };
    const result = this.#health.check(this.#messages.changeOutgoing(id, whole));
    if (!result.ok) {
      this.#unwritten.set(id, whole);
      return;
    }
    this.#unwritten.delete(id);
    this.#untold.push(result.value);
  }

  /** Adds steps to a message whose fate is known already. */
  note(id: MessageId, steps: readonly MessageStep[]): void {
    const row = this.#health.read(() => this.#messages.findOutgoing(id, null), null);
    if (row !== null) this.change(id, { ...fateOf(row), tries: row.tries, steps });
  }

  #writeKept(): void {
    for (const [id, kept] of [...this.#unwritten]) {
      const row = this.#health.read(() => this.#messages.findOutgoing(id, null), null);
      if (row === null) return;
      // A report may have been written meanwhile, and a status never goes back.
      const forward = row.status === kept.status || mayBecome(row.status, kept.status);
      this.#unwritten.delete(id);
      this.change(id, forward ? kept : { ...kept, ...fateOf(row) });
      if (this.#unwritten.has(id)) return;
    }
  }
}

function fateOf({ status, failure, cause }: OutgoingMessage): Pick<RowChange, 'status' | 'failure' | 'cause'> {
  return { status, failure, cause };
}
