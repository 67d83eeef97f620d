import { describe, expect, test } from 'vitest';
import { HeaderList } from '../../src/wire/grammar/header-list.ts';
import { eventually } from './support/eventually.ts';
import { text } from './support/link-bench.ts';
import { answerWith, forMethod, silent, useLinkFixture } from './support/link-fixture.ts';
import { acceptAll, type Script } from './support/scripted-sip-server.ts';

const link = useLinkFixture();
const asked = (): number => link.server.requests('OPTIONS').length;
const pings = (): number => link.server.connection.pings;

/** Registers with these headers beside the Contact; other methods by `others`. */
const registrar =
  (headers: readonly { readonly name: string; readonly value: string }[], others: Script = acceptAll): Script =>
  (request, connection) => {
    if (request.method !== 'REGISTER') others(request, connection);
    else {
      const contacts = request.headers.all('Contact').map((value) => ({ name: 'Contact', value }));
      connection.answer(request, { statusCode: 200, reason: 'OK', headers: [...contacts, ...headers] });
    }
  };
const OUTBOUND = [{ name: 'Require', value: 'outbound' }];
const refused = answerWith(405);
const optionsSilent = forMethod('OPTIONS', silent);

/** Three intervals and more: each of at most 170 s, and the handset must still be there after the third answer. */
async function surviveThree(count: () => number): Promise<void> {
  for (let round = 1; round <= 3; round += 1) {
    await link.passUntil(`sign of life ${round}`, () => count() >= round && link.bench.listener.keepAlives >= round);
  }
  expect(link.bench.link.state.kind).toBe('registered');
  expect(link.server.connections).toHaveLength(1);
}

test('a server that requires outbound is pinged with line breaks and never asked in words', async () => {
  link.server.script = registrar(OUTBOUND);
  await link.register();
  await surviveThree(pings);
  expect(asked()).toBe(0);
});

test('a server that answers line breaks without a word about it is asked in words once, then pinged', async () => {
  link.server.script = registrar([]);
  await link.register();
  await surviveThree(pings);
  expect(asked()).toBe(1);
});

test('a server that answers no line breaks is asked by OPTIONS, at its own address, and kept', async () => {
  link.server.script = registrar([]);
  link.server.answersPings = false;
  await link.register();
  await surviveThree(asked);
  expect(pings()).toBe(1);
  expect(link.server.requests('OPTIONS')[0]).toMatchObject({ requestUri: 'sip:example.org' });
});

test('any final answer to OPTIONS is life, a refusal too', async () => {
  link.server.script = registrar([], refused);
  link.server.answersPings = false;
  await link.register();
  await surviveThree(asked);
});

test('a server that announced pongs and sends none is asked by OPTIONS, and its flow is kept', async () => {
  link.server.script = registrar(OUTBOUND);
  link.server.answersPings = false;
  await link.register();
  await surviveThree(asked);
  expect(pings()).toBe(1);
});

test.each([
  ['announced line breaks', registrar(OUTBOUND, optionsSilent)],
  ['announced nothing', registrar([], optionsSilent)],
])('a server that %s and answers nothing at all is left within 10 s of the question', async (_, script) => {
  link.server.script = script;
  link.server.answersPings = false;
  await link.register();
  const { connection } = link.server;
  await link.passUntil('it was asked', () => connection.pings === 1);
  const askedAtMs = link.clock.monotonicMs();
  await link.passUntil('it is left', () => connection.closed);
  expect(link.clock.monotonicMs() - askedAtMs).toBeLessThanOrEqual(11_000);
  expect(link.bench.log.lines.join()).toContain('NO_SIGN_OF_LIFE');
  // 108 s of idleness were not survived: the next stretch is shorter.
  expect(link.bench.settings.values.get('sip.servers')).toMatch(/ 86 1[0-9]{2} 16$/);
});

test('the Via of a REGISTER asks for keep, and a value in the answer sets the pace (RFC 6223)', async () => {
  link.server.script = forMethod('REGISTER', (request, connection) => {
    const headers = request.headers.fields.map(({ name, value }) =>
      name === 'Via' ? { name, value: value.replace(/;keep$/, ';keep=40') } : { name, value },
    );
    acceptAll({ ...request, headers: new HeaderList(headers) }, connection);
  });
  await link.register();
  await link.clock.run(36_000);
  await eventually('it pinged', () => pings() === 1);
  await eventually('the pong was told', () => link.bench.listener.keepAlives === 1);
  expect(asked()).toBe(0);
});

test('a dead link is noticed within 30 s of a failed send where pings are never answered either', async () => {
  link.server.script = registrar([], forMethod('OPTIONS', acceptAll));
  link.server.answersPings = false;
  await link.register();
  await link.passUntil('it knows that pings are in vain', () => link.bench.listener.keepAlives === 1);
  link.server.script = silent;
  const startedMs = link.clock.monotonicMs();
  const sending = link.bench.link.send(text('hello'));
  await link.passUntil('it is noticed', () => link.bench.link.state.kind !== 'registered');
  expect(link.clock.monotonicMs() - startedMs).toBeLessThanOrEqual(30_000);
  expect(await sending).toMatchObject({ kind: 'unanswered' });
});

test('what was learned about the path outlives a restart of the handset', async () => {
  link.server.script = registrar(OUTBOUND);
  await link.register();
  await link.passUntil('two stretches were survived', () => link.bench.listener.keepAlives === 2);
  const { settings } = link.bench;
  await link.bench.link.stop();
  expect(settings.values.get('sip.servers')).toMatch(/^127\.0\.0\.1:[0-9]+\n127\.0\.0\.1 [0-9]+ 1[0-9]{2} - 16$/);
  link.configure({});
  link.bench.settings.values.set('sip.servers', settings.values.get('sip.servers')!);
  await link.register();
  const before = pings();
  // 1.4 × 150 s, and 90 % of it by the dice.
  await link.clock.run(160_000);
  expect(pings()).toBe(before);
});

describe('line breaks that nobody asked for', () => {
  test.each([
    ['in one packet', ['\r\n\r\n']],
    ['in two', ['\r\n', '\r\n']],
  ])('two of them (%s) are the server’s ping: they get a line break, and are no pong', async (_, packets) => {
    link.server.answersPings = false;
    await link.register();
    const before = link.server.connection.received.length;
    for (const packet of packets) {
      link.server.connection.send(packet);
      await new Promise<void>((next) => setTimeout(next, 20));
    }
    await eventually('it is answered', () => link.server.connection.received.length > before);
    expect(link.server.connection.received.subarray(before).toString()).toBe('\r\n');
    expect(link.bench.listener.keepAlives).toBe(0);
  });
});

test('a server that named a Flow-Timer and leaves a ping unanswered for 10 s has lost the flow', async () => {
  link.server.answersPings = false;
  link.server.script = (request, connection) => {
    const contact = request.headers.all('Contact').map((value) => ({ name: 'Contact', value }));
    connection.answer(request, {
      statusCode: 200,
      reason: 'OK',
      headers: [...contact, { name: 'Flow-Timer', value: '60' }],
    });
  };
  await link.register();
  link.bench.link.reconnectNow();
  await eventually('it pings', () => link.server.connection.pings > 0);
  await link.clock.run(9_900);
  expect(link.bench.link.state.kind).toBe('registered');
  await link.clock.run(200);
  await eventually('the flow is given up', () => link.bench.link.state.kind === 'connecting');
  expect(link.server.requests('OPTIONS')).toEqual([]);
});
