import { createHash } from 'node:crypto';
import type { MonotonicMs } from '../../domain/time.ts';
import { parseNameAddr } from '../../wire/grammar/name-addr.ts';
import { shortKey } from '../bounds/short-key.ts';
import { cpimOf } from '../message/cpim-of.ts';
import { firstField, type EndToEndMessage } from '../message/end-to-end-message.ts';
import type { RelayAnswer } from '../access/incoming-request.ts';

type Settle = (answer: RelayAnswer) => void;

/** One message that arrived, however often its sender repeats it. */
interface RecentRequest {
  readonly keys: readonly string[];
  readonly forgetAtMs: number;
  /** Transactions of the sender that wait for the same answer; null once the answer is there. */
  waiting: Settle[] | null;
  answer: RelayAnswer | null;
}

export interface RecentRequestsParts {
  readonly capacity: number;
  readonly rememberMs: number;
}

/**
 * Remembers the messages of the last minutes by (sender, recipient, Call-ID, CSeq, From tag) and by (sender, recipient,
 * imdn.Message-ID), so that one whose answer got lost is not forwarded or stored again. The body is part of both keys,
 * so that a message with other content is never taken for a repetition. The memory is bounded and ends with the
 * process; after that the recipient drops doubles by their id.
 */
export class RecentRequests {
  readonly #parts: RecentRequestsParts;
  readonly #byKey = new Map<string, RecentRequest>();
  /** In the order of arrival. */
  readonly #all = new Set<RecentRequest>();

  constructor(parts: RecentRequestsParts) {
    this.#parts = parts;
  }

  /** Keys that are remembered now, at most two for each message. */
  get size(): number {
    return this.#byKey.size;
  }

  /**
   * Null when the message is a repetition; `settle` then gets the same answer as the first one, now or later. Otherwise
   * returns the settle to use in its place, which also answers every repetition that arrives meanwhile.
   */
  first(message: EndToEndMessage, settle: Settle, now: MonotonicMs): Settle | null {
    this.#forgetOld(now);
    const keys = keysOf(message);
    const known = keys.map((key) => this.#byKey.get(key)).find((request) => request !== undefined);
    if (known?.waiting) {
      known.waiting.push(settle);
      return null;
    }
    if (known?.answer) {
      settle(known.answer);
      return null;
    }
    const request: RecentRequest = {
      keys,
      forgetAtMs: now + this.#parts.rememberMs,
      waiting: [settle],
      answer: null,
    };
    this.#makeRoom();
    this.#all.add(request);
    for (const key of keys) this.#byKey.set(key, request);
    return (answer) => {
      this.#settled(request, answer);
    };
  }

  #settled(request: RecentRequest, answer: RelayAnswer): void {
    const waiting = request.waiting ?? [];
    request.waiting = null;
    // A refusal is not remembered, because the next try may succeed.
    if (answer.statusCode < 300) request.answer = answer;
    else this.#forget(request);
    for (const settle of waiting) settle(answer);
  }

  /** The message was not taken after all. When its sender repeats it, it counts as new. */
  forget(message: EndToEndMessage): void {
    for (const key of keysOf(message)) {
      const known = this.#byKey.get(key);
      if (known?.answer) this.#forget(known);
    }
  }

  #forgetOld(now: MonotonicMs): void {
    for (const request of this.#all) {
      if (request.forgetAtMs > now) return;
      this.#forget(request);
    }
  }

  #makeRoom(): void {
    const [oldest] = this.#all;
    if (oldest !== undefined && this.#all.size >= this.#parts.capacity) this.#forget(oldest);
  }

  #forget(request: RecentRequest): void {
    this.#all.delete(request);
    for (const key of request.keys) if (this.#byKey.get(key) === request) this.#byKey.delete(key);
  }
}

function keysOf(message: EndToEndMessage): readonly string[] {
  const { from, to, body } = message;
  const content = createHash('sha256').update(body).digest('base64');
  const field = (name: string): string => firstField(message, name) ?? '';
  const tag = parseNameAddr(field('From'))?.parameters.get('tag') ?? '';
  const sequence = shortKey('cseq', from, to, content, field('Call-ID'), field('CSeq'), tag);
  const id = cpimOf(message)?.imdn.get('Message-ID');
  return id === undefined ? [sequence] : [sequence, shortKey('imdn', from, to, content, id)];
}
