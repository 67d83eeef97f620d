import { parsePeerAddress, peerUser, type PeerAddress } from '../../domain/peer-address.ts';
import { parseChallenges, strongestChallenge } from '../../wire/authentication/digest-challenge.ts';
import type { FlowFailure } from '../flow/flow-failure.ts';
import type { KeepAliveTerms } from '../flow/keep-alive.ts';
import type { HeaderList } from '../../wire/grammar/header-list.ts';
import { parseNameAddr, type NameAddr } from '../../wire/grammar/name-addr.ts';
import type { SipResponse } from '../../wire/grammar/sip-message.ts';
import { parseSipUri } from '../../wire/grammar/sip-uri.ts';
import { leadingSeconds, retryAfterMs } from '../../wire/grammar/retry-after.ts';
import type { RequestOutcome } from '../transaction/request-client.ts';

export interface RegistrationFailure extends FlowFailure {
  readonly retryAfterMs: number | null;
}

/** Who asked: by what our binding is known among others. */
export interface BindingIdentity {
  readonly address: PeerAddress;
  readonly instanceId: string;
  readonly contactUri: string;
}

export interface GrantedBinding {
  /** At least 1. */
  readonly expiresS: number;
  /** Where the registrar will send what is for us, lower case: our own, or how the server sees us. */
  readonly host: string;
}

/**
 * How a 2xx bound us: for what it gave our Contact, else the whole answer, else what was asked. Null when our Contact is not among those
 * that it lists: a 2xx lists every binding (RFC 3261 §10.3 step 8), and a handset that believed it would wait for messages that cannot come.
 */
export function grantedBinding(response: SipResponse, binding: BindingIdentity, askedS: number): GrantedBinding | null {
  const own = ownContact(response.headers, binding);
  const uri = own === undefined ? null : parseSipUri(own.uri);
  if (own === undefined || uri?.ok !== true) return null;
  const named = leadingSeconds(own.parameters.get('expires') ?? null);
  const expiresS = named ?? leadingSeconds(response.headers.first('Expires')) ?? askedS;
  return expiresS === 0 ? null : { expiresS, host: uri.value.host };
}

/** By instance, by URI, or by user: there are servers that write the address as they see it. Another's Contact that cannot be read is passed over. */
function ownContact(headers: HeaderList, { address, instanceId, contactUri }: BindingIdentity): NameAddr | undefined {
  const contacts = headers
    .list('Contact')
    .map(parseNameAddr)
    .filter((contact) => contact !== null);
  return (
    contacts.find(({ parameters }) => parameters.get('+sip.instance') === `<${instanceId}>`) ??
    contacts.find(({ uri }) => uri === contactUri) ??
    contacts.find(({ uri }) => userOf(uri) === peerUser(address))
  );
}

function userOf(uri: string): string | null {
  const contact = parsePeerAddress(uri);
  return contact.ok ? peerUser(contact.value) : null;
}

/**
 * What a 200 to REGISTER says about keep-alives. A server of RFC 5626 requires outbound (§6) and may name its Flow-Timer (§5.4); one of RFC 6223
 * gives the `keep` of our Via a value (§4.3), 0 when it leaves the frequency to us. One that is neither echoes it without a value.
 */
export function keepAliveTermsOf({ headers, vias }: SipResponse): KeepAliveTerms {
  const flowTimerS = leadingSeconds(headers.first('Flow-Timer'));
  const keepS = leadingSeconds(vias[0].parameters.get('keep') ?? null);
  const requiresOutbound = headers.list('Require').some((tag) => tag.toLowerCase() === 'outbound');
  return {
    flowTimerS: flowTimerS ?? (keepS === 0 ? null : keepS),
    pongsAnnounced: requiresOutbound || flowTimerS !== null || keepS !== null,
  };
}

/** 401 or 407 after our credentials, 403 and 404: the account is refused (RFC 3261 §10.3 steps 3 to 5, §22). */
const REFUSED = new Set([401, 403, 404, 407]);

/** What a REGISTER that bound nothing means. */
export function registrationFailureOf(outcome: RequestOutcome): RegistrationFailure {
  switch (outcome.kind) {
    case 'answered': {
      const { statusCode, headers } = outcome.response;
      if (isStale(headers))
        return { reason: 'server-fault', code: 'REGISTER_STALE', retryAfterMs: retryAfterMs(headers) };
      const reason = REFUSED.has(statusCode) ? 'login-refused' : 'server-fault';
      return { reason, code: `REGISTER_${statusCode}`, retryAfterMs: retryAfterMs(headers) };
    }
    case 'timed-out':
      return { reason: 'server-fault', code: 'REGISTER_TIMEOUT', retryAfterMs: null };
    case 'flow-lost':
      return { reason: 'no-network', code: 'FLOW_LOST', retryAfterMs: null };
    case 'unencodable':
      return { reason: 'login-refused', code: 'REGISTER_UNENCODABLE', retryAfterMs: null };
  }
}

/** The password was right, says the server, and each of its nonces too old: that is no refusal (RFC 7616 §3.3). */
function isStale(headers: HeaderList): boolean {
  const challenges = [...headers.all('WWW-Authenticate'), ...headers.all('Proxy-Authenticate')];
  return strongestChallenge(parseChallenges(challenges))?.stale ?? false;
}
