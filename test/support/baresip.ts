import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PeerProcess } from './peer-process.ts';
import { passwordOf, type SipServer, type TestUser } from './sip-server.ts';

const REGISTER_TIMEOUT_MS = 10_000;
const SHOW_TIMEOUT_MS = 10_000;

export interface BaresipOptions {
  readonly user: TestUser;
  readonly server: SipServer;
  /**
   * The user to whom it writes. The command /message writes to baresip's current contact, so this is its only contact.
   */
  readonly peer: TestUser;
}

/** baresip in the foreground, with its own configuration and home folder, driven through stdin and stdout. */
export class Baresip {
  readonly #folder: string;
  readonly #process: PeerProcess;

  readonly #domain: string;

  private constructor(folder: string, domain: string) {
    this.#folder = folder;
    this.#domain = domain;
    this.#process = new PeerProcess({ name: 'baresip', command: 'baresip', args: ['-f', folder], folder });
  }

  /** Starts it, and waits until it has registered. */
  static async start(options: BaresipOptions): Promise<Baresip> {
    const folder = mkdtempSync(join(tmpdir(), 'baresip-'));
    writeFileSync(join(folder, 'config'), config(options));
    writeFileSync(join(folder, 'accounts'), `${account(options)}\n`);
    writeFileSync(join(folder, 'contacts'), `"peer" <sip:${options.peer}@${options.server.domain}>\n`);
    const baresip = new Baresip(folder, options.server.domain);
    try {
      await baresip.#process.waitForLine(/200 OK .*\[1 binding/, REGISTER_TIMEOUT_MS);
      return baresip;
    } catch (error) {
      await baresip.stop();
      throw error;
    }
  }

  send(text: string): void {
    this.#process.write(`/message ${text}`);
  }

  /** Resolves when the text from this peer is on its screen. */
  async shows(peer: string, text: string, timeoutMs = SHOW_TIMEOUT_MS): Promise<void> {
    await this.#process.waitForLine(this.#received(peer, text), timeoutMs);
  }

  /** How often it showed the text from this peer. */
  timesShown(peer: string, text: string): number {
    return this.#process.countLines(this.#received(peer, text));
  }

  #received(peer: string, text: string): string {
    return `sip:${peer}@${this.#domain}: "${text}"`;
  }

  log(): string {
    return this.#process.log();
  }

  async stop(): Promise<void> {
    await this.#process.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function account({ user, server }: BaresipOptions): string {
  const { domain, port } = server;
  const parameters = [
    `auth_user=${user}`,
    `auth_pass=${passwordOf(user)}`,
    // The server is given by address: baresip 1.0.0 does not check its certificate, and its resolver does not read the
    // hosts file.
    `outbound="sip:127.0.0.1:${port};transport=tls"`,
    'sipnat=outbound',
    'regint=600',
  ];
  return `<sip:${user}@${domain};transport=tls>;${parameters.join(';')}`;
}

function config(options: BaresipOptions): string {
  return [
    'poll_method epoll',
    'sip_listen 127.0.0.1:0',
    `sip_cafile ${options.server.caFile}`,
    'sip_trans_def tls',
    'call_max_calls 1',
    'net_interface 127.0.0.1',
    `module_path ${MODULE_FOLDER}`,
    // Without a user interface (stdio) it answers 200 and shows nothing; without uuid it has no instance id for SIP
    // Outbound.
    'module stdio.so',
    'module g711.so',
    'module_tmp uuid.so',
    'module_tmp account.so',
    'module_app contact.so',
    'module_app menu.so',
    '',
  ].join('\n');
}

const MODULE_FOLDER = '/usr/lib/baresip/modules';
