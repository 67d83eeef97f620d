import type { PeerAddress } from '../../src/domain/peer-address.ts';
import { parsePeerAddress } from '../../src/domain/peer-address.ts';
import type { MessageId } from '../../src/domain/history/message-id.ts';
import type { BuzzerPattern, LedPattern } from '../../src/domain/alert/signals.ts';
import type { OutgoingMessage } from '../../src/domain/history/message.ts';
import { createHandset } from '../../src/handset/create-handset.ts';
import type { RunningHandset } from '../../src/handset/running-handset.ts';
import type { HandsetEvent } from '../../src/ports/handset.ts';
import type { Log } from '../../src/ports/system/log.ts';
import type { ReceivedText } from '../../src/ports/network/message-link.ts';
import { createMemoryHandsetStore, type MemoryHandsetStore } from './memory-store/memory-handset-store.ts';
import { befriend } from './store-fixtures.ts';
import { ScriptedLink } from './scripted-link.ts';
import { VirtualClock } from './virtual-clock.ts';
import { systemTimeZones } from './time-zones.ts';
import { BatteryWatch } from '../../src/handset/upkeep/battery-watch.ts';
import { MemoryPower } from './memory-power.ts';
import { MemoryWallTime } from './memory-wall-time.ts';
import { MemoryNetwork } from './memory-network.ts';

export function address(user: string): PeerAddress {
  const result = parsePeerAddress(`sip:${user}@relay.example`);
  if (!result.ok) throw new Error(result.error);
  return result.value;
}

export const ALICE = address('alice');
export const BOB = address('bob');
export const CAROL = address('carol');

export interface LoggedLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly code: string;
}

/**
 * One handset with a store in memory, a scripted link and a virtual clock. What LED, buzzer, log and events do is
 * recorded in one journal, in order.
 */
export class HandsetWorld {
  readonly clock = new VirtualClock();
  readonly store: MemoryHandsetStore = createMemoryHandsetStore();
  readonly journal: string[] = [];
  readonly log: LoggedLine[] = [];
  readonly events: HandsetEvent[] = [];
  link: ScriptedLink;
  handset: RunningHandset;
  led = 'dark';
  readonly power = new MemoryPower();
  readonly wallTime = new MemoryWallTime();
  readonly network = new MemoryNetwork({ paths: [{ kind: 'wifi', addresses: ['192.0.2.5'] }] });
  readonly battery: BatteryWatch;
  /** The adapter that throws from now on. */
  broken: 'led' | 'buzzer' | 'none' = 'none';
  /** Whether the store reports lost changes when it is opened at the next start. */
  changesWereLost = false;
  /** Null means that the machine cannot tell how long it has run, so that a restart counts as time without power. */
  bootId: string | null = null;
  #ids = 0;

  readonly #readReports: boolean;

  /** @param readReports the owner has opted in to read reports. */
  constructor(readReports = false) {
    this.#readReports = readReports;
    this.battery = new BatteryWatch({ power: this.power, clock: this.clock, log: this.#logger() });
    befriend(this.store.contacts, BOB, CAROL);
    [this.link, this.handset] = this.#build();
  }

  /** A world whose handset has started and registered. */
  static async registered(readReports = false): Promise<HandsetWorld> {
    const world = new HandsetWorld(readReports);
    world.handset.start();
    await world.clock.run(0);
    world.link.register();
    await world.clock.run(0);
    world.journal.length = 0;
    return world;
  }

  /**
   * The power fails: nothing is stopped and nothing is saved. After `offForMs` the handset starts again with only the
   * store left.
   */
  crash(offForMs = 0): void {
    this.clock.cancelAll();
    this.clock.advance(offForMs);
    [this.link, this.handset] = this.#build();
  }

  text(body: string, more: Partial<ReceivedText> = {}): ReceivedText {
    const id = more.id ?? (`peer-${++this.#ids}` as MessageId);
    const wants = { wantsDeliveryReport: true, wantsReadReport: false };
    const idIfTaken = `${id} ${body}`.replaceAll(' ', '-') as MessageId;
    return { kind: 'text', id, idIfTaken, from: BOB, body, sentAtMs: null, ...wants, ...more };
  }

  send(body: string, to: PeerAddress = BOB): MessageId {
    const result = this.handset.send(to, body);
    if (!result.ok) throw new Error(`refused: ${result.error}`);
    return result.value;
  }

  row(id: MessageId): OutgoingMessage {
    const row = this.store.messages.findOutgoing(id, null);
    if (row === null) throw new Error(`no message ${id}`);
    return row;
  }

  status(id: MessageId): string {
    const { status, failure } = this.row(id);
    return failure === null ? status : `${status}: ${failure}`;
  }

  #build(): [ScriptedLink, RunningHandset] {
    const link = new ScriptedLink(this.clock);
    const handset = createHandset({
      own: ALICE,
      operatorSettings: { defaults: { readReports: this.#readReports }, locked: [] },
      clock: this.clock,
      timeZones: systemTimeZones,
      uptime: () => (this.bootId === null ? null : { bootId: this.bootId, runningMs: this.clock.monotonicMs() }),
      random: { bytes: (byteCount) => this.#uniqueBytes(byteCount), fraction: () => 0.5 },
      link,
      messages: this.store.messages,
      contacts: this.store.contacts,
      drafts: this.store.drafts,
      settings: this.store.settings,
      standings: this.store.standings,
      changesWereLost: this.changesWereLost,
      led: {
        show: (pattern) => {
          this.#show(pattern);
        },
        close: () => undefined,
      },
      buzzer: {
        play: (pattern) => {
          this.#play(pattern);
        },
        close: () => undefined,
      },
      log: this.#logger(),
      battery: this.battery,
      wallTime: this.wallTime,
      network: this.network,
    });
    handset.onEvent((event) => {
      this.events.push(event);
      this.journal.push(event.kind);
    });
    return [link, handset];
  }

  #uniqueBytes(byteCount: number): Uint8Array {
    const bytes = new Uint8Array(byteCount);
    new DataView(bytes.buffer).setUint32(0, ++this.#ids);
    return bytes;
  }

  #show(pattern: LedPattern): void {
    if (this.broken === 'led') throw new Error('no such LED');
    if (this.led !== pattern.name) this.journal.push(`led ${pattern.name}`);
    this.led = pattern.name;
  }

  #play(pattern: BuzzerPattern): void {
    if (this.broken === 'buzzer') throw new Error('no such buzzer');
    this.journal.push(`buzz ${pattern.name}`);
  }

  #logger(): Log {
    const at =
      (level: LoggedLine['level']) =>
      (code: string): void => {
        this.log.push({ level, code });
      };
    return { info: at('info'), warn: at('warn'), error: at('error') };
  }
}
