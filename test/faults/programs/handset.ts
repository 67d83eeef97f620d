// A handset without screen and keys in a process of its own: the real use cases, SIP link and encrypted store. At the named point, on its
// n-th passing, it kills itself as a power cut would. Its one argument is JSON (HandsetProgramOptions); it is worked over IPC.
import { join } from 'node:path';
import { FileVault } from '../../../src/crypto/keys/file-vault.ts';
import { NodeRandom } from '../../../src/crypto/keys/node-random.ts';
import { parsePeerAddress, type PeerAddress } from '../../../src/domain/peer-address.ts';
import { createHandset } from '../../../src/handset/create-handset.ts';
import type { Message, Sequence } from '../../../src/domain/history/message.ts';
import { messageOf, type ThreadEvent } from '../../../src/domain/history/event.ts';
import type { RunningHandset } from '../../../src/handset/running-handset.ts';
import { deviceInstanceId } from '../../../src/main/machine/device-instance.ts';
import { LineLog } from '../../../src/main/machine/log/line-log.ts';
import { systemUptime } from '../../../src/main/machine/time/system-uptime.ts';
import type { MessageLink } from '../../../src/ports/network/message-link.ts';
import type { MessageStore } from '../../../src/ports/store/message-store.ts';
import { DnsResolver } from '../../../src/sip/location/dns-resolver.ts';
import { createSipMessageLink } from '../../../src/sip/sip-message-link.ts';
import { openHandsetStore, type OpenedHandsetStore } from '../../../src/store/handset/open-handset-store.ts';
import { USERS } from '../support/fault-bed.ts';
import { FaultTrigger } from '../support/fault-trigger.ts';
import type {
  HandsetAnswer,
  HandsetFaultPoint,
  HandsetOrder,
  HandsetProgramOptions,
  SeenMessage,
} from '../support/handset-orders.ts';
import { SettableClock } from '../support/settable-clock.ts';
import { systemTimeZones } from '../../support/time-zones.ts';
import { WITHOUT_BATTERY } from '../../support/memory-power.ts';
import { MemoryWallTime } from '../../support/memory-wall-time.ts';
import { MemoryNetwork } from '../../support/memory-network.ts';

const STEPS = ['addOutgoing', 'moveOutgoing', 'addIncoming', 'reportSent'] as const;
type Passing = (point: HandsetFaultPoint) => void;

function withFaults(messages: MessageStore, pass: Passing): MessageStore {
  return new Proxy(messages, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      const step = STEPS.find((each) => each === name);
      return (...args: readonly unknown[]): unknown => {
        if (step !== undefined) pass(`before-${step}`);
        const result: unknown = Reflect.apply(value, target, args);
        if (step !== undefined) pass(`after-${step}`);
        return result;
      };
    },
  });
}

function linkWithFaults(link: MessageLink, pass: Passing): MessageLink {
  return {
    get state() {
      return link.state;
    },
    start: (listener) => {
      link.start({
        stateChanged: (state) => {
          listener.stateChanged(state);
        },
        registered: () => {
          listener.registered();
        },
        keepAliveAnswered: () => {
          listener.keepAliveAnswered();
        },
        otherDevices: (devices) => {
          listener.otherDevices(devices);
        },
        isKnown: (peer) => listener.isKnown(peer),
        received: (message) => {
          const verdict = listener.received(message);
          pass('before-200');
          // The answer is written in this turn of the loop; in the next it is on its way.
          setImmediate(() => {
            pass('after-200');
          });
          return verdict;
        },
      });
    },
    send: async (message) => {
      pass('before-request');
      const outcome = await link.send(message);
      pass('after-answer');
      return outcome;
    },
    reconnectNow: () => {
      link.reconnectNow();
    },
    networkChanged: (addresses) => {
      link.networkChanged(addresses);
    },
    stop: () => link.stop(),
  };
}

function openStore(folder: string, random: NodeRandom): OpenedHandsetStore {
  const key = new FileVault(join(folder, 'store.key'), random).storeKey();
  if (!key.ok) throw new Error(`${key.error.path}: ${key.error.code}`);
  const opened = openHandsetStore({ path: join(folder, 'messages.db'), key: key.value });
  if (!opened.ok) throw new Error(`${opened.error.path}: ${opened.error.code}`);
  return opened.value;
}

function answer(message: HandsetAnswer): void {
  process.send?.(message);
}

function peer(text: string): PeerAddress {
  const parsed = parsePeerAddress(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error}`);
  return parsed.value;
}

const PAGE = 1_000;

/** The newest page of the thread, or all of it, oldest first. */
function seenIn(handset: RunningHandset, at: string, all: boolean): readonly SeenMessage[] {
  const seen: SeenMessage[] = [];
  let beforeSequence: Sequence | null = null;
  for (;;) {
    const page: readonly ThreadEvent[] = handset.events(peer(at), { beforeSequence, limit: PAGE });
    const messages = page.flatMap((event) => (event.kind === 'message' ? [event.message] : []));
    seen.unshift(...messages.map(seenMessage));
    beforeSequence = messages[0]?.sequence ?? null;
    if (!all || messages.length < PAGE) return seen;
  }
}

function seenMessage(message: Message): SeenMessage {
  if (message.direction === 'incoming') return { direction: 'incoming', text: message.body, status: null };
  const status = message.failure === null ? message.status : `failed: ${message.failure}`;
  return { direction: 'outgoing', text: message.body, status };
}

/** The users of the bed know each other: what strangers write is bounded, and never reported. */
function meetOthers({ contacts, standings }: OpenedHandsetStore, own: PeerAddress): void {
  const domain = own.slice(own.indexOf('@') + 1);
  for (const user of USERS) {
    const address = peer(`${user}@${domain}`);
    if (address === own || standings.standing(address) === 'known') continue;
    const saved = contacts.saveContact({ address, name: user, favourite: true });
    if (!saved.ok) process.stderr.write(`${user} could not be saved: ${saved.error}\n`);
  }
}

function main({ folder, link: config, killAt, clockOffsetMs }: HandsetProgramOptions): void {
  const trigger = new FaultTrigger(killAt);
  const pass: Passing = (point) => {
    trigger.pass(point);
  };
  const clock = new SettableClock(clockOffsetMs);
  const random = new NodeRandom();
  const log = new LineLog(config.account.username, (line) => process.stderr.write(`${line}\n`), { isQuiet: true });
  const store = openStore(folder, random);
  meetOthers(store, config.account.address);
  let led = 'dark';
  const sip = createSipMessageLink({
    config: {
      ...config,
      instanceId: deviceInstanceId(store.settings, random, log),
      registerExpiresSeconds: 600,
      messageFormat: 'auto',
    },
    clock,
    random,
    log,
    resolver: new DnsResolver(clock),
    settings: store.settings,
  });
  const handset = createHandset({
    own: config.account.address,
    clock,
    uptime: systemUptime,
    timeZones: systemTimeZones,
    random,
    link: linkWithFaults(sip, pass),
    messages: withFaults(store.messages, pass),
    contacts: store.contacts,
    drafts: store.drafts,
    settings: store.settings,
    standings: store.standings,
    led: { show: ({ name }) => void (led = name), close: () => undefined },
    buzzer: { play: () => undefined, close: () => undefined },
    log,
    battery: WITHOUT_BATTERY,
    wallTime: new MemoryWallTime(),
    network: new MemoryNetwork(),
    changesWereLost: store.lostChanges !== null,
  });
  handset.onEvent((event) => {
    if (event.kind !== 'eventReceived') return;
    const message = messageOf(handset.event(event.sequence));
    if (message !== null) answer({ kind: 'told', text: message.body });
  });
  const stop = async (): Promise<void> => {
    await handset.stop();
    store.close();
    process.exit(0);
  };
  process.on('message', (message) => {
    const order = message as HandsetOrder;
    if (order.kind === 'stop') void stop();
    if (order.kind === 'reconnect') sip.reconnectNow();
    if (order.kind === 'arm') trigger.arm(order.killAt);
    if (order.kind === 'setClock') clock.offsetMs = order.offsetMs;
    if (order.kind === 'send') {
      const sent = handset.send(peer(order.to), order.text);
      answer({ kind: 'sent', requestId: order.requestId, refusal: sent.ok ? null : sent.error });
    }
    if (order.kind === 'look') {
      const messages = seenIn(handset, order.at, order.all);
      const { link, storeFailure, changesLostAtMs } = handset.state();
      const isToldOfLoss = changesLostAtMs !== null;
      answer({ kind: 'seen', requestId: order.requestId, messages, link: link.kind, storeFailure, isToldOfLoss, led });
    }
  });
  process.on('disconnect', () => process.exit(0));
  handset.start();
  answer({ kind: 'ready' });
}

main(JSON.parse(process.argv[2] ?? '{}') as HandsetProgramOptions);
