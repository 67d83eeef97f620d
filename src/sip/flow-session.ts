import { RepeatedFaults } from '../domain/history/repeated-faults.ts';
import { peerDomain, type PeerAddress } from '../domain/peer-address.ts';
import type { Clock } from '../ports/system/clock.ts';
import type { Log } from '../ports/system/log.ts';
import type { OtherDevice, ReceiveVerdict, Received } from '../ports/network/message-link.ts';
import type { Random } from '../ports/system/random.ts';
import type { DigestAccount } from './login/digest-account.ts';
import { CLOSED_BY_PEER, endedByOtherEnd, type FlowFailure } from './flow/flow-failure.ts';
import type { IdleLearning } from './flow/idle-policy.ts';
import { KeepAlive, LIFE_SIGN_TIMEOUT_MS, type KeepAliveTerms } from './flow/keep-alive.ts';
import type { TlsFlow } from './flow/tls-flow.ts';
import type { Frame, FramingFault } from '../wire/framing/frame.ts';
import { examineResponse, isResponse } from '../wire/gate/response-gate.ts';
import { HeaderList } from '../wire/grammar/header-list.ts';
import { FAULTY, IncomingRequests, UNABLE } from './incoming-requests.ts';
import type { RegisterPace } from './registration/register-pace.ts';
import type { RegistrationFailure } from './registration/registrar-answer.ts';
import type { MessageForm } from './message/outgoing-message.ts';
import { randomToken } from './random-token.ts';
import { contactUriOf, Registration } from './registration/registration.ts';
import type { RequestBlueprint } from './transaction/request-blueprint.ts';
import type { SequenceCounter } from './transaction/sequence-counter.ts';
import { RequestClient, type RequestOutcome } from './transaction/request-client.ts';
import { RequestServer } from './transaction/request-server.ts';
import { TransactionCore } from './transaction/transaction-core.ts';

/** Two line breaks (RFC 5626 §4.4.1). */
const PING = '\r\n\r\n';
const PONG = '\r\n';

export interface FlowSessionParts {
  readonly address: PeerAddress;
  readonly sipDomain: string;
  readonly instanceId: string;
  readonly registerCallId: string;
  readonly registerExpiresSeconds: number;
  /** What is known about the path to this server. */
  readonly idleLearning: IdleLearning;
  readonly account: DigestAccount;
  readonly sequence: SequenceCounter;
  readonly pace: RegisterPace;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

export interface FlowSessionListener {
  /** `otherDevices`: those that the registrar listed beside this one. */
  registered(otherDevices: readonly OtherDevice[]): void;
  keepAliveAnswered(): void;
  /** More is known about how long the path to this server may lie idle. */
  idleLearned(learning: IdleLearning): void;
  /** Stores a message or report, durably when it returns 'kept'. May throw. */
  isKnown(peer: PeerAddress): boolean;
  received(message: Received): ReceiveVerdict;
  /** The peer's device wrote a text in this form, or a report. */
  peerWrote(peer: PeerAddress, what: MessageForm | 'report'): void;
  /** Called once, as the last call; not after `close`. */
  ended(failure: RegistrationFailure): void;
}

/** One flow from its handshake to its end: registration, keep-alive, requests both ways. */
export class FlowSession {
  readonly #parts: FlowSessionParts;
  readonly #flow: TlsFlow;
  readonly #listener: FlowSessionListener;
  /** Holds the transactions of both directions. */
  readonly #core: TransactionCore;
  readonly #client: RequestClient;
  readonly #server: RequestServer;
  readonly #incoming: IncomingRequests;
  readonly #ownHosts: Set<string>;
  readonly #registration: Registration;
  readonly #keepAlive: KeepAlive;
  readonly #faults = new RepeatedFaults();
  /** A line break came that was no pong: it may be the first half of the server's ping. */
  #halfPing = false;
  /** The way of our requests beyond this server, as the registrar told it (RFC 3608); values of Route. */
  #serviceRoute: readonly string[] = [];
  /** From where the server itself writes to owners, as it said at the last registration. */
  #noticesFrom: PeerAddress | null = null;
  #registered = false;
  #ended = false;

  constructor(parts: FlowSessionParts, flow: TlsFlow, listener: FlowSessionListener) {
    const { random } = parts;
    const { host, port } = flow.localAddress;
    const send = (message: string): boolean => this.#send(message);
    const requestGoesOut = (method: RequestBlueprint['method']): void => {
      if (method === 'REGISTER') parts.pace.sent();
    };
    this.#parts = parts;
    this.#flow = flow;
    this.#listener = listener;
    this.#ownHosts = new Set([parts.sipDomain.toLowerCase(), host]);
    this.#core = new TransactionCore({ random, send });
    this.#client = new RequestClient({ ...parts, core: this.#core, sentBy: `${host}:${port}`, requestGoesOut });
    this.#server = new RequestServer({ core: this.#core, random, send });
    this.#incoming = new IncomingRequests({
      own: parts.address,
      ownHosts: this.#ownHosts,
      clock: parts.clock,
      noticesFrom: () => this.#noticesFrom,
      isKnown: (peer) => listener.isKnown(peer),
      receive: (message) => listener.received(message),
      peerWrote: (peer, what) => {
        listener.peerWrote(peer, what);
      },
    });
    this.#registration = this.#bind();
    this.#keepAlive = this.#watch();
  }

  /** True while there is a binding, so that messages may go out. */
  get isRegistered(): boolean {
    return this.#registered && !this.#ended;
  }

  start(): void {
    this.#parts.account.beginFlow();
    this.#flow.listen({
      frameReceived: (frame) => {
        this.#halfPing = false;
        this.#keepAlive.heard();
        this.#receive(frame);
      },
      oversizeReceived: (fault) => {
        this.#refuseUnread(fault);
      },
      framingBroken: (fault) => {
        this.#refuseUnread(fault);
      },
      pongReceived: () => {
        this.#keepAlive.heard();
        this.#takeLineBreak();
      },
      pingReceived: () => {
        this.#keepAlive.heard();
        void this.#send(PONG);
      },
      closed: (failure) => {
        this.#lose(failure);
      },
    });
    this.#registration.start();
  }

  /** Sends a request; never rejects. When it is not answered, the session asks whether the flow still works. */
  async request(blueprint: RequestBlueprint, timeoutMs: number): Promise<RequestOutcome> {
    const route = this.#serviceRoute.map((value) => ({ name: 'Route', value }));
    const routed = { ...blueprint, headers: [...route, ...blueprint.headers] };
    const outcome = await this.#client.request(routed, timeoutMs);
    if (outcome.kind === 'timed-out') this.probe();
    if (outcome.kind === 'answered' && outcome.login !== null) {
      const { method } = blueprint;
      this.#parts.log.warn('sip.challenge-unanswered', {
        method,
        status: outcome.response.statusCode,
        why: outcome.login,
      });
    }
    return outcome;
  }

  /** Whether anything at all arrived after that moment of the monotonic clock. */
  heardSince(monotonicMs: number): boolean {
    return this.#flow.lastReceivedMs > monotonicMs;
  }

  /** Asks the server for a sign of life at once. Without one within 10 s the session ends. */
  probe(): void {
    if (!this.#ended) this.#keepAlive.probe();
  }

  /** Whether its own end is one of these addresses. */
  isFrom(addresses: readonly string[]): boolean {
    const own = plainAddress(this.#flow.localAddress.host);
    return addresses.some((address) => plainAddress(address) === own);
  }

  /** Its own address is gone: nothing comes over it any more, and nothing can be said. */
  abandon(): void {
    this.#end({ reason: 'no-network', code: 'ADDRESS_GONE', retryAfterMs: null });
  }

  /** Takes the binding back within 1 s if possible, and closes the flow. Requests that wait settle as 'flow-lost'. */
  async close(failure: FlowFailure): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    this.#keepAlive.close();
    await this.#registration.unregister();
    this.#release(failure, false);
  }

  #bind(): Registration {
    const { address, instanceId, registerCallId, registerExpiresSeconds, clock, random, pace } = this.#parts;
    return new Registration(
      {
        address,
        contactUri: contactUriOf(address, this.#flow.localAddress),
        instanceId,
        callId: registerCallId,
        expiresSeconds: registerExpiresSeconds,
        clock,
        fraction: () => random.fraction(),
        pace,
        request: (blueprint, timeoutMs) => this.#client.request(blueprint, timeoutMs),
      },
      {
        registered: ({ terms, host, serviceRoute, otherDevices, noticesFrom }) => {
          this.#serviceRoute = serviceRoute;
          this.#noticesFrom = noticesFrom;
          // A server that rewrites our address as it sees it will use that address in its requests to us.
          this.#ownHosts.add(host);
          this.#confirm(terms, otherDevices);
        },
        failed: (failure) => {
          this.#end(failure);
        },
      },
    );
  }

  #watch(): KeepAlive {
    const { clock, random, idleLearning } = this.#parts;
    return new KeepAlive(clock, () => random.fraction(), idleLearning, {
      pingDue: () => void this.#send(PING),
      optionsDue: () => void this.#askForLife(),
      learned: (learning) => {
        this.#listener.idleLearned(learning);
      },
      answered: () => {
        this.#listener.keepAliveAnswered();
      },
      dead: () => {
        this.#end({ reason: 'no-network', code: 'NO_SIGN_OF_LIFE', retryAfterMs: null });
      },
    });
  }

  #takeLineBreak(): void {
    if (this.#keepAlive.pongReceived()) return;
    if (this.#halfPing) void this.#send(PONG);
    this.#halfPing = !this.#halfPing;
  }

  #send(bytes: string | Uint8Array): boolean {
    const sent = this.#flow.send(bytes);
    if (sent) this.#keepAlive.sent();
    return sent;
  }

  /** Any final answer is a sign of life, even a refusal: it came from the server, over this flow. */
  async #askForLife(): Promise<void> {
    const { address, random } = this.#parts;
    const server = `sip:${peerDomain(address)}` as const;
    const callId = randomToken(random, 16);
    const blueprint = { method: 'OPTIONS', requestUri: server, from: address, to: server, callId } as const;
    const outcome = await this.#client.request({ ...blueprint, headers: [], body: '' }, LIFE_SIGN_TIMEOUT_MS);
    if (outcome.kind === 'answered') this.#keepAlive.optionsAnswered();
  }

  #confirm(terms: KeepAliveTerms, otherDevices: readonly OtherDevice[]): void {
    this.#registered = true;
    this.#parts.account.loginSucceeded();
    this.#keepAlive.start(terms);
    this.#listener.registered(otherDevices);
  }

  /**
   * No packet may end the process, whether the fault is in the gate, in sip.js, or in the listener that stores the
   * message. The exception is logged, and a request is answered so that the relay sends it again.
   */
  #receive(frame: Frame): void {
    const received = isResponse(frame.startLine) ? null : this.#server.receive(frame);
    try {
      if (received === null) this.#receiveResponse(frame);
      else this.#incoming.receive(frame, received);
    } catch (error) {
      this.#parts.log.error('sip.packet-fault', { response: received === null }, error);
      const headers = new HeaderList(frame.headers);
      const key = `${headers.first('Call-ID') ?? ''} ${headers.first('CSeq') ?? ''}`;
      received?.answer(this.#faults.count(key, false) ? FAULTY : UNABLE);
    }
  }

  #receiveResponse(frame: Frame): void {
    const response = examineResponse(frame);
    if (response === null) this.#parts.log.warn('sip.response-discarded');
    else this.#client.receive(response);
  }

  #lose(failure: FlowFailure): void {
    const closedByPeer = failure.code === CLOSED_BY_PEER;
    // A server that closes the connection is there; a path that breaks may have lain idle too long.
    if (failure.reason === 'no-network' && !closedByPeer) this.#keepAlive.lost();
    // A server that accepts the connection and closes it upon the REGISTER is within reach, so the fault is the
    // server's.
    const reason = closedByPeer && !this.#registered ? 'server-fault' : failure.reason;
    this.#end({ reason, code: failure.code, retryAfterMs: null }, endedByOtherEnd(failure));
  }

  #refuseUnread({ head, status, code }: FramingFault): void {
    this.#parts.log.warn('sip.message-unread', { code });
    const reason = status === 400 ? 'Bad Request' : 'Message Too Large';
    if (!isResponse(head.startLine)) this.#server.receive(head).answer({ statusCode: status, reason });
  }

  #end(failure: RegistrationFailure, hungUp = false): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#release(failure, hungUp);
    this.#listener.ended(failure);
  }

  #release(failure: FlowFailure, hungUp: boolean): void {
    this.#keepAlive.close();
    this.#registration.close();
    this.#client.close(hungUp);
    this.#core.dispose();
    this.#flow.close(failure);
  }
}

/** Without brackets, and without the form of IPv6 for IPv4. */
const plainAddress = (address: string): string => address.replace(/^\[|\]$/g, '').replace(/^::ffff:/i, '');
