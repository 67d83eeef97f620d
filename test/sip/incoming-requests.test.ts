import { beforeEach, describe, expect, it } from 'vitest';
import type { PeerAddress } from '../../src/domain/peer-address.ts';
import type { ReceiveVerdict, Received } from '../../src/ports/network/message-link.ts';
import { IncomingRequests } from '../../src/sip/incoming-requests.ts';
import type { ReceivedRequest } from '../../src/sip/transaction/request-server.ts';
import { formatImdn } from '../../src/wire/message/imdn.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { ALICE, BOB } from './support/link-bench.ts';
import { frameOf, message, type MessageLines } from './support/wire.ts';

const OWN_HOST = 'own.invalid';
let clock: VirtualClock;
let verdict: ReceiveVerdict;
let known: readonly PeerAddress[];
let kept: Received[];
let wrote: string[];
let requests: IncomingRequests;

beforeEach(() => {
  clock = new VirtualClock();
  [verdict, known, kept, wrote] = ['kept', [ALICE], [], []];
  requests = new IncomingRequests({
    own: BOB,
    ownHosts: new Set([OWN_HOST]),
    clock,
    noticesFrom: () => null,
    isKnown: (peer) => known.includes(peer),
    receive: (received) => {
      kept.push(received);
      return verdict;
    },
    peerWrote: (peer, what) => wrote.push(`${peer} ${what}`),
  });
});

/** The statuses with which it was answered by now. */
function answersTo(lines: MessageLines): readonly number[] {
  const statuses: number[] = [];
  const received = {
    begin: () => true,
    answer: ({ statusCode }: { statusCode: number }) => statuses.push(statusCode),
  } as unknown as ReceivedRequest;
  requests.receive(frameOf(message(lines)), received);
  return statuses;
}

const cpim = (content: string, type = 'text/plain'): MessageLines => ({
  extra: ['Content-Type: message/cpim'],
  body: [`From: <${ALICE}>`, '', `Content-Type: ${type}`, '', content].join('\r\n'),
});
const report = (disposition: 'delivered' | 'displayed' | 'failed'): MessageLines => {
  const imdn = formatImdn({ about: 'm-1', disposition: 'displayed', dateTime: '2026-11-23T12:00:00Z' });
  const status = disposition === 'failed' ? '<failed/>' : `<${disposition}/>`;
  const xml =
    disposition === 'displayed'
      ? imdn
      : imdn.replaceAll('display-notification', 'delivery-notification').replace('<displayed/>', status);
  return { extra: ['Content-Type: message/imdn+xml'], body: xml };
};

describe('what a peer writes', () => {
  it.each([
    ['plain text', {}, 'plain'],
    ['CPIM', cpim('hello'), 'cpim'],
    ['a delivery report', report('delivered'), 'report'],
    ['a read report', report('displayed'), 'report'],
  ])('teaches its form once it is kept: %s', (_what, lines, form) => {
    expect(answersTo(lines)).toEqual([200]);
    expect([kept.length, wrote]).toEqual([1, [`${ALICE} ${form}`]]);
    for (verdict of ['unable', 'unwanted'] as const) answersTo(lines);
    expect([kept.length, wrote.length]).toEqual([3, 1]);
  });

  it('teaches nothing where the relay may have written it: a report of a failure', () => {
    expect(answersTo(report('failed'))).toEqual([200]);
    expect([kept.length, wrote]).toEqual([1, []]);
  });

  it('is answered as the store decided', () => {
    const answers = (['kept', 'unable', 'unwanted'] as const).map((decided) => {
      verdict = decided;
      return answersTo({});
    });
    expect(answers).toEqual([[200], [503], [403]]);
  });
});

describe('who is meant', () => {
  it.each([
    ['the address', 'sip:bob@example.org', [200]],
    ['the address with its user escaped', 'sip:b%6fb@example.org', [200]],
    ['a host of ours', `sip:bob@${OWN_HOST}`, [200]],
    ['another host', 'sip:bob@other.invalid', [404]],
    ['another user', 'sip:carol@example.org', [404]],
    ['no user', 'sip:example.org', [404]],
    ['a user whose escapes are no text', 'sip:%ff@example.org', [404]],
  ])('%s', (_what, uri, answers) => {
    expect(answersTo({ startLine: `MESSAGE ${uri} SIP/2.0` })).toEqual(answers);
  });
});

describe('somebody whom the owner does not know', () => {
  beforeEach(() => {
    known = [];
  });

  it.each([
    ['a text', {}, 202],
    ['a text for somebody else', { startLine: 'MESSAGE sip:carol@example.org SIP/2.0' }, 202],
    ['a request for what we can do', { startLine: 'OPTIONS sip:bob@example.org SIP/2.0', cseq: '1 OPTIONS' }, 480],
  ])('gets one answer, after the same time: to %s', (_what, lines, status) => {
    const answers = answersTo(lines);
    clock.advance(39);
    expect(answers).toEqual([]);
    clock.advance(1);
    expect(answers).toEqual([status]);
  });

  it('is answered as a contact while the store cannot tell who is one', () => {
    requests = new IncomingRequests({
      ...{ own: BOB, ownHosts: new Set([OWN_HOST]), clock, receive: () => 'unable', peerWrote: () => undefined },
      noticesFrom: () => null,
      isKnown: () => {
        throw new Error('cannot be read');
      },
    });
    expect(answersTo({})).toEqual([503]);
  });
});
