import type { TLSSocket } from 'node:tls';
import type { FailureReason } from '../../domain/history/failure-reason.ts';
import { SipIdentityError } from './server-identity.ts';

/** Why there is no flow, or why it ended. */
export interface FlowFailure {
  readonly reason: Extract<
    FailureReason,
    'no-network' | 'check-clock' | 'certificate-not-trusted' | 'wrong-server-name' | 'login-refused' | 'server-fault'
  >;
  /** For the operator's log. Always a code of ours or of the system, never a text from outside. */
  readonly code: string;
}

/** Code of a flow that the server closed properly. */
export const CLOSED_BY_PEER = 'CLOSED_BY_PEER';
/** The other end, or a box on the way, answered our bytes by ending the connection (RFC 9293 §3.5.2). */
const RESET_CODES = new Set(['ECONNRESET', 'EPIPE']);

/** Codes of the operating system when packets or their answers do not get through. */
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

/** Translates an error of `tls.connect`, before or after the handshake, into what the owner is told. */
export function flowFailureOf(error: Error, socket: Pick<TLSSocket, 'authorizationError'>): FlowFailure {
  if (error instanceof SipIdentityError) {
    const reason = error.kind === 'identity' ? 'wrong-server-name' : 'certificate-not-trusted';
    return { reason, code: `SIP_${error.kind.toUpperCase()}` };
  }
  const code = (error as NodeJS.ErrnoException).code ?? 'UNKNOWN';
  if (NETWORK_CODES.has(code)) return { reason: 'no-network', code };
  // Certificates are not issued for the future. The handset's clock is behind, as after its battery was empty.
  if (code === 'CERT_NOT_YET_VALID') return { reason: 'check-clock', code };
  // OpenSSL's verdict on the chain, which Node leaves on the socket: expired, unknown CA, wrong purpose …
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- the types say Error, Node sets a string or null
  if (socket.authorizationError !== null && socket.authorizationError !== undefined) {
    return { reason: 'certificate-not-trusted', code };
  }
  // The peer does not speak TLS, or only an old version, or has no cipher in common, or broke the handshake off.
  return { reason: 'server-fault', code };
}

/**
 * Whether a flow that stood was ended from the other end: closed, reset, or by bytes that no SIP server sends. A
 * network that went away is silent.
 */
export function endedByOtherEnd({ reason, code }: FlowFailure): boolean {
  return reason === 'server-fault' || code === CLOSED_BY_PEER || RESET_CODES.has(code);
}

/** Ordered from what passes by itself to what the owner must know. */
const BY_GRAVITY: readonly FlowFailure['reason'][] = [
  'no-network',
  'server-fault',
  'login-refused',
  'check-clock',
  'certificate-not-trusted',
  'wrong-server-name',
];

/**
 * Which of two failures in one round is told: a server that was reached and is wrong says more than one that was not
 * reached. Of two that weigh the same, the later one.
 */
export function graverFailure<Failure extends FlowFailure>(one: Failure | null, other: Failure): Failure {
  const isGraver = one !== null && BY_GRAVITY.indexOf(one.reason) > BY_GRAVITY.indexOf(other.reason);
  return isGraver ? one : other;
}
