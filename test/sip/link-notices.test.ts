import { describe, expect, test } from 'vitest';
import type { ReceiveVerdict } from '../../src/ports/network/message-link.ts';
import { eventually } from './support/eventually.ts';
import { answerWith, useLinkFixture } from './support/link-fixture.ts';
import { message } from './support/wire.ts';

const link = useLinkFixture();
const MARK = 'A'.repeat(43);
const ANNOUNCED = { name: 'X-Relay-Notices-From', value: '<sip:relay@example.org>' };
let next = 0;

const notice = (from: string, value = `foreign-device;device=${MARK}`): Buffer =>
  message({
    via: `SIP/2.0/TLS relay.example.org;branch=z9hG4bKn${++next}`,
    callId: `n${next}`,
    from: `<${from}>;tag=n${next}`,
    extra: ['Content-Type: text/plain', `X-Relay-Notice: ${value}`],
  });

/** The registrar lists this device and `more`, and says what `headers` do. */
function registrar(more: string, ...headers: readonly { readonly name: string; readonly value: string }[]): void {
  link.server.script = (request, connection) => {
    const own = request.headers.first('Contact') ?? '';
    answerWith(200, [{ name: 'Contact', value: `${own}${more}` }, ...headers])(request, connection);
  };
}

const kinds = (): readonly string[] => link.bench.listener.messages.map(({ kind }) => kind);

describe('what the relay itself tells of another device', () => {
  test.each([
    ['kept', 200],
    ['unable', 503],
  ] as const)(
    'is no text: when it is %s the answer is %i at once, though nobody knows the relay',
    async (verdict, status) => {
      registrar('', ANNOUNCED);
      await link.register();
      link.bench.listener.knows = false;
      link.bench.listener.verdict = (): ReceiveVerdict => verdict;
      expect((await link.server.connection.ask(notice('sip:relay@example.org'))).statusCode).toBe(status);
      expect(link.bench.listener.messages).toEqual([
        { kind: 'other-device', from: 'sip:relay@example.org', device: MARK },
      ]);
    },
  );

  test.each([
    ['a peer with the header', 'sip:alice@example.org'],
    ['somebody of the same name elsewhere', 'sip:relay@example.net'],
    ['the owner', 'sip:bob@example.org'],
  ])('can be said by nobody else: from %s it is a text like any other', async (_, from) => {
    registrar('', ANNOUNCED);
    await link.register();
    await link.server.connection.ask(notice(from));
    expect(kinds()).toEqual(['text']);
  });

  test('means nothing on a flow whose server has not said that it writes so', async () => {
    registrar('');
    await link.register();
    await link.server.connection.ask(notice('sip:relay@example.org'));
    expect(kinds()).toEqual(['text']);
  });

  test('means nothing any more once the server says so no longer', async () => {
    link.configure({ registerExpiresSeconds: 60 });
    registrar('', ANNOUNCED);
    await link.register();
    registrar('');
    await link.clock.run(54_000);
    await eventually('it is refreshed', () => link.bench.listener.registrations === 2);
    await link.server.connection.ask(notice('sip:relay@example.org'));
    expect(kinds()).toEqual(['text']);
  });

  test.each(['foreign-device', 'foreign-device;device=short', 'something-else', ''])(
    'is a text to be read where this handset does not know the notice "%s"',
    async (value) => {
      registrar('', ANNOUNCED);
      await link.register();
      await link.server.connection.ask(notice('sip:relay@example.org', value));
      expect(kinds()).toEqual(['text']);
    },
  );
});

describe('other devices in the 200 to REGISTER', () => {
  test('are told after the registration, and after each refresh', async () => {
    link.configure({ registerExpiresSeconds: 60 });
    registrar(', <sip:bob@10.0.0.9>;+sip.instance="<urn:uuid:thief>";expires=60');
    await link.register();
    await eventually('they are told', () => link.bench.listener.others.length === 1);
    await link.clock.run(54_000);
    await eventually('they are told again', () => link.bench.listener.others.length === 2);
    const [first, second] = link.bench.listener.others;
    expect([first?.length, second]).toEqual([1, first]);
  });

  test('are not told of where there are none', async () => {
    registrar('');
    await link.register();
    expect(link.bench.listener.others).toEqual([]);
  });
});
