import { expect, test } from 'vitest';
import type { SipRequest } from '../../src/wire/grammar/sip-message.ts';
import { eventually } from './support/eventually.ts';
import { text } from './support/link-bench.ts';
import { answerWith, silent, useLinkFixture } from './support/link-fixture.ts';
import { acceptAll } from './support/scripted-sip-server.ts';
import { message } from './support/wire.ts';

const link = useLinkFixture();
const bindingOf = ({ headers }: SipRequest): string => headers.first('Contact') ?? '';

test('it asks for an outbound binding with its instance, and tells that it is registered', async () => {
  await link.register();
  expect(bindingOf(link.server.requests('REGISTER')[0]!)).toMatch(
    /^<sip:bob@127\.0\.0\.1:[0-9]+;transport=tls>;reg-id=1;\+sip\.instance="<urn:uuid:00000000-0000-4000-8000-000000000001>";expires=600$/,
  );
  expect(link.server.requests('REGISTER')[0]).toMatchObject({ requestUri: 'sip:example.org' });
  expect(link.bench.listener.states.map(({ kind }) => kind)).toEqual(['connecting', 'registered']);
  expect(link.bench.listener.registrations).toBe(1);
});

test('it refreshes the binding before it lapses, with a growing CSeq under one Call-ID', async () => {
  link.configure({ registerExpiresSeconds: 60 });
  await link.register();
  await link.clock.run(47_999);
  expect(link.server.requests('REGISTER')).toHaveLength(1);
  await link.clock.run(6_001);
  await eventually('it is refreshed', () => link.bench.listener.registrations === 2);
  const [first, second] = link.server.requests('REGISTER');
  expect(second?.callId).toBe(first?.callId);
  expect(second!.cseq.number).toBeGreaterThan(first!.cseq.number);
  expect(link.bench.listener.states).toHaveLength(2);
});

test('a registrar that rewrites our address may send us requests to that address', async () => {
  const seen = { name: 'Contact', value: '<sip:bob@203.0.113.5:40000;transport=tls>;expires=600' };
  link.server.script = answerWith(200, [seen]);
  await link.register();
  const there = message({ startLine: 'MESSAGE sip:bob@203.0.113.5:40000;transport=tls SIP/2.0' });
  expect((await link.server.connection.ask(there)).statusCode).toBe(200);
  const elsewhere = message({ startLine: 'MESSAGE sip:bob@203.0.113.6 SIP/2.0', callId: 'elsewhere' });
  expect((await link.server.connection.ask(elsewhere)).statusCode).toBe(404);
});

test('texts and signs of life do not count where REGISTERs are counted: a lost flow is replaced at once', async () => {
  await link.register();
  for (let at = 0; at < 40; at += 1) await link.bench.link.send(text(`text ${at}`));
  link.server.connection.socket.destroy();
  await eventually('it is noticed', () => link.bench.link.state.kind !== 'registered');
  const { connections } = link.server;
  link.bench.link.reconnectNow();
  await eventually('it is registered again', () => link.bench.link.state.kind === 'registered');
  expect(connections).toHaveLength(2);
});

test('423 is answered with the Min-Expires that the server wants', async () => {
  link.server.script = (request, connection) => {
    const tooBrief = bindingOf(request).includes('expires=600');
    (tooBrief ? answerWith(423, [{ name: 'Min-Expires', value: '1800' }]) : acceptAll)(request, connection);
  };
  await link.register();
  expect(link.server.requests('REGISTER').map(bindingOf)[1]).toContain('expires=1800');
});

test('a server that corrects without end is given up', async () => {
  let least = 600;
  link.server.script = answerWith(423, [
    {
      name: 'Min-Expires',
      get value() {
        return String((least += 100));
      },
    },
  ]);
  link.start();
  await eventually('it gives up', () => link.bench.link.state.kind === 'unreachable');
  expect(link.server.requests('REGISTER')).toHaveLength(3);
});

test('439 makes it register without outbound', async () => {
  link.server.script = (request, connection) => {
    (bindingOf(request).includes('reg-id') ? answerWith(439) : acceptAll)(request, connection);
  };
  await link.register();
  expect(link.server.requests('REGISTER')).toHaveLength(2);
});

test.each([403, 404])('%i is a refused login', async (status) => {
  link.server.script = answerWith(status);
  link.start();
  await eventually('it is told', () => link.bench.link.state.kind === 'unreachable');
  expect(link.bench.link.state).toMatchObject({ reason: 'login-refused' });
  await link.clock.run(59_000);
  expect(link.server.connections).toHaveLength(1);
});

test.each([
  [403, []],
  [503, [{ name: 'Retry-After', value: '300' }]],
])('a hurry that came before the answer does not overrule %i', async (status, headers) => {
  const hurried = link.bench.link;
  link.server.script = (request, connection) => {
    hurried.reconnectNow();
    answerWith(status, headers)(request, connection);
  };
  link.start();
  await eventually('it is told', () => hurried.state.kind === 'unreachable');
  await link.clock.run(1_000);
  // When a connection that is begun later stands, an earlier one would.
  link.configure({});
  link.start();
  await eventually('the other is told too', () => link.bench.link.state.kind === 'unreachable');
  expect(link.server.connections).toHaveLength(2);
  await hurried.stop();
});

test('a login that is refused at a refresh is told at once, since the moment it was lost', async () => {
  link.configure({ registerExpiresSeconds: 60 });
  await link.register();
  link.server.script = answerWith(403);
  await link.clock.run(54_000);
  await eventually('it is told', () => link.bench.link.state.kind === 'unreachable');
  expect(link.bench.link.state).toEqual({
    kind: 'unreachable',
    sinceMs: link.clock.wallMs(),
    reason: 'login-refused',
  });
  await link.clock.run(59_000);
  expect(link.server.connections).toHaveLength(1);
});

test('503 with Retry-After is obeyed', async () => {
  link.server.script = answerWith(503, [{ name: 'Retry-After', value: '300 (restart)' }]);
  link.start();
  await eventually('it is told', () => link.bench.link.state.kind === 'unreachable');
  expect(link.bench.link.state).toMatchObject({ reason: 'server-fault' });
  link.server.script = acceptAll;
  await link.clock.run(299_000);
  expect(link.server.connections).toHaveLength(1);
  await link.passUntil('it comes back', () => link.bench.link.state.kind === 'registered');
});

test('a server that does not answer REGISTER is given up after 10 s', async () => {
  link.server.script = silent;
  link.start();
  await eventually('it was asked', () => link.server.requests('REGISTER').length === 1);
  await link.clock.run(9_999);
  expect(link.bench.link.state.kind).toBe('connecting');
  await link.clock.run(1);
  expect(link.bench.link.state).toMatchObject({ kind: 'unreachable', reason: 'server-fault' });
});

test('stop takes the binding back and closes the flow', async () => {
  await link.register();
  await link.bench.link.stop();
  expect(link.server.requests('REGISTER').map(bindingOf)[1]).toMatch(/expires=0$/);
  await eventually('the flow is closed', () => link.server.connection.closed);
  expect(link.bench.link.state.kind).toBe('stopped');
});

test('stop waits for a silent server no longer than 1 s, and leaves no timer behind', async () => {
  await link.register();
  link.server.script = silent;
  let stopped = false;
  void link.bench.link.stop().then(() => {
    stopped = true;
  });
  await link.clock.run(999);
  expect(stopped).toBe(false);
  await link.clock.run(1);
  expect(stopped).toBe(true);
  await eventually('the flow is closed', () => link.server.connection.closed);
  await eventually('no timer is left', () => {
    link.clock.advance(600);
    return link.clock.pendingTimers === 0;
  });
});
