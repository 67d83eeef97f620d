import { parsePeerAddress, type PeerAddress } from '../../domain/peer-address.ts';
import type { Clock } from '../../ports/system/clock.ts';
import type { Log } from '../../ports/system/log.ts';
import type { Random } from '../../ports/system/random.ts';
import { encodeAnswer } from '../../wire/encoding/answer.ts';
import type { Frame, FrameHead, FramingFault } from '../../wire/framing/frame.ts';
import type { GatePolicy } from '../../wire/gate/gate-policy.ts';
import { examineRequest } from '../../wire/gate/request-gate.ts';
import { examineResponse, isResponse } from '../../wire/gate/response-gate.ts';
import type { SipRequest } from '../../wire/grammar/sip-message.ts';
import { parseSipUri } from '../../wire/grammar/sip-uri.ts';
import type { RelayAccount } from '../access/account-directory.ts';
import type { ClientConnection } from '../connection/connection.ts';
import type { ChallengeRole, DigestAuthenticator } from '../access/digest-authenticator.ts';
import { retryAfter, type RelayAnswer } from '../access/incoming-request.ts';
import type { Location } from '../registration/location.ts';
import type { MessageRouter } from './message-router.ts';
import { withReceived } from '../connection/received-from.ts';
import type { RecipientLanes } from '../delivery/recipient-lanes.ts';
import type { Registrar } from '../registration/registrar.ts';
import type { RelayCounter } from '../bounds/relay-counters.ts';

const METHODS = ['REGISTER', 'MESSAGE', 'OPTIONS'];
const POLICY: GatePolicy = { role: 'relay', methods: METHODS, extensions: [], content: null, isOwn: null };
const TAG_BYTES = 8;
const STOPPING_RETRY_SECONDS = 5;

export interface RequestDispatcherParts {
  readonly sipDomain: string;
  readonly location: Location;
  readonly lanes: RecipientLanes;
  readonly authenticator: DigestAuthenticator;
  readonly registrar: Registrar;
  readonly router: MessageRouter;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly pendingPerConnection: number;
  readonly loginRefusalDelayMs: number;
  /** Called after the 200 to a REGISTER was sent. */
  readonly onRegistered: (user: PeerAddress, isNewFlow: boolean) => void;
  /** A REGISTER came that has not shown its password yet. */
  readonly onClaimed: (connection: ClientConnection, request: SipRequest) => void;
  readonly onLoggedIn: (connection: ClientConnection, user: PeerAddress) => void;
  readonly count: (counter: RelayCounter) => void;
}

/**
 * Hands each message on a connection to the part that deals with it, and sends the answer back. No exception leaves
 * this class, whatever the message.
 */
export class RequestDispatcher {
  readonly #parts: RequestDispatcherParts;
  /** Connections that wait for their login, or for their 403. Nothing more from them is read. */
  readonly #shutOut = new WeakSet<ClientConnection>();
  /** Connections whose login has waited; with a wrong password it is their last. */
  readonly #late = new WeakSet<ClientConnection>();
  #isStopping = false;

  constructor(parts: RequestDispatcherParts) {
    this.#parts = parts;
  }

  /** From now on every request is answered 503. Devices' answers are still accepted. */
  stopTaking(): void {
    this.#isStopping = true;
  }

  dispatch(connection: ClientConnection, frame: Frame): void {
    if (this.#shutOut.has(connection)) return;
    try {
      if (isResponse(frame.startLine)) this.#response(connection, frame);
      else this.#request(connection, frame);
    } catch (error) {
      // A bug of ours that one message met: its sender is told, and all others go on.
      this.#parts.log.error('relay.request-crashed', { connection: connection.id }, error);
      this.#answer(connection, frame, { statusCode: 500, reason: 'Server Internal Error' });
    }
  }

  /** The last answer before the connection is ended. */
  refuseFault(connection: ClientConnection, { code, status, head }: FramingFault): void {
    if (isResponse(head.startLine)) return;
    const answer =
      code === 'body-too-large'
        ? { statusCode: 413, reason: 'Message Too Large' }
        : { statusCode: status, reason: code };
    this.#answer(connection, head, answer);
  }

  #response(connection: ClientConnection, frame: Frame): void {
    const response = examineResponse(frame);
    if (response !== null) this.#parts.lanes.deviceAnswered(connection, response);
  }

  #request(connection: ClientConnection, frame: Frame): void {
    const verdict = examineRequest(frame, POLICY);
    if (verdict.kind === 'discard') return;
    if (this.#isStopping) {
      this.#answer(connection, frame, unavailable('Server Is Stopping', STOPPING_RETRY_SECONDS));
      return;
    }
    if (verdict.kind === 'refuse') {
      const { status, reason, headers } = verdict.refusal;
      if (this.#maySendOther(connection, frame))
        this.#answer(connection, frame, { statusCode: status, reason, headers: headers ?? [] });
      return;
    }
    const { request } = verdict;
    if (request.method === 'MESSAGE') this.#message(connection, frame, request);
    else if (!this.#maySendOther(connection, frame)) return;
    else if (request.method === 'REGISTER') this.#register(connection, frame, request);
    else this.#answer(connection, frame, this.#options(request));
  }

  #register(connection: ClientConnection, frame: Frame, request: SipRequest): void {
    if (!this.#isOwnDomain(request)) {
      this.#answer(connection, frame, { statusCode: 403, reason: 'Domain Not Served' });
      return;
    }
    this.#parts.onClaimed(connection, request);
    const account = this.#authenticated(connection, frame, request, 'registrar');
    if (account === null) return;
    const isNewFlow = !this.#parts.location.isBound(account.address, connection);
    const answer = this.#parts.registrar.register({ request, frame, flow: connection, account });
    this.#answer(connection, frame, answer);
    if (answer.statusCode === 200 && this.#parts.location.isBound(account.address, connection)) {
      this.#parts.onRegistered(account.address, isNewFlow);
    }
  }

  /**
   * RFC 3428 §6 with a proxy's checks. A sender who is registered over this very connection has proven who it is; any
   * other must prove it now.
   */
  #message(connection: ClientConnection, frame: Frame, request: SipRequest): void {
    const { router, pendingPerConnection, count } = this.#parts;
    const from = this.#sender(connection, frame, request);
    if (from === null) return;
    if (connection.pendingMessages >= pendingPerConnection) {
      this.#answer(connection, frame, unavailable('Too Many Requests Pending', 1));
      return;
    }
    count('received');
    connection.pendingMessages += 1;
    router.route({ request, frame, flow: connection }, from, (answer) => {
      connection.pendingMessages -= 1;
      this.#answer(connection, frame, answer);
    });
  }

  /** The address in From, when the sender has proven to be it. Null when the request was answered here instead. */
  #sender(connection: ClientConnection, frame: Frame, request: SipRequest): PeerAddress | null {
    const { location } = this.#parts;
    const from = parsePeerAddress(request.from.uri);
    const bound = from.ok ? location.boundUser(from.value, connection) : null;
    if (bound !== null) return bound;
    if (!this.#maySendOther(connection, frame)) return null;
    const impostor = { statusCode: 403, reason: 'From Is Not Your Address' };
    if (location.hasBindings(connection)) {
      this.#answer(connection, frame, impostor);
      return null;
    }
    const account = this.#authenticated(connection, frame, request, 'proxy');
    if (account === null) return null;
    if (from.ok && from.value === account.address) return account.address;
    this.#answer(connection, frame, impostor);
    return null;
  }

  #authenticated(
    connection: ClientConnection,
    frame: Frame,
    request: SipRequest,
    role: ChallengeRole,
  ): RelayAccount | null {
    const { authenticator, onLoggedIn } = this.#parts;
    const isLate = this.#late.delete(connection);
    const result = authenticator.authenticate({ request, frame, flow: connection }, role, isLate);
    switch (result.kind) {
      case 'authenticated':
        connection.loggedIn();
        onLoggedIn(connection, result.account.address);
        return result.account;
      case 'challenged':
        this.#answer(connection, frame, result.answer);
        return null;
      case 'blocked':
        this.#block(connection, frame);
        return null;
      case 'slowed':
        this.#later(connection, () => {
          this.#late.add(connection);
          this.dispatch(connection, frame);
        });
        return null;
    }
  }

  #block(connection: ClientConnection, frame: Frame): void {
    this.#parts.log.warn('relay.login-blocked', { connection: connection.id });
    this.#later(connection, () => {
      this.#shutOut.add(connection);
      this.#answer(connection, frame, { statusCode: 403, reason: 'Too Many Wrong Passwords' });
      connection.close('login-blocked');
    });
  }

  /** Until then nothing more is read from that connection. */
  #later(connection: ClientConnection, work: () => void): void {
    const { clock, loginRefusalDelayMs } = this.#parts;
    this.#shutOut.add(connection);
    clock.startTimer(loginRefusalDelayMs, () => {
      this.#shutOut.delete(connection);
      work();
    });
  }

  /** RFC 3261 §11.2, about the relay itself. It does not tell which users exist. */
  #options(request: SipRequest): RelayAnswer {
    const uri = parseSipUri(request.requestUri);
    if (!this.#isOwnDomain(request) || (uri.ok && uri.value.user !== null)) {
      return { statusCode: 404, reason: 'Not Found' };
    }
    const headers = [
      { name: 'Allow', value: METHODS.join(', ') },
      { name: 'Accept', value: '*/*' },
      { name: 'Supported', value: 'outbound' },
    ];
    return { statusCode: 200, reason: 'OK', headers };
  }

  #isOwnDomain(request: SipRequest): boolean {
    const uri = parseSipUri(request.requestUri);
    return uri.ok && uri.value.host.replace(/\.$/, '') === this.#parts.sipDomain;
  }

  /** False when the request was answered here with "slow down" instead. A stranger who floods is also disconnected. */
  #maySendOther(connection: ClientConnection, frame: Frame): boolean {
    if (connection.otherRequests.take(this.#parts.clock.monotonicMs())) return true;
    this.#answer(connection, frame, unavailable('Too Many Requests', connection.otherRequests.secondsToWait()));
    if (!connection.isLoggedIn) connection.close('too-many-requests');
    return false;
  }

  #answer(connection: ClientConnection, head: FrameHead, answer: RelayAnswer): void {
    const toTag = Buffer.from(this.#parts.random.bytes(TAG_BYTES)).toString('hex');
    const text = encodeAnswer(withReceived(head, connection), answer, toTag);
    if (text !== null) connection.send(Buffer.from(text));
    if (answer.statusCode >= 400 && answer.statusCode !== 401 && answer.statusCode !== 407)
      this.#parts.count('refused');
  }
}

function unavailable(reason: string, seconds: number): RelayAnswer {
  return { statusCode: 503, reason, headers: retryAfter(seconds) };
}
