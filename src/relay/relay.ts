import { relayAddress } from './message/relay-address.ts';
import { parsePeerAddress, type PeerAddress } from '../domain/peer-address.ts';
import type { Clock } from '../ports/system/clock.ts';
import type { Log } from '../ports/system/log.ts';
import type { Random } from '../ports/system/random.ts';
import type { InstanceBook } from '../ports/store/instance-book.ts';
import type { RelayQueue } from '../ports/store/relay-queue.ts';
import type { Sealer } from '../ports/system/sealer.ts';
import type { ReadUptime } from '../ports/system/uptime.ts';
import type { Frame, FramingFault } from '../wire/framing/frame.ts';
import type { SipRequest } from '../wire/grammar/sip-message.ts';
import type { AccountDirectory } from './access/account-directory.ts';
import { ClientConnection, type ConnectionHandler } from './connection/connection.ts';
import { Acquaintances } from './bounds/acquaintances.ts';
import { DigestAuthenticator } from './access/digest-authenticator.ts';
import { RANK } from './bounds/connection-slots.ts';
import { FairTurns } from './bounds/fair-turns.ts';
import type { FaultPoint } from './storage/fault-point.ts';
import type { ClientFlow } from './connection/flow.ts';
import { Devices } from './registration/devices.ts';
import { instanceIn } from './access/instance-id.ts';
import { Location } from './registration/location.ts';
import { LoginGuard } from './access/login-guard.ts';
import { MessageRouter } from './routing/message-router.ts';
import { RecentRequests } from './delivery/recent-requests.ts';
import { RecipientLanes } from './delivery/recipient-lanes.ts';
import { Registrar } from './registration/registrar.ts';
import type { RelayCounter, RelayCounters } from './bounds/relay-counters.ts';
import { LOGIN_LIMITS, RELAY_LIMITS, RELAY_TIMES } from './bounds/relay-limits.ts';
import type { LoginLimits, RelayLimits, RelayTimes } from './bounds/relay-limits.ts';
import { RelayAge } from './storage/relay-age.ts';
import { RequestDispatcher } from './routing/request-dispatcher.ts';
import { keyOf, TlsListener, type ListeningAddress, type TlsIdentity } from './connection/tls-listener.ts';

export interface EmbeddedRelayConfig {
  /** The domain that the relay serves, also the digest realm; lower case. The certificate must name it (RFC 5922). */
  readonly sipDomain: string;
  /** Address to listen on; 127.0.0.1 when not given. */
  readonly host?: string;
  /** 0…65,535; 0 lets the kernel choose. */
  readonly port: number;
  readonly tls: TlsIdentity;
  readonly times?: Partial<RelayTimes>;
  readonly limits?: Partial<RelayLimits>;
  readonly loginLimits?: Partial<LoginLimits>;
}

export interface RelayParts {
  readonly config: EmbeddedRelayConfig;
  readonly queue: RelayQueue;
  readonly instances: InstanceBook;
  readonly sealer: Sealer;
  readonly accounts: AccountDirectory;
  readonly clock: Clock;
  /**
   * Lets the relay tell time spent switched off from a wall clock that was set. Without it the wall clock is believed.
   */
  readonly uptime?: ReadUptime;
  readonly random: Random;
  readonly log: Log;
  /** Called at the named moments, so that a test can kill the process there. Does nothing when not given. */
  readonly faultPoint?: FaultPoint;
}

export interface Relay {
  /** Rejects with the socket's error when the address cannot be listened on. */
  start(): Promise<ListeningAddress>;
  /**
   * Takes no more messages, waits up to `drainMs` for answers under way, stores what still waits, and closes every
   * connection. Settles within 2 s. The queue stays open; its owner closes it.
   */
  stop(): Promise<void>;
  readonly counters: RelayCounters;
  readonly registeredUsers: readonly PeerAddress[];
  /** TLS version of the newest connection, as Node names it (`TLSv1.3`); null before the first one. */
  readonly tlsVersion: string | null;
  /**
   * Calls `listener` when a user's first device has registered or the last one is gone. Returns a function that stops
   * this.
   */
  onChange(listener: () => void): () => void;
  /** New connections get the new certificate. */
  renewCertificate(tls: TlsIdentity): void;
  /** Their accounts are gone, or have other passwords: their devices are logged out and their connections closed. */
  endLogins(users: readonly PeerAddress[]): void;
}

export function createRelay(parts: RelayParts): Relay {
  return new EmbeddedRelay(parts);
}

const DRAIN_LOOK_MS = 20;

class EmbeddedRelay implements Relay, ConnectionHandler {
  readonly #parts: RelayParts;
  readonly #limits: RelayLimits;
  readonly #times: RelayTimes;
  readonly #listener: TlsListener;
  readonly #turns = new FairTurns();
  readonly #location: Location;
  readonly #recent: RecentRequests;
  readonly #acquaintances = new Acquaintances();
  readonly #lanes: RecipientLanes;
  readonly #age: RelayAge;
  readonly #devices: Devices;
  /** When each owner was last told of a foreign device. */
  readonly #noticedAtMs = new Map<PeerAddress, number>();
  readonly #dispatcher: RequestDispatcher;
  readonly #connections = new Set<ClientConnection>();
  readonly #changeListeners = new Set<() => void>();
  readonly #counts: Record<RelayCounter, number> = {
    received: 0,
    delivered: 0,
    stored: 0,
    expired: 0,
    reported: 0,
    refused: 0,
  };
  #connectionsMade = 0;
  #tlsVersion: string | null = null;
  #stopping: Promise<void> | null = null;
  #onLastGone: () => void = () => undefined;

  constructor(parts: RelayParts) {
    const { config, clock, log } = parts;
    this.#parts = parts;
    this.#limits = { ...RELAY_LIMITS, ...config.limits };
    this.#times = { ...RELAY_TIMES, ...config.times };
    this.#location = this.#makeLocation();
    const { rememberedRequests, rememberedForMs } = this.#limits;
    this.#recent = new RecentRequests({ capacity: rememberedRequests, rememberMs: rememberedForMs });
    const { queue, sealer, accounts, random } = parts;
    this.#age = new RelayAge({ queue, clock, log, uptime: parts.uptime ?? (() => null) });
    this.#devices = this.#makeDevices();
    this.#lanes = new RecipientLanes({
      ...{ queue, sealer, accounts, clock, random, log },
      age: this.#age,
      location: this.#location,
      recent: this.#recent,
      acquaintances: this.#acquaintances,
      sipDomain: config.sipDomain,
      limits: this.#limits,
      times: this.#times,
      faultPoint: (name) => parts.faultPoint?.(name),
      count: this.#count,
    });
    this.#dispatcher = this.#makeDispatcher(this.#makeGuard());
    this.#listener = new TlsListener({
      host: config.host ?? '127.0.0.1',
      port: config.port,
      tls: config.tls,
      limits: this.#limits,
      log,
      onConnection: (socket) => {
        this.#connectionsMade += 1;
        this.#tlsVersion = socket.getProtocol();
        const id = this.#connectionsMade;
        const { nonceLifetimeMs } = this.#times;
        const handled = { id, socket, handler: this, turns: this.#turns, clock, limits: this.#limits, nonceLifetimeMs };
        this.#connections.add(new ClientConnection(handled));
      },
    });
  }

  get tlsVersion(): string | null {
    return this.#tlsVersion;
  }

  async start(): Promise<ListeningAddress> {
    const address = await this.#listener.listen();
    this.#devices.start();
    this.#lanes.start();
    this.#parts.log.info('relay.listening', { port: address.port });
    return address;
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  get counters(): RelayCounters {
    const registeredUsers = this.#location.userCount;
    return { connections: this.#listener.count, registeredUsers, ...this.#counts };
  }

  get registeredUsers(): readonly PeerAddress[] {
    return this.#location.registeredUsers;
  }

  onChange(listener: () => void): () => void {
    this.#changeListeners.add(listener);
    return () => void this.#changeListeners.delete(listener);
  }

  renewCertificate(tls: TlsIdentity): void {
    this.#listener.renew(tls);
  }

  endLogins(users: readonly PeerAddress[]): void {
    for (const binding of users.flatMap((user) => this.#location.bindingsOf(user))) {
      this.#location.remove(binding);
      this.#lanes.flowClosed(binding.flow);
      binding.flow.end();
    }
  }

  frameArrived(connection: ClientConnection, frame: Frame): void {
    this.#dispatcher.dispatch(connection, frame);
  }

  faultArrived(connection: ClientConnection, fault: FramingFault): void {
    this.#dispatcher.refuseFault(connection, fault);
  }

  spoke(connection: ClientConnection): void {
    for (const user of this.#location.usersOf(connection)) this.#lanes.deviceSpoke(user);
  }

  hasRegistration(connection: ClientConnection): boolean {
    return this.#location.hasBindings(connection);
  }

  closed(connection: ClientConnection, reason: string): void {
    this.#connections.delete(connection);
    this.#parts.log.info('relay.connection-closed', { connection: connection.id, reason });
    this.#location.removeFlow(connection);
    this.#lanes.flowClosed(connection);
    if (this.#connections.size === 0) this.#onLastGone();
  }

  /**
   * A TLS socket emits `close` later than its TCP socket, so this can resolve after the listening socket has closed.
   */
  #lastConnectionGone(): Promise<void> {
    if (this.#connections.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#onLastGone = resolve;
    });
  }

  async #stop(): Promise<void> {
    const { clock } = this.#parts;
    this.#dispatcher.stopTaking();
    const closed = this.#listener.close();
    await this.#drained(clock.monotonicMs() + this.#times.drainMs);
    this.#lanes.stop();
    for (const connection of this.#connections) connection.close('stopping');
    const patience = clock.startTimer(this.#times.drainMs, () => {
      this.#listener.destroyAll();
    });
    await Promise.all([closed, this.#lastConnectionGone()]);
    patience.cancel();
    this.#location.close();
    this.#parts.log.info('relay.stopped');
  }

  async #drained(untilMs: number): Promise<void> {
    while (this.#lanes.areAwaitingAnswers && this.#parts.clock.monotonicMs() < untilMs) await this.#wait(DRAIN_LOOK_MS);
  }

  #wait(delayMs: number): Promise<void> {
    return new Promise((resolve) => void this.#parts.clock.startTimer(delayMs, resolve));
  }

  readonly #count = (counter: RelayCounter): void => {
    this.#counts[counter] += 1;
  };

  #makeLocation(): Location {
    return new Location(this.#parts.clock, {
      registeredUsersChanged: () => {
        for (const listener of this.#changeListeners) listener();
      },
      flowSuperseded: (flow: ClientFlow) => {
        this.#lanes.flowClosed(flow);
        flow.end();
      },
    });
  }

  #makeDispatcher(guard: LoginGuard): RequestDispatcher {
    const { config, accounts, clock, random, log } = this.#parts;
    const { sipDomain, loginLimits } = config;
    const limits = this.#limits;
    const times = this.#times;
    return new RequestDispatcher({
      sipDomain,
      location: this.#location,
      lanes: this.#lanes,
      authenticator: new DigestAuthenticator({ realm: sipDomain, accounts, guard, clock, random }),
      registrar: new Registrar({
        location: this.#location,
        clock,
        minSeconds: times.minRegistrationSeconds,
        maxSeconds: times.maxRegistrationSeconds,
        flowTimerSeconds: times.flowTimerSeconds,
        bindingsPerUser: limits.bindingsPerUser,
        devices: this.#devices,
        noticesFrom: relayAddress(config.sipDomain),
        onForeignDevice: this.#foreignDeviceCame,
      }),
      router: this.#makeRouter(),
      clock,
      random,
      log,
      pendingPerConnection: limits.pendingPerConnection,
      loginRefusalDelayMs: loginLimits?.refusalDelayMs ?? LOGIN_LIMITS.refusalDelayMs,
      onRegistered: (user, isNewFlow) => {
        this.#lanes.deviceRegistered(user, isNewFlow);
      },
      onClaimed: this.#claimed,
      onLoggedIn: this.#loggedIn,
      count: this.#count,
    });
  }

  #makeDevices(): Devices {
    const { instances, log } = this.#parts;
    const successionMs = this.#times.deviceSuccessionMs;
    return new Devices({ book: instances, log, ageNow: () => this.#age.now(), successionMs });
  }

  #makeGuard(): LoginGuard {
    const { accounts, config } = this.#parts;
    return new LoginGuard({
      limits: { ...LOGIN_LIMITS, ...config.loginLimits },
      isKnownDevice: (username, instance) => {
        const account = accounts.findByUsername(username);
        return account !== null && this.#devices.isOwn(account, instance);
      },
    });
  }

  /** Whoever knows the identity of an account's device keeps its place until the password has been asked for. */
  readonly #claimed = (connection: ClientConnection, { to, headers }: SipRequest): void => {
    const address = parsePeerAddress(to.uri);
    const account = address.ok ? this.#parts.accounts.findByAddress(address.value) : null;
    const instance = instanceIn(headers.all('Contact'));
    if (account === null || instance === null || !this.#devices.isOwn(account, instance)) return;
    this.#listener.slots.raise(keyOf(connection), RANK.expected);
  };

  readonly #loggedIn = (connection: ClientConnection, user: PeerAddress): void => {
    this.#listener.slots.loggedIn(keyOf(connection), user);
    const isOwn = this.#location.bindingsOf(user).some((binding) => binding.flow === connection && binding.isOwn);
    if (isOwn) this.#listener.slots.raise(keyOf(connection), RANK.ownDevice);
  };

  readonly #foreignDeviceCame = (user: PeerAddress, device: string): void => {
    const { clock, log } = this.#parts;
    log.warn('relay.foreign-device');
    const now = clock.monotonicMs();
    const toldAtMs = this.#noticedAtMs.get(user);
    if (toldAtMs !== undefined && now - toldAtMs < this.#times.noticeIntervalMs) return;
    this.#noticedAtMs.set(user, now);
    this.#lanes.foreignDeviceCame(user, device);
  };

  #makeRouter(): MessageRouter {
    const { config, accounts, clock } = this.#parts;
    return new MessageRouter({
      sipDomain: config.sipDomain,
      accounts,
      clock,
      recent: this.#recent,
      acquaintances: this.#acquaintances,
      limits: this.#limits,
      messageExpirySeconds: this.#times.messageExpirySeconds,
      accept: (waiting) => {
        this.#lanes.accept(waiting);
      },
      passOn: (message) => {
        this.#lanes.passOn(message);
      },
    });
  }
}
