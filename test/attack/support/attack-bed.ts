import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HandsetProcess } from '../../support/handset-process.ts';
import { PeerProcess } from '../../support/peer-process.ts';
import { RawSipClient } from '../../support/raw-sip-client.ts';
import { passwordOf, TEST_USERS, type SipServer, type TestUser } from '../../support/sip-server.ts';

const PROGRAM = fileURLToPath(new URL('../../../build/relay.js', import.meta.url));
const DOMAIN = 'relay.test';
const START_TIMEOUT_MS = 20_000;

/** Accounts of the relay whom no handset has among its contacts. */
const STRANGERS = ['mallory', 'trudy'] as const;
export type Attacker = TestUser | (typeof STRANGERS)[number];

export interface AttackBedOptions {
  /** More entries of the relay's configuration file. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** More accounts than the owners and the two strangers; each has the password `pw-NAME`. */
  readonly moreAccounts?: readonly string[];
}

/**
 * The relay as `make relay CONFIG=FILE` starts it, handsets as `make handset CONFIG=FILE` starts them, and attackers who
 * write whatever bytes they like. Everything has folders of its own, which `stop` removes.
 */
export class AttackBed implements SipServer {
  readonly domain = DOMAIN;
  readonly folder = mkdtempSync(join(tmpdir(), 'attack-'));
  readonly #configFile = join(this.folder, 'relay.json');
  readonly #started: { stop(): Promise<void> }[] = [];
  readonly #clients: RawSipClient[] = [];
  #relay: PeerProcess | null = null;
  #port = 0;

  static async start({ settings = {}, moreAccounts = [] }: AttackBedOptions = {}): Promise<AttackBed> {
    const bed = new AttackBed();
    const accounts = [...TEST_USERS, ...STRANGERS, ...moreAccounts].map((name) => ({
      address: `${name}@${DOMAIN}`,
      password: `pw-${name}`,
    }));
    const configuration = { domain: DOMAIN, host: '127.0.0.1', port: 0, dataFolder: 'relay', accounts, ...settings };
    writeFileSync(bed.#configFile, JSON.stringify(configuration), { mode: 0o600 });
    try {
      await bed.startRelay();
    } catch (error) {
      await bed.stop();
      throw error;
    }
    return bed;
  }

  get port(): number {
    return this.#port;
  }

  get caFile(): string {
    return join(this.folder, 'relay', 'certificates', 'ca.pem');
  }

  /** The relay's process: its lines, its process id. */
  get relay(): PeerProcess {
    if (this.#relay === null) throw new Error('the relay was not started');
    return this.#relay;
  }

  /** Starts the relay, after `relay.stop()` for another time; its port is then another one. */
  async startRelay(): Promise<void> {
    const relay = new PeerProcess({
      name: 'relay',
      command: process.execPath,
      args: [PROGRAM, '--config', this.#configFile],
      folder: this.folder,
    });
    this.#started.push(relay);
    this.#relay = relay;
    const line = await relay.waitForLine(/clients trust/, START_TIMEOUT_MS);
    this.#port = Number(/:(\d+)/.exec(line)?.[1]);
  }

  /** An owner's handset, registered; the other owners are its contacts, the strangers are not. */
  async handset(user: TestUser): Promise<HandsetProcess> {
    const handset = await HandsetProcess.start(user, this);
    this.#started.push(handset);
    await handset.hand.until('registered');
    return handset;
  }

  /** An owner's handset, and somebody to whom it has written in the thread that it shows: no stranger to it. */
  async acquainted(owner: TestUser, peer: TestUser): Promise<{ handset: HandsetProcess; client: RawSipClient }> {
    const handset = await this.handset(owner);
    const client = await this.registered(peer);
    await handset.hand.openThread(peer);
    await handset.hand.send('hello');
    await client.until(() => client.messages.length === 1);
    return { handset, client };
  }

  /** A connection of somebody with an account, who has not logged in yet. */
  async client(user: Attacker | (string & {}), localAddress = '127.0.0.1'): Promise<RawSipClient> {
    const client = await RawSipClient.connect({
      host: '127.0.0.1',
      port: this.#port,
      ca: readFileSync(this.caFile, 'utf8'),
      domain: DOMAIN,
      user,
      password: passwordOf(user as TestUser),
      localAddress,
    });
    this.#clients.push(client);
    return client;
  }

  /** The same, logged in. */
  async registered(user: Attacker | (string & {}), localAddress?: string): Promise<RawSipClient> {
    const client = await this.client(user, localAddress);
    const { status } = await client.register();
    if (status !== 200) throw new Error(`${user} could not log in: ${status ?? '?'}`);
    return client;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#clients.splice(0).map((client) => client.destroy()));
    await Promise.all(this.#started.splice(0).map((one) => one.stop()));
    rmSync(this.folder, { recursive: true, force: true });
  }
}
