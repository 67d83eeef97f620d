import { barsOf, type SignalBars } from '../../domain/network/wifi.ts';
import type { FoundNetwork, WifiState } from '../../ports/network/network.ts';

/** By name. What D-Bus brought, so anything. */
type Properties = Readonly<Record<string, unknown>>;

const PREFIX = 'net.connman.iwd';

export interface NetworkObject {
  readonly path: string;
  readonly name: string;
  readonly security: FoundNetwork['security'];
  readonly isConnected: boolean;
  readonly isKnown: boolean;
}

/** What iwd knows, as its ObjectManager tells it (iwd's doc/*-api.txt). */
export class IwdObjects {
  static readonly NONE = new IwdObjects({});
  readonly #tree: Properties;

  constructor(tree: unknown) {
    this.#tree = propertiesOf(tree);
  }

  /** The radio in use: the first one that is a station. Null where there is none, or where it is switched off. */
  get station(): string | null {
    return this.#with('Station')[0]?.path ?? null;
  }

  get isScanning(): boolean {
    return this.#with('Station')[0]?.properties['Scanning'] === true;
  }

  /** Path of the network that is connected; null when none is. */
  get connected(): string | null {
    return this.networks.find(({ isConnected }) => isConnected)?.path ?? null;
  }

  get hasRadio(): boolean {
    return this.#with('Adapter').length > 0;
  }

  /** @param bars of the network that is connected, as far as it is known. */
  state(bars: SignalBars): WifiState {
    const station = this.#with('Station')[0];
    if (station === undefined) return this.hasRadio ? { kind: 'off' } : { kind: 'absent' };
    const { State: state, ConnectedNetwork: path } = station.properties;
    const name = this.networks.find((network) => network.path === path)?.name ?? '';
    switch (state) {
      case 'connected':
      case 'roaming':
        return { kind: 'connected', name, bars };
      case 'connecting':
        return { kind: 'connecting', name };
      default:
        return { kind: 'idle' };
    }
  }

  get networks(): readonly NetworkObject[] {
    return this.#with('Network').flatMap(({ path, properties }) => {
      const { Name: name, Type: type, Connected: connected, KnownNetwork: known } = properties;
      if (typeof name !== 'string' || name === '') return [];
      const security = type === 'open' ? 'open' : type === 'psk' ? 'passphrase' : 'other';
      return [{ path, name, security, isConnected: connected === true, isKnown: typeof known === 'string' } as const];
    });
  }

  network(name: string): NetworkObject | null {
    const named = this.networks.filter((network) => network.name === name);
    // One name may be there twice, open and with a passphrase: the one that is known, else the one that is safe.
    return (
      named.find(({ isKnown }) => isKnown) ?? named.find(({ security }) => security !== 'open') ?? named[0] ?? null
    );
  }

  /** Paths of what iwd joins by itself under that name, in sight or not. */
  known(name: string): readonly string[] {
    return this.#with('KnownNetwork').flatMap(({ path, properties }) => (properties['Name'] === name ? [path] : []));
  }

  /** @param ordered what `GetOrderedNetworks` brought: paths with a hundredth of dBm, the strongest first. */
  found(ordered: unknown): readonly FoundNetwork[] {
    if (!Array.isArray(ordered)) return [];
    const byPath = new Map(this.networks.map((network) => [network.path, network]));
    return ordered.flatMap((entry: unknown) => {
      const [path, strength] = Array.isArray(entry) ? (entry as readonly unknown[]) : [];
      const network = typeof path === 'string' ? byPath.get(path) : undefined;
      if (network === undefined || typeof strength !== 'number') return [];
      const { name, security, isConnected, isKnown } = network;
      return [{ name, security, isConnected, isKnown, bars: barsOf(strength / 100) }];
    });
  }

  #with(name: string): readonly { path: string; properties: Properties }[] {
    return Object.entries(this.#tree)
      .flatMap(([path, interfaces]) => {
        const properties = propertiesOf(interfaces)[`${PREFIX}.${name}`];
        return properties === undefined ? [] : [{ path, properties: propertiesOf(properties) }];
      })
      .sort((a, b) => (a.path < b.path ? -1 : 1));
  }
}

function propertiesOf(told: unknown): Properties {
  return typeof told === 'object' && told !== null ? (told as Properties) : {};
}
