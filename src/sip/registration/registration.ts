import { peerDomain, peerUser, type PeerAddress } from '../../domain/peer-address.ts';
import type { OtherDevice } from '../../ports/network/message-link.ts';
import type { Clock, Timer } from '../../ports/system/clock.ts';
import type { KeepAliveTerms } from '../flow/keep-alive.ts';
import type { HeaderField } from '../../wire/framing/frame.ts';
import type { SipResponse } from '../../wire/grammar/sip-message.ts';
import { noticesFromIn, otherDevicesIn } from './other-devices.ts';
import type { RegisterPace } from './register-pace.ts';
import {
  grantedBinding,
  keepAliveTermsOf,
  registrationFailureOf,
  serviceRouteOf,
  type RegistrationFailure,
} from './registrar-answer.ts';
import { leadingSeconds, retryAfterMs } from '../../wire/grammar/retry-after.ts';
import type { RequestBlueprint } from '../transaction/request-blueprint.ts';
import type { RequestOutcome } from '../transaction/request-client.ts';

/** A server that has not answered a REGISTER by then is given up. */
const REGISTER_TIMEOUT_MS = 10_000;
const UNREGISTER_TIMEOUT_MS = 1_000;
/**
 * Bounds of the time that is asked for, also when a server names it by Min-Expires. The upper one keeps it within the
 * range of a timer, which would otherwise fire at once.
 */
const MIN_EXPIRES_S = 60;
const MAX_EXPIRES_S = 86_400;
/**
 * A server that grants less than this is not believed. Nothing can arrive in a binding that lapses before its refresh,
 * and even shorter times would flood the server.
 */
const MIN_GRANTED_S = 10;
/** So often the refresh after such grants is put off by as long again, up to 17 min. */
const MAX_DOUBLINGS = 7;
/** The wait after the registrar failed to refresh a binding: this long, or at random up to twice as long. */
const REFRESH_RETRY_MS = 20_000;

export function clampExpires(seconds: number): number {
  return Math.min(MAX_EXPIRES_S, Math.max(MIN_EXPIRES_S, Math.trunc(seconds)));
}

/**
 * A binding is refreshed after 80 to 90 % of its life, at random. That leaves time for a second try, and handsets do
 * not all refresh at the same time.
 * @param grantedS as the registrar said
 * @returns 8,000…77,760,000 ms
 */
export function refreshDelayMs(grantedS: number, fraction: number): number {
  const lifeS = Math.min(MAX_EXPIRES_S, Math.max(MIN_GRANTED_S, grantedS));
  return Math.round(1_000 * lifeS * (0.8 + 0.1 * fraction));
}

export interface RegistrationParts {
  readonly address: PeerAddress;
  /** URI of our Contact: our user at our end of the flow. */
  readonly contactUri: string;
  /** `urn:uuid:…`, the same for the life of the device (RFC 5626 §4.1). */
  readonly instanceId: string;
  /** The same for all registrations of one start of the firmware (RFC 3261 §10.2). */
  readonly callId: string;
  readonly expiresSeconds: number;
  readonly clock: Clock;
  readonly fraction: () => number;
  readonly pace: RegisterPace;
  readonly request: (blueprint: RequestBlueprint, timeoutMs: number) => Promise<RequestOutcome>;
}

/** What a 2xx to REGISTER said. */
interface ConfirmedBinding {
  readonly terms: KeepAliveTerms;
  /** The host of our Contact, as the registrar knows it. */
  readonly host: string;
  /** Values of the Route that further requests carry. */
  readonly serviceRoute: readonly string[];
  readonly otherDevices: readonly OtherDevice[];
  /** From where the server itself writes to owners; null when it does not say so. */
  readonly noticesFrom: PeerAddress | null;
}

export interface RegistrationListener {
  /** There is a new binding, or a refreshed one. */
  registered(confirmed: ConfirmedBinding): void;
  /** There is no registration any more, or there never was one. Nothing is tried again on this flow. */
  failed(failure: RegistrationFailure): void;
}

/**
 * Our binding at the registrar (RFC 3261 §10.2, RFC 5626 §4.2) over one flow. Only one REGISTER is under way at a time,
 * and the binding is refreshed before it lapses.
 */
export class Registration {
  readonly #parts: RegistrationParts;
  readonly #listener: RegistrationListener;
  #expiresSeconds: number;
  #refresh: Timer | null = null;
  /** Ends the wait for `RegisterPace`. */
  #goOn: (() => void) | null = null;
  /** A REGISTER is under way. A second one would race it. */
  #inFlight = false;
  /** Grants in a row that were too short to be believed. */
  #shortGrants = 0;
  #outbound = true;
  #closed = false;
  /** When the binding lapses, on the monotonic clock; null while there is none. */
  #boundUntilMs: number | null = null;

  constructor(parts: RegistrationParts, listener: RegistrationListener) {
    this.#parts = parts;
    this.#listener = listener;
    this.#expiresSeconds = clampExpires(parts.expiresSeconds);
  }

  /** Sends the first REGISTER now. */
  start(): void {
    if (this.#inFlight || this.#closed) return;
    this.#inFlight = true;
    void this.#register().finally(() => {
      this.#inFlight = false;
    });
  }

  /**
   * Stops refreshing and removes the binding, within 1 s. Sends nothing while a REGISTER is under way; the registrar
   * then learns it from the end of the flow.
   */
  async unregister(): Promise<void> {
    const idle = !this.#inFlight;
    this.close();
    if (idle && this.#boundUntilMs !== null) await this.#parts.request(this.#blueprint(0), UNREGISTER_TIMEOUT_MS);
  }

  /** Stops refreshing. The listener is not called any more. */
  close(): void {
    this.#closed = true;
    this.#refresh?.cancel();
    this.#refresh = null;
    this.#goOn?.();
  }

  async #register(): Promise<void> {
    // A server may correct us once in each way: longer expires (423), no outbound (439). More would be a loop.
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

  /**
   * Waits, so that a server that makes us register over and over is served slowly. False when the registration was
   * closed meanwhile.
   */
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
      if (outcome.kind === 'answered' && this.#refreshLater(outcome.response)) return;
      this.#fail(registrationFailureOf(outcome));
      return;
    }
    const granted = grantedBinding(outcome.response, this.#parts, this.#expiresSeconds);
    if (granted === null) {
      this.#fail({ reason: 'server-fault', code: 'REGISTER_NOT_BOUND', retryAfterMs: null });
      return;
    }
    this.#boundUntilMs = this.#parts.clock.monotonicMs() + 1_000 * granted.expiresS;
    this.#shortGrants = granted.expiresS < MIN_GRANTED_S ? this.#shortGrants + 1 : 0;
    // A server that grants next to nothing again and again is asked less and less often.
    const patience = 2 ** Math.min(MAX_DOUBLINGS, Math.max(0, this.#shortGrants - 1));
    this.#startRefresh(patience * refreshDelayMs(granted.expiresS, this.#parts.fraction()));
    const { response } = outcome;
    this.#listener.registered({
      terms: keepAliveTermsOf(response),
      host: granted.host,
      serviceRoute: serviceRouteOf(response),
      otherDevices: otherDevicesIn(response.headers, this.#parts),
      noticesFrom: noticesFromIn(response.headers, this.#parts.address),
    });
  }

  #startRefresh(delayMs: number): void {
    this.#refresh = this.#parts.clock.startTimer(delayMs, () => {
      this.start();
    });
  }

  /**
   * A registrar that cannot refresh the binding just now (5xx) has not removed it. The flow is kept, and the refresh is
   * tried again while the binding lasts. Giving it up would lose what arrives meanwhile, and all handsets would do so
   * at once.
   */
  #refreshLater({ statusCode, headers }: SipResponse): boolean {
    if (this.#boundUntilMs === null || statusCode < 500 || statusCode > 599) return false;
    const delayMs = Math.max(retryAfterMs(headers) ?? 0, REFRESH_RETRY_MS * (1 + this.#parts.fraction()));
    if (this.#parts.clock.monotonicMs() + delayMs + REGISTER_TIMEOUT_MS > this.#boundUntilMs) return false;
    this.#startRefresh(Math.round(delayMs));
    return true;
  }

  #fail(failure: RegistrationFailure): void {
    this.#boundUntilMs = null;
    this.#listener.failed(failure);
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

/** URI of our Contact on a flow: our user at the address from which the connection goes out. */
export function contactUriOf(address: PeerAddress, local: { readonly host: string; readonly port: number }): string {
  return `sip:${peerUser(address)}@${local.host}:${local.port};transport=tls`;
}
