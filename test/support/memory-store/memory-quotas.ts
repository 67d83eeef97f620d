import { messageOf } from '../../../src/domain/history/event.ts';
import type { IncomingMessage, Sequence, Message } from '../../../src/domain/history/message.ts';
import {
  isAdmitted,
  isShortForStrangers,
  isWithin,
  MAX_EVICTIONS,
  STRANGER_QUOTA,
  STRANGERS_QUOTA,
  MESSAGE_BYTES,
  withMore,
  type Usage,
} from '../../../src/domain/history/quota.ts';
import type { PeerAddress } from '../../../src/domain/peer-address.ts';
import { utf8Bytes } from '../../../src/domain/text/text-limits.ts';
import type { MemoryTables } from './memory-tables.ts';

/** For comparing senders: who has many short texts has as much as who has a few long ones. */
const weightOf = ({ messages, bytes }: Usage): number => bytes + MESSAGE_BYTES * messages;

/** Who makes way for an arrival, found by looking at everything. */
export class MemoryQuotas {
  readonly #tables: MemoryTables;
  readonly #erase: (sequence: Sequence) => void;

  constructor(tables: MemoryTables, erase: (sequence: Sequence) => void) {
    this.#tables = tables;
    this.#erase = erase;
  }

  admits(peer: PeerAddress, textBytes: number): boolean {
    const kept = this.#makesWay(peer, textBytes);
    if (!kept) this.#tables.lostRequests += 1;
    return kept;
  }

  hasRoomFor(peer: PeerAddress): boolean {
    const { room, contacts } = this.#tables;
    for (let count = 0; count < MAX_EVICTIONS && isShortForStrangers(room); count += 1) this.#evict(this.#victim());
    return isAdmitted(contacts.get(peer)?.favourite === true, usageOf(this.#received(peer)), room);
  }

  #makesWay(peer: PeerAddress, textBytes: number): boolean {
    let evictions = 0;
    while (!isWithin(withMore(usageOf(this.#received(peer)), textBytes), STRANGER_QUOTA)) {
      const oldest = [...this.#received(peer)].sort(byReadThenAge)[0];
      if (evictions++ === MAX_EVICTIONS || !this.#evict(oldest)) return false;
    }
    while (!isWithin(withMore(usageOf(this.#strangers()), textBytes), STRANGERS_QUOTA)) {
      if (evictions++ === MAX_EVICTIONS || !this.#evict(this.#victim())) return false;
    }
    return !isShortForStrangers(this.#tables.room);
  }

  #victim(): IncomingMessage | undefined {
    const all = this.#strangers();
    const weight = (peer: PeerAddress): number => weightOf(usageOf(this.#received(peer)));
    const last = (peer: PeerAddress): number => this.#received(peer).at(-1)?.sequence ?? 0;
    const [greediest] = [...new Set(all.filter(({ read }) => !read).map(({ peer }) => peer))].sort(
      (one, other) => weight(other) - weight(one) || last(one) - last(other),
    );
    return all.find(({ read }) => read) ?? all.find(({ peer }) => peer === greediest);
  }

  #evict(victim: IncomingMessage | undefined): boolean {
    if (victim === undefined) return false;
    this.#erase(victim.sequence);
    if (!victim.read) this.#tables.lostRequests += 1;
    return true;
  }

  #strangers(): readonly IncomingMessage[] {
    return this.#all().filter(({ peer }) => this.#tables.standing(peer) === 'stranger');
  }

  #received(peer: PeerAddress): readonly IncomingMessage[] {
    return this.#all().filter((message) => message.peer === peer);
  }

  #all(): readonly IncomingMessage[] {
    return [...this.#tables.events.values()].map(messageOf).filter((message) => message?.direction === 'incoming');
  }
}

function byReadThenAge(one: IncomingMessage, other: IncomingMessage): number {
  return Number(other.read) - Number(one.read) || one.sequence - other.sequence;
}

function usageOf(messages: readonly IncomingMessage[]): Usage {
  return { messages: messages.length, bytes: messages.reduce((sum, { body }) => sum + utf8Bytes(body), 0) };
}

/** It may still go out, so that it is neither blanked nor deleted. */
export function isUnfinished(message: Message): boolean {
  return message.direction === 'outgoing' && (message.status === 'sending' || message.status === 'waiting');
}
