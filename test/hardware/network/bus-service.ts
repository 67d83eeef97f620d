import { createConnection, messageType, type DBusConnection, type Message } from 'dbus-native';

type Handler = (body: readonly unknown[], message: Message) => unknown;

/** A service on a bus, message by message: the library's own service would answer for the objects itself. */
export class BusService {
  readonly #connection: DBusConnection;
  readonly #handlers = new Map<string, { readonly gives: string; readonly handle: Handler }>();
  readonly #awaited = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  #serial = 1;

  private constructor(connection: DBusConnection) {
    this.#connection = connection;
    // The end of a test is the end of its bus.
    connection.on('error', () => undefined);
    connection.on('message', (message) => {
      void this.#take(message);
    });
  }

  static async start(socket: string, name: string): Promise<BusService> {
    const service = new BusService(createConnection({ socket }));
    const bus = {
      destination: 'org.freedesktop.DBus',
      path: '/org/freedesktop/DBus',
      interface: 'org.freedesktop.DBus',
    };
    await service.call({ ...bus, member: 'Hello' });
    await service.call({ ...bus, member: 'RequestName', signature: 'su', body: [name, 4] });
    return service;
  }

  /** Answers a call; a failure bears its name as `dbusName`. */
  on(path: string, interfaceName: string, member: string, gives: string, handle: Handler): void {
    this.#handlers.set(`${path} ${interfaceName} ${member}`, { gives, handle });
  }

  signal(path: string, interfaceName: string, member: string, signature: string, body: unknown[]): void {
    const signal = { type: messageType.signal, path, interface: interfaceName, member, signature, body };
    this.#connection.message({ ...signal, serial: this.#serial++ });
  }

  async call(message: Message): Promise<unknown> {
    const serial = this.#serial++;
    return new Promise((resolve, reject) => {
      this.#awaited.set(serial, { resolve, reject });
      this.#connection.message({ type: messageType.methodCall, ...message, serial });
    });
  }

  stop(): void {
    this.#connection.end();
  }

  async #take(message: Message): Promise<void> {
    const { type, replySerial = 0, errorName } = message;
    if (type === messageType.methodCall) await this.#answer(message);
    else if (type === messageType.methodReturn) this.#awaited.get(replySerial)?.resolve(message.body?.[0]);
    else if (type === messageType.error) this.#awaited.get(replySerial)?.reject(new Error(errorName));
  }

  async #answer(message: Message): Promise<void> {
    const { path = '', interface: interfaceName = '', member = '', sender = '', serial: replySerial = 0 } = message;
    const found = this.#handlers.get(`${path} ${interfaceName} ${member}`);
    const reply = { destination: sender, replySerial };
    try {
      if (found === undefined) throw new Error('no such method');
      const value = await found.handle(message.body ?? [], message);
      const body = found.gives === '' ? {} : { signature: found.gives, body: [value] };
      this.#connection.message({ type: messageType.methodReturn, serial: this.#serial++, ...reply, ...body });
    } catch (error) {
      const name = (error as { readonly dbusName?: string }).dbusName ?? 'org.freedesktop.DBus.Error.Failed';
      this.#connection.message({ type: messageType.error, serial: this.#serial++, ...reply, errorName: name });
    }
  }
}
