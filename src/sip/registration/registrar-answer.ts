import { parsePeerAddress, peerUser, type PeerAddress } from '../../domain/peer-address.ts';
import type { FlowFailure } from '../flow/flow-failure.ts';
import type { KeepAliveTerms } from '../flow/keep-alive.ts';
import type { HeaderList } from '../../wire/grammar/header-list.ts';
import { parseNameAddr, type NameAddr } from '../../wire/grammar/name-addr.ts';
import type { SipResponse } from '../../wire/grammar/sip-message.ts';
import { parseSipUri } from '../../wire/grammar/sip-uri.ts';
import { leadingSeconds, retryAfterMs } from '../../wire/grammar/retry-after.ts';
import { writtenInstance } from '../../wire/message/relay-notice.ts';
import type { LoginFault } from '../login/request-login.ts';
import type { RequestOutcome } from '../transaction/request-client.ts';

export interface RegistrationFailure extends FlowFailure {
  readonly retryAfterMs: number | null;
}

/** What identifies our binding among others. */
export interface BindingIdentity {
  readonly address: PeerAddress;
  readonly instanceId: string;
  readonly contactUri: string;
}

export interface GrantedBinding {
  /** Seconds, at least 1. */
  readonly expiresS: number;
  /**
   * The host to which the registrar will send requests for us: our own, or our address as the server sees it. Lower
   * case.
   */
  readonly host: string;
}

/**
 * The binding that a 2xx gave us. Its time is that of our Contact, else that of the whole answer, else what was asked
 * for. Null when our Contact is not listed: a 2xx lists every binding (RFC 3261 §10.3 step 8), and a handset that took
 * such an answer for a success would wait for messages that cannot come.
 */
export function grantedBinding(response: SipResponse, binding: BindingIdentity, askedS: number): GrantedBinding | null {
  const own = ownContact(response.headers, binding);
  const uri = own === undefined ? null : parseSipUri(own.uri);
  if (own === undefined || uri?.ok !== true) return null;
  const named = leadingSeconds(own.parameters.get('expires') ?? null);
  const expiresS = named ?? leadingSeconds(response.headers.first('Expires')) ?? askedS;
  return expiresS === 0 ? null : { expiresS, host: uri.value.host };
}

/**
 * Found by instance, by URI, or by user, because some servers rewrite the address as they see it. A Contact that cannot
 * be read is skipped.
 */
function ownContact(headers: HeaderList, { address, instanceId, contactUri }: BindingIdentity): NameAddr | undefined {
  const contacts = headers
    .list('Contact')
    .map(parseNameAddr)
    .filter((contact) => contact !== null);
  return (
    contacts.find((contact) => writtenInstance(contact) === instanceId.toLowerCase()) ??
    contacts.find(({ uri }) => uri === contactUri) ??
    contacts.find(({ uri }) => userOf(uri) === peerUser(address))
  );
}

function userOf(uri: string): string | null {
  const contact = parsePeerAddress(uri);
  return contact.ok ? peerUser(contact.value) : null;
}

/**
 * What a 200 to REGISTER says about keep-alives. A server of RFC 5626 requires outbound (§6) and may name its
 * Flow-Timer (§5.4). A server of RFC 6223 gives the `keep` in our Via a value (§4.3), 0 when it leaves the frequency to
 * us. Any other server returns `keep` without a value.
 */
export function keepAliveTermsOf({ headers, vias }: SipResponse): KeepAliveTerms {
  const flowTimerS = leadingSeconds(headers.first('Flow-Timer'));
  const keepS = leadingSeconds(vias[0].parameters.get('keep') ?? null);
  const requiresOutbound = headers.list('Require').some((tag) => tag.toLowerCase() === 'outbound');
  return {
    flowTimerS: flowTimerS ?? (keepS === 0 ? null : keepS),
    pongsAnnounced: requiresOutbound || flowTimerS !== null || keepS !== null,
    pongsPromised: flowTimerS !== null,
  };
}

const MAX_ROUTES = 8;
const MAX_ROUTE_CHARACTERS = 512;

/**
 * The Service-Route of a 2xx to REGISTER (RFC 3608 §6.1): the way of our requests beyond this flow, which carry it as
 * their Route. All go out over our one flow, whatever it names. One that cannot be read is left out as a whole, since
 * half of a way leads elsewhere.
 */
export function serviceRouteOf({ headers }: SipResponse): readonly string[] {
  const values = headers.list('Service-Route');
  const isSound = (value: string): boolean =>
    value.length <= MAX_ROUTE_CHARACTERS && value.includes('<') && parseSipUri(parseNameAddr(value)?.uri ?? '').ok;
  return values.length <= MAX_ROUTES && values.every(isSound) ? values : [];
}

/** The account is refused: 403, and 404 (RFC 3261 §10.3 steps 3 to 5). */
const REFUSED = new Set([403, 404]);

/**
 * A challenge that ended the registration. Only 'refused' is about the account: our credentials were tried. In all
 * other cases none were given, or the server called them too old (RFC 7616 §3.3), and "login refused" would be false.
 */
const CHALLENGE_FAILURES: Readonly<Record<LoginFault, Pick<FlowFailure, 'reason' | 'code'>>> = {
  refused: { reason: 'login-refused', code: 'LOGIN_REFUSED' },
  stale: { reason: 'server-fault', code: 'LOGIN_STALE' },
  'foreign-realm': { reason: 'server-fault', code: 'LOGIN_FOREIGN_REALM' },
  weaker: { reason: 'server-fault', code: 'LOGIN_WEAKER_THAN_BEFORE' },
  unanswerable: { reason: 'server-fault', code: 'LOGIN_UNANSWERABLE' },
};

/** What it means when a REGISTER made no binding. */
export function registrationFailureOf(outcome: RequestOutcome): RegistrationFailure {
  switch (outcome.kind) {
    case 'answered': {
      const { statusCode, headers } = outcome.response;
      const reason = REFUSED.has(statusCode) ? 'login-refused' : 'server-fault';
      const failure =
        outcome.login === null
          ? ({ reason, code: `REGISTER_${statusCode}` } as const)
          : CHALLENGE_FAILURES[outcome.login];
      return { ...failure, retryAfterMs: retryAfterMs(headers) };
    }
    case 'timed-out':
      return { reason: 'server-fault', code: 'REGISTER_TIMEOUT', retryAfterMs: null };
    case 'flow-lost':
      return { reason: 'no-network', code: 'FLOW_LOST', retryAfterMs: null };
    case 'unencodable':
      return { reason: 'login-refused', code: 'REGISTER_UNENCODABLE', retryAfterMs: null };
  }
}
