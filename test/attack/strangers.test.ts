import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HandsetProcess } from '../support/handset-process.ts';
import type { RawSipClient } from '../support/raw-sip-client.ts';
import type { RawSipMessage } from '../support/raw-sip-message.ts';
import { AttackBed } from './support/attack-bed.ts';
import { seenOf } from './support/seen-answer.ts';

const FLOOD = 100;
const FLOOD_BYTES = 9_000;
/** A stranger keeps 32 KiB, so eight texts that are cut to 4 KiB. */
const FLOOD_KEPT = 8;
const CROWD = Array.from({ length: 60 }, (_, at) => `crowd-${at}`);
const CROWD_TEXTS_EACH = 3;
/** What all strangers together keep, 512 KiB of text, costs at most 16 times as much with what finds it again. */
const CROWD_KEPT = 128;
const CROWD_GROWTH_BYTES = 8 * 1_024 * 1_024;
/** Most of this is the database's log. */
const FLOOD_GROWTH_BYTES = 4 * 1_024 * 1_024;
const LONG_BYTES = 60_000;
const BEFORE_CONTACT = 200;
/** A text that waited for those before it would take about 200 times as long. */
const LONGEST_RATIO = 20;

const bytesIn = (folder: string): number =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(join(folder, name)))
    .reduce((sum, entry) => sum + (entry.isFile() ? entry.size : 0), 0);

const words = (bytes: number, seed: string): string => {
  const line = `${seed} ${Array.from({ length: 40 }, (_, at) => `${seed}${at * 7}`).join(' ')} `;
  return line.repeat(Math.ceil(bytes / line.length)).slice(0, bytes);
};

let bed: AttackBed;
let alice: HandsetProcess;
let bob: HandsetProcess;
let carol: RawSipClient;
let mallory: RawSipClient;

beforeAll(async () => {
  bed = await AttackBed.start({ moreAccounts: CROWD });
  alice = await bed.handset('alice');
  bob = await bed.handset('bob');
  carol = await bed.registered('carol');
  mallory = await bed.registered('mallory');
});
afterAll(() => bed.stop());

/** A text whose sender asks to be told of delivery and of reading. */
function withReports(sender: RawSipClient, to: string, id: string, text: string): Promise<RawSipMessage> {
  const body = [
    `From: <${sender.address}>`,
    `To: <sip:${to}@${bed.domain}>`,
    'DateTime: 2026-01-01T12:00:00Z',
    'NS: imdn <urn:ietf:params:imdn>',
    `imdn.Message-ID: ${id}`,
    'imdn.Disposition-Notification: positive-delivery, negative-delivery, display',
    '',
    'Content-Type: text/plain; charset=utf-8',
    '',
    text,
  ].join('\r\n');
  return sender.send(`sip:${to}@${bed.domain}`, body, { contentType: 'message/cpim' });
}

/** The texts on whose delivery the sender had a report. */
const reportedTo = (sender: RawSipClient): readonly string[] =>
  sender.messages.flatMap(({ body }) => /<message-id>([^<]+)</.exec(body.toString())?.[1] ?? []);

async function openRequests({ hand }: HandsetProcess): Promise<readonly string[]> {
  await hand.openHistory();
  while ((await hand.focused()) !== 'Requests') await hand.tap('Down');
  await hand.tap('Enter');
  return hand.shows('save, block, delete');
}

/**
 * Resolves when the handset has taken all that strangers sent to it, which is when it has told of so many that it did
 * not keep. No text of a contact can mark that, since the relay brings it first, and strangers get no reports. Each look
 * into Requests begins a new count.
 */
async function allTaken(owner: HandsetProcess, notKept: number): Promise<void> {
  const endMs = performance.now() + 30_000;
  for (let told = 0; told !== notKept;) {
    if (performance.now() > endMs) throw new Error(`told of ${told} that were not kept instead of ${notKept}`);
    const lines = await openRequests(owner);
    told += lines.reduce((sum, line) => sum + Number(/^(\d+) more (?:was|were) not kept/.exec(line)?.[1] ?? 0), 0);
  }
  await owner.hand.goHome();
}

/** How long it takes until the sender has the report on a text. */
async function msUntilReport(sender: RawSipClient, to: string, id: string): Promise<number> {
  const startMs = performance.now();
  await withReports(sender, to, id, `Text ${id}`);
  await sender.until(() => reportedTo(sender).includes(id), 20_000);
  return performance.now() - startMs;
}

describe('one stranger who sends many long texts', () => {
  it('hides no text of a contact, which is told as ever, and fills nothing', async () => {
    const before = bytesIn(bob.dataFolder);
    const flood = Array.from({ length: FLOOD }, (_, at) =>
      mallory.send(`sip:bob@${bed.domain}`, words(FLOOD_BYTES, `m${at}x`)),
    );
    await carol.send(`sip:bob@${bed.domain}`, 'Meanwhile, from Carol');
    expect(await bob.hand.heard()).toBe('message');
    expect((await bob.hand.led('blinking')).pattern.name).toBe('message');
    await bob.hand.openHistory();
    await bob.hand.shows('Meanwhile, from Carol');
    for (const { status } of await Promise.all(flood)) expect(status).toBe(202);

    await allTaken(bob, FLOOD - FLOOD_KEPT);
    expect(bytesIn(bob.dataFolder) - before).toBeLessThan(FLOOD_GROWTH_BYTES);
    expect((await bob.hand.sounds()).map(({ pattern }) => pattern.name)).toEqual(['message']);
    expect((await bob.hand.ledNow()).pattern.name).toBe('message');
  });
});

describe('many strangers', () => {
  it('are one row in History, and together fill no more than is theirs', async () => {
    const before = bytesIn(bob.dataFolder);
    for (const name of CROWD) {
      const one = await bed.registered(name);
      for (let at = 0; at < CROWD_TEXTS_EACH; at += 1)
        expect((await one.send(`sip:bob@${bed.domain}`, words(FLOOD_BYTES, `${name}-${at}x`))).status).toBe(202);
      await one.destroy();
    }
    await allTaken(bob, FLOOD_KEPT + CROWD.length * CROWD_TEXTS_EACH - CROWD_KEPT);
    await bob.hand.openHistory();
    const lines = await bob.hand.shows('strangers');
    expect(lines.filter((line) => line === 'Requests')).toHaveLength(1);
    expect(lines.filter((line) => line.startsWith('crowd-'))).toEqual([]);
    expect(lines).toContain(`${CROWD_KEPT} new`);
    expect(bytesIn(bob.dataFolder) - before).toBeLessThan(CROWD_GROWTH_BYTES);
  });
});

describe('a stranger who asks for reports', () => {
  it('gets none, from who is on or comes back, read or not; a contact gets one', async () => {
    await withReports(mallory, 'alice', 'to-who-is-on', 'Are you there?');
    await withReports(mallory, 'dave', 'to-who-is-off', 'Are you there?');
    const dave = await bed.handset('dave');
    for (const owner of [alice, dave]) {
      await openRequests(owner);
      await owner.hand.tap('Enter');
      await owner.hand.shows('Are you there?');
      await owner.hand.goHome();
    }
    await withReports(carol, 'alice', 'of-carol', 'Hello');
    await withReports(carol, 'dave', 'of-carol-too', 'Hello');
    await carol.until(() => reportedTo(carol).includes('of-carol') && reportedTo(carol).includes('of-carol-too'));
    await mallory.request('OPTIONS', `sip:${bed.domain}`);
    expect(mallory.messages).toEqual([]);
  });

  it('is not shown when blocked, lights nothing, and is answered as before', async () => {
    const send = (): Promise<RawSipMessage> => mallory.send(`sip:alice@${bed.domain}`, 'Look here');
    const answered = seenOf(await send());
    await openRequests(alice);
    await alice.hand.shows('Look here');
    await alice.hand.tap('Menu');
    await alice.hand.shows('Block');
    await alice.hand.type('b');
    await alice.hand.shows('What they send no longer reaches you');
    await alice.hand.tap('Down', 'Enter');
    await alice.hand.shows('No requests');
    await alice.hand.openThread('carol');
    await alice.hand.led('dark');

    expect(seenOf(await send())).toBe(answered);
    await withReports(carol, 'alice', 'after-blocked', 'Still there');
    await carol.until(() => reportedTo(carol).includes('after-blocked'));
    await alice.hand.shows('Still there');
    // It is read once it has stood there for a moment.
    await alice.hand.led('dark');
    await alice.hand.openHistory();
    expect(await alice.hand.lines()).not.toContain('Requests');
    expect((await alice.hand.ledNow()).state).toBe('dark');
    expect(mallory.messages).toEqual([]);
  });
});

describe('a stranger who sends what is of the moment only, long and without end', () => {
  it('cuts nobody off who reads slowly', async () => {
    const owner = await bed.registered('crowd-0');
    owner.pause();
    const contentType = 'application/pidf+xml';
    const flood = Array.from({ length: 60 }, () =>
      mallory.send(`sip:crowd-0@${bed.domain}`, words(LONG_BYTES, 'now'), { contentType }),
    );
    for (const { status } of await Promise.all(flood)) expect(status).toBe(202);
    owner.resume();
    expect((await owner.request('OPTIONS', `sip:${bed.domain}`)).status).toBe(200);
    expect(owner.messages).toEqual([]);
    await owner.destroy();
  });
});

describe('a text of 60 kB from a contact', () => {
  it('is cut, says so, and is not reported as delivered', async () => {
    await alice.hand.openThread('carol');
    await withReports(carol, 'alice', 'long', `begin ${words(LONG_BYTES, 'long')}`);
    await withReports(carol, 'alice', 'after-long', 'Marker');
    await carol.until(() => reportedTo(carol).includes('after-long'));
    await alice.hand.tap('Menu');
    await alice.hand.shows('Newest message');
    await alice.hand.type('n');
    await alice.hand.shows('… cut, 56 kB more');
    expect(reportedTo(carol)).not.toContain('long');
  });
});

describe('a text of a contact behind 200 of strangers', () => {
  it('arrives at once: it takes hardly longer than with nothing before it, and so do the next ones', async () => {
    await msUntilReport(carol, 'alice', 'first');
    const alone = [await msUntilReport(carol, 'alice', 'alone-1'), await msUntilReport(carol, 'alice', 'alone-2')];
    const trudy = await bed.registered('trudy');
    const flood = Array.from({ length: BEFORE_CONTACT }, (_, at) =>
      trudy.send(`sip:alice@${bed.domain}`, `Spam ${at}`),
    );
    for (const { status } of await Promise.all(flood)) expect(status).toBe(202);
    const behind = [await msUntilReport(carol, 'alice', 'behind-1'), await msUntilReport(carol, 'alice', 'behind-2')];
    expect(Math.max(...behind) / Math.max(...alone)).toBeLessThan(LONGEST_RATIO);
  });
});
