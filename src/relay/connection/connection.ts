import type { TLSSocket } from 'node:tls';
import type { Clock, Timer } from '../../ports/system/clock.ts';
import { NonceRegister } from '../../wire/authentication/nonce-register.ts';
import { FRAME_LIMITS } from '../../wire/framing/frame-limits.ts';
import { FrameReader } from '../../wire/framing/frame-reader.ts';
import type { Frame, FrameEvent, FramingFault } from '../../wire/framing/frame.ts';
import { StalledMessageGuard } from '../../wire/framing/stalled-message-guard.ts';
import type { FairTurns, TurnTaker } from '../bounds/fair-turns.ts';
import type { ClientFlow } from './flow.ts';
import type { RelayLimits } from '../bounds/relay-limits.ts';
import { TokenBucket } from '../bounds/token-bucket.ts';

/** Why the relay ended a connection; for the log. */
export type CloseReason =
  | 'no-login'
  | 'idle'
  | 'stalled-message'
  | 'unreadable-stream'
  | 'reads-too-slowly'
  | 'superseded'
  | 'login-blocked'
  | 'too-many-requests'
  | 'stopping';

export interface ConnectionHandler {
  frameArrived(connection: ClientConnection, frame: Frame): void;
  /** The stream cannot be read any further. The connection is ended after this call. */
  faultArrived(connection: ClientConnection, fault: FramingFault): void;
  /** A device that counted as silent has sent something. */
  spoke(connection: ClientConnection): void;
  hasRegistration(connection: ClientConnection): boolean;
  /** Called once, whoever ended the connection. */
  closed(connection: ClientConnection, reason: string): void;
}

export interface ConnectionParts {
  readonly id: number;
  readonly socket: TLSSocket;
  readonly handler: ConnectionHandler;
  readonly turns: FairTurns;
  readonly clock: Clock;
  readonly limits: RelayLimits;
  readonly nonceLifetimeMs: number;
}

/**
 * Two challenges may be open at a time, one for a REGISTER and one for a MESSAGE; two more serve a client that asks
 * again.
 */
const NONCES_PER_CONNECTION = 4;
/** The kernel probes this often, to find a peer that vanished without closing the connection. */
const TCP_KEEP_ALIVE_MS = 60_000;
/** How long a client may take to close its own end. */
const CLOSE_TIMEOUT_MS = 1_000;
const PONG = Buffer.from('\r\n');

/**
 * One TLS client. Bytes come in and are given to the handler as messages, in turns; each answer goes out in one write.
 */
export class ClientConnection implements ClientFlow, TurnTaker {
  readonly id: number;
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly nonces: NonceRegister;
  /** Requests other than a registered sender's MESSAGE. */
  readonly otherRequests: TokenBucket;
  /** MESSAGEs that have no answer yet. */
  pendingMessages = 0;
  readonly #parts: ConnectionParts;
  readonly #reader: FrameReader;
  readonly #guard: StalledMessageGuard;
  #events: FrameEvent[] = [];
  #nextEvent = 0;
  #isSilent = false;
  #isCorked = false;
  #isEnding = false;
  #closeReason = 'closed-by-client';
  #lastHeardMs: number;
  #loginTimer: Timer | null;
  #idleTimer: Timer;
  #closeTimer: Timer | null = null;

  constructor(parts: ConnectionParts) {
    const { id, socket, clock, limits } = parts;
    this.#parts = parts;
    this.id = id;
    this.remoteAddress = socket.remoteAddress ?? '';
    this.remotePort = socket.remotePort ?? 0;
    const now = clock.monotonicMs();
    this.nonces = new NonceRegister({ lifetimeMs: parts.nonceLifetimeMs, capacity: NONCES_PER_CONNECTION });
    this.otherRequests = new TokenBucket(limits.otherRequestsPerSecond, limits.otherRequestsAtOnce, now);
    this.#reader = new FrameReader({ role: 'server', limits: FRAME_LIMITS });
    this.#guard = new StalledMessageGuard(clock, this.#reader, () => {
      this.close('stalled-message');
    });
    this.#lastHeardMs = now;
    this.#loginTimer = clock.startTimer(limits.loginTimeoutMs, () => {
      this.close('no-login');
    });
    this.#idleTimer = this.#startIdleTimer(limits.idleTimeoutMs);
    this.#listen(socket);
  }

  get isSilent(): boolean {
    return this.#isSilent;
  }

  get isLoggedIn(): boolean {
    return this.#loginTimer === null;
  }

  /** A digest was right, so the client may stay beyond the login time-out. */
  loggedIn(): void {
    this.#loginTimer?.cancel();
    this.#loginTimer = null;
  }

  markSilent(): void {
    this.#isSilent = true;
  }

  send(bytes: Uint8Array): void {
    const { socket, limits } = this.#parts;
    if (this.#isEnding || !socket.writable) return;
    this.#cork(socket);
    socket.write(bytes);
    if (socket.writableLength <= limits.unsentBytes) return;
    this.#isEnding = true;
    this.#closeReason = 'reads-too-slowly';
    socket.destroy();
  }

  end(): void {
    this.close('superseded');
  }

  /** Sends what is waiting, then closes. What arrives meanwhile is ignored. */
  close(reason: CloseReason): void {
    if (this.#isEnding) return;
    this.#isEnding = true;
    this.#closeReason = reason;
    const { socket, clock } = this.#parts;
    socket.end();
    this.#closeTimer = clock.startTimer(CLOSE_TIMEOUT_MS, () => {
      socket.destroy();
    });
  }

  takeTurn(): boolean {
    const last = Math.min(this.#events.length, this.#nextEvent + this.#parts.limits.messagesPerTurn);
    while (this.#nextEvent < last && !this.#isEnding) {
      const event = this.#events[this.#nextEvent];
      this.#nextEvent += 1;
      if (event !== undefined) this.#handle(event);
    }
    if (this.#nextEvent < this.#events.length && !this.#isEnding) return true;
    this.#events = [];
    this.#nextEvent = 0;
    this.#parts.socket.resume();
    return false;
  }

  #listen(socket: TLSSocket): void {
    socket.setNoDelay(true);
    socket.setKeepAlive(true, TCP_KEEP_ALIVE_MS);
    socket.on('data', (chunk: Buffer) => {
      this.#received(chunk);
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // The event 'close' follows and tells the handler.
      if (!this.#isEnding) this.#closeReason = error.code ?? 'socket-error';
    });
    socket.on('close', () => {
      this.#closed();
    });
  }

  #received(chunk: Buffer): void {
    if (this.#isEnding) return;
    this.#lastHeardMs = this.#parts.clock.monotonicMs();
    if (this.#isSilent) {
      this.#isSilent = false;
      this.#parts.handler.spoke(this);
    }
    for (const event of this.#reader.push(chunk)) this.#events.push(event);
    this.#guard.observe();
    if (!this.takeTurn()) return;
    this.#parts.socket.pause();
    this.#parts.turns.join(this);
  }

  #handle(event: FrameEvent): void {
    switch (event.kind) {
      case 'frame':
        this.#parts.handler.frameArrived(this, event.frame);
        return;
      case 'ping':
        this.send(PONG);
        return;
      case 'fault':
        this.#parts.handler.faultArrived(this, event.fault);
        this.close('unreadable-stream');
        return;
      // A reader in the role 'server' yields neither of these.
      case 'pong':
      case 'oversize':
    }
  }

  /** Everything sent within one turn goes out as one TLS record in one system call. */
  #cork(socket: TLSSocket): void {
    if (this.#isCorked) return;
    this.#isCorked = true;
    socket.cork();
    process.nextTick(() => {
      this.#isCorked = false;
      socket.uncork();
    });
  }

  /** Checks again later when something arrived meanwhile, so that not every message has to restart a timer. */
  #startIdleTimer(delayMs: number): Timer {
    const { clock, limits, handler } = this.#parts;
    return clock.startTimer(delayMs, () => {
      const silentMs = clock.monotonicMs() - this.#lastHeardMs;
      const isIdle = silentMs >= limits.idleTimeoutMs && !handler.hasRegistration(this);
      if (isIdle) this.close('idle');
      else this.#idleTimer = this.#startIdleTimer(Math.max(1_000, limits.idleTimeoutMs - silentMs));
    });
  }

  #closed(): void {
    this.#isEnding = true;
    this.#loginTimer?.cancel();
    this.#idleTimer.cancel();
    this.#closeTimer?.cancel();
    this.#guard.close();
    this.#parts.turns.leave(this);
    this.#parts.handler.closed(this, this.#closeReason);
  }
}
