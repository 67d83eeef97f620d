import { readFileSync } from 'node:fs';
import { NodeRandom } from '../../src/crypto/keys/node-random.ts';
import type { LinkState } from '../../src/domain/link-state.ts';
import type { IncomingMessage, Message } from '../../src/domain/history/message.ts';
import type { MessageId } from '../../src/domain/history/message-id.ts';
import { parsePeerAddress, type PeerAddress } from '../../src/domain/peer-address.ts';
import { createHandset } from '../../src/handset/create-handset.ts';
import type { RunningHandset } from '../../src/handset/running-handset.ts';
import { SystemClock } from '../../src/main/machine/time/system-clock.ts';
import { systemUptime } from '../../src/main/machine/time/system-uptime.ts';
import type { MessageLink } from '../../src/ports/network/message-link.ts';
import type { Resolver } from '../../src/ports/network/resolver.ts';
import { success } from '../../src/domain/result.ts';
import { createSipMessageLink, type SipMessageLinkConfig } from '../../src/sip/sip-message-link.ts';
import { createMemoryHandsetStore, type MemoryHandsetStore } from './memory-store/memory-handset-store.ts';
import { passwordOf, TEST_USERS, type SipServer, type TestUser } from './sip-server.ts';
import { befriend } from './store-fixtures.ts';
import { systemTimeZones } from './time-zones.ts';
import { WITHOUT_BATTERY } from './memory-power.ts';
import { MemoryWallTime } from './memory-wall-time.ts';
import { MemoryNetwork } from './memory-network.ts';

const WAIT_TIMEOUT_MS = 20_000;

export interface RealHandsetOptions {
  readonly user: TestUser;
  readonly server: SipServer;
  readonly password?: string;
  /** PEM of the authority to trust; by default the server's own. */
  readonly caPem?: string;
  readonly messageFormat?: SipMessageLinkConfig['messageFormat'];
  /** The owner's opt-in to read reports, both to send and to ask for them. Default: false. */
  readonly readReports?: boolean;
  /** The store of an earlier handset of this user: this one is then the same device, switched on again. */
  readonly store?: MemoryHandsetStore;
}

/**
 * The product's handset without screen and keys: its use cases on its real SIP link and the machine's clock, with a
 * store in memory.
 */
export class RealHandset {
  readonly handset: RunningHandset;
  readonly store: MemoryHandsetStore;
  readonly link: MessageLink;
  /** Codes of what it logged as a warning or an error. */
  readonly troubles: string[] = [];
  led = 'dark';
  readonly #domain: string;

  constructor(options: RealHandsetOptions) {
    this.#domain = options.server.domain;
    this.store = options.store ?? createMemoryHandsetStore();
    const own = this.address(options.user);
    // As in an owner's address book: what strangers write is answered in other ways.
    befriend(this.store.contacts, ...TEST_USERS.map((user) => this.address(user)).filter((address) => address !== own));
    const shared = {
      clock: new SystemClock(),
      random: new NodeRandom(),
      log: this.#log(),
      settings: this.store.settings,
      standings: this.store.standings,
    };
    this.link = createSipMessageLink({ ...shared, resolver: noNames, config: linkConfig(options, own) });
    this.handset = createHandset({
      ...shared,
      own,
      uptime: systemUptime,
      timeZones: systemTimeZones,
      operatorSettings: { defaults: { readReports: options.readReports ?? false }, locked: [] },
      link: this.link,
      messages: this.store.messages,
      contacts: this.store.contacts,
      drafts: this.store.drafts,
      led: { show: (pattern) => void (this.led = pattern.name), close: () => undefined },
      buzzer: { play: () => undefined, close: () => undefined },
      battery: WITHOUT_BATTERY,
      wallTime: new MemoryWallTime(),
      network: new MemoryNetwork(),
    });
  }

  /** Switches a handset on, and waits until it has registered. */
  static async start(options: RealHandsetOptions): Promise<RealHandset> {
    const handset = new RealHandset(options);
    handset.handset.start();
    try {
      await handset.linkBecomes('registered');
      return handset;
    } catch (error) {
      await handset.stop();
      throw error;
    }
  }

  address(user: string): PeerAddress {
    const parsed = parsePeerAddress(`sip:${user}@${this.#domain}`);
    if (!parsed.ok) throw new Error(`${user} is no user: ${parsed.error}`);
    return parsed.value;
  }

  send(user: string, body: string): MessageId {
    const sent = this.handset.send(this.address(user), body);
    if (!sent.ok) throw new Error(`refused to send: ${sent.error}`);
    return sent.value;
  }

  async linkBecomes(kind: LinkState['kind'], timeoutMs = WAIT_TIMEOUT_MS): Promise<LinkState> {
    return this.#until(`link ${kind}`, () => (this.link.state.kind === kind ? this.link.state : null), timeoutMs);
  }

  /** The status of a message as the owner sees it, with the reason when it failed. */
  status(id: MessageId): string {
    const row = this.store.messages.findOutgoing(id, null);
    if (row === null) throw new Error(`no message ${id}`);
    return row.failure === null ? row.status : `${row.status}: ${row.failure}`;
  }

  async statusBecomes(id: MessageId, status: string, timeoutMs = WAIT_TIMEOUT_MS): Promise<void> {
    await this.#until(
      `message ${status}`,
      () => (this.status(id) === status ? true : null),
      timeoutMs,
      () => this.status(id),
    );
  }

  /** Texts from this user, in the order of History. */
  textsFrom(user: string): readonly string[] {
    const events = this.handset.events(this.address(user), { beforeSequence: null, limit: 1_000 });
    return events.flatMap((event) =>
      event.kind === 'message' && isIncoming(event.message) ? [event.message.body] : [],
    );
  }

  async receives(user: string, text: string, timeoutMs = WAIT_TIMEOUT_MS): Promise<void> {
    await this.#until(
      'text',
      () => (this.textsFrom(user).includes(text) ? true : null),
      timeoutMs,
      () => JSON.stringify(this.textsFrom(user)),
    );
  }

  /** So many other devices have signed in to the account. */
  async otherDevices(count: number): Promise<void> {
    const seen = (): number => this.handset.signIns().length;
    await this.#until(
      'other devices',
      () => (seen() === count ? true : null),
      WAIT_TIMEOUT_MS,
      () => String(seen()),
    );
  }

  /** The owner reads everything that came from this user. */
  reads(user: string): void {
    const [newest] = this.handset.events(this.address(user), { beforeSequence: null, limit: 1 });
    if (newest?.kind !== 'message') throw new Error(`nothing from ${user}`);
    const marked = this.handset.markRead(this.address(user), newest.message.sequence);
    if (!marked.ok) throw new Error(`cannot be marked as read: ${marked.error}`);
  }

  /** The SIP status codes in the steps of a message, in order. */
  answers(id: MessageId): readonly (number | null)[] {
    const row = this.store.messages.findOutgoing(id, null);
    if (row === null) throw new Error(`no message ${id}`);
    return this.handset.steps(row.sequence).flatMap(({ sipStatus }) => (sipStatus === null ? [] : [sipStatus]));
  }

  async stop(): Promise<void> {
    await this.handset.stop();
  }

  /** Checks at every event of the handset; a timer limits the wait. */
  #until<Value>(
    what: string,
    look: () => Value | null,
    timeoutMs: number,
    now = (): string => this.link.state.kind,
  ): Promise<Value> {
    return new Promise((resolve, reject) => {
      const settle = (finish: () => void): void => {
        clearTimeout(timer);
        unsubscribe();
        finish();
      };
      const check = (): void => {
        const found = look();
        if (found !== null)
          settle(() => {
            resolve(found);
          });
      };
      const unsubscribe = this.handset.onEvent(check);
      const timer = setTimeout(() => {
        settle(() => {
          reject(new Error(`not ${what} within ${timeoutMs} ms but ${now()}; troubles: ${this.troubles.join(', ')}`));
        });
      }, timeoutMs);
      check();
    });
  }

  #log(): { info: () => void; warn: (code: string) => void; error: (code: string) => void } {
    const note = (code: string): void => void this.troubles.push(code);
    return { info: () => undefined, warn: note, error: note };
  }
}

const isIncoming = (message: Message): message is IncomingMessage => message.direction === 'incoming';

/** The handset connects to an IP address, so no name is ever looked up. */
const noNames: Resolver = {
  naptr: () => Promise.resolve(success([])),
  srv: () => Promise.resolve(success([])),
  addresses: () => Promise.resolve(success([])),
};

function linkConfig(options: RealHandsetOptions, own: PeerAddress): SipMessageLinkConfig {
  const { user, server, password, caPem, messageFormat } = options;
  return {
    account: { address: own, username: user, password: password ?? passwordOf(user) },
    sipDomain: server.domain,
    host: '127.0.0.1',
    port: server.port,
    caPem: caPem ?? readFileSync(server.caFile, 'utf8'),
    instanceId: `urn:uuid:00000000-0000-4000-8000-${Buffer.from(user).toString('hex').padStart(12, '0').slice(-12)}`,
    registerExpiresSeconds: 600,
    messageFormat: messageFormat ?? 'auto',
  };
}
