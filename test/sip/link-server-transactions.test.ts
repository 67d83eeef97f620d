import { expect, test } from 'vitest';
import { eventually } from './support/eventually.ts';
import { useLinkFixture } from './support/link-fixture.ts';
import { message, tagIn, type MessageLines } from './support/wire.ts';

const link = useLinkFixture();

const via = (branch: string): string => `SIP/2.0/TLS relay.example.org:5061;branch=z9hG4bK${branch}`;
/** INVITE, and what belongs to it. */
const ofInvite = (method: 'INVITE' | 'ACK' | 'CANCEL', parts: MessageLines = {}): Buffer =>
  message({
    startLine: `${method} sip:bob@example.org SIP/2.0`,
    cseq: `1 ${method}`,
    via: via('invite'),
    extra: [],
    body: '',
    ...parts,
  });
const texts = (): readonly string[] =>
  link.bench.listener.messages.map((one) => (one.kind === 'text' ? one.body : one.kind));
const answers = (): readonly string[] =>
  link.server.connection.responses.map(({ statusCode, cseq }) => `${statusCode} ${cseq.method}`);

/** Sends all at once, then a text: when that is answered, nothing more comes for the others. */
async function exchange(...requests: readonly Buffer[]): Promise<void> {
  const last = message({ callId: 'the-last', via: via('last'), body: 'last' });
  link.server.connection.send(Buffer.concat([...requests, last]));
  await eventually('the last is answered', () =>
    link.server.connection.responses.some(({ headers }) => headers.first('Call-ID') === 'the-last'),
  );
}

test('an INVITE is refused at once, and the ACK of the refusal is absorbed', async () => {
  await link.register();
  await exchange(ofInvite('INVITE'), ofInvite('ACK'));
  expect(answers()).toEqual(['405 INVITE', '200 MESSAGE']);
  expect(link.server.connection.responses[0]?.headers.first('Allow')).toBe('MESSAGE, OPTIONS');
  expect(link.bench.log.lines.filter((line) => line.includes('sip.'))).toEqual([]);
});

test('an INVITE that is repeated before its ACK gets the same answer', async () => {
  await link.register();
  await exchange(ofInvite('INVITE'), ofInvite('INVITE'));
  expect(answers()).toEqual(['405 INVITE', '405 INVITE', '200 MESSAGE']);
  const [one, other] = link.server.connection.responses;
  expect(tagIn(other!)).toBe(tagIn(one!));
});

test('the ACK of another INVITE does not end the transaction', async () => {
  await link.register();
  const foreign = [{ via: via('other') }, { callId: 'other' }, { cseq: '2 ACK' }].map((parts) =>
    ofInvite('ACK', parts),
  );
  await exchange(ofInvite('INVITE'), ...foreign, ofInvite('INVITE'));
  const [one, other] = link.server.connection.responses;
  expect(tagIn(other!)).toBe(tagIn(one!));
});

test('a CANCEL is confirmed where its INVITE is known, and changes nothing that was answered; else there is nothing to cancel', async () => {
  await link.register();
  await exchange(ofInvite('CANCEL', { via: via('none') }), ofInvite('INVITE'), ofInvite('CANCEL'));
  expect(answers()).toEqual(['481 CANCEL', '405 INVITE', '200 CANCEL', '200 MESSAGE']);
});

test('an ACK or a CANCEL that is broken is neither answered twice nor harmful', async () => {
  await link.register();
  const broken = { cseq: '1 BYE' };
  await exchange(ofInvite('INVITE'), ofInvite('ACK', broken), ofInvite('CANCEL', broken), ofInvite('ACK'));
  expect(answers()).toEqual(['405 INVITE', '400 BYE', '200 MESSAGE']);
});

test('a text that is sent again in one go is answered again and kept once', async () => {
  await link.register();
  await exchange(message({ via: via('a') }), message({ via: via('a') }));
  expect(answers()).toEqual(['200 MESSAGE', '200 MESSAGE', '200 MESSAGE']);
  expect(texts()).toEqual(['Watson, come here.', 'last']);
});

test('a text that arrives by two ways at once is answered 200 both times: its sender must not read that it failed', async () => {
  await link.register();
  await exchange(message({ via: via('from-the-store') }), message({ via: via('from-the-socket') }));
  expect(answers()).toEqual(['200 MESSAGE', '200 MESSAGE', '200 MESSAGE']);
});

test.each<[string, MessageLines, MessageLines]>([
  ['Call-IDs', { callId: 'one' }, { callId: 'two' }],
  ['CSeqs', { cseq: '1 MESSAGE' }, { cseq: '2 MESSAGE' }],
  ['senders of the last hop', { via: 'SIP/2.0/TLS a;branch=z9hG4bKx' }, { via: 'SIP/2.0/TLS b;branch=z9hG4bKx' }],
])('two texts of one branch and of different %s are two', async (_, one, other) => {
  await link.register();
  await exchange(message({ ...one, body: 'one' }), message({ ...other, body: 'two' }));
  expect(texts()).toEqual(['one', 'two', 'last']);
});

test('whoever sends INVITEs without end and no ACK gets each answered, and texts still come through', async () => {
  await link.register();
  const flood = Array.from({ length: 1_000 }, (_, at) => ofInvite('INVITE', { via: via(`i${at}`), callId: `i${at}` }));
  await exchange(...flood);
  expect(answers().filter((answer) => answer === '405 INVITE')).toHaveLength(1_000);
  expect(texts()).toEqual(['last']);
});
