import { failure, success, type Result } from '../../domain/result.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { Resolver } from '../../ports/resolver.ts';
import { locateServer, type LocationQuestion } from '../location/locate-server.ts';
import type { ServerAddress } from '../location/server-address.ts';
import type { FlowFailure } from './flow-failure.ts';
import { openTlsFlow, type FlowSecurity, type TlsFlow } from './tls-flow.ts';

export interface ConnectorParts {
  readonly question: LocationQuestion;
  readonly security: FlowSecurity;
  readonly resolver: Resolver;
  readonly clock: Clock;
  readonly fraction: () => number;
  readonly log: Log;
}

/** Finds the servers and goes through them in their order (RFC 3263 §4.3): one round ends with a flow, or when all were tried. */
export class Connector {
  readonly #parts: ConnectorParts;
  /** Of this round, not tried yet; null between rounds. */
  #left: ServerAddress[] | null = null;

  constructor(parts: ConnectorParts) {
    this.#parts = parts;
  }

  /** The next connection asks where the servers are anew. */
  beginRound(): void {
    this.#left = null;
  }

  /**
   * The next server of this round that takes a connection. Never rejects; settles within 15 s a server (5 s a name, 10 s a connection).
   *
   * @param signal aborted: the attempt is called off
   */
  async connect(signal: AbortSignal): Promise<Result<TlsFlow, FlowFailure>> {
    const { question, security, resolver, clock, fraction, log } = this.#parts;
    if (this.#left === null) {
      const located = await locateServer(question, resolver, fraction);
      if (!located.ok) return failure({ reason: 'no-network', code: 'SERVER_NOT_FOUND' });
      this.#left = [...located.value];
    }
    let last: FlowFailure = { reason: 'no-network', code: 'NO_SERVER_LEFT' };
    for (let server = this.#left.shift(); server !== undefined && !signal.aborted; server = this.#left.shift()) {
      const flow = await openTlsFlow(server, security, clock, signal);
      if (flow.ok) return success(flow.value);
      last = flow.error;
      log.warn('sip.connect-failed', { reason: last.reason, code: last.code, port: server.port });
    }
    return failure(last);
  }

  /** Whether this round has a server left that was not tried. */
  get hasMore(): boolean {
    return (this.#left?.length ?? 0) > 0;
  }
}
