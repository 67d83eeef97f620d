import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RawSipClient } from '../support/raw-sip-client.ts';
import type { RawSipMessage } from '../support/raw-sip-message.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { DOMAIN, RelayRig, addressOf, makeTestTls } from '../relay/support/relay-rig.ts';

let rig: RelayRig;
let alice: RawSipClient;
let bob: RawSipClient;
let count = 0;

beforeAll(async () => {
  const unbounded = 1_000_000;
  const limits = {
    strangersPerAddress: unbounded,
    connectionsPerAccount: unbounded,
    messagesAtOnce: unbounded,
    otherRequestsAtOnce: unbounded,
    strangerMessages: unbounded,
    strangerMessagesToAll: unbounded,
    strangerBytes: unbounded * 1_000,
    strangerBytesToAll: unbounded * 1_000,
  };
  rig = await RelayRig.start({ tls: makeTestTls(), clock: new VirtualClock(), config: { limits } });
  alice = await rig.login('alice');
  bob = await rig.login('bob');
});
afterAll(() => rig.stop());

/** The relay still does its work for everybody else, and met no bug of its own. */
async function servesTheHonest(): Promise<void> {
  count += 1;
  const text = `honest ${count}`;
  expect((await alice.send(addressOf('bob'), text)).status).toBe(202);
  await bob.until(() => bob.messages.some(({ body }) => body.toString() === text));
  expect(bob.messages.filter(({ body }) => body.toString() === text)).toHaveLength(1);
  bob.messages.length = 0;
  expect(rig.log.codes('error')).toEqual([]);
}

/** Writes, and lets the relay read it: what it answers, or that it closes, is its business. */
async function attack(client: RawSipClient, chunks: readonly Uint8Array[]): Promise<void> {
  for (const chunk of chunks) client.write(chunk);
  await servesTheHonest();
  await client.destroy();
}

const message = (lines: readonly string[], body: string): string =>
  [...lines, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n');

const TEMPLATES = [
  message(
    [
      `MESSAGE ${addressOf('bob')} SIP/2.0`,
      'Via: SIP/2.0/TLS 127.0.0.1:5999;branch=z9hG4bKfuzz;rport',
      'Max-Forwards: 70',
      `From: "D" <${addressOf('dave')}>;tag=1`,
      `To: <${addressOf('carol')}>`,
      'Call-ID: fuzz@127.0.0.1',
      'CSeq: 1 MESSAGE',
      'Content-Type: message/cpim',
      'Expires: 100',
    ],
    'From: <sip:dave@relay.test>\r\nNS: imdn <urn:ietf:params:imdn>\r\nimdn.Message-ID: x\r\n\r\nContent-Type: text/plain\r\n\r\nhi',
  ),
  message(
    [
      `REGISTER sip:${DOMAIN} SIP/2.0`,
      'Via: SIP/2.0/TLS 127.0.0.1:5999;branch=z9hG4bKfuzz;rport',
      'Max-Forwards: 70',
      `From: <${addressOf('dave')}>;tag=1`,
      `To: <${addressOf('dave')}>`,
      'Call-ID: fuzz@127.0.0.1',
      'CSeq: 2 REGISTER',
      'Contact: <sip:dave@127.0.0.1>;+sip.instance="<urn:uuid:1>";reg-id=1;expires=600',
      'Authorization: Digest username="dave", realm="relay.test", nonce="x", uri="sip:relay.test", response="0123456789abcdef0123456789abcdef", algorithm=MD5, qop=auth, nc=00000001, cnonce="y"',
    ],
    '',
  ),
  message(
    [
      'SIP/2.0 200 OK',
      'Via: SIP/2.0/TLS relay.test;branch=z9hG4bK1.000000000000',
      `From: <${addressOf('dave')}>;tag=1`,
      `To: <${addressOf('carol')}>;tag=2`,
      'Call-ID: fuzz@127.0.0.1',
      'CSeq: 1 MESSAGE',
    ],
    '',
  ),
].map((text) => Buffer.from(text));

const SPLICES = [
  '\r\n',
  '\r\n\r\n',
  '\0',
  '"',
  '<',
  '>',
  ';',
  ',',
  '%00',
  '\u202e',
  '\xff',
  ' ',
  '@',
  ':',
  '9'.repeat(400),
  'a'.repeat(5_000),
];

interface Edit {
  readonly at: number;
  readonly removed: number;
  readonly inserted: Buffer;
}

/** Places to overwrite, cut out, or splice something into. */
const edits: fc.Arbitrary<Edit[]> = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    removed: fc.integer({ min: 0, max: 30 }),
    inserted: fc.oneof(
      fc.uint8Array({ maxLength: 4 }).map((bytes) => Buffer.from(bytes)),
      fc.constantFrom(...SPLICES).map((text) => Buffer.from(text, 'latin1')),
    ),
  }),
  { minLength: 1, maxLength: 5 },
);

function damaged(original: Buffer, places: readonly Edit[]): Buffer {
  return places.reduce((bytes, { at, removed, inserted }) => {
    const from = Math.floor(at * bytes.length);
    return Buffer.concat([bytes.subarray(0, from), inserted, bytes.subarray(from + removed)]);
  }, original);
}

const mutated = fc
  .record({ template: fc.constantFrom(...TEMPLATES), places: edits })
  .map(({ template, places }) => damaged(template, places));

describe('whatever a client sends', () => {
  it('random bytes never end the process, nor trouble the others', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 5 }), async (chunks) => {
        await attack(await rig.connect('dave'), chunks);
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('damaged messages from a stranger never end the process, and bring nothing through', async () => {
    const before = rig.relay.counters.received;
    const honestBefore = count;
    await fc.assert(
      fc.asyncProperty(fc.array(mutated, { minLength: 1, maxLength: 8 }), async (messages) => {
        await attack(await rig.connect('dave'), messages);
      }),
      { numRuns: 150 },
    );
    expect(rig.relay.counters.received - before).toBe(count - honestBefore);
  }, 60_000);

  it('damaged messages from somebody who is logged in never end the process either', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(mutated, { minLength: 1, maxLength: 8 }), async (messages) => {
        await attack(await rig.login('dave'), messages);
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  it('a device’s answers, however damaged, never end the process, and a message is lost to none of them', async () => {
    const heldForCarol = () => rig.queue.usageOf('to', addressOf('carol')).count;
    await fc.assert(
      fc.asyncProperty(edits, fc.integer({ min: 200, max: 699 }), async (places, status) => {
        const carol = await rig.login('carol');
        carol.answerPolicy = () => null;
        count += 1;
        const text = `to carol ${count}`;
        const answered = alice.send(addressOf('carol'), text);
        await carol.until(() => carol.messages.length === 1);
        carol.write(damaged(answerTo(carol.messages[0]!, status), places));
        await servesTheHonest();
        await carol.destroy();
        const outcome = (await answered).status ?? 0;
        // Refused for ever, or taken, or kept: and what was kept comes.
        if (outcome === 202) {
          const again = await rig.login('carol');
          await again.until(() => again.messages.at(-1)?.body.toString() === text);
          await rig.waitFor(() => heldForCarol() === 0);
          await again.destroy();
        } else expect(outcome === 200 || outcome >= 400, String(outcome)).toBe(true);
        expect(heldForCarol()).toBe(0);
      }),
      { numRuns: 80 },
    );
  }, 60_000);
});

function answerTo(request: RawSipMessage, status: number): Buffer {
  const copied = ['Via', 'From', 'To', 'Call-ID', 'CSeq'].map((name) => `${name}: ${request.header(name)}`);
  return Buffer.from(message([`SIP/2.0 ${status} Some Reason`, ...copied, 'Retry-After: 99', 'Accept: a/b'], ''));
}
