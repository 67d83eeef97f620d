import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HandsetProcess } from '../support/handset-process.ts';
import type { RawSipClient } from '../support/raw-sip-client.ts';
import { AttackBed } from './support/attack-bed.ts';
import { processorMs } from './support/processor-time.ts';

const BLANKS = ' '.repeat(4_000);
/** Requests that one stranger may send at once, with room for the last one. */
const REQUESTS = 40;
/** Below this, the ticks of the clock are most of what is measured. */
const LEAST_MS = 50;
/** What was once possible was 40 times the cost of honest requests, and more. */
const AT_MOST_TIMES = 6;

interface Lines {
  readonly via?: string;
  readonly from?: string;
  readonly to?: string;
  readonly cseq?: string;
  readonly more?: string;
}

describe('requests made to be costly, before any login,', () => {
  let bed: AttackBed;

  beforeAll(async () => {
    bed = await AttackBed.start();
  });
  afterAll(() => bed.stop());

  const requestOf = ({ via, from, to, cseq, more }: Lines): string =>
    [
      `OPTIONS sip:${bed.domain} SIP/2.0`,
      `Via: ${via ?? 'SIP/2.0/TLS a;branch=z9hG4bKa'}`,
      `From: ${from ?? `<sip:mallory@${bed.domain}>;tag=1`}`,
      `To: ${to ?? `<sip:${bed.domain}>`}`,
      'Call-ID: costly',
      `CSeq: ${cseq ?? '1 OPTIONS'}`,
      more ?? 'X: y',
      'Content-Length: 0\r\n\r\n',
    ].join('\r\n');

  /** What three strangers cost the relay, each with as many requests as it takes from one. */
  async function costOf(bytes: string): Promise<number> {
    const strangers = await Promise.all(['mallory', 'trudy', 'mallory'].map((name) => bed.client(name)));
    const before = processorMs(bed.relay.processId);
    // Each is answered in turn, so all were read when the last one is answered.
    const last = strangers.map((stranger) => {
      stranger.write(bytes);
      return stranger.request('OPTIONS', `sip:${bed.domain}`);
    });
    for (const { status } of await Promise.all(last)) expect(status).toBe(200);
    const cost = processorMs(bed.relay.processId) - before;
    await Promise.all(strangers.map((stranger) => stranger.destroy()));
    return cost;
  }

  it.each<[string, Lines]>([
    ['blanks behind a Via’s host', { via: `SIP/2.0/TLS a${BLANKS}!` }],
    ['blanks in a name', { from: `a${BLANKS}!`, to: `"a"${BLANKS}!` }],
    ['semicolons and blanks', { via: `SIP/2.0/TLS a${'; '.repeat(2_000)}`, to: `<sip:a@b>${' ;a'.repeat(1_300)}!` }],
    ['quotes and backslashes', { from: `"${'\\"'.repeat(2_000)}`, to: '"\\'.repeat(2_000) }],
    ['opened brackets', { from: '<'.repeat(4_000), to: `<sip:a@b>;${'a=<'.repeat(1_300)}` }],
    ['opened comments', { more: `Content-Type: text/plain${';a=('.repeat(900)}` }],
    ['many hops', { more: `Via: ${'SIP/2.0/TLS a,'.repeat(280)}!` }],
    ['folded lines', { more: `Contact: a${'\r\n '.repeat(1_300)}!` }],
    ['a digest of blanks', { more: `Authorization: Digest ${'a = '.repeat(1_000)}!` }],
  ])('cost no more than as many honest ones: %s', async (_what, hostile) => {
    const honest: Lines = { more: `Subject: ${'s'.repeat(4_000)}` };
    const bytesOf = (lines: Lines): string => requestOf(lines).repeat(REQUESTS);
    await costOf(bytesOf(honest));
    const [ofHonest, ofHostile] = [await costOf(bytesOf(honest)), await costOf(bytesOf(hostile))];
    expect(ofHostile).toBeLessThan(AT_MOST_TIMES * Math.max(LEAST_MS, ofHonest));
  });

  it('cost no more than as many honest bytes: nothing but pings', async () => {
    const honest = requestOf({ more: `Subject: ${'s'.repeat(3_600)}` }).repeat(REQUESTS);
    await costOf(honest);
    const [ofHonest, ofPings] = [await costOf(honest), await costOf('\r\n'.repeat(honest.length / 2))];
    expect(ofPings).toBeLessThan(AT_MOST_TIMES * Math.max(LEAST_MS, ofHonest));
  });
});

describe('texts made to be costly, for the handset that they reach,', () => {
  let bed: AttackBed;
  let bob: HandsetProcess;
  let carol: RawSipClient;

  beforeAll(async () => {
    bed = await AttackBed.start();
    // A stranger could not send as many.
    ({ handset: bob, client: carol } = await bed.acquainted('bob', 'carol'));
    await bob.hand.goHome();
    await bob.hand.tap('Enter');
  });
  afterAll(() => bed.stop());

  let turn = 0;

  /** What these bodies cost the handset, until a text behind them is on its screen. */
  async function costOf(contentType: string, bodyOf: (at: number) => string): Promise<number> {
    const to = `sip:bob@${bed.domain}`;
    const before = processorMs(bob.processId);
    const answers = Array.from({ length: REQUESTS }, (_, at) => carol.send(to, bodyOf(at), { contentType }));
    await Promise.all(answers);
    // Short, because a row of History has room for a few words only.
    turn += 1;
    await carol.send(to, `turn ${turn} over`);
    await bob.hand.shows(`turn ${turn} over`);
    return processorMs(bob.processId) - before;
  }
  const cpim = (head: string, content: string): string => `${head}\r\n\r\nContent-Type: text/plain\r\n\r\n${content}`;

  it.each<[string, string, string]>([
    ['a CPIM From of blanks', 'message/cpim', cpim(`From: a${' '.repeat(4_080)}!`, 'x')],
    ['a long CPIM From of blanks', 'message/cpim', cpim(`From: a${' '.repeat(60_000)}!`, 'x')],
    ['a CPIM of many lines', 'message/cpim', cpim('NS: a <b>\r\n'.repeat(1_200), 'x')],
    ['a report of many names', 'message/imdn+xml', `<a${' xmlns:a=""'.repeat(1_400)}>`],
    ['a report of many elements', 'message/imdn+xml', `<a xmlns:b="">${'<a xmlns:b=""/>'.repeat(1_000)}`],
    ['a type of comments', `text/plain${';a=('.repeat(900)}`, 'x'],
  ])('cost no more than as many honest ones: %s', async (_, contentType, body) => {
    const honest = await costOf('text/plain', (at) => `honest ${at}`);
    const hostile = await costOf(contentType, () => body);
    // An honest text is stored and drawn, so that it costs a handset more than a relay.
    expect(hostile).toBeLessThan(3 * Math.max(2 * LEAST_MS, honest));
  });
});
