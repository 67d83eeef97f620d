import { parsePeerAddress, peerDomain, peerUser, type PeerAddress } from '../domain/peer-address.ts';
import type { Clock, Timer } from '../ports/clock.ts';
import { parseChallenges, strongestChallenge } from './authentication/digest-challenge.ts';
import type { FlowFailure } from './flow/flow-failure.ts';
import type { KeepAliveTerms } from './flow/keep-alive.ts';
import type { HeaderField } from './framing/frame.ts';
import type { HeaderList } from './framing/header-list.ts';
import { parseNameAddr, type NameAddr } from './framing/name-addr.ts';
import type { SipResponse } from './framing/sip-message.ts';
import type { RegisterPace } from './register-pace.ts';
import { leadingSeconds, retryAfterMs } from './retry-after.ts';
import type { RequestBlueprint } from './transaction/request-blueprint.ts';
import type { RequestOutcome } from './transaction/request-client.ts';

/** A server that does not answer a REGISTER is given up by then. */
export const REGISTER_TIMEOUT_MS = 10_000;
const UNREGISTER_TIMEOUT_MS = 1_000;
/** What a server may name as expires, Min-Expires: less would be a storm of REGISTERs, more than the longest timer would fire at once. */
const MIN_EXPIRES_S = 60;
const MAX_EXPIRES_S = 86_400;

export function clampExpires(seconds: number): number {
  return Math.min(MAX_EXPIRES_S, Math.max(MIN_EXPIRES_S, Math.trunc(seconds)));
}

/** Refreshed after 80 to 90 % of its life, by chance: there is time for a second try, and handsets do not march in step. */
export function refreshDelayMs(expiresSeconds: number, fraction: number): number {
  return Math.round(1_000 * expiresSeconds * (0.8 + 0.1 * fraction));
}

export interface RegistrationFailure extends FlowFailure {
  readonly retryAfterMs: number | null;
}

export interface RegistrationParts {
  readonly address: PeerAddress;
  /** Our Contact's URI, where the flow ends. */
  readonly contactUri: string;
  /** `urn:uuid:…`, the same for the life of the device (RFC 5626 §4.1). */
  readonly instanceId: string;
  /** The same for all registrations of one start (RFC 3261 §10.2). */
  readonly callId: string;
  readonly expiresSeconds: number;
  readonly clock: Clock;
  readonly fraction: () => number;
  readonly pace: RegisterPace;
  readonly request: (blueprint: RequestBlueprint, timeoutMs: number) => Promise<RequestOutcome>;
}

export interface RegistrationListener {
  /** The first, or a refreshed one. */
  registered(terms: KeepAliveTerms): void;
  /** There is no registration, or no more; nothing is tried again on this flow. */
  failed(failure: RegistrationFailure): void;
}

/** Our binding at the registrar (RFC 3261 §10.2, RFC 5626 §4.2) over one flow: one REGISTER at a time, refreshed before it lapses. */
export class Registration {
  readonly #parts: RegistrationParts;
  readonly #listener: RegistrationListener;
  #expiresSeconds: number;
  #refresh: Timer | null = null;
  /** Ends a wait for the pace. */
  #goOn: (() => void) | null = null;
  /** One REGISTER in flight: a second one would race the first. */
  #inFlight = false;
  #outbound = true;
  #closed = false;
  #bound = false;

  constructor(parts: RegistrationParts, listener: RegistrationListener) {
    this.#parts = parts;
    this.#listener = listener;
    this.#expiresSeconds = clampExpires(parts.expiresSeconds);
  }

  /** Registers now. */
  start(): void {
    if (this.#inFlight || this.#closed) return;
    this.#inFlight = true;
    void this.#register().finally(() => {
      this.#inFlight = false;
    });
  }

  /** Takes the binding back, within 1 s; not while a REGISTER is in flight: the registrar then learns it from the flow's end. */
  async unregister(): Promise<void> {
    const idle = !this.#inFlight;
    this.close();
    if (idle && this.#bound) await this.#parts.request(this.#blueprint(0), UNREGISTER_TIMEOUT_MS);
  }

  /** Stops refreshing; nothing is told any more. */
  close(): void {
    this.#closed = true;
    this.#refresh?.cancel();
    this.#refresh = null;
    this.#goOn?.();
  }

  async #register(): Promise<void> {
    // A server may correct us once each: longer expires (423), no outbound (439). More would be a loop.
    for (let corrections = 0; corrections <= 2; corrections += 1) {
      if (!(await this.#keepPace())) return;
      const outcome = await this.#parts.request(this.#blueprint(this.#expiresSeconds), REGISTER_TIMEOUT_MS);
      if (this.#closed) return;
      if (outcome.kind === 'answered' && this.#correct(outcome.response)) continue;
      this.#conclude(outcome);
      return;
    }
    this.#listener.failed({ reason: 'server-fault', code: 'REGISTER_LOOP', retryAfterMs: null });
  }

  /** Servers that make us register over and over are served slowly. False when it was closed meanwhile. */
  async #keepPace(): Promise<boolean> {
    for (let waitMs = this.#parts.pace.waitMs(); waitMs > 0 && !this.#closed; waitMs = this.#parts.pace.waitMs()) {
      const { promise, resolve } = Promise.withResolvers<undefined>();
      this.#goOn = () => {
        timer.cancel();
        this.#goOn = null;
        resolve(undefined);
      };
      const timer = this.#parts.clock.startTimer(waitMs, this.#goOn);
      await promise;
    }
    return !this.#closed;
  }

  #correct(response: SipResponse): boolean {
    if (response.statusCode === 439 && this.#outbound) {
      this.#outbound = false;
      return true;
    }
    const least = response.statusCode === 423 ? leadingSeconds(response.headers.first('Min-Expires')) : null;
    if (least === null || clampExpires(least) <= this.#expiresSeconds) return false;
    this.#expiresSeconds = clampExpires(least);
    return true;
  }

  #conclude(outcome: RequestOutcome): void {
    if (outcome.kind !== 'answered' || outcome.response.statusCode >= 300) {
      this.#bound = false;
      this.#listener.failed(registrationFailureOf(outcome));
      return;
    }
    const grantedS = this.#grantedExpiresS(outcome.response);
    this.#bound = grantedS > 0;
    if (!this.#bound) {
      this.#listener.failed({ reason: 'server-fault', code: 'REGISTER_NOT_BOUND', retryAfterMs: null });
      return;
    }
    this.#refresh = this.#parts.clock.startTimer(refreshDelayMs(clampExpires(grantedS), this.#parts.fraction()), () => {
      this.start();
    });
    this.#listener.registered(keepAliveTermsOf(outcome.response));
  }

  /**
   * For how long the registrar bound us: what it gave our Contact, else the whole answer, else what was asked. 0 when our Contact is not among those
   * that it lists: a 2xx lists every binding (RFC 3261 §10.3 step 8), and a handset that believed it would wait for messages that cannot come.
   */
  #grantedExpiresS(response: SipResponse): number {
    const own = this.#ownBinding(response);
    if (own === undefined) return 0;
    return (
      leadingSeconds(own.parameters.get('expires') ?? null) ??
      leadingSeconds(response.headers.first('Expires')) ??
      this.#expiresSeconds
    );
  }

  /** By instance, by URI, or by user: there are servers that write the address as they see it. Another's Contact that cannot be read is passed over. */
  #ownBinding({ headers }: SipResponse): NameAddr | undefined {
    const { address, instanceId, contactUri } = this.#parts;
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

  #blueprint(expiresSeconds: number): RequestBlueprint {
    const { address, contactUri, instanceId, callId } = this.#parts;
    const outbound = this.#outbound ? `;reg-id=1;+sip.instance="<${instanceId}>"` : '';
    const headers: HeaderField[] = [
      { name: 'Contact', value: `<${contactUri}>${outbound};expires=${expiresSeconds}` },
      { name: 'Expires', value: `${expiresSeconds}` },
      { name: 'Allow', value: 'MESSAGE, OPTIONS' },
      { name: 'Supported', value: this.#outbound ? 'outbound, path' : 'path' },
    ];
    return {
      method: 'REGISTER',
      requestUri: `sip:${peerDomain(address)}`,
      from: address,
      to: address,
      callId,
      headers,
      body: '',
    };
  }
}

/**
 * What a 200 to REGISTER says about keep-alives. A server of RFC 5626 requires outbound (§6) and may name its Flow-Timer (§5.4); one of RFC 6223
 * gives the `keep` of our Via a value (§4.3), 0 when it leaves the frequency to us. One that is neither echoes it without a value.
 */
function keepAliveTermsOf({ headers, vias }: SipResponse): KeepAliveTerms {
  const flowTimerS = leadingSeconds(headers.first('Flow-Timer'));
  const keepS = leadingSeconds(vias[0].parameters.get('keep') ?? null);
  const requiresOutbound = headers.list('Require').some((tag) => tag.toLowerCase() === 'outbound');
  return {
    flowTimerS: flowTimerS ?? (keepS === 0 ? null : keepS),
    pongsAnnounced: requiresOutbound || flowTimerS !== null || keepS !== null,
  };
}

function userOf(uri: string): string | null {
  const contact = parsePeerAddress(uri);
  return contact.ok ? peerUser(contact.value) : null;
}

/** Contact's URI for a flow: our user at the address from which the connection goes out. */
export function contactUriOf(address: PeerAddress, local: { readonly host: string; readonly port: number }): string {
  return `sip:${peerUser(address)}@${local.host}:${local.port};transport=tls`;
}

/** 401 or 407 after our credentials, 403 and 404: the account is refused (RFC 3261 §10.3 steps 3 to 5, §22). */
const REFUSED = new Set([401, 403, 404, 407]);

function registrationFailureOf(outcome: RequestOutcome): RegistrationFailure {
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
