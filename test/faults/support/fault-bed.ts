import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parsePeerAddress, type PeerAddress } from '../../../src/domain/peer-address.ts';
import type { RelayReport } from '../../../src/main/relay-messages.ts';
import { CablePlug } from '../../../src/simulator/cable-plug.ts';
import { FaultHandset } from './fault-handset.ts';

const RELAY_PROGRAM = fileURLToPath(new URL('../../../build/relay.js', import.meta.url));
const DOMAIN = 'faults.test';
const USERS = ['alice', 'bob'] as const;
export type User = (typeof USERS)[number];

export function addressOf(user: User): PeerAddress {
  const parsed = parsePeerAddress(`${user}@${DOMAIN}`);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
}

/** The relay as it ships and two handsets, each at the end of a cable, everything in processes and folders of their own. */
export class FaultBed {
  readonly folder = mkdtempSync(join(tmpdir(), 'faults-'));
  readonly #configFile: string;
  readonly #cables = new Map<User, CablePlug>();
  readonly #handsets = new Map<User, FaultHandset>();
  #relay: ChildProcess | null = null;
  #port = 0;

  constructor() {
    this.#configFile = join(this.folder, 'relay.json');
  }

  /** `folders`: data folders that the test has made elsewhere. */
  async start(folders: Partial<Record<User, string>> = {}): Promise<void> {
    await this.startRelay();
    for (const user of USERS) {
      const cable = new CablePlug({ host: '127.0.0.1', port: this.#port });
      await cable.open();
      this.#cables.set(user, cable);
      const folder = folders[user] ?? join(this.folder, user);
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const link = {
        account: { address: addressOf(user), username: user, password: `pw-${user}` },
        sipDomain: DOMAIN,
        host: '127.0.0.1',
        port: cable.port,
        caPem: readFileSync(join(this.folder, 'relay', 'certificates', 'ca.pem'), 'utf8'),
      };
      this.#handsets.set(user, new FaultHandset({ folder, link }));
    }
  }

  handset(user: User): FaultHandset {
    const handset = this.#handsets.get(user);
    if (handset === undefined) throw new Error('the bed was not started');
    return handset;
  }

  cable(user: User): CablePlug {
    const cable = this.#cables.get(user);
    if (cable === undefined) throw new Error('the bed was not started');
    return cable;
  }

  /** On the port that it had before, if it had one. */
  async startRelay(): Promise<void> {
    const accounts = USERS.map((user) => ({ address: addressOf(user), password: `pw-${user}` }));
    writeFileSync(
      this.#configFile,
      JSON.stringify({ domain: DOMAIN, port: this.#port, dataFolder: 'relay', accounts }),
    );
    const child = fork(RELAY_PROGRAM, ['--config', this.#configFile], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#relay = child;
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    child.on('message', (message) => {
      const report = message as unknown as RelayReport;
      if (report.kind === 'listening') resolve(report.port);
      if (report.kind === 'failed') reject(new Error(report.message));
    });
    child.once('exit', () => {
      reject(new Error('the relay ended'));
    });
    this.#port = await promise;
  }

  async killRelay(): Promise<void> {
    const relay = this.#relay;
    this.#relay = null;
    if (relay === null) return;
    const exited = once(relay, 'exit');
    relay.kill('SIGKILL');
    await exited;
  }

  async remove(): Promise<void> {
    for (const handset of this.#handsets.values()) await handset.kill();
    for (const cable of this.#cables.values()) cable.close();
    await this.killRelay();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
