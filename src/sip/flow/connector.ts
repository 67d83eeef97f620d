import { failure, success, type Result } from '../../domain/result.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { Resolver } from '../../ports/resolver.ts';
import { locateServer, type LocationQuestion } from '../location/locate-server.ts';
import type { ServerAddress } from '../location/server-address.ts';
import { graverFailure, type FlowFailure } from './flow-failure.ts';
import { openTlsFlow, type FlowSecurity, type TlsFlow } from './tls-flow.ts';

export interface ConnectorParts {
  readonly question: LocationQuestion;
  readonly security: FlowSecurity;
  readonly resolver: Resolver;
  readonly clock: Clock;
  readonly fraction: () => number;
  /** Where a registration last succeeded; null when none ever did. */
  readonly lastWorked: () => ServerAddress | null;
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
   * The next server of this round that takes a connection. Never rejects; settles within 10 s for the location, and 10 s a server.
   *
   * @param signal aborted: the attempt is called off
   */
  async connect(signal: AbortSignal): Promise<Result<TlsFlow, FlowFailure>> {
    const { security, clock, log } = this.#parts;
    if (this.#left === null) {
      const located = await this.#locate();
      if (!located.ok) return located;
      this.#left = [...located.value];
    }
    let gravest: FlowFailure | null = null;
    for (let server = this.#left.shift(); server !== undefined && !signal.aborted; server = this.#left.shift()) {
      const flow = await openTlsFlow(server, security, clock, signal);
      if (flow.ok) return success(flow.value);
      gravest = graverFailure(gravest, flow.error);
      log.warn('sip.connect-failed', { reason: flow.error.reason, code: flow.error.code, port: server.port });
    }
    return failure(gravest ?? { reason: 'no-network', code: 'CALLED_OFF' });
  }

  /** Whether this round has a server left that was not tried. */
  get hasMore(): boolean {
    return (this.#left?.length ?? 0) > 0;
  }

  /**
   * Name servers that are down, or lie that there is nothing, need not cut the owner off: the relay is where it was before, and who is
   * there proves it by certificate. Where they answer, they alone are believed; what a domain says it does not offer is not sought either.
   */
  async #locate(): Promise<Result<readonly ServerAddress[], FlowFailure>> {
    const { question, resolver, clock, fraction, lastWorked, log } = this.#parts;
    const located = await locateServer(question, { resolver, clock, fraction });
    if (located.ok) return located;
    if (located.error === 'not-offered') return failure({ reason: 'server-fault', code: 'SERVICE_NOT_OFFERED' });
    const remembered = lastWorked();
    if (remembered === null) return failure({ reason: 'no-network', code: 'SERVER_NOT_FOUND' });
    log.warn('sip.server-remembered', { port: remembered.port });
    return success([remembered]);
  }
}
