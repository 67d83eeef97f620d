import type * as DbusNative from 'dbus-native';
import type { MessageBus, MethodDescriptor } from 'dbus-native';
import { failure, success, type Result } from '../../domain/result.ts';
import type { Clock, Timer } from '../../ports/system/clock.ts';
import type { BusCall, BusFault, OfferedMethods, SystemBus } from './system-bus.ts';

const SYSTEM_BUS_SOCKET = '/run/dbus/system_bus_socket';
/** A handset starts before its bus does. */
const FIRST_RETRY_MS = 1_000;
const MOST_RETRY_MS = 30_000;
/** All that iwd and networkd say fits many times; a longer message is somebody's fault or attack. */
const MOST_MESSAGE_BYTES = 1 << 20;
const CALL_TIMEOUT_MS = 25_000;

/** What is used of the library. */
export type LoadDbus = () => Promise<Pick<typeof DbusNative, 'createClient'>>;

export interface DbusSystemBusParts {
  readonly clock: Clock;
  readonly loadDbus: LoadDbus;
  readonly socket?: string;
}

/** The machine's bus. A bus that is not there yet, or goes away, is tried again ever more rarely. */
export class DbusSystemBus implements SystemBus {
  readonly #parts: DbusSystemBusParts;
  readonly #followed = new Map<string, () => void>();
  readonly #offered: Offer[] = [];
  #bus: MessageBus | null = null;
  #isConnected = false;
  #retry: Timer | null = null;
  #retryMs = FIRST_RETRY_MS;
  #isClosed = false;

  constructor(parts: DbusSystemBusParts) {
    this.#parts = parts;
    void this.#connect();
  }

  get isConnected(): boolean {
    return this.#isConnected;
  }

  follow(services: readonly string[], changed: () => void): void {
    for (const service of services) this.#followed.set(service, changed);
    if (this.#bus !== null && this.#isConnected) void this.#listen(this.#bus);
  }

  offer(path: string, interfaceName: string, methods: OfferedMethods): void {
    if (this.#offered.some((offer) => offer.path === path && offer.interfaceName === interfaceName))
      throw new Error(`${path} has ${interfaceName} already`);
    const offer = { path, interfaceName, methods };
    this.#offered.push(offer);
    if (this.#bus !== null) offerOn(this.#bus, offer);
  }

  async call(call: BusCall): Promise<Result<unknown, BusFault>> {
    const { service, timeoutMs = CALL_TIMEOUT_MS, body = [], ...message } = call;
    const bus = this.#bus;
    if (bus === null || !this.#isConnected) return failure({ name: null });
    try {
      const sent = { ...message, flags: NO_AUTO_START, body: [...body], destination: service };
      return success(await bus.invoke<unknown>(sent, { timeout: timeoutMs }));
    } catch (error) {
      return failure({ name: (error as { readonly dbusName?: string }).dbusName ?? null });
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#retry?.cancel();
    this.#bus?.connection.end();
    this.#bus = null;
    this.#isConnected = false;
  }

  async #connect(): Promise<void> {
    this.#retry = null;
    const { createClient } = await this.#parts.loadDbus();
    if (this.#isClosed) return;
    const { socket = SYSTEM_BUS_SOCKET } = this.#parts;
    const bus = createClient({ socket, authMethods: ['EXTERNAL'], maxMessageSize: MOST_MESSAGE_BYTES });
    this.#bus = bus;
    for (const offer of this.#offered) offerOn(bus, offer);
    // What went wrong is told by the close that follows, and by every call.
    bus.connection.on('error', () => bus.connection.stream.destroy());
    bus.connection.on('handlerError', () => undefined);
    bus.connection.on('close', () => {
      this.#lost(bus);
    });
    bus.connection.on('message', ({ type, sender, interface: from, body }) => {
      if (type === SIGNAL) this.#heard(sender, from, body);
    });
    bus.connection.on('connect', () => {
      void this.#listen(bus);
    });
  }

  async #listen(bus: MessageBus): Promise<void> {
    for (const service of this.#followed.keys()) {
      try {
        await bus.addMatch(`type='signal',sender='${service}'`);
        await bus.addMatch(`type='signal',sender='${DBUS}',member='NameOwnerChanged',arg0='${service}'`);
      } catch {
        // The close that follows is what counts.
        return;
      }
    }
    if (bus !== this.#bus) return;
    this.#isConnected = true;
    this.#retryMs = FIRST_RETRY_MS;
    this.#tellAll();
  }

  /** A signal bears its sender's number: whose it is does not matter, since only followed ones come. */
  #heard(sender: string | undefined, from: string | undefined, body: readonly unknown[] | undefined): void {
    if (!this.#isConnected) return;
    if (sender !== DBUS) this.#tellAll();
    else if (from === DBUS && typeof body?.[0] === 'string') this.#followed.get(body[0])?.();
  }

  #tellAll(): void {
    for (const changed of new Set(this.#followed.values())) changed();
  }

  #lost(bus: MessageBus): void {
    if (bus !== this.#bus || this.#isClosed) return;
    this.#bus = null;
    this.#isConnected = false;
    this.#retry = this.#parts.clock.startTimer(this.#retryMs, () => {
      void this.#connect();
    });
    this.#retryMs = Math.min(MOST_RETRY_MS, this.#retryMs * 2);
    this.#tellAll();
  }
}

const DBUS = 'org.freedesktop.DBus';
/** Who asks a service that is not there must not start it: iwd has nothing to do without a radio. */
const NO_AUTO_START = 2;
/** Of a message, by the specification of D-Bus. */
const SIGNAL = 4;

interface Offer {
  readonly path: string;
  readonly interfaceName: string;
  readonly methods: OfferedMethods;
}

/** Callers name members: what every object has by itself must not be one. */
function offerOn(bus: MessageBus, { path, interfaceName, methods }: Offer): void {
  const calls = Object.create(null) as Record<string, unknown>;
  const types = Object.create(null) as Record<string, MethodDescriptor>;
  for (const [name, { takes, gives, call }] of Object.entries(methods)) {
    calls[name] = call;
    types[name] = [takes, gives, [], []];
  }
  bus.exportInterface(calls, path, { name: interfaceName, methods: types });
}
