import { failure, success, type Result } from '../../domain/result.ts';
import type { Clock } from '../../ports/system/clock.ts';
import type { Log } from '../../ports/system/log.ts';
import type { Resolver } from '../../ports/network/resolver.ts';
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

/**
 * Finds the servers and tries them in their order (RFC 3263 §4.3). One round ends when there is a flow, or when all
 * were tried.
 */
export class Connector {
  readonly #parts: ConnectorParts;
  /** Servers of this round that were not tried yet; null between rounds. */
  #left: ServerAddress[] | null = null;

  constructor(parts: ConnectorParts) {
    this.#parts = parts;
  }

  /** The next connection looks up anew where the servers are. */
  beginRound(): void {
    this.#left = null;
  }

  /**
   * Connects to the next server of this round that accepts. Never rejects. Settles within 10 s for the look-up and 10 s
   * for each server.
   * @param signal when aborted, the attempt ends
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
   * Servers of the domain. When name servers are down, or say that there is nothing, the address that worked last is
   * tried: its certificate proves who is there. When name servers give an answer, only that answer is used, also when
   * it says that the domain offers no such service.
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
