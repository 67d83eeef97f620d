import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeRandom } from '../../src/crypto/keys/node-random.ts';
import { MESSAGE_ID_BYTES, messageIdOf } from '../../src/domain/history/message-id.ts';
import { parsePeerAddress, type PeerAddress } from '../../src/domain/peer-address.ts';
import { epochMs } from '../../src/domain/time.ts';
import { startRelay, type RunningRelay } from '../../src/main/relay/start-relay.ts';
import { SystemClock } from '../../src/main/machine/time/system-clock.ts';
import type { Log } from '../../src/ports/system/log.ts';
import type { MessageLink, MessageLinkListener, Received } from '../../src/ports/network/message-link.ts';
import { DnsResolver } from '../../src/sip/location/dns-resolver.ts';
import { createSipMessageLink } from '../../src/sip/sip-message-link.ts';
import { createMemoryHandsetStore } from '../support/memory-store/memory-handset-store.ts';
import { openHandsetStore } from '../../src/store/handset/open-handset-store.ts';
import { RawSipClient } from '../support/raw-sip-client.ts';
import type { Figure } from './figures.ts';

const DOMAIN = 'bench.test';
const WARM_UP = 50;
const log: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const clock = new SystemClock();
const random = new NodeRandom();

function address(user: string): PeerAddress {
  const parsed = parsePeerAddress(`${user}@${DOMAIN}`);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
}

/** Request to final answer by the handset's link and by a bare socket client, in turn, over one relay to one receiver. */
export async function requests(folder: string): Promise<readonly Figure[]> {
  const relay = await relayIn(folder);
  const bob = await rawClient(relay, 'bob');
  const raw = await rawClient(relay, 'carol');
  await bob.register();
  await raw.register();
  const { link } = await registeredLink(relay, 'alice', () => 'kept');
  const own: number[] = [];
  const other: number[] = [];
  for (let round = -WARM_UP; round < 300; round += 1) {
    const ownMs = await timed(() => send(link, round));
    const otherMs = await timed(() => raw.send(bob.address, `Meet at the south gate, ${round}`));
    if (round < 0) continue;
    own.push(ownMs);
    other.push(otherMs);
  }
  await link.stop();
  await raw.close();
  await bob.close();
  await relay.stop();
  const beside = { name: 'a bare socket client', samples: other };
  return [{ name: 'request to final answer through the relay', unit: 'ms', samples: own, aim: null, beside }];
}

/** Messages that wait at the relay, out of its store and into a durable inbox, from the receiver's registration on. */
export async function draining(folder: string, count: number): Promise<readonly Figure[]> {
  const relay = await relayIn(folder);
  const alice = await rawClient(relay, 'alice');
  await alice.register();
  const storedFromMs = performance.now();
  for (let index = 0; index < count; index += 1) {
    const { status } = await alice.send(`sip:bob@${DOMAIN}`, `Meet at the south gate, ${index}`);
    if (status !== 202) throw new Error(`the relay answered ${status ?? 'nothing'} in place of 202`);
  }
  const storedPerSecond = count / ((performance.now() - storedFromMs) / 1_000);
  const opened = openHandsetStore({ path: join(folder, 'inbox.db'), key: new Uint8Array(32).fill(7) });
  if (!opened.ok) throw new Error(opened.error.code);
  let received = 0;
  const { promise: all, resolve } = Promise.withResolvers<undefined>();
  const { link, registeredAtMs } = await registeredLink(relay, 'bob', (message) => {
    keep(opened.value.messages, message);
    received += 1;
    if (received === count) resolve(undefined);
  });
  await all;
  const perSecond = count / ((performance.now() - registeredAtMs) / 1_000);
  await link.stop();
  await alice.close();
  opened.value.close();
  await relay.stop();
  return [
    {
      name: 'messages a second into the relay’s durable store (202)',
      unit: '1/s',
      samples: [storedPerSecond],
      aim: null,
    },
    {
      name: `${count} waiting messages drained into a durable inbox`,
      unit: '1/s',
      samples: [perSecond],
      aim: { least: 1_000 },
    },
  ];
}

function keep(
  messages: {
    addIncoming(message: Parameters<ReturnType<typeof createMemoryHandsetStore>['messages']['addIncoming']>[0]): {
      readonly ok: boolean;
    };
  },
  message: Received,
): void {
  if (message.kind !== 'text') return;
  const added = messages.addIncoming({
    id: message.id,
    peer: message.from,
    body: message.body,
    receivedAtMs: clock.wallMs(),
    sentAtMs: message.sentAtMs,
    owesDeliveryReport: message.wantsDeliveryReport,
    owesReadReport: message.wantsReadReport,
  });
  if (!added.ok) throw new Error('the inbox refused a message');
}

async function relayIn(folder: string): Promise<RunningRelay> {
  const accounts = ['alice', 'bob', 'carol'].map((user) => ({
    address: address(user),
    username: user,
    password: `pw-${user}`,
  }));
  // The bounds on one sender's rate would be what is measured.
  const limits = {
    messagesPerSecond: 100_000,
    messagesAtOnce: 100_000,
    strangerMessages: 1_000_000,
    strangerMessagesToAll: 1_000_000,
    strangerBytes: 1_000_000_000,
    strangerBytesToAll: 1_000_000_000,
  };
  const config = { domain: DOMAIN, host: '127.0.0.1', port: 0, dataFolder: folder, accounts };
  const relay = await startRelay(config, { clock, random, log, tuning: { limits } });
  if (!relay.ok) throw new Error(relay.error);
  return relay.value;
}

async function rawClient(relay: RunningRelay, user: string): Promise<RawSipClient> {
  return RawSipClient.connect({
    host: relay.host,
    port: relay.port,
    ca: readFileSync(relay.authorityPath, 'utf8'),
    domain: DOMAIN,
    user,
    password: `pw-${user}`,
  });
}

async function registeredLink(
  relay: RunningRelay,
  user: string,
  received: (message: Received) => unknown,
): Promise<{ readonly link: MessageLink; readonly registeredAtMs: number }> {
  const link = createSipMessageLink({
    config: {
      account: { address: address(user), username: user, password: `pw-${user}` },
      sipDomain: DOMAIN,
      host: relay.host,
      port: relay.port,
      caPem: readFileSync(relay.authorityPath, 'utf8'),
      instanceId: 'urn:uuid:00000000-0000-4000-8000-000000000001',
      registerExpiresSeconds: 3_600,
      messageFormat: 'auto',
    },
    clock,
    random,
    log,
    resolver: new DnsResolver(clock),
    settings: createMemoryHandsetStore().settings,
  });
  const { promise, resolve } = Promise.withResolvers<number>();
  const listener: MessageLinkListener = {
    stateChanged: () => undefined,
    registered: () => {
      resolve(performance.now());
    },
    keepAliveAnswered: () => undefined,
    otherDevices: () => undefined,
    isKnown: () => true,
    received: (message) => {
      received(message);
      return 'kept';
    },
  };
  link.start(listener);
  return { link, registeredAtMs: await promise };
}

async function send(link: MessageLink, round: number): Promise<void> {
  const outcome = await link.send({
    kind: 'text',
    id: messageIdOf(random.bytes(MESSAGE_ID_BYTES)),
    to: address('bob'),
    body: `Meet at the south gate, ${round}`,
    composedAtMs: epochMs(Date.now()),
    wantsReadReport: false,
  });
  if (outcome.kind !== 'accepted') throw new Error(`the relay did not take it: ${outcome.reason}`);
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const fromMs = performance.now();
  await act();
  return performance.now() - fromMs;
}
