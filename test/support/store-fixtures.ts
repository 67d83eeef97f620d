import type { IncomingMessage } from '../../src/domain/history/message.ts';
import type { MessageId } from '../../src/domain/history/message-id.ts';
import type { PeerAddress } from '../../src/domain/peer-address.ts';
import type { Result } from '../../src/domain/result.ts';
import { deviceAgeMs, epochMs } from '../../src/domain/time.ts';
import type { MessageStore, NewIncoming, NewOutgoing } from '../../src/ports/store/message-store.ts';
import type { ContactStore } from '../../src/ports/store/contact-store.ts';
import type { StoredRequest } from '../../src/ports/store/relay-queue.ts';

export const messageId = (text: string): MessageId => text as MessageId;
export const peer = (user: string): PeerAddress => `sip:${user}@example.org` as PeerAddress;
export const alice = peer('alice');
export const bob = peer('bob');
export const carol = peer('carol');

/** The value of an ok result. Any other result fails the test and names the failure. */
export function valueOf<Value, Failure>(result: Result<Value, Failure>): Value {
  if (!result.ok) throw new Error(`expected a value, got ${JSON.stringify(result.error)}`);
  return result.value;
}

export const outgoing = (id: string, change: Partial<NewOutgoing> = {}): NewOutgoing => ({
  id: messageId(id),
  peer: bob,
  body: `text of ${id}`,
  composedAtMs: epochMs(1_000),
  giveUpAtAgeMs: deviceAgeMs(43_200_000),
  ...change,
});

export const incoming = (id: string, change: Partial<NewIncoming> = {}): NewIncoming => ({
  id: messageId(id),
  peer: bob,
  body: `text of ${id}`,
  receivedAtMs: epochMs(2_000),
  sentAtMs: epochMs(1_900),
  owesDeliveryReport: false,
  owesReadReport: false,
  ...change,
});

/** So that quotas of strangers do not apply. */
export function befriend(contacts: ContactStore, ...peers: readonly PeerAddress[]): void {
  for (const address of peers) valueOf(contacts.saveContact({ address, name: address.slice(4, 7), favourite: true }));
}

/** Stores a message that must be new, and returns its row. */
export function received(messages: MessageStore, message: NewIncoming): IncomingMessage {
  const added = valueOf(messages.addIncoming(message));
  if (added.kind !== 'stored') throw new Error(`expected a new message, got a ${added.kind}`);
  return added.message;
}

export const request = (change: Partial<StoredRequest> = {}): Omit<StoredRequest, 'position'> => ({
  from: alice,
  to: bob,
  storedAtMs: epochMs(1_000),
  fromAgeMs: deviceAgeMs(500),
  expiresAtAgeMs: deviceAgeMs(2_000),
  sealed: Uint8Array.of(1, 2, 3),
  ...change,
});
