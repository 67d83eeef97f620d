import type { TLSSocket } from 'node:tls';
import type { FailureReason } from '../../domain/history/failure-reason.ts';
import { SipIdentityError } from './server-identity.ts';

/** Why there is no flow, or no more. */
export interface FlowFailure {
  readonly reason: Extract<
    FailureReason,
    'no-network' | 'certificate-not-trusted' | 'wrong-server-name' | 'login-refused' | 'server-fault'
  >;
  /** For the operator's log: a code, never a text from outside. */
  readonly code: string;
}

/** What the system says when no packet, or no answer, came through. */
const NETWORK_CODES = new Set([
  'EADDRNOTAVAIL',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETRESET',
  'ENETUNREACH',
  'ENOTCONN',
  'EPIPE',
  'ETIMEDOUT',
]);

/** Maps an error of `tls.connect`, before or after the handshake, to what the owner is told. */
export function flowFailureOf(error: Error, socket: Pick<TLSSocket, 'authorizationError'>): FlowFailure {
  if (error instanceof SipIdentityError) {
    const reason = error.kind === 'identity' ? 'wrong-server-name' : 'certificate-not-trusted';
    return { reason, code: `SIP_${error.kind.toUpperCase()}` };
  }
  const code = (error as NodeJS.ErrnoException).code ?? 'UNKNOWN';
  if (NETWORK_CODES.has(code)) return { reason: 'no-network', code };
  // OpenSSL's verdict on the chain, which Node leaves on the socket: expired, unknown CA, wrong purpose …
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- the types say Error, Node sets a string or null
  if (socket.authorizationError !== null && socket.authorizationError !== undefined) {
    return { reason: 'certificate-not-trusted', code };
  }
  // Not TLS at all, too old a version, no common cipher, a handshake broken off.
  return { reason: 'server-fault', code };
}

/** From what mends itself to what the owner must know of. */
const BY_GRAVITY: readonly FlowFailure['reason'][] = [
  'no-network',
  'server-fault',
  'login-refused',
  'certificate-not-trusted',
  'wrong-server-name',
];

/**
 * Of two servers that failed in one round, what is told: one that was reached and is wrong says more than one that was not reached. The later
 * one when they are alike.
 */
export function graverFailure<Failure extends FlowFailure>(one: Failure | null, other: Failure): Failure {
  const isGraver = one !== null && BY_GRAVITY.indexOf(one.reason) > BY_GRAVITY.indexOf(other.reason);
  return isGraver ? one : other;
}
