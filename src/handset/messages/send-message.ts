import { MESSAGE_ID_BYTES, messageIdOf, type MessageId } from '../../domain/history/message-id.ts';
import { plainStep } from '../../domain/history/message-step.ts';
import type { OutgoingMessage } from '../../domain/history/message.ts';
import { GIVE_UP_AFTER_MS, MAX_UNFINISHED } from '../../domain/outbox/outbox-policy.ts';
import type { PeerAddress } from '../../domain/peer-address.ts';
import { failure, success, type Result } from '../../domain/result.ts';
import { checkText } from '../../domain/text/text-limits.ts';
import { deviceAgeMs, type DeviceAgeMs } from '../../domain/time.ts';
import { isTypeable } from '../../domain/text/visible-text.ts';
import type { SendRefusal } from '../../ports/handset.ts';
import type { MessageStore, StoreFailure } from '../../ports/store/message-store.ts';
import type { Random } from '../../ports/system/random.ts';
import type { DeviceAgeKeeper } from '../upkeep/device-age-keeper.ts';
import type { OutboxRunner } from './outbox-runner.ts';
import type { StoreHealth } from '../upkeep/store-health.ts';

export interface SendMessageParts {
  readonly random: Random;
  readonly messages: MessageStore;
  readonly health: StoreHealth;
  readonly age: DeviceAgeKeeper;
  readonly outbox: Pick<OutboxRunner, 'enter' | 'resend' | 'cancel' | 'unfinished'>;
  /** The row is durable, and its first try has begun. */
  readonly onChanged: (row: OutgoingMessage) => void;
}

/**
 * What Enter does: checks the text, writes it to disk, hands it to the outbox. Nothing leaves the handset before it is
 * in the store.
 */
export class SendMessage {
  readonly #parts: SendMessageParts;

  constructor(parts: SendMessageParts) {
    this.#parts = parts;
  }

  send(peer: PeerAddress, body: string): Result<MessageId, SendRefusal> {
    if (!isTypeable(body)) throw new RangeError('a text with invisible or control characters cannot be sent');
    const checked = checkText(body);
    if (!checked.ok) return checked;
    const { random, messages, health, outbox, onChanged } = this.#parts;
    if (outbox.unfinished >= MAX_UNFINISHED) return failure('outbox-full');
    const id = messageIdOf(random.bytes(MESSAGE_ID_BYTES));
    const composedAtMs = this.#parts.age.now().wallMs;
    const giveUpAtAgeMs = this.#giveUpAt();
    const added = health.check(messages.addOutgoing({ id, peer, body, composedAtMs, giveUpAtAgeMs }));
    if (!added.ok) return added;
    outbox.enter(added.value);
    onChanged(added.value);
    return success(id);
  }

  resend(id: MessageId): Result<void, SendRefusal> {
    const { messages, health, outbox, age, onChanged } = this.#parts;
    const found = health.ask(() => messages.findOutgoing(id, null));
    if (!found.ok) return found;
    const row = found.value;
    if (row === null) throw new RangeError('no message with this id was sent');
    if (row.status === 'enqueued' || row.status === 'delivered' || row.status === 'read') return success(undefined);
    // The relay may have accepted an earlier try whose answer was lost; the id stays the same, so the peer shows the
    // message once.
    if (row.body === '') return failure('empty');
    if (row.status === 'failed' && outbox.unfinished >= MAX_UNFINISHED) return failure('outbox-full');
    const steps = [plainStep('resent', age.now().wallMs)];
    const event = { kind: 'resent', giveUpAtAgeMs: this.#giveUpAt() } as const;
    const moved = health.check(messages.moveOutgoing(id, { event, steps }));
    if (!moved.ok) return moved;
    outbox.resend(moved.value.message);
    onChanged(moved.value.message);
    return success(undefined);
  }

  cancel(id: MessageId): Result<void, StoreFailure> {
    const { messages, health, outbox } = this.#parts;
    const found = health.ask(() => messages.findOutgoing(id, null));
    if (!found.ok) return found;
    if (found.value === null) throw new RangeError('no message with this id was sent');
    outbox.cancel(id, found.value.peer);
    return success(undefined);
  }

  #giveUpAt(): DeviceAgeMs {
    return deviceAgeMs(this.#parts.age.now().ageMs + GIVE_UP_AFTER_MS);
  }
}
