import { connect, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';
import { isIP } from 'node:net';
import { failure, success, type Result } from '../../domain/result.ts';
import type { Clock, Timer } from '../../ports/system/clock.ts';
import type { Frame, FrameEvent, FramingFault } from '../../wire/framing/frame.ts';
import { FrameReader } from '../../wire/framing/frame-reader.ts';
import { StalledMessageGuard } from '../../wire/framing/stalled-message-guard.ts';
import { tlsPolicy, type OldestTls } from '../../wire/tls-policy.ts';
import type { ServerAddress } from '../location/server-address.ts';
import { CLOSED_BY_PEER, flowFailureOf, type FlowFailure } from './flow-failure.ts';
import { checkServerChain, type ChainRules } from './server-chain.ts';
import { checkSipIdentity } from './server-identity.ts';

/** For the TCP and TLS handshakes together. A server that is silent or drips bytes is given up after this time. */
const CONNECT_TIMEOUT_MS = 10_000;
/** After we ended the connection the socket is destroyed, so that a peer that never closes cannot keep it. */
const LINGER_MS = 500;
/**
 * The most bytes that may wait to go out. Beyond this the network does not take what it already has, and a send is
 * refused.
 */
export const MAX_UNSENT_BYTES = 262_144;
/** Frames are handed on for this long at a time; then the screen and the keys get their turn. */
const SLICE_MS = 8;

export interface FlowSecurity {
  /** Holds the only CA that is trusted; made by `flowSecurity`. */
  readonly context: SecureContext;
  /** The SIP domain that the certificate must name; also sent as SNI (RFC 5922 §7.3). */
  readonly domain: string;
  readonly chain: ChainRules;
}

/** What the operator wants beyond a chain that ends at his CA. */
export interface ServerTrust extends ChainRules {
  readonly oldestTls: OldestTls;
}

const NOTHING_MORE: ServerTrust = { oldestTls: 'TLSv1.3', pins: [], revocations: null };

/** Trusts the provisioned CA and nobody else; TLS 1.3 unless 1.2 is asked for. Throws when `caPem` is not PEM. */
export function flowSecurity(caPem: string, domain: string, trust: ServerTrust = NOTHING_MORE): FlowSecurity {
  return { context: createSecureContext({ ...tlsPolicy(trust.oldestTls), ca: caPem }), domain, chain: trust };
}

export interface TlsFlowListener {
  frameReceived(frame: Frame): void;
  /** A message beyond our limits arrived and was skipped. */
  oversizeReceived(fault: FramingFault): void;
  /** The stream is broken; the flow closes itself after this call returns. */
  framingBroken(fault: FramingFault): void;
  /** One line break between messages: the answer to a ping. */
  pongReceived(): void;
  /** Two at once: the server's own ping, which wants an answer (RFC 5626 §4.4.1). */
  pingReceived(): void;
  /** Always the last call. */
  closed(failure: FlowFailure): void;
}

/** One TLS connection to the relay: bytes in order, cut into messages. Opened by `openTlsFlow`. */
export class TlsFlow {
  /** The address that the flow is connected to. */
  readonly server: ServerAddress;
  readonly #socket: TLSSocket;
  readonly #clock: Clock;
  readonly #reader = new FrameReader({ role: 'client' });
  readonly #stalled: StalledMessageGuard;
  #listener: TlsFlowListener | null = null;
  #events: FrameEvent[] = [];
  /** How many of these were handed on. */
  #handedOn = 0;
  #handingOn = false;
  #failure: FlowFailure | null = null;
  #lastReceivedMs: number;

  constructor(server: ServerAddress, socket: TLSSocket, clock: Clock) {
    this.server = server;
    this.#socket = socket;
    this.#clock = clock;
    this.#lastReceivedMs = clock.monotonicMs();
    this.#stalled = new StalledMessageGuard(clock, this.#reader, () => {
      this.close({ reason: 'server-fault', code: 'MESSAGE_STALLED' });
    });
  }

  /** Begins to read. Called once. */
  listen(listener: TlsFlowListener): void {
    this.#listener = listener;
    this.#socket.on('data', (chunk: Buffer) => {
      this.#receive(chunk);
    });
    this.#socket.on('error', (error: Error) => {
      this.#failure ??= flowFailureOf(error, this.#socket);
    });
    this.#socket.on('close', () => {
      this.#finish();
    });
  }

  /** Our end of the connection, as the kernel tells it. `host` is numeric, an IPv6 address in brackets. */
  get localAddress(): { readonly host: string; readonly port: number } {
    const { localAddress = '0.0.0.0', localPort = 0 } = this.#socket;
    return { host: isIP(localAddress) === 6 ? `[${localAddress}]` : localAddress, port: localPort };
  }

  /**
   * When the last bytes arrived, on the monotonic clock. Shows whether a server that does not answer is there at all.
   */
  get lastReceivedMs(): number {
    return this.#lastReceivedMs;
  }

  /** False when the flow is closed, or when more than `MAX_UNSENT_BYTES` wait to go out. Nothing was sent then. */
  send(bytes: string | Uint8Array): boolean {
    if (this.#failure !== null || this.#socket.destroyed) return false;
    if (this.#socket.writableLength > MAX_UNSENT_BYTES) return false;
    this.#socket.write(bytes);
    return true;
  }

  /** Ends the connection. `closed` is called when the socket is gone, half a second later at most. Idempotent. */
  close(reason: FlowFailure): void {
    if (this.#failure !== null) return;
    this.#failure = reason;
    this.#events = [];
    this.#stalled.close();
    this.#socket.end();
    const timer = this.#clock.startTimer(LINGER_MS, () => this.#socket.destroy());
    this.#socket.once('close', () => {
      timer.cancel();
    });
  }

  #receive(chunk: Buffer): void {
    if (this.#failure !== null) return;
    this.#lastReceivedMs = this.#clock.monotonicMs();
    for (const event of withPings(this.#reader.push(chunk))) this.#events.push(event);
    this.#stalled.observe();
    if (!this.#handingOn) this.#handOn();
  }

  /** Hands on what arrived, in slices, because a thousand stored messages at once must not freeze the screen. */
  #handOn(): void {
    const untilMs = this.#clock.monotonicMs() + SLICE_MS;
    for (let event = this.#nextEvent(); event !== undefined; event = this.#nextEvent()) {
      this.#dispatch(event);
      if (this.#handedOn < this.#events.length && this.#clock.monotonicMs() >= untilMs) {
        this.#handingOn = true;
        this.#socket.pause();
        setImmediate(() => {
          this.#handOn();
        });
        return;
      }
    }
    if (this.#handingOn) this.#socket.resume();
    this.#handingOn = false;
  }

  /** Counts instead of shifting: of 32,000 line breaks in a packet, each shift would move all that are left. */
  #nextEvent(): FrameEvent | undefined {
    const event = this.#events[this.#handedOn];
    this.#handedOn += 1;
    if (event === undefined) {
      this.#events = [];
      this.#handedOn = 0;
    }
    return event;
  }

  #dispatch(event: FrameEvent): void {
    switch (event.kind) {
      case 'frame':
        this.#listener?.frameReceived(event.frame);
        return;
      case 'pong':
        this.#listener?.pongReceived();
        return;
      case 'oversize':
        this.#listener?.oversizeReceived(event.fault);
        return;
      case 'fault':
        this.#listener?.framingBroken(event.fault);
        this.close({ reason: 'server-fault', code: `FRAMING_${event.fault.code.toUpperCase()}` });
        return;
      case 'ping':
        this.#listener?.pingReceived();
        return;
    }
  }

  #finish(): void {
    this.#stalled.close();
    this.#events = [];
    this.#failure ??= { reason: 'no-network', code: CLOSED_BY_PEER };
    this.#listener?.closed(this.#failure);
  }
}

/** The reader takes each line break alone for a pong; two that came together are a ping. */
function withPings(events: readonly FrameEvent[]): readonly FrameEvent[] {
  const joined: FrameEvent[] = [];
  for (const event of events) {
    if (event.kind === 'pong' && joined.at(-1)?.kind === 'pong') joined.splice(-1, 1, { kind: 'ping' });
    else joined.push(event);
  }
  return joined;
}

const CONNECT_TIMEOUT: FlowFailure = { reason: 'no-network', code: 'CONNECT_TIMEOUT' };
/** The TCP connection was accepted, so the network works, but what answers is no server of ours. */
const HANDSHAKE_TIMEOUT: FlowFailure = { reason: 'server-fault', code: 'HANDSHAKE_TIMEOUT' };

function connectSocket({ address, port }: ServerAddress, { context, domain, chain }: FlowSecurity): TLSSocket {
  const socket = connect({
    host: address,
    port,
    secureContext: context,
    // If this is left out, NODE_TLS_REJECT_UNAUTHORIZED in the environment decides.
    rejectUnauthorized: true,
    // SNI takes names only, never an IP address (RFC 6066 §3).
    ...(isIP(domain) === 0 ? { servername: domain } : {}),
    checkServerIdentity: (_, certificate) =>
      checkSipIdentity(domain, certificate) ?? checkServerChain(certificate, chain),
  });
  socket.setNoDelay(true);
  return socket;
}

/**
 * Connects: TCP, TLS, and the check of the server's identity. None of our bytes goes out before. Never rejects. Settles
 * within `CONNECT_TIMEOUT_MS`, and at once when `signal` aborts.
 */
export function openTlsFlow(
  server: ServerAddress,
  security: FlowSecurity,
  clock: Clock,
  signal: AbortSignal,
): Promise<Result<TlsFlow, FlowFailure>> {
  const { promise, resolve } = Promise.withResolvers<Result<TlsFlow, FlowFailure>>();
  const socket = connectSocket(server, security);
  let settled = false;
  const settle = (result: Result<TlsFlow, FlowFailure>): void => {
    if (settled) return;
    settled = true;
    timer.cancel();
    signal.removeEventListener('abort', abort);
    if (!result.ok) socket.destroy();
    resolve(result);
  };
  const abort = (): void => {
    settle(failure({ reason: 'no-network', code: 'CALLED_OFF' }));
  };
  const timer: Timer = clock.startTimer(CONNECT_TIMEOUT_MS, () => {
    settle(failure(socket.connecting ? CONNECT_TIMEOUT : HANDSHAKE_TIMEOUT));
  });
  signal.addEventListener('abort', abort);
  // The listener stays as long as the socket, because an error without a listener would end the process.
  socket.on('error', (error: Error) => {
    settle(failure(flowFailureOf(error, socket)));
  });
  socket.once('close', () => {
    settle(failure({ reason: 'server-fault', code: 'CLOSED_IN_HANDSHAKE' }));
  });
  socket.once('secureConnect', () => {
    settle(success(new TlsFlow(server, socket, clock)));
  });
  if (signal.aborted) abort();
  return promise;
}
