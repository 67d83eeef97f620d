import { mayBecome } from '../../domain/outbox/delivery-status.ts';
import type { MessageStep, OutgoingMessage } from '../../domain/history/message.ts';
import type { MessageId } from '../../domain/history/message-id.ts';
import type { RowChange } from '../../domain/outbox/outbox-state.ts';
import type { MessageStore } from '../../ports/message-store.ts';
import type { StoreHealth } from '../upkeep/store-health.ts';

/** `isNews`: the status is what changed, and not only its steps. */
export type OutgoingChanged = (row: OutgoingMessage, isNews: boolean) => void;

/**
 * Writes what became of outgoing messages. What the store refuses is kept here and written when it works again: a message that the relay
 * has must not go out a second time only because a disk was full for a while.
 */
export class OutboxRows {
  readonly #messages: MessageStore;
  readonly #health: StoreHealth;
  readonly #onChanged: OutgoingChanged;
  readonly #unwritten = new Map<MessageId, RowChange>();
  #untold: { readonly row: OutgoingMessage; readonly isNews: boolean }[] = [];

  constructor(messages: MessageStore, health: StoreHealth, onChanged: OutgoingChanged) {
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
    for (const { row, isNews } of rows) this.#onChanged(row, isNews);
  }

  change(id: MessageId, change: RowChange): void {
    this.#write(id, change, true);
  }

  #write(id: MessageId, change: RowChange, isNews: boolean): void {
    const kept = this.#unwritten.get(id);
    const whole = kept === undefined ? change : { ...change, steps: [...kept.steps, ...change.steps] };
    const result = this.#health.check(this.#messages.changeOutgoing(id, whole));
    if (!result.ok) {
      this.#unwritten.set(id, whole);
      return;
    }
    this.#unwritten.delete(id);
    this.#untold.push({ row: result.value, isNews });
  }

  /** Adds steps to a message whose fate is known already. */
  note(id: MessageId, steps: readonly MessageStep[]): void {
    const row = this.#health.read(() => this.#messages.findOutgoing(id, null), null);
    if (row !== null) this.#write(id, { ...fateOf(row), tries: row.tries, steps }, false);
  }

  /** The owner sent it again: of what is still to be written, only the steps count. The row is what it has just become. */
  supersede(row: OutgoingMessage): void {
    const kept = this.#unwritten.get(row.id);
    if (kept !== undefined) this.#unwritten.set(row.id, { ...kept, ...fateOf(row), tries: row.tries });
  }

  #writeKept(): void {
    for (const [id, kept] of [...this.#unwritten]) {
      const row = this.#health.read(() => this.#messages.findOutgoing(id, null), null);
      if (row === null) return;
      // A report may have been written meanwhile, and a status never goes back.
      const forward = row.status === kept.status || mayBecome(row.status, kept.status);
      this.#unwritten.delete(id);
      this.#write(id, forward ? kept : { ...kept, ...fateOf(row) }, forward && row.status !== kept.status);
      if (this.#unwritten.has(id)) return;
    }
  }
}

function fateOf({ status, failure, cause }: OutgoingMessage): Pick<RowChange, 'status' | 'failure' | 'cause'> {
  return { status, failure, cause };
}
