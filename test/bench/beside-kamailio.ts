import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RelayProcess } from '../relay/support/relay-process.ts';
import { DOMAIN } from '../relay/support/relay-rig.ts';
import { makeTestCertificates } from '../support/certificates.ts';
import { whatIsMissing } from '../support/installed-peers.ts';
import { Kamailio } from '../support/kamailio.ts';
import { RawSipClient } from '../support/raw-sip-client.ts';
import { sendLoad } from '../support/raw-sip-load.ts';
import { passwordOf, TEST_USERS, type SipServer, type TestUser } from '../support/sip-server.ts';
import { bundledRelay } from './bundled-relay.ts';
import type { Figure } from './figures.ts';
import { proportionalMbOfAll } from './forked-handset.ts';

/** Half of what Kamailio does with one worker, in the same run. */
const LEAST_SHARE = 0.5;
const BODY_BYTES = 100;
const ROUNDS = 3;
const WINDOWS = [
  { window: 1, messages: 1_500 },
  { window: 16, messages: 4_000 },
  { window: 64, messages: 4_000 },
  { window: 256, messages: 4_000 },
];
const STORED = { window: 16, messages: 300 };
/** The bounds on one sender's rate would be what is measured. */
const BOUNDLESS = {
  messagesPerSecond: 1_000_000,
  messagesAtOnce: 1_000_000,
  strangerMessages: 1_000_000,
  strangerMessagesToAll: 1_000_000,
  strangerBytes: 1_000_000_000,
  strangerBytesToAll: 1_000_000_000,
};

interface Contender extends SipServer {
  /** What it takes now, all its processes, in MB. */
  memoryMb(): number;
  stop(): Promise<void>;
}

/**
 * Our relay and Kamailio with the fleet's configuration (one TCP worker), each in processes of its own, under one sender and one receiver of
 * sockets and strings: turn by turn, so that both meet the same machine.
 */
export async function besideKamailio(folder: string): Promise<readonly Figure[]> {
  const missing = whatIsMissing(['kamailio']);
  if (missing.length > 0) {
    console.log(`  (skipped: ${missing.join('; ')})`);
    return [];
  }
  const own = await ownRelay(folder);
  const other = await kamailio();
  try {
    const figures: Figure[] = [];
    for (const load of WINDOWS) figures.push(await forwarded(own, other, load));
    figures.push(await stored(own, other));
    const beside = { name: 'Kamailio, all its processes', samples: [other.memoryMb()] };
    const name = 'relay’s memory after that, proportional';
    return [...figures, { name, unit: 'MB', samples: [own.memoryMb()], aim: { mostShare: 1 }, beside }];
  } finally {
    await Promise.all([own.stop(), other.stop()]);
  }
}

async function forwarded(
  own: Contender,
  other: Contender,
  { window, messages }: (typeof WINDOWS)[number],
): Promise<Figure> {
  const run = async (server: Contender): Promise<number> => {
    const [sender, receiver] = [await registered(server, 'alice'), await registered(server, 'bob')];
    const load = { messages, window, bodyBytes: BODY_BYTES, untilReceived: true };
    const result = await sendLoad(sender, receiver, load);
    await Promise.all([sender.close(), receiver.close()]);
    // Our relay answers 202 in any case, Kamailio 200 to who is there.
    const taken = (result.statuses.get(200) ?? 0) + (result.statuses.get(202) ?? 0);
    if (taken !== messages) throw new Error(`not all were taken: ${words(result.statuses)}`);
    return result.perSecond;
  };
  return compared(`messages a second forwarded, ${window} unanswered at a time`, own, other, run);
}

/** For somebody who is away; a new box each round, since Kamailio counts what is in it. */
async function stored(own: Contender, other: Contender): Promise<Figure> {
  const { window, messages } = STORED;
  const run = async (server: Contender, round: number): Promise<number> => {
    const sender = await registered(server, 'alice');
    const away = await registered(server, round % 2 === 0 ? 'carol' : 'dave');
    await away.close();
    const result = await sendLoad(sender, away, { messages, window, bodyBytes: BODY_BYTES });
    await sender.close();
    // Kamailio's store says 480 when the disk is so busy that SQLite gives up; only what was taken counts.
    const taken = result.statuses.get(202) ?? 0;
    if (taken < messages) console.log(`  (not all were answered 202: ${words(result.statuses)})`);
    const back = await registered(server, away.options.user as TestUser);
    await back.until(() => back.messages.length === taken, 30_000);
    await back.close();
    return (result.perSecond * taken) / messages;
  };
  return compared(`messages a second stored (202), ${window} unanswered at a time`, own, other, run);
}

async function compared(
  name: string,
  own: Contender,
  other: Contender,
  run: (server: Contender, round: number) => Promise<number>,
): Promise<Figure> {
  const samples: number[] = [];
  const others: number[] = [];
  // The first round warms up.
  for (let round = -1; round < ROUNDS; round += 1) {
    const [ownRate, otherRate] = [await run(own, round + 1), await run(other, round + 1)];
    if (round < 0) continue;
    samples.push(ownRate);
    others.push(otherRate);
  }
  const beside = { name: 'Kamailio, one worker', samples: others };
  return { name, unit: '1/s', samples, aim: { leastShare: LEAST_SHARE }, beside };
}

async function ownRelay(folder: string): Promise<Contender> {
  mkdirSync(folder, { recursive: true });
  const files = makeTestCertificates(folder, DOMAIN);
  const read = (file: string): string => readFileSync(file, 'utf8');
  const tls = { caPem: read(files.caFile), certPem: read(files.certificateFile), keyPem: read(files.keyFile) };
  const program = await bundledRelay(folder);
  const relay = await RelayProcess.start(tls, join(folder, 'queue.db'), TEST_USERS, { limits: BOUNDLESS }, program);
  const { port, pid } = relay;
  const stop = (): Promise<void> => relay.stop();
  return { domain: DOMAIN, port, caFile: files.caFile, memoryMb: () => proportionalMbOfAll(pid), stop };
}

async function kamailio(): Promise<Contender> {
  const settings = ['#!define MESSAGES_PER_MINUTE 10000000', '#!define STORE_CLEAN_SECONDS 1'];
  const server = await Kamailio.start({ algorithm: 'SHA-256', settings, sharedMegabytes: 256 });
  const { domain, port, caFile, processId } = server;
  const memoryMb = (): number => proportionalMbOfAll(processId);
  return { domain, port, caFile, memoryMb, stop: () => server.stop() };
}

async function registered({ domain, port, caFile }: SipServer, user: TestUser): Promise<RawSipClient> {
  const ca = readFileSync(caFile, 'utf8');
  const client = await RawSipClient.connect({ host: '127.0.0.1', port, ca, domain, user, password: passwordOf(user) });
  const { status } = await client.register();
  if (status !== 200) throw new Error(`${user} was answered ${status ?? 'nothing'}`);
  return client;
}

function words(statuses: ReadonlyMap<number, number>): string {
  return [...statuses].map(([status, count]) => `${count} × ${status}`).join(', ');
}
