import type { TryOutcome } from '../domain/history/failure-reason.ts';
import type { LinkState } from '../domain/link-state.ts';
import type { PeerAddress } from '../domain/peer-address.ts';
import type { EpochMs } from '../domain/time.ts';
import type { Clock, Timer } from '../ports/system/clock.ts';
import type { Log } from '../ports/system/log.ts';
import type { MessageLink, MessageLinkListener, OutgoingReport, OutgoingText } from '../ports/network/message-link.ts';
import type { Random } from '../ports/system/random.ts';
import type { Resolver } from '../ports/network/resolver.ts';
import type { SettingsStore } from '../ports/store/settings-store.ts';
import { DigestAccount, type Login } from './login/digest-account.ts';
import { LoginMemory } from './login/login-memory.ts';
import { FlowSession, type FlowSessionListener } from './flow-session.ts';
import { Connector } from './flow/connector.ts';
import { ServerMemory } from './flow/server-memory.ts';
import { endedByOtherEnd, graverFailure } from './flow/flow-failure.ts';
import { flowSecurity, type ServerTrust, type TlsFlow } from './flow/tls-flow.ts';
import { randomToken } from './random-token.ts';
import { KeptSetting } from './kept-setting.ts';
import type { ServerAddress } from './location/server-address.ts';
import { MessageSender, type MessageFormat } from './message/message-sender.ts';
import { PeerForms } from './message/peer-forms.ts';
import { PeerMarks } from './message/peer-marks.ts';
import { SequenceCounter } from './transaction/sequence-counter.ts';
import { RegisterPace } from './registration/register-pace.ts';
import { reconnectDelayMs } from './reconnect-policy.ts';
import type { RegistrationFailure } from './registration/registrar-answer.ts';

/** A session that lasted this long was no failure, however it ended. */
const STEADY_SESSION_MS = 600_000;

export interface SipMessageLinkConfig {
  readonly account: Login & { readonly address: PeerAddress };
  /**
   * The domain that the server's certificate must name (RFC 5922), and in which the server is looked up when no host is
   * given.
   */
  readonly sipDomain: string;
  /** Name or IP address. When it has a port, it is used as it is, without NAPTR and SRV. */
  readonly host?: string | null;
  readonly port?: number | null;
  /** The provisioned CA. No other one is trusted. */
  readonly caPem: string;
  /** TLS 1.3 and the chain alone when not given. */
  readonly trust?: ServerTrust;
  /** `urn:uuid:…`, the same for the life of the device (RFC 5626 §4.1). */
  readonly instanceId: string;
  /** Lifetime of the binding that is asked for; 60…86,400 s. */
  readonly registerExpiresSeconds: number;
  readonly messageFormat: MessageFormat;
}

export interface SipMessageLinkParts {
  readonly config: SipMessageLinkConfig;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly resolver: Resolver;
  readonly settings: SettingsStore;
}

/** Throws when `caPem` is not PEM, which means that the configuration was not checked. */
export function createSipMessageLink(parts: SipMessageLinkParts): MessageLink {
  return new SipMessageLink(parts);
}

/**
 * Keeps a flow to the relay: one connection at a time. After each loss it looks for a server again, and waits longer
 * after each round that fails.
 */
class SipMessageLink implements MessageLink {
  readonly #parts: SipMessageLinkParts;
  readonly #connector: Connector;
  readonly #account: DigestAccount;
  readonly #sequence = new SequenceCounter();
  readonly #pace: RegisterPace;
  readonly #peerForms: PeerForms;
  readonly #servers: ServerMemory;
  readonly #sender: MessageSender;
  readonly #registerCallId: string;
  readonly #calledOff = new AbortController();
  #listener: MessageLinkListener | null = null;
  #state: LinkState = { kind: 'stopped' };
  #session: FlowSession | null = null;
  #reconnect: Timer | null = null;
  /** A reconnect was asked for while an attempt was under way, so the next attempt does not wait. */
  #reconnectAtOnce = false;
  #failedRounds = 0;
  /** Sessions in a row that the server ended, or let lapse, soon after it had registered us. */
  #brokenSessions = 0;
  /** When the present session was first registered, on the monotonic clock; null before. */
  #registeredAtMs: number | null = null;
  /**
   * This round was asked for from outside. Its failure says nothing about how long the outage will last, so it does not
   * lengthen the wait.
   */
  #roundIsAsked = false;
  /** The gravest failure of this round so far. */
  #roundFailure: RegistrationFailure | null = null;
  /** When the present outage began, or the last one while there is none. */
  #outageSinceMs: EpochMs;
  #stopping: Promise<void> | null = null;

  constructor(parts: SipMessageLinkParts) {
    const { config, clock, random, log, resolver, settings } = parts;
    this.#parts = parts;
    this.#outageSinceMs = clock.wallMs();
    this.#pace = new RegisterPace(clock);
    const login = new KeptSetting('sip.login', settings, log);
    const owner = `${config.account.username}@${config.sipDomain.toLowerCase()}`;
    this.#account = new DigestAccount(config.account, config.sipDomain, random, new LoginMemory(owner, login));
    this.#registerCallId = randomToken(random, 16);
    this.#peerForms = peerFormsIn(settings, log);
    const question = { target: config.host ?? config.sipDomain, port: config.port ?? null };
    this.#servers = new ServerMemory(
      `${question.target}:${question.port ?? ''}`,
      new KeptSetting('sip.servers', settings, log),
    );
    this.#connector = new Connector({
      question,
      security: flowSecurity(config.caPem, config.sipDomain, config.trust),
      resolver,
      clock,
      fraction: () => random.fraction(),
      lastWorked: () => this.#servers.lastWorked,
      log,
    });
    this.#sender = new MessageSender({
      from: config.account.address,
      format: config.messageFormat,
      clock,
      random,
      log,
      peerForms: this.#peerForms,
    });
  }

  get state(): LinkState {
    return this.#state;
  }

  start(listener: MessageLinkListener): void {
    if (this.#listener !== null || this.#stopping !== null) throw new Error('the link was started before');
    this.#listener = listener;
    const sinceMs = this.#parts.clock.wallMs();
    this.#outageSinceMs = sinceMs;
    this.#state = { kind: 'connecting', sinceMs };
    queueMicrotask(() => {
      if (this.#stopping === null) this.#changeState(this.#state);
      void this.#connect();
    });
  }

  async send(message: OutgoingText | OutgoingReport): Promise<TryOutcome> {
    const session = this.#session;
    if (session?.isRegistered === true) return this.#sender.send(session, message);
    const reason = this.#state.kind === 'unreachable' ? this.#state.reason : 'no-network';
    return { kind: 'unanswered', sipStatus: null, reason, retryAfterMs: null };
  }

  reconnectNow(): void {
    if (this.#listener === null || this.#stopping !== null) return;
    if (this.#session?.isRegistered === true) {
      // The network changed while the flow seems to work. Only an answer from the server can tell.
      this.#session.probe();
    } else if (this.#reconnect === null) {
      this.#reconnectAtOnce = true;
    } else {
      this.#reconnect.cancel();
      this.#roundIsAsked = true;
      this.#beginRound();
    }
  }

  networkChanged(addresses: readonly string[]): void {
    if (this.#session?.isFrom(addresses) === false && this.#stopping === null) {
      this.#reconnectAtOnce = true;
      this.#session.abandon();
    } else this.reconnectNow();
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    this.#calledOff.abort();
    this.#reconnect?.cancel();
    this.#reconnect = null;
    await this.#session?.close({ reason: 'no-network', code: 'STOPPED' });
    this.#session = null;
    if (this.#state.kind !== 'stopped') this.#changeState({ kind: 'stopped' });
  }

  #beginRound(): void {
    this.#reconnect = null;
    this.#roundFailure = null;
    this.#connector.beginRound();
    void this.#connect();
  }

  /** Never rejects, because nothing that it awaits does. */
  async #connect(): Promise<void> {
    if (this.#stopping !== null) return;
    const flow = await this.#connector.connect(this.#calledOff.signal);
    if (this.#calledOff.signal.aborted) {
      if (flow.ok) flow.value.close({ reason: 'no-network', code: 'STOPPED' });
    } else if (flow.ok) this.#openSession(flow.value);
    else this.#failRound({ ...flow.error, retryAfterMs: null });
  }

  #openSession(flow: TlsFlow): void {
    const { config, clock, random, log } = this.#parts;
    const session = new FlowSession(
      {
        address: config.account.address,
        sipDomain: config.sipDomain,
        instanceId: config.instanceId,
        registerCallId: this.#registerCallId,
        registerExpiresSeconds: config.registerExpiresSeconds,
        idleLearning: this.#servers.learningOf(flow.server),
        account: this.#account,
        sequence: this.#sequence,
        pace: this.#pace,
        clock,
        random,
        log,
      },
      flow,
      this.#sessionListener(flow.server),
    );
    this.#session = session;
    session.start();
  }

  #sessionListener(server: ServerAddress): FlowSessionListener {
    return {
      registered: (otherDevices) => {
        this.#servers.worked(server);
        this.#confirm();
        if (otherDevices.length === 0) return;
        this.#tell((listener) => {
          listener.otherDevices(otherDevices);
        });
      },
      keepAliveAnswered: () => {
        this.#tell((listener) => {
          listener.keepAliveAnswered();
        });
      },
      idleLearned: (learning) => {
        this.#servers.learned(server, learning);
      },
      isKnown: (peer) => this.#listener?.isKnown(peer) ?? true,
      received: (message) => this.#listener?.received(message) ?? 'unable',
      peerWrote: (peer, what) => {
        this.#peerForms.wrote(peer, what, this.#isKnown(peer));
      },
      ended: (failure) => {
        this.#lose(failure);
      },
    };
  }

  /** Who cannot be looked up displaces nobody. */
  #isKnown(peer: PeerAddress): boolean {
    try {
      return this.#listener?.isKnown(peer) ?? false;
    } catch {
      return false;
    }
  }

  #confirm(): void {
    this.#registeredAtMs ??= this.#parts.clock.monotonicMs();
    this.#failedRounds = 0;
    this.#roundIsAsked = false;
    this.#roundFailure = null;
    this.#reconnectAtOnce = false;
    if (this.#state.kind !== 'registered') {
      this.#changeState({ kind: 'registered', sinceMs: this.#parts.clock.wallMs() });
    }
    this.#tell((told) => {
      told.registered();
    });
  }

  #lose(failure: RegistrationFailure): void {
    this.#session = null;
    this.#parts.log.warn('sip.flow-ended', { reason: failure.reason, code: failure.code });
    if (this.#stopping !== null) return;
    const wasRegistered = this.#state.kind === 'registered';
    if (wasRegistered) this.#countBroken(failure);
    if (wasRegistered) this.#outageSinceMs = this.#parts.clock.wallMs();
    // A refused login waits at least a minute. Meanwhile the owner must read that, and not "connecting".
    if (failure.reason === 'login-refused') this.#failRound(failure);
    else if (wasRegistered) {
      this.#changeState({ kind: 'connecting', sinceMs: this.#parts.clock.wallMs() });
      this.#scheduleRound(failure);
    } else if (this.#connector.hasMore) {
      // RFC 3263 §4.3: when a server does not answer, or answers 503, the next one is tried.
      this.#roundFailure = graverFailure(this.#roundFailure, failure);
      void this.#connect();
    } else this.#failRound(failure);
  }

  /** A server that registers us and breaks off again and again is asked as seldom as one that does not register us. */
  #countBroken(failure: RegistrationFailure): void {
    const livedMs = this.#parts.clock.monotonicMs() - (this.#registeredAtMs ?? 0);
    this.#registeredAtMs = null;
    if (livedMs >= STEADY_SESSION_MS) this.#brokenSessions = 0;
    if (endedByOtherEnd(failure)) this.#brokenSessions += 1;
  }

  #failRound(last: RegistrationFailure): void {
    const failure = graverFailure(this.#roundFailure, last);
    if (!this.#roundIsAsked) this.#failedRounds += 1;
    const sinceMs = this.#outageSinceMs;
    const isNews = this.#state.kind !== 'unreachable' || this.#state.reason !== failure.reason;
    if (isNews) this.#changeState({ kind: 'unreachable', sinceMs, reason: failure.reason });
    this.#scheduleRound(failure);
  }

  #scheduleRound({ reason, retryAfterMs }: RegistrationFailure): void {
    const { clock, random } = this.#parts;
    const loginRefused = reason === 'login-refused';
    const serverFault = reason === 'server-fault' || this.#brokenSessions > this.#failedRounds;
    const delayMs = reconnectDelayMs(
      { failedRounds: Math.max(this.#failedRounds, this.#brokenSessions), serverFault, loginRefused, retryAfterMs },
      random.fraction(),
    );
    // A server that refused the account, or named a time, is never asked sooner, even when a reconnect was asked for.
    const atOnce = this.#reconnectAtOnce && !loginRefused && retryAfterMs === null;
    this.#reconnectAtOnce = false;
    this.#roundIsAsked = atOnce;
    this.#reconnect = clock.startTimer(atOnce ? 0 : delayMs, () => {
      this.#beginRound();
    });
  }

  #changeState(state: LinkState): void {
    this.#state = state;
    this.#tell((listener) => {
      listener.stateChanged(state);
    });
  }

  /**
   * A bug in a listener is logged, and must not stop this class half way: without a next attempt the handset would stay
   * offline.
   */
  #tell(call: (listener: MessageLinkListener) => void): void {
    try {
      if (this.#listener !== null) call(this.#listener);
    } catch (error) {
      this.#parts.log.error('sip.listener-threw', {}, error);
    }
  }
}

function peerFormsIn(settings: SettingsStore, log: Log): PeerForms {
  const marks = (key: string): PeerMarks =>
    new PeerMarks({
      known: new KeptSetting(key, settings, log),
      strangers: new KeptSetting(`${key}.strangers`, settings, log),
    });
  return new PeerForms({
    refused: marks('sip.plain-text-peers'),
    cpim: marks('sip.cpim-peers'),
    plain: marks('sip.plain-text-writers'),
  });
}
