import type { SignalBars } from '../../domain/network/wifi.ts';
import type { SystemBus } from './system-bus.ts';

const PATH = '/handset/wifi';
const IWD = 'net.connman.iwd';

/** What iwd asks of us: the passphrase of the network that is being joined, and it tells how strong it is received. */
export class IwdAgent {
  readonly #bus: SystemBus;
  /** Of the network that is being joined; null otherwise. */
  #passphrase: string | null = null;

  /** @param levelChanged a weaker signal has fewer bars. */
  constructor(bus: SystemBus, levelChanged: (bars: SignalBars) => void) {
    this.#bus = bus;
    const nothing = { takes: '', gives: '', call: () => undefined };
    bus.offer(PATH, `${IWD}.Agent`, {
      RequestPassphrase: { takes: 'o', gives: 's', call: () => this.#tell() },
      Cancel: { ...nothing, takes: 's' },
      Release: nothing,
    });
    bus.offer(PATH, `${IWD}.SignalLevelAgent`, {
      Changed: {
        takes: 'oy',
        gives: '',
        call: (_station, level) => {
          levelChanged(Math.max(0, Math.min(4, 4 - Number(level))) as SignalBars);
        },
      },
      Release: { ...nothing, takes: 'o' },
    });
  }

  /** @param limitsDbm falling. */
  async register(station: string, limitsDbm: readonly number[]): Promise<void> {
    const agent = { path: '/net/connman/iwd', interface: `${IWD}.AgentManager`, member: 'RegisterAgent' };
    const levels = { path: station, interface: `${IWD}.Station`, member: 'RegisterSignalLevelAgent' };
    // What iwd refuses is done without: known networks need no passphrase, and the strength is asked for at each
    // connection.
    await Promise.all([
      this.#bus.call({ service: IWD, ...agent, signature: 'o', body: [PATH] }),
      this.#bus.call({ service: IWD, ...levels, signature: 'oan', body: [PATH, [...limitsDbm]] }),
    ]);
  }

  /** The passphrase is there for this one order. */
  async with<Value>(passphrase: string | null, order: () => Promise<Value>): Promise<Value> {
    this.#passphrase = passphrase;
    try {
      return await order();
    } finally {
      this.#passphrase = null;
    }
  }

  #tell(): string {
    if (this.#passphrase !== null) return this.#passphrase;
    throw Object.assign(new Error('no passphrase'), { dbusName: `${IWD}.Agent.Error.Canceled` });
  }
}
