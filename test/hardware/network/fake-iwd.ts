import { BusService } from './bus-service.ts';
import type { Transmitter } from '../../support/memory-network.ts';

const IWD = 'net.connman.iwd';
const ADAPTER = '/net/connman/iwd/0';
const STATION = `${ADAPTER}/4`;
/** As iwd gives it: a hundredth of dBm, for each number of bars. */
const STRENGTHS = [-9_000, -7_800, -7_000, -6_000, -4_000] as const;

type Properties = Record<string, [type: string, value: unknown]>;

/** iwd on a bus of the test's: its objects, and what it does with orders, as its own documents tell. */
export class FakeIwd {
  /** `Connect NAME`, each time. */
  readonly calls: string[] = [];
  transmitters: readonly Transmitter[] = [];
  /** The radio is not switched off. */
  isPowered = true;
  readonly #bus: BusService;
  readonly #known = new Map<string, string | null>();
  #agent: { readonly destination: string; readonly path: string } | null = null;
  #levels: { readonly destination: string; readonly path: string } | null = null;
  #connected: string | null = null;

  private constructor(bus: BusService) {
    this.#bus = bus;
    bus.on('/', 'org.freedesktop.DBus.ObjectManager', 'GetManagedObjects', 'a{oa{sa{sv}}}', () => this.#tree());
    bus.on('/net/connman/iwd', `${IWD}.AgentManager`, 'RegisterAgent', '', ([path], { sender = '' }) => {
      this.#agent = { destination: sender, path: String(path) };
    });
    const station = `${IWD}.Station`;
    bus.on(STATION, station, 'Scan', '', () => undefined);
    bus.on(STATION, station, 'GetOrderedNetworks', 'a(on)', () => this.#ordered());
    bus.on(STATION, station, 'ConnectHiddenNetwork', '', ([name]) => this.#connectHidden(String(name)));
    bus.on(STATION, station, 'RegisterSignalLevelAgent', '', ([path], { sender = '' }) => {
      this.#levels = { destination: sender, path: String(path) };
    });
  }

  static async start(socket: string): Promise<FakeIwd> {
    return new FakeIwd(await BusService.start(socket, IWD));
  }

  /** Somebody else than the handset changed something. */
  tell(): void {
    for (const { name } of this.transmitters) this.#exportNetwork(name);
    for (const name of this.#known.keys()) this.#exportKnown(name);
    const changed = [`${IWD}.Station`, [['State', ['s', this.#connected === null ? 'disconnected' : 'connected']]], []];
    this.#bus.signal(STATION, 'org.freedesktop.DBus.Properties', 'PropertiesChanged', 'sa{sv}as', changed);
  }

  /** The network is received weaker or stronger: 0 is the best level. */
  async level(level: number): Promise<void> {
    if (this.#levels === null) throw new Error('nobody wants to hear of levels');
    const call = { ...this.#levels, interface: `${IWD}.SignalLevelAgent`, member: 'Changed' };
    await this.#bus.call({ ...call, signature: 'oy', body: [STATION, level] });
  }

  /** Out of reach. */
  loseNetwork(): void {
    this.#connected = null;
    this.tell();
  }

  stop(): void {
    this.#bus.stop();
  }

  #tree(): unknown {
    const objects: [string, [string, [string, [string, unknown]][]][]][] = [];
    const add = (path: string, interfaceName: string, properties: Properties): void => {
      objects.push([path, [[`${IWD}.${interfaceName}`, Object.entries(properties)]]]);
    };
    add(ADAPTER, 'Adapter', { Powered: ['b', this.isPowered], Name: ['s', 'phy0'] });
    if (!this.isPowered) return objects;
    add(STATION, 'Station', {
      State: ['s', this.#connected === null ? 'disconnected' : 'connected'],
      Scanning: ['b', false],
      ...(this.#connected === null
        ? {}
        : { ConnectedNetwork: ['o', networkPath(this.#connected)] as [string, string] }),
    });
    for (const { name, security } of this.#visible) {
      add(networkPath(name), 'Network', {
        Name: ['s', name],
        Connected: ['b', name === this.#connected],
        Type: ['s', security === 'passphrase' ? 'psk' : security === 'open' ? 'open' : '8021x'],
        ...(this.#known.has(name) ? { KnownNetwork: ['o', knownPath(name)] as [string, string] } : {}),
      });
    }
    for (const name of this.#known.keys()) add(knownPath(name), 'KnownNetwork', { Name: ['s', name] });
    return objects;
  }

  get #visible(): readonly Transmitter[] {
    return this.transmitters.filter(({ isHidden = false, name }) => !isHidden || name === this.#connected);
  }

  #ordered(): unknown {
    return [...this.#visible]
      .sort((a, b) => b.bars - a.bars)
      .map(({ name, bars }) => [networkPath(name), STRENGTHS[bars]]);
  }

  #connectHidden(name: string): Promise<void> {
    const there = this.transmitters.find((one) => one.name === name && one.isHidden === true);
    return there === undefined ? Promise.reject(fault('NotFound')) : this.#connect(name);
  }

  async #connect(name: string): Promise<void> {
    const transmitter = this.transmitters.find((one) => one.name === name);
    if (transmitter === undefined) throw fault('NotFound');
    if (transmitter.security === 'other') throw fault('NotConfigured');
    const wanted = transmitter.passphrase ?? null;
    const given = this.#known.has(name)
      ? (this.#known.get(name) ?? null)
      : wanted === null
        ? null
        : await this.#ask(name);
    if (given !== wanted) throw fault('Failed');
    this.#known.set(name, wanted);
    this.#connected = name;
    this.tell();
  }

  async #ask(name: string): Promise<string> {
    if (this.#agent === null) throw fault('NoAgent');
    const call = { ...this.#agent, interface: `${IWD}.Agent`, member: 'RequestPassphrase' };
    try {
      return String(await this.#bus.call({ ...call, signature: 'o', body: [networkPath(name)] }));
    } catch {
      throw fault('Aborted');
    }
  }

  #exportNetwork(name: string): void {
    this.#bus.on(networkPath(name), `${IWD}.Network`, 'Connect', '', () => {
      this.calls.push(`Connect ${name}`);
      return this.#connect(name);
    });
  }

  #exportKnown(name: string): void {
    this.#bus.on(knownPath(name), `${IWD}.KnownNetwork`, 'Forget', '', () => {
      this.#known.delete(name);
      if (this.#connected === name) this.#connected = null;
      this.tell();
    });
  }
}

const networkPath = (name: string): string => `${STATION}/${Buffer.from(name).toString('hex')}_psk`;
const knownPath = (name: string): string => `/net/connman/iwd/known_${Buffer.from(name).toString('hex')}`;
const fault = (name: string): Error => Object.assign(new Error(name), { dbusName: `${IWD}.${name}` });
