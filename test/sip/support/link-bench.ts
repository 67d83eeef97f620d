import { randomBytes } from 'node:crypto';
import { success } from '../../../src/domain/result.ts';
import { parseMessageId, type MessageId } from '../../../src/domain/history/message-id.ts';
import { parsePeerAddress, type PeerAddress } from '../../../src/domain/peer-address.ts';
import type { LinkState } from '../../../src/domain/link-state.ts';
import { epochMs } from '../../../src/domain/time.ts';
import type { Clock } from '../../../src/ports/system/clock.ts';
import type { Log } from '../../../src/ports/system/log.ts';
import type {
  MessageLink,
  MessageLinkListener,
  OutgoingText,
  ReceiveVerdict,
  Received,
} from '../../../src/ports/network/message-link.ts';
import type { Random } from '../../../src/ports/system/random.ts';
import type { Resolver } from '../../../src/ports/network/resolver.ts';
import type { SettingsStore } from '../../../src/ports/store/settings-store.ts';
import { createSipMessageLink, type SipMessageLinkConfig } from '../../../src/sip/sip-message-link.ts';

const DOMAIN = 'example.org';

function address(text: string): PeerAddress {
  const parsed = parsePeerAddress(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error}`);
  return parsed.value;
}

export function messageId(text: string): MessageId {
  const parsed = parseMessageId(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error}`);
  return parsed.value;
}

export const ALICE = address(`sip:alice@${DOMAIN}`);
export const BOB = address(`sip:bob@${DOMAIN}`);

export function text(body: string, id = 'id-1'): OutgoingText {
  return {
    kind: 'text',
    id: messageId(id),
    to: ALICE,
    body,
    composedAtMs: epochMs(Date.UTC(2026, 10, 23, 12)),
    wantsReadReport: false,
  };
}

/** Real bytes; the dice always in the middle unless told. */
export class TestRandom implements Random {
  dice = 0.5;
  bytes(byteCount: number): Uint8Array {
    return new Uint8Array(randomBytes(byteCount));
  }
  fraction(): number {
    return this.dice;
  }
}

/** Remembers what was logged, for tests that ask whether a fault was told. */
export class TestLog implements Log {
  readonly lines: string[] = [];
  info(code: string, facts: object = {}): void {
    this.lines.push(`info ${code} ${JSON.stringify(facts)}`);
  }
  warn(code: string, facts: object = {}): void {
    this.lines.push(`warn ${code} ${JSON.stringify(facts)}`);
  }
  error(code: string, facts: object = {}, cause?: unknown): void {
    this.lines.push(`error ${code} ${JSON.stringify(facts)} ${String(cause)}`);
  }
}

export class MemorySettings implements SettingsStore {
  readonly values = new Map<string, string>();
  setting(key: string): string | null {
    return this.values.get(key) ?? null;
  }
  saveSetting(key: string, value: string): { readonly ok: true; readonly value: undefined } {
    this.values.set(key, value);
    return success(undefined);
  }
}

/** Knows nobody: tests connect by number. */
export const noResolver: Resolver = {
  naptr: () => Promise.resolve(success([])),
  srv: () => Promise.resolve(success([])),
  addresses: () => Promise.resolve(success([])),
};

/** Listens, and remembers everything that it is told. */
class TestListener implements MessageLinkListener {
  /** Whether the owner knows whoever sends something. */
  knows = true;

  isKnown(): boolean {
    return this.knows;
  }

  readonly others: string[][] = [];

  otherDevices(devices: readonly string[]): void {
    this.others.push([...devices]);
  }

  readonly states: LinkState[] = [];
  readonly messages: Received[] = [];
  registrations = 0;
  keepAlives = 0;
  verdict: (message: Received) => ReceiveVerdict = () => 'kept';

  stateChanged(state: LinkState): void {
    this.states.push(state);
  }
  registered(): void {
    this.registrations += 1;
  }
  keepAliveAnswered(): void {
    this.keepAlives += 1;
  }
  received(message: Received): ReceiveVerdict {
    this.messages.push(message);
    return this.verdict(message);
  }
}

export interface LinkBench {
  readonly link: MessageLink;
  readonly listener: TestListener;
  readonly random: TestRandom;
  readonly log: TestLog;
  readonly settings: MemorySettings;
}

/** Bob's link to a server on 127.0.0.1, not started. */
export function makeLink(
  options: Partial<SipMessageLinkConfig> & {
    readonly clock: Clock;
    readonly caPem: string;
    readonly resolver?: Resolver;
    readonly settings?: MemorySettings;
  },
): LinkBench {
  const { clock, resolver, settings: given, ...config } = options;
  const random = new TestRandom();
  const log = new TestLog();
  const settings = given ?? new MemorySettings();
  const link = createSipMessageLink({
    config: {
      account: { address: BOB, username: 'bob', password: 'secret' },
      sipDomain: DOMAIN,
      host: '127.0.0.1',
      instanceId: 'urn:uuid:00000000-0000-4000-8000-000000000001',
      registerExpiresSeconds: 600,
      messageFormat: 'auto',
      ...config,
    },
    clock,
    random,
    log,
    resolver: resolver ?? noResolver,
    settings,
  });
  return { link, listener: new TestListener(), random, log, settings };
}
