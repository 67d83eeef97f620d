import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PeerProcess } from './peer-process.ts';
import { HandsetAtHand } from './running-simulator.ts';
import { passwordOf, TEST_USERS, type SipServer, type TestUser } from './sip-server.ts';

const PROGRAM = fileURLToPath(new URL('../../build/handset.js', import.meta.url));
const START_TIMEOUT_MS = 20_000;

/**
 * The product's handset as `make handset CONFIG=FILE` starts it: in its own process, with a simulated board whose keys
 * the test presses.
 */
export class HandsetProcess {
  readonly hand: HandsetAtHand;
  readonly #folder: string;
  readonly #process: PeerProcess;

  private constructor(folder: string, process: PeerProcess, address: string) {
    this.#folder = folder;
    this.#process = process;
    this.hand = new HandsetAtHand(address, 'handset');
  }

  /** Starts the handset without waiting for its registration, which may never come. */
  static async start(user: TestUser, server: SipServer): Promise<HandsetProcess> {
    const folder = mkdtempSync(join(tmpdir(), 'handset-'));
    const file = join(folder, 'handset.json');
    writeFileSync(file, JSON.stringify(handsetConfiguration(user, server)), { mode: 0o600 });
    const started = new PeerProcess({
      name: `handset of ${user}`,
      command: process.execPath,
      args: [PROGRAM, '--config', file],
      folder,
    });
    try {
      const line = await started.waitForLine('Open http:', START_TIMEOUT_MS);
      return new HandsetProcess(folder, started, /http:\S+/.exec(line)?.[0] ?? '');
    } catch (error) {
      await started.stop();
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** Where the handset keeps its messages and keys. */
  get dataFolder(): string {
    return join(this.#folder, 'data');
  }

  get processId(): number {
    return this.#process.processId;
  }

  /** How many of its lines so far have the text. */
  countLines(text: string): number {
    return this.#process.countLines(text);
  }

  async stop(): Promise<void> {
    await this.#process.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** The handset's configuration file for this user of that server, with the other users as contacts. */
export function handsetConfiguration(user: TestUser, { domain, port, caFile }: SipServer): object {
  const others = TEST_USERS.filter((other) => other !== user);
  return {
    server: { domain, host: '127.0.0.1', port, ca: caFile },
    account: { address: `sip:${user}@${domain}`, password: passwordOf(user) },
    board: 'simulator',
    dataFolder: 'data',
    keypadLockSeconds: 0,
    screenOffSeconds: 0,
    contacts: others.map((name) => ({ name, address: `sip:${name}@${domain}`, favourite: true })),
  };
}
