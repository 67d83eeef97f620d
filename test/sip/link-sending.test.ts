import { describe, expect, test } from 'vitest';
import type { Script, ScriptedConnection } from './support/scripted-sip-server.ts';
import { eventually } from './support/eventually.ts';
import { ALICE, messageId, text } from './support/link-bench.ts';
import { answerWith, forMethod, silent, useLinkFixture } from './support/link-fixture.ts';
import { acceptAll } from './support/scripted-sip-server.ts';
import { message } from './support/wire.ts';

const link = useLinkFixture();

const sentBody = (at: number): string => Buffer.from(link.server.requests('MESSAGE')[at]!.body).toString();

test('a text goes out as CPIM with its id and the wish for a delivery report', async () => {
  await link.register();
  expect(await link.bench.link.send({ ...text('żółw 🐢'), wantsReadReport: true })).toEqual({
    kind: 'accepted',
    sipStatus: 200,
  });
  expect(link.server.requests('MESSAGE')[0]).toMatchObject({ requestUri: 'sip:alice@example.org', callId: 'id-1' });
  expect(sentBody(0)).toBe(
    [
      'From: <sip:bob@example.org>',
      'To: <sip:alice@example.org>',
      'DateTime: 2026-11-23T12:00:00Z',
      'NS: imdn <urn:ietf:params:imdn>',
      'imdn.Message-ID: id-1',
      'imdn.Disposition-Notification: positive-delivery, display',
      '',
      'Content-Type: text/plain;charset=utf-8',
      '',
      'żółw 🐢',
    ].join('\r\n'),
  );
});

test('a report goes out as CPIM and asks for no report itself', async () => {
  await link.register();
  await link.bench.link.send({ kind: 'report', to: ALICE, about: messageId('<x&y>'), disposition: 'delivered' });
  expect(sentBody(0)).toContain('<message-id>&lt;x&amp;y&gt;</message-id>');
  expect(sentBody(0)).toContain('<delivery-notification><status><delivered/></status></delivery-notification>');
  expect(sentBody(0)).not.toMatch(/Disposition-Notification/i);
  expect(sentBody(0)).toContain('Content-Disposition: notification');
});

test('each report has a Call-ID of its own, and a text keeps its own', async () => {
  await link.register();
  const report = { kind: 'report', to: ALICE, about: messageId('id-1'), disposition: 'delivered' } as const;
  await link.bench.link.send(report);
  await link.bench.link.send(report);
  const [one, other] = link.server.requests('MESSAGE').map(({ callId }) => callId);
  expect(one).toMatch(/^[A-Za-z0-9_-]{16,}$/);
  expect(other).not.toBe(one);
});

test('a peer that refuses CPIM gets plain text at once, and from then on', async () => {
  link.server.script = forMethod('MESSAGE', (request, connection) => {
    (request.headers.first('Content-Type') === 'message/cpim' ? answerWith(415) : acceptAll)(request, connection);
  });
  await link.register();
  expect(await link.bench.link.send(text('one', 'id-1'))).toEqual({ kind: 'accepted', sipStatus: 200 });
  expect(await link.bench.link.send(text('two', 'id-2'))).toEqual({ kind: 'accepted', sipStatus: 200 });
  expect(
    link.server.requests('MESSAGE').map(({ headers, callId }) => `${headers.first('Content-Type')} ${callId}`),
  ).toEqual(['message/cpim id-1', 'text/plain;charset=utf-8 id-1', 'text/plain;charset=utf-8 id-2']);
  expect([...link.bench.settings.values.values()].join(' ')).not.toContain('alice');
});

test('a text refused in its plain form is not sent in that form once more', async () => {
  link.server.script = forMethod('MESSAGE', (request, connection) => {
    (request.callId === 'id-1' && request.headers.first('Content-Type') !== 'message/cpim'
      ? acceptAll
      : answerWith(415))(request, connection);
  });
  await link.register();
  await link.bench.link.send(text('one', 'id-1'));
  expect(await link.bench.link.send(text('two', 'id-2'))).toMatchObject({ kind: 'refused', sipStatus: 415 });
  expect(link.server.requests('MESSAGE').filter(({ callId }) => callId === 'id-2')).toHaveLength(1);
});

test('a handset told to send CPIM only does not fall back to plain text', async () => {
  link.configure({ messageFormat: 'cpim' });
  link.server.script = forMethod('MESSAGE', answerWith(415));
  await link.register();
  expect(await link.bench.link.send(text('one', 'id-1'))).toMatchObject({ kind: 'refused', sipStatus: 415 });
  expect(link.server.requests('MESSAGE')).toHaveLength(1);
});

test('a peer that writes CPIM itself gets CPIM again', async () => {
  link.server.script = forMethod('MESSAGE', (request, connection) => {
    (request.headers.first('Content-Type') === 'message/cpim' ? answerWith(488) : acceptAll)(request, connection);
  });
  await link.register();
  await link.bench.link.send(text('one', 'id-1'));
  const cpim = ['From: <sip:alice@example.org>', '', 'Content-Type: text/plain', '', 'hi'].join('\r\n');
  await link.server.connection.ask(message({ extra: ['Content-Type: message/cpim'], body: cpim }));
  link.server.script = acceptAll;
  await link.bench.link.send(text('two', 'id-2'));
  expect(link.server.requests('MESSAGE').at(-1)?.headers.first('Content-Type')).toBe('message/cpim');
});

test('a peer that refuses CPIM is believed, whatever comes of it in plain text, and whatever the relay reports of it', async () => {
  link.server.script = forMethod('MESSAGE', (request, connection) => {
    (request.headers.first('Content-Type') === 'message/cpim' ? answerWith(488) : acceptAll)(request, connection);
  });
  await link.register();
  await link.bench.link.send(text('one', 'id-1'));
  await link.server.connection.ask(message({ callId: 'plain' }));
  const imdn = [
    '<imdn xmlns="urn:ietf:params:xml:ns:imdn"><message-id>id-1</message-id><datetime>2026-11-23T12:00:00Z</datetime>',
    '<delivery-notification><status><delivered/></status></delivery-notification></imdn>',
  ].join('');
  const report = ['From: <sip:alice@example.org>', '', 'Content-Type: message/imdn+xml', '', imdn].join('\r\n');
  await link.server.connection.ask(message({ callId: 'r', extra: ['Content-Type: message/cpim'], body: report }));
  expect(link.bench.listener.messages.map(({ kind }) => kind)).toEqual(['text', 'report']);
  await link.bench.link.send(text('two', 'id-2'));
  expect(link.server.requests('MESSAGE').at(-1)?.headers.first('Content-Type')).toBe('text/plain;charset=utf-8');
  expect(link.server.requests('MESSAGE')).toHaveLength(3);
});

test.each([
  [202, { kind: 'accepted', sipStatus: 202 }],
  [404, { kind: 'refused', sipStatus: 404, reason: 'unknown-number' }],
  [408, { kind: 'unanswered', sipStatus: 408, reason: 'peer-cannot-take-it', retryAfterMs: 30_000 }],
  [415, { kind: 'refused', sipStatus: 415, reason: 'peer-cannot-take-it' }],
  [480, { kind: 'unanswered', sipStatus: 480, reason: 'peer-cannot-take-it', retryAfterMs: 30_000 }],
  [503, { kind: 'unanswered', sipStatus: 503, reason: 'server-fault', retryAfterMs: 30_000 }],
  [302, { kind: 'refused', sipStatus: 302, reason: 'unknown-number' }],
  [606, { kind: 'refused', sipStatus: 606, reason: 'peer-cannot-take-it' }],
])('the answer %i is told as what it means', async (status, outcome) => {
  link.server.script = forMethod('MESSAGE', answerWith(status, [{ name: 'Retry-After', value: '30' }]));
  await link.register();
  expect(await link.bench.link.send(text('hi'))).toEqual(outcome);
});

test('a provisional answer is not the answer', async () => {
  link.server.script = forMethod('MESSAGE', (request, connection) => {
    answerWith(100)(request, connection);
    answerWith(202)(request, connection);
  });
  await link.register();
  expect(await link.bench.link.send(text('hi'))).toEqual({ kind: 'accepted', sipStatus: 202 });
});

test('without a registered flow it settles at once', async () => {
  expect(await link.bench.link.send(text('hi'))).toEqual({
    kind: 'unanswered',
    sipStatus: null,
    reason: 'no-network',
    retryAfterMs: null,
  });
  link.server.script = answerWith(403);
  link.start();
  await eventually('it is told', () => link.bench.link.state.kind === 'unreachable');
  expect(await link.bench.link.send(text('hi'))).toMatchObject({ kind: 'unanswered', reason: 'login-refused' });
});

test('a server that is silent is given up after 12 s, and pinged at once', async () => {
  link.server.script = forMethod('MESSAGE', silent);
  await link.register();
  const outcome = link.bench.link.send(text('hi'));
  await eventually('it was sent', () => link.server.requests('MESSAGE').length === 1);
  await link.clock.run(11_999);
  expect(link.server.connection.pings).toBe(0);
  await link.clock.run(1);
  expect(await outcome).toEqual({ kind: 'unanswered', sipStatus: null, reason: 'no-network', retryAfterMs: null });
  await eventually('it was pinged', () => link.server.connection.pings === 1);
  await eventually('the pong was told', () => link.bench.listener.keepAlives === 1);
  expect(link.bench.link.state.kind).toBe('registered');
});

test('a server that is there and does not answer a text is at fault, and not the network', async () => {
  link.server.script = forMethod('MESSAGE', silent);
  await link.register();
  const outcome = link.bench.link.send(text('hi'));
  await eventually('it was sent', () => link.server.requests('MESSAGE').length === 1);
  await link.clock.run(6_000);
  await link.server.connection.ask(message());
  await link.clock.run(6_000);
  expect(await outcome).toEqual({ kind: 'unanswered', sipStatus: null, reason: 'server-fault', retryAfterMs: null });
});

test('both forms of a text have 12 s together', async () => {
  link.server.script = forMethod('MESSAGE', silent);
  await link.register();
  const outcome = link.bench.link.send(text('hi'));
  await eventually('it was sent', () => link.server.requests('MESSAGE').length === 1);
  await link.clock.run(7_000);
  answerWith(415)(link.server.requests('MESSAGE')[0]!, link.server.connection);
  await eventually('the other form was sent', () => link.server.requests('MESSAGE').length === 2);
  let isOver = false;
  void outcome.then(() => {
    isOver = true;
  });
  await link.clock.run(4_999);
  expect(isOver).toBe(false);
  await link.clock.run(1);
  expect(await outcome).toMatchObject({ kind: 'unanswered', sipStatus: null });
});

test('a refusal that is none of the form is not tried in the other', async () => {
  link.server.script = forMethod('MESSAGE', answerWith(403));
  await link.register();
  await link.bench.link.send(text('hi'));
  expect(link.server.requests('MESSAGE')).toHaveLength(1);
});

test('a text that both forms are refused for is tried in both again, since the form was not the reason', async () => {
  link.server.script = forMethod('MESSAGE', answerWith(406));
  await link.register();
  for (const id of ['id-1', 'id-2']) await link.bench.link.send(text('hi', id));
  expect(link.server.requests('MESSAGE').map(({ callId }) => callId)).toEqual(['id-1', 'id-1', 'id-2', 'id-2']);
});

test('a dead link is noticed within 30 s of a failed send, and waiting sends are answered', async () => {
  link.server.script = forMethod('MESSAGE', silent);
  link.server.answersPings = false;
  await link.register();
  const startedMs = link.clock.monotonicMs();
  const first = link.bench.link.send(text('one', 'id-1'));
  await eventually('it was sent', () => link.server.requests('MESSAGE').length === 1);
  await link.clock.run(11_000);
  const second = link.bench.link.send(text('two', 'id-2'));
  await link.clock.run(11_000);
  expect(await first).toMatchObject({ kind: 'unanswered' });
  expect(await second).toMatchObject({ kind: 'unanswered', reason: 'no-network' });
  expect(link.bench.link.state.kind).toBe('connecting');
  expect(link.clock.monotonicMs() - startedMs).toBeLessThanOrEqual(30_000);
});

const GARBAGE = 'SIP/2.0 200 OK\r\nContent-Length: x\r\n\r\n';

test.each([
  ['closes the connection', ({ socket }: ScriptedConnection) => void socket.end()],
  ['answers what is no SIP', (connection: ScriptedConnection) => void connection.socket.write(GARBAGE)],
])('a server that %s upon a text settles it, and it is told whose fault that is', async (_, act) => {
  link.server.script = forMethod('MESSAGE', (_request, connection) => {
    act(connection);
  });
  await link.register();
  expect(await link.bench.link.send(text('hi'))).toMatchObject({
    kind: 'unanswered',
    sipStatus: null,
    reason: 'server-fault',
    hungUp: true,
  });
});

test.each(['auto', 'plain'] as const)(
  'every try of a text (%s) has one Call-ID, CSeq and From tag',
  async (messageFormat) => {
    link.configure({ messageFormat });
    link.server.script = forMethod('MESSAGE', answerWith(500));
    await link.register();
    for (let times = 0; times < 3; times += 1) await link.bench.link.send(text('hi'));
    await link.bench.link.send(text('other', 'id-2'));
    const sent = link.server
      .requests('MESSAGE')
      .map(({ callId, cseq, from }) => `${callId} ${cseq.number} ${from.parameters.get('tag') ?? ''}`);
    expect(new Set(sent.slice(0, 3)).size).toBe(1);
    expect(sent[3]).not.toBe(sent[0]);
    expect(new Set(link.server.requests('MESSAGE').map(({ vias }) => vias[0].parameters.get('branch'))).size).toBe(4);
  },
);

test.each(['cpim', 'plain'] as const)('lines of a text end with CRLF on the wire (%s)', async (messageFormat) => {
  link.configure({ messageFormat });
  await link.register();
  await link.bench.link.send(text('one\ntwo\n\nthree'));
  const body = Buffer.from(link.server.requests('MESSAGE')[0]!.body).toString();
  expect(body.endsWith('one\r\ntwo\r\n\r\nthree')).toBe(true);
});

test('stop settles what waits', async () => {
  link.server.script = forMethod('MESSAGE', silent);
  await link.register();
  const outcome = link.bench.link.send(text('hi'));
  await eventually('it was sent', () => link.server.requests('MESSAGE').length === 1);
  await link.bench.link.stop();
  expect(await outcome).toMatchObject({ kind: 'unanswered' });
});

const confirming =
  (...headers: readonly { readonly name: string; readonly value: string }[]): Script =>
  (request, connection) => {
    const contact = request.headers.all('Contact').map((value) => ({ name: 'Contact', value }));
    connection.answer(request, { statusCode: 200, reason: 'OK', headers: [...contact, ...headers] });
  };
const routesOf = (method: string): readonly string[] =>
  link.server.requests(method).flatMap(({ headers }) => headers.all('Route'));

test('a Service-Route is the Route of what is sent, in its order, and not of the REGISTER', async () => {
  const route = ['<sip:edge.example.org;lr>', '<sip:core.example.org;lr;user=bob>'];
  link.server.script = confirming(...route.map((value) => ({ name: 'Service-Route', value })));
  await link.register();
  await link.bench.link.send(text('hi'));
  expect(routesOf('MESSAGE')).toEqual(route);
  expect(routesOf('REGISTER')).toEqual([]);
});

test.each(['nonsense', '<tel:+39>', '<sip:edge.example.org;lr>, nonsense', `<sip:${'x'.repeat(600)}@example.org;lr>`])(
  'a Service-Route that cannot be followed is left out: %s',
  async (value) => {
    link.server.script = confirming({ name: 'Service-Route', value });
    await link.register();
    expect(await link.bench.link.send(text('hi'))).toMatchObject({ kind: 'accepted' });
    expect(routesOf('MESSAGE')).toEqual([]);
  },
);

describe('an answer that sends the text elsewhere', () => {
  const sendingTo = (status: number, ...contacts: readonly string[]): void => {
    link.server.script = forMethod('MESSAGE', (request, connection) => {
      const isFirst = link.server.requests('MESSAGE').length === 1;
      const headers = contacts.map((value) => ({ name: 'Contact', value }));
      (isFirst ? answerWith(status, headers) : acceptAll)(request, connection);
    });
  };

  test.each([301, 302])(
    '%i is followed once to another address of the bound domain, over the same flow',
    async (status) => {
      sendingTo(status, '<sip:alice@elsewhere.example>', '"Alice" <sip:alice2@example.org;user=phone>;q=0.7');
      await link.register();
      expect(await link.bench.link.send(text('hi'))).toMatchObject({ kind: 'accepted' });
      const [first, second] = link.server.requests('MESSAGE');
      expect(second!.requestUri).toBe('sip:alice2@example.org;user=phone');
      expect([second!.to.uri, second!.callId]).toEqual([first!.to.uri, first!.callId]);
      expect(second!.cseq.number).toBeGreaterThan(first!.cseq.number);
      expect(link.server.connections).toHaveLength(1);
    },
  );

  test('305 within the bound domain is followed by a Route', async () => {
    sendingTo(305, '<sip:example.org;lr>');
    await link.register();
    expect(await link.bench.link.send(text('hi'))).toMatchObject({ kind: 'accepted' });
    expect(link.server.requests('MESSAGE')[1]).toMatchObject({ requestUri: ALICE });
    expect(routesOf('MESSAGE')).toEqual(['<sip:example.org;lr>']);
  });

  test.each([
    [302, '<sip:alice@evil.example>', 'unknown-number'],
    [301, '<tel:+39>', 'unknown-number'],
    [302, '<sip:alice@example.org?Route=%3Csip:evil.example%3E>', 'unknown-number'],
    [302, '<sip:alice@example.org>', 'unknown-number'],
    [305, '<sip:proxy.evil.example;lr>', 'server-fault'],
    [302, 'nonsense', 'unknown-number'],
  ])('%i to %s is not followed, and told as what it is', async (status, contact, reason) => {
    sendingTo(status, contact);
    await link.register();
    expect(await link.bench.link.send(text('hi'))).toEqual({ kind: 'refused', sipStatus: status, reason });
    expect(link.server.requests('MESSAGE')).toHaveLength(1);
  });

  test('a server that sends us round and round is followed once', async () => {
    let turn = 0;
    link.server.script = forMethod('MESSAGE', (request, connection) => {
      answerWith(302, [{ name: 'Contact', value: `<sip:a${(turn += 1)}@example.org>` }])(request, connection);
    });
    await link.register();
    expect(await link.bench.link.send(text('hi'))).toMatchObject({ kind: 'refused', sipStatus: 302 });
    expect(link.server.requests('MESSAGE')).toHaveLength(2);
  });
});
