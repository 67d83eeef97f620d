import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PeerAddress } from '../../../src/domain/peer-address.ts';
import type { Clock } from '../../../src/ports/system/clock.ts';
import type { Log } from '../../../src/ports/system/log.ts';
import type { InstanceBook } from '../../../src/ports/store/instance-book.ts';
import type { RelayQueue } from '../../../src/ports/store/relay-queue.ts';
import type { Sealer } from '../../../src/ports/system/sealer.ts';
import type { ReadUptime } from '../../../src/ports/system/uptime.ts';
import { AesGcmSealer } from '../../../src/crypto/keys/aes-gcm-sealer.ts';
import { NodeRandom } from '../../../src/crypto/keys/node-random.ts';
import { FixedAccountDirectory, type PasswordAccount } from '../../../src/relay/access/account-directory.ts';
import type { FaultPoint } from '../../../src/relay/storage/fault-point.ts';
import { createRelay, type Relay, type EmbeddedRelayConfig } from '../../../src/relay/relay.ts';
import { MemoryInstanceBook } from '../../support/memory-store/memory-instance-book.ts';
import { MemoryRelayQueue } from '../../support/memory-store/memory-relay-queue.ts';
import { makeTestCertificates } from '../../support/certificates.ts';
import { RawSipClient, type RawSipClientOptions } from '../../support/raw-sip-client.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

export const DOMAIN = 'relay.test';
const USERS = ['alice', 'bob', 'carol', 'dave'] as const;
export type TestUser = (typeof USERS)[number];

export function addressOf(user: string): PeerAddress {
  return `sip:${user}@${DOMAIN}` as PeerAddress;
}

export interface TestTls {
  readonly caPem: string;
  readonly keyPem: string;
  readonly certPem: string;
}

/** Made once per test file; openssl takes a tenth of a second. */
export function makeTestTls(): TestTls {
  const folder = mkdtempSync(join(tmpdir(), 'relay-tls-'));
  try {
    const files = makeTestCertificates(folder, DOMAIN);
    return {
      caPem: readFileSync(files.caFile, 'utf8'),
      keyPem: readFileSync(files.keyFile, 'utf8'),
      certPem: readFileSync(files.certificateFile, 'utf8'),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export interface LogEntry {
  readonly level: 'info' | 'warn' | 'error';
  readonly code: string;
  readonly facts: Readonly<Record<string, string | number | boolean>>;
  readonly cause: unknown;
}

export class RecordingLog implements Log {
  readonly entries: LogEntry[] = [];

  info(code: string, facts: LogEntry['facts'] = {}): void {
    this.entries.push({ level: 'info', code, facts, cause: null });
  }

  warn(code: string, facts: LogEntry['facts'] = {}, cause?: unknown): void {
    this.entries.push({ level: 'warn', code, facts, cause });
  }

  error(code: string, facts: LogEntry['facts'] = {}, cause?: unknown): void {
    this.entries.push({ level: 'error', code, facts, cause });
  }

  codes(level: LogEntry['level']): readonly string[] {
    return this.entries.filter((entry) => entry.level === level).map(({ code }) => code);
  }
}

export interface RigOptions {
  readonly tls: TestTls;
  /** Users whose accounts take MD5 only. */
  readonly md5Users?: readonly TestUser[];
  /** In place of everybody's. */
  readonly accounts?: readonly PasswordAccount[];
  readonly clock?: Clock;
  readonly queue?: RelayQueue;
  readonly instances?: InstanceBook;
  readonly uptime?: ReadUptime;
  readonly faultPoint?: FaultPoint;
  readonly config?: Partial<EmbeddedRelayConfig>;
}

/** A relay on loopback with the accounts alice, bob, carol and dave (password `pw-` and the name), and clients for it. */
export class RelayRig {
  readonly clock: Clock;
  readonly log = new RecordingLog();
  readonly queue: RelayQueue;
  readonly sealer: Sealer;
  readonly relay: Relay;
  readonly tls: TestTls;
  #port = 0;
  readonly #clients: RawSipClient[] = [];

  constructor({ tls, md5Users, accounts, clock, queue, instances, uptime, faultPoint, config }: RigOptions) {
    this.tls = tls;
    this.clock = clock ?? new VirtualClock();
    this.queue = queue ?? new MemoryRelayQueue();
    const random = new NodeRandom();
    this.sealer = new AesGcmSealer({ current: 1, keys: new Map([[1, new Uint8Array(32).fill(7)]]) }, random);
    this.relay = createRelay({
      config: { sipDomain: DOMAIN, port: 0, tls, ...config },
      queue: this.queue,
      instances: instances ?? new MemoryInstanceBook(),
      sealer: this.sealer,
      accounts: accounts === undefined ? testAccounts(md5Users) : new FixedAccountDirectory(DOMAIN, accounts),
      clock: this.clock,
      random,
      log: this.log,
      ...(uptime === undefined ? {} : { uptime }),
      ...(faultPoint === undefined ? {} : { faultPoint }),
    });
  }

  static async start(options: RigOptions): Promise<RelayRig> {
    const rig = new RelayRig(options);
    await rig.start();
    return rig;
  }

  async start(): Promise<void> {
    this.#port = (await this.relay.start()).port;
  }

  get port(): number {
    return this.#port;
  }

  async connect(user: TestUser, options: Partial<RawSipClientOptions> = {}): Promise<RawSipClient> {
    const client = await RawSipClient.connect({
      host: '127.0.0.1',
      port: this.#port,
      ca: this.tls.caPem,
      domain: DOMAIN,
      user,
      password: `pw-${user}`,
      ...options,
    });
    this.#clients.push(client);
    return client;
  }

  /** Connected and registered; fails when the relay does not say 200. */
  async login(user: TestUser, options: Partial<RawSipClientOptions> = {}): Promise<RawSipClient> {
    const client = await this.connect(user, options);
    const answer = await client.register();
    if (answer.status !== 200) throw new Error(`${user} cannot register: ${answer.startLine}`);
    return client;
  }

  /** Lets `user` write to the client's user, who from then on is no stranger to `user`. */
  async makeKnown(client: RawSipClient, user: TestUser): Promise<void> {
    const other = await this.connect(user);
    const before = client.messages.length;
    await other.sendWithPassword(client.address, 'now we know each other');
    await client.until(() => client.messages.length === before + 1);
    client.messages.length = before;
    await other.destroy();
  }

  /** Lets the sockets work until `condition` holds; rejects after 5 s of real time. The virtual clock stands still meanwhile. */
  async waitFor(condition: () => boolean): Promise<void> {
    const endMs = performance.now() + 5_000;
    while (!condition()) {
      if (performance.now() > endMs) throw new Error('not so within 5 s');
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Errors in the log fail the test: a swallowed crash would otherwise pass. */
  async stop(): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.destroy()));
    await this.stopRelay();
    const crashes = this.log.entries.filter(({ code }) => code === 'relay.request-crashed');
    if (crashes.length > 0) throw new Error('a message crashed its handling', { cause: crashes[0]?.cause });
  }

  /** Under a virtual clock somebody must let the time pass that stopping waits for. */
  async stopRelay(): Promise<void> {
    const stop = { isDone: false };
    const stopped = this.relay.stop().then(() => {
      stop.isDone = true;
    });
    while (!stop.isDone && this.clock instanceof VirtualClock) await this.clock.run(50);
    await stopped;
  }
}

function testAccounts(md5Users: readonly TestUser[] = []): FixedAccountDirectory {
  return new FixedAccountDirectory(
    DOMAIN,
    USERS.map((user) => {
      const account = { username: user, password: `pw-${user}`, address: addressOf(user) };
      return md5Users.includes(user) ? { ...account, digests: ['MD5'] } : account;
    }),
  );
}
