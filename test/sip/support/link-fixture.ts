import { afterAll, afterEach, beforeEach } from 'vitest';
import type { SipMessageLinkConfig } from '../../../src/sip/sip-message-link.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { eventually } from './eventually.ts';
import { makeLink, type LinkBench } from './link-bench.ts';
import { acceptAll, ScriptedSipServer, type Script } from './scripted-sip-server.ts';
import { TestAuthority, type KeyPair } from './test-authority.ts';

/** A real link to a scripted server over TLS on loopback, new for each test; time is virtual. */
export class LinkFixture {
  clock = new VirtualClock();
  server!: ScriptedSipServer;
  bench!: LinkBench;
  readonly #authority: TestAuthority;
  readonly #relay: KeyPair;
  readonly #impostor: KeyPair;

  constructor() {
    this.#authority = new TestAuthority();
    this.#relay = this.#authority.leaf({ altNames: 'URI:sip:example.org' });
    this.#impostor = this.#authority.leaf({ altNames: 'URI:sip:evil.example' });
  }

  get caPem(): string {
    return this.#authority.caPem;
  }

  async begin(): Promise<void> {
    this.clock = new VirtualClock();
    this.server = await this.newServer();
    this.configure({});
  }

  async end(): Promise<void> {
    const stopped = this.bench.link.stop();
    await this.clock.run(2_000);
    await stopped;
    await this.server.stop();
  }

  remove(): void {
    this.#authority.remove();
  }

  newServer(port = 0): Promise<ScriptedSipServer> {
    return ScriptedSipServer.start({ cert: this.#relay.certPem, key: this.#relay.keyPem }, port);
  }

  /** A server of the same CA that is another domain's, at a port that somebody left. */
  impostorAt(port: number): Promise<ScriptedSipServer> {
    return ScriptedSipServer.start({ cert: this.#impostor.certPem, key: this.#impostor.keyPem }, port);
  }

  /** Before `register`: a link with another configuration. */
  configure(config: Partial<SipMessageLinkConfig>): void {
    this.bench = makeLink({ clock: this.clock, caPem: this.caPem, port: this.server.port, ...config });
  }

  start(): void {
    this.bench.link.start(this.bench.listener);
  }

  async register(): Promise<void> {
    this.start();
    await eventually('the handset is registered', () => this.bench.link.state.kind === 'registered');
  }

  /** Lets time pass, second by second with turns for the sockets, which live in real time, until something is so. */
  async passUntil(what: string, condition: () => boolean): Promise<void> {
    for (let seconds = 0; seconds < 400 && !condition(); seconds += 1) {
      this.clock.advance(1_000);
      for (let turn = 0; turn < 40 && !condition(); turn += 1) await new Promise<void>((next) => setImmediate(next));
    }
    await eventually(what, condition);
  }
}

/** Sets the fixture up around every test of the file. */
export function useLinkFixture(): LinkFixture {
  const fixture = new LinkFixture();
  beforeEach(() => fixture.begin());
  afterEach(() => fixture.end());
  afterAll(() => {
    fixture.remove();
  });
  return fixture;
}

export const answerWith =
  (statusCode: number, headers: readonly { readonly name: string; readonly value: string }[] = []): Script =>
  (request, connection) => {
    connection.answer(request, { statusCode, reason: 'As Told', headers });
  };

export const forMethod =
  (method: string, script: Script): Script =>
  (request, connection) => {
    (request.method === method ? script : acceptAll)(request, connection);
  };

export const silent: Script = () => undefined;
