import { signInEvent, type SignInEvent } from '../../../src/domain/history/event.ts';
import type { Sequence } from '../../../src/domain/history/message.ts';
import type { Result } from '../../../src/domain/result.ts';
import type { EpochMs } from '../../../src/domain/time.ts';
import { MAX_SIGN_INS, type StoreFailure } from '../../../src/ports/store/message-store.ts';
import type { MemoryTables } from './memory-tables.ts';

/** Other devices that signed in, as `MessageStore` has them. */
export class MemorySignIns {
  readonly #tables: MemoryTables;

  constructor(tables: MemoryTables) {
    this.#tables = tables;
  }

  add(device: string, atMs: EpochMs): SignInEvent | null {
    const { signIns, events } = this.#tables;
    if (signIns.has(device)) return null;
    const event = signInEvent(++this.#tables.lastSequence, atMs, true);
    events.set(event.sequence, event);
    signIns.set(device, event.sequence);
    for (const [oldest, sequence] of [...signIns].slice(0, -MAX_SIGN_INS)) {
      signIns.delete(oldest);
      events.delete(sequence);
    }
    return event;
  }

  all(): readonly SignInEvent[] {
    this.#tables.assertReadable();
    return [...this.#tables.events.values()].filter((event) => event.kind === 'signIn').reverse();
  }

  markSeen(through: Sequence): Result<void, StoreFailure> {
    return this.#tables.write(() => {
      for (const event of this.all())
        if (event.sequence <= through) this.#tables.events.set(event.sequence, { ...event, unread: false });
    });
  }
}
