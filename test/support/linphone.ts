import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { PeerProcess } from './peer-process.ts';
import { passwordOf, type SipServer, type TestUser } from './sip-server.ts';

const REGISTER_TIMEOUT_MS = 15_000;
const STATUS_TIMEOUT_MS = 5_000;
const SHOW_TIMEOUT_MS = 10_000;
const POLL_MS = 50;

export interface LinphoneOptions {
  readonly user: TestUser;
  readonly server: SipServer;
}

/** linphonec with its own configuration and home folder, driven through stdin and stdout. */
export class Linphone {
  readonly #folder: string;
  readonly #process: PeerProcess;
  readonly #domain: string;

  private constructor(folder: string, domain: string) {
    this.#folder = folder;
    this.#domain = domain;
    this.#process = new PeerProcess({
      name: 'linphonec',
      command: 'linphonec',
      args: ['-c', join(folder, 'linphonerc')],
      folder,
    });
  }

  /** Starts it without waiting for its registration. */
  static launch(options: LinphoneOptions): Linphone {
    const folder = mkdtempSync(join(tmpdir(), 'linphone-'));
    // linphonec ends at once when this folder is missing.
    mkdirSync(join(folder, '.local/share/linphone'), { recursive: true });
    writeFileSync(join(folder, 'linphonerc'), config(options));
    return new Linphone(folder, options.server.domain);
  }

  /** Starts it, and waits until it has registered. */
  static async start(options: LinphoneOptions): Promise<Linphone> {
    const linphone = Linphone.launch(options);
    try {
      await linphone.#registered();
      return linphone;
    } catch (error) {
      await linphone.stop();
      throw error;
    }
  }

  /** linphonec says only when asked whether it has registered. */
  async #registered(): Promise<void> {
    const giveUpAtMs = performance.now() + REGISTER_TIMEOUT_MS;
    for (;;) {
      const from = this.#process.lines.length;
      this.#process.write('status register');
      const answer = await this.#process.waitForLine(
        /\b(registered, identity|registered=|Unregistered)/i,
        STATUS_TIMEOUT_MS,
        from,
      );
      if (answer.includes('registered, identity')) return;
      if (performance.now() > giveUpAtMs)
        throw new Error(`linphonec: not registered within ${REGISTER_TIMEOUT_MS} ms. It said last:\n${this.log()}`);
      await delay(POLL_MS);
    }
  }

  send(peer: string, text: string): void {
    this.#process.write(`chat sip:${peer}@${this.#domain} ${text}`);
  }

  /** Resolves when the text from this peer is on its screen. */
  async shows(peer: string, text: string, timeoutMs = SHOW_TIMEOUT_MS): Promise<void> {
    await this.#process.waitForLine(this.#received(peer, text), timeoutMs);
  }

  /** How often it showed the text from this peer. */
  timesShown(peer: string, text: string): number {
    return this.#process.countLines(this.#received(peer, text));
  }

  /** Texts from this peer, in the order in which it showed them. */
  textsFrom(peer: string): readonly string[] {
    const start = this.#received(peer, '');
    return this.#process.lines.flatMap((line) =>
      line.includes(start) ? [line.slice(line.indexOf(start) + start.length)] : [],
    );
  }

  #received(peer: string, text: string): string {
    return `Message received from sip:${peer}@${this.#domain}: ${text}`;
  }

  log(): string {
    return this.#process.log();
  }

  async stop(): Promise<void> {
    await this.#process.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** linphonec verifies a server only by DNS names. So it connects to `localhost`, which is in the test's certificate. */
function config({ user, server }: LinphoneOptions): string {
  const { domain, port, caFile } = server;
  return `[sip]
default_proxy=0
sip_port=-1
sip_tcp_port=-1
sip_tls_port=-1
root_ca=${caFile}
verify_server_certs=1
verify_server_cn=1
use_ipv6=0
[net]
dns_srv_enabled=0
[proxy_0]
reg_proxy=<sip:localhost:${port};transport=tls>
reg_route=<sip:localhost:${port};transport=tls;lr>
reg_identity=<sip:${user}@${domain}>
reg_expires=600
reg_sendregister=1
publish=0
[auth_info_0]
username=${user}
passwd=${passwordOf(user)}
realm=${domain}
domain=${domain}
`;
}
