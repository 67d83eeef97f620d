import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parsePeerAddress, type PeerAddress } from '../../../src/domain/peer-address.ts';
import { CablePlug } from '../../../src/simulator/bench/cable-plug.ts';
import { FailingDisk } from './failing-disk.ts';
import { FaultHandset } from './fault-handset.ts';
import { FaultRelay } from './fault-relay.ts';
import { LossyLink } from './lossy-link.ts';
import type { RelayProgramOptions } from './relay-orders.ts';

const DOMAIN = 'faults.test';
export const USERS = ['alice', 'bob'] as const;
export type User = (typeof USERS)[number];
export type Part = User | 'relay';

export function addressOf(user: User): PeerAddress {
  const parsed = parsePeerAddress(`${user}@${DOMAIN}`);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
}

export function otherThan(user: User): User {
  return user === 'alice' ? 'bob' : 'alice';
}

interface End {
  readonly handset: FaultHandset;
  readonly cable: CablePlug;
  readonly link: LossyLink;
}

export interface BedOptions {
  /** Data folders that the test has made elsewhere. */
  readonly folders?: Partial<Record<Part, string>>;
  /** The parts whose disk may be made to fail while they run. */
  readonly failingDisks?: readonly Part[];
  /** Of the links' losses. */
  readonly seed?: number;
  /** Straight to the relay, without cable and lossy link: for faults in the kernel's own network. */
  readonly noCable?: boolean;
}

/** The relay and two handsets, each at the end of a link that may lose and a cable that may be pulled, all in processes and folders of their own. */
export class FaultBed {
  readonly folder = mkdtempSync(join(tmpdir(), 'faults-'));
  readonly #configFile = join(this.folder, 'relay.json');
  readonly #ends = new Map<User, End>();
  readonly #disks = new Map<Part, FailingDisk>();
  #relay: FaultRelay | null = null;
  #relayFolder = '';
  #port = 0;

  async start({ folders = {}, failingDisks = [], seed = 1, noCable = false }: BedOptions = {}): Promise<void> {
    const folderOf = (part: Part): string => folders[part] ?? join(this.folder, part);
    for (const part of ['relay', ...USERS] as const) mkdirSync(folderOf(part), { recursive: true, mode: 0o700 });
    for (const part of failingDisks) this.#disks.set(part, new FailingDisk(folderOf(part), this.folder, part));
    const environmentOf = (part: Part): NodeJS.ProcessEnv => this.#disks.get(part)?.environment ?? {};
    this.#relayFolder = folderOf('relay');
    this.#relay = new FaultRelay(this.#configFile, environmentOf('relay'));
    if (!(await this.startRelay())) throw new Error(this.#relay.printed);
    for (const [index, user] of USERS.entries()) {
      const link = new LossyLink({ host: '127.0.0.1', port: this.#port }, seed + index);
      await link.open();
      const cable = new CablePlug({ host: '127.0.0.1', port: link.port });
      await cable.open();
      const options = {
        folder: folderOf(user),
        link: {
          account: { address: addressOf(user), username: user, password: `pw-${user}` },
          sipDomain: DOMAIN,
          host: '127.0.0.1',
          port: noCable ? this.#port : cable.port,
          caPem: readFileSync(join(this.#relayFolder, 'certificates', 'ca.pem'), 'utf8'),
        },
      };
      this.#ends.set(user, { handset: new FaultHandset(options, environmentOf(user)), cable, link });
    }
  }

  get relay(): FaultRelay {
    if (this.#relay === null) throw new Error('the bed was not started');
    return this.#relay;
  }

  handset(user: User): FaultHandset {
    return this.#end(user).handset;
  }

  cable(user: User): CablePlug {
    return this.#end(user).cable;
  }

  link(user: User): LossyLink {
    return this.#end(user).link;
  }

  disk(part: Part): FailingDisk {
    const disk = this.#disks.get(part);
    if (disk === undefined) throw new Error(`${part} was not given a disk that may fail`);
    return disk;
  }

  /** On the port that it had before, if it had one; the handsets come back at once. False when it did not start; `relay.printed` says why. */
  async startRelay(killAt: RelayProgramOptions['killAt'] = null): Promise<boolean> {
    const accounts = USERS.map((user) => ({ address: addressOf(user), password: `pw-${user}` }));
    writeFileSync(
      this.#configFile,
      JSON.stringify({ domain: DOMAIN, port: this.#port, dataFolder: this.#relayFolder, trial: true, accounts }),
      { mode: 0o600 },
    );
    const port = await this.relay.start(killAt);
    if (port === null) return false;
    this.#port = port;
    for (const { handset } of this.#ends.values()) handset.reconnect();
    return true;
  }

  async remove(): Promise<void> {
    for (const { handset, cable, link } of this.#ends.values()) {
      await handset.kill();
      cable.close();
      link.close();
    }
    await this.#relay?.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #end(user: User): End {
    const end = this.#ends.get(user);
    if (end === undefined) throw new Error('the bed was not started');
    return end;
  }
}
