import type { Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { success } from '../../src/domain/result.ts';
import type { FailureReason } from '../../src/domain/history/failure-reason.ts';
import type { Resolver } from '../../src/ports/network/resolver.ts';
import { formatChallenge } from '../../src/wire/authentication/digest-challenge.ts';
import { encodeAnswer } from '../../src/wire/encoding/answer.ts';
import type { SipRequest } from '../../src/wire/grammar/sip-message.ts';
import { eventually } from './support/eventually.ts';
import { SOUND } from './support/wire.ts';
import { makeLink, noResolver } from './support/link-bench.ts';
import { answerWith, silent, useLinkFixture } from './support/link-fixture.ts';
import { RawServer } from './support/raw-server.ts';
import {
  acceptAll,
  type Script,
  type ScriptedConnection,
  type ScriptedSipServer,
} from './support/scripted-sip-server.ts';

const link = useLinkFixture();
const GIVEN_UP_AFTER_MS = 10_000;
const opened: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const server of opened.splice(0)) await server.stop();
});

function useServers(...ports: readonly number[]): void {
  const resolver: Resolver = {
    ...noResolver,
    srv: () =>
      Promise.resolve(
        success(ports.map((port, priority) => ({ priority, weight: 0, port, target: 'node.example.org' }))),
      ),
    addresses: () => Promise.resolve(success(['127.0.0.1'])),
  };
  link.bench = makeLink({ clock: link.clock, caPem: link.caPem, host: null, port: null, resolver });
}

/** Sends something each virtual second, as long as the connection stands. */
function eachSecond(send: (count: number) => void, isClosed: () => boolean, count = 0): void {
  link.clock.startTimer(1_000, () => {
    if (isClosed()) return;
    send(count);
    eachSecond(send, isClosed, count + 1);
  });
}
const dripped =
  (bytes: Uint8Array) =>
  (write: (byte: Uint8Array) => void, isClosed: () => boolean): void => {
    eachSecond((at) => {
      write(bytes.subarray(at, at + 1));
    }, isClosed);
  };
const bytesOf = (request: SipRequest, statusCode: number): Buffer =>
  Buffer.from(
    encodeAnswer({ startLine: '', headers: request.headers.fields, ...SOUND }, { statusCode, reason: 'X' }, 't')!,
  );
/** The answer that binds us, with another Content-Length and perhaps a body. */
const withLength =
  (length: string | null, body = ''): Script =>
  (request, connection) => {
    const contact = `Contact: ${request.headers.first('Contact')!}\r\n`;
    const line = length === null ? '' : `Content-Length: ${length}\r\n`;
    const good = bytesOf(request, 200).toString('latin1');
    connection.send(good.replace(/Content-Length: 0\r\n\r\n$/, `${contact}${line}\r\n${body}`));
  };
const listing =
  (...contacts: readonly string[]): Script =>
  (request, connection) => {
    answerWith(
      200,
      contacts.map((value) => ({ name: 'Contact', value })),
    )(request, connection);
  };
let nonces = 0;
const challenging =
  (realm: () => string, stale: boolean): Script =>
  (request, connection) => {
    const challenge = formatChallenge({
      realm: realm(),
      nonce: `n${(nonces += 1)}`,
      opaque: null,
      stale,
      algorithm: { hash: 'SHA-256', session: false },
      qop: 'auth',
    });
    answerWith(401, [{ name: 'WWW-Authenticate', value: challenge }])(request, connection);
  };

interface Evil {
  readonly says: string;
  readonly script: Script;
  readonly reason: FailureReason;
  readonly code: string;
  /** It takes time: the handset gives up after 10 s, else at once. */
  readonly slow?: true;
  /** REGISTERs that it got; 1 when not given. */
  readonly registers?: number;
}

const AT_FAULT: readonly Evil[] = [
  { says: 'is silent', script: silent, reason: 'server-fault', code: 'REGISTER_TIMEOUT', slow: true },
  {
    says: 'answers 100 Trying for ever',
    script: (request, connection) => {
      const trying = (): void => {
        connection.send(bytesOf(request, 100));
      };
      trying();
      eachSecond(trying, () => connection.closed);
    },
    reason: 'server-fault',
    code: 'REGISTER_TIMEOUT',
    slow: true,
  },
  {
    says: 'drips its answer, a byte a second',
    script: (request, connection) => {
      dripped(bytesOf(request, 200))(
        (byte) => {
          connection.send(byte);
        },
        () => connection.closed,
      );
    },
    reason: 'server-fault',
    code: 'REGISTER_TIMEOUT',
    slow: true,
  },
  {
    says: 'drips line breaks, one a second',
    script: (_, connection) => {
      eachSecond(
        () => {
          connection.send('\r\n');
        },
        () => connection.closed,
      );
    },
    reason: 'server-fault',
    code: 'REGISTER_TIMEOUT',
    slow: true,
  },
  { says: 'hangs up', script: (_, { socket }) => void socket.end(), reason: 'server-fault', code: 'CLOSED_BY_PEER' },
  {
    says: 'calls fifty nonces stale',
    script: challenging(() => 'example.org', true),
    reason: 'server-fault',
    code: 'LOGIN_STALE',
    registers: 2,
  },
  { says: 'lists nobody', script: listing(), reason: 'server-fault', code: 'REGISTER_NOT_BOUND' },
  {
    says: "lists another's Contact",
    script: listing('<sip:mallory@evil.example>;expires=3600'),
    reason: 'server-fault',
    code: 'REGISTER_NOT_BOUND',
  },
  {
    says: 'binds us for no time at all',
    script: (request, connection) => {
      listing(request.headers.first('Contact')!.replace(/expires=.*/, 'expires=0'))(request, connection);
    },
    reason: 'server-fault',
    code: 'REGISTER_NOT_BOUND',
  },
  {
    says: 'sends us elsewhere',
    script: answerWith(302, [{ name: 'Contact', value: '<sip:127.0.0.1:1;transport=tls>' }]),
    reason: 'server-fault',
    code: 'REGISTER_302',
  },
  {
    says: 'promises a longer body than it sends',
    script: withLength('50', 'hello'),
    reason: 'server-fault',
    code: 'REGISTER_TIMEOUT',
    slow: true,
  },
  ...[null, '-1', '+5', '5,13', '0x10', '1e3', '5 5', '9'.repeat(19), 'x'].map((length): Evil => ({
    says: `writes ${length ?? 'nothing'} for Content-Length`,
    script: withLength(length),
    reason: 'server-fault',
    code: 'FRAMING_',
  })),
];

const BELOW_TLS: readonly {
  readonly says: string;
  readonly greet: (socket: Socket) => void;
  readonly slow?: true;
  readonly code: string;
}[] = [
  { says: 'takes the connection and is silent', greet: () => undefined, slow: true, code: 'HANDSHAKE_TIMEOUT' },
  {
    says: 'drips its part of the handshake',
    greet: (socket) => {
      dripped(Buffer.from('160303007a020000760303', 'hex'))(
        (byte) => socket.write(byte),
        () => socket.destroyed,
      );
    },
    slow: true,
    code: 'HANDSHAKE_TIMEOUT',
  },
  { says: 'greets as SSH', greet: (socket) => socket.write('SSH-2.0-OpenSSH_9.2p1\r\n'), code: 'ERR_SSL_' },
  {
    says: 'answers as HTTP',
    greet: (socket) => socket.write('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n'),
    code: 'ERR_SSL_',
  },
  { says: 'speaks SIP without TLS', greet: (socket) => socket.write('SIP/2.0 200 OK\r\n\r\n'), code: 'ERR_SSL_' },
  { says: 'sends an alert', greet: (socket) => socket.write(Buffer.from('15030300020228', 'hex')), code: 'ERR_SSL_' },
];

/** One REGISTER in flight: the next comes after a final answer, or on another connection. */
function watchFlight(script: Script): Script {
  const waiting = new Set<ScriptedConnection>();
  return (request, connection) => {
    if (request.method === 'REGISTER') {
      if (waiting.has(connection)) throw new Error('a second REGISTER in flight');
      waiting.add(connection);
      const answer = connection.answer.bind(connection);
      connection.answer = (to, given) => {
        if (given.statusCode >= 200) waiting.delete(connection);
        answer(to, given);
      };
    }
    script(request, connection);
  };
}

async function startEvil({ script }: Evil): Promise<ScriptedSipServer> {
  const evil = await link.newServer();
  opened.push(evil);
  evil.script = watchFlight(script);
  return evil;
}

/** Lets the 10 s pass that a slow server has, exactly; time stands still for one that is quick. */
async function giveUp(slow: true | undefined, engaged: () => boolean): Promise<void> {
  await eventually('the server has it', engaged);
  if (slow === true) await link.clock.run(GIVEN_UP_AFTER_MS);
}
const told = (): string => link.bench.log.lines.join('\n');

describe('a server that proved who it is, and', () => {
  test.each(AT_FAULT)('$says, gives way to the next within 10 s', async (row) => {
    const evil = await startEvil(row);
    useServers(evil.port, link.server.port);
    link.start();
    await giveUp(row.slow, () => evil.requests('REGISTER').length > 0);
    await eventually('the next one has us', () => link.bench.link.state.kind === 'registered');
    expect(evil.requests('REGISTER')).toHaveLength(row.registers ?? 1);
    expect(link.server.requests('REGISTER')).toHaveLength(1);
    expect(told()).toContain(row.code);
  });

  test.each(AT_FAULT)(
    '$says, and is the only one, is told with its reason, and left alone for a while',
    async (row) => {
      const evil = await startEvil(row);
      useServers(evil.port);
      link.start();
      await giveUp(row.slow, () => evil.requests('REGISTER').length > 0);
      await eventually('it is told', () => link.bench.link.state.kind === 'unreachable');
      expect(link.bench.link.state).toMatchObject({ reason: row.reason });
      const before = evil.connections.length;
      await link.clock.run(9_000);
      expect(evil.connections).toHaveLength(before);
    },
  );

  test.each([
    ['asks for the password with ever new nonces', (): string => 'example.org'],
    ['asks for the password in ever new realms', (): string => `realm-${(nonces += 1)}`],
  ])('%s, is tried twice, told as a refused login, and left alone for a minute', async (_, realm) => {
    const evil = await startEvil({ says: '', script: challenging(realm, false), reason: 'login-refused', code: '' });
    useServers(evil.port, link.server.port);
    link.start();
    await eventually('it is told', () => link.bench.link.state.kind === 'unreachable');
    expect(link.bench.link.state).toMatchObject({ reason: 'login-refused' });
    await link.clock.run(59_000);
    expect(evil.requests('REGISTER')).toHaveLength(2);
    expect(link.server.connections).toHaveLength(0);
  });

  test('promises a shorter body than it sends, is left within 10 s of the rest', async () => {
    link.server.script = (request, connection) => {
      withLength('0', 'the tail')(request, connection);
    };
    await link.register();
    const [connection] = link.server.connections;
    link.server.script = acceptAll;
    // The tail came with the answer, or in the next packet.
    await eventually('the tail was read', () => link.clock.pendingTimers === 3);
    await link.clock.run(GIVEN_UP_AFTER_MS);
    await eventually('the flow is closed', () => connection!.closed);
    await eventually('it is told', () => told().includes('MESSAGE_STALLED'));
  });

  test('binds us for 35,000 years, is asked again within a day', async () => {
    link.server.script = (request, connection) => {
      listing(request.headers.first('Contact')!.replace(/expires=.*/, 'expires=1099511627776'))(request, connection);
    };
    await link.register();
    expect(link.server.requests('REGISTER')).toHaveLength(1);
    await link.clock.run(5_000);
    expect(link.server.requests('REGISTER')).toHaveLength(1);
  });
});

describe('a server that', () => {
  test.each(BELOW_TLS)('$says, gives way to the next within 10 s, and gets nothing but a ClientHello', async (row) => {
    const evil = await RawServer.start(row.greet);
    opened.push(evil);
    useServers(evil.port, link.server.port);
    link.start();
    await giveUp(row.slow, () => evil.received.length > 0);
    await eventually('the next one has us', () => link.bench.link.state.kind === 'registered');
    expect(told()).toContain(row.code);
    expect(evil.sockets).toHaveLength(1);
    // One TLS record of the handshake kind, and at most an alert (RFC 8446 §5.1).
    expect(evil.received[0]).toBe(0x16);
    const rest = evil.received.subarray(5 + evil.received.readUInt16BE(3));
    expect(rest.length === 0 || (rest[0] === 0x15 && rest.length === 7)).toBe(true);
    expect(evil.received.toString('latin1')).not.toMatch(/bob|REGISTER|secret/);
  });

  test.each(BELOW_TLS)('$says, and is the only one, is at fault', async (row) => {
    const evil = await RawServer.start(row.greet);
    opened.push(evil);
    useServers(evil.port);
    link.start();
    await giveUp(row.slow, () => evil.received.length > 0);
    await eventually('it is told', () => link.bench.link.state.kind === 'unreachable');
    expect(link.bench.link.state).toMatchObject({ reason: 'server-fault' });
  });

  test("has another's certificate after a reconnection, gets not a byte and is told by its name; the right one is taken again", async () => {
    await link.register();
    await link.server.stop();
    const impostor = await link.impostorAt(link.server.port);
    await link.passUntil('it is told', () => link.bench.link.state.kind === 'unreachable');
    expect(link.bench.link.state).toMatchObject({ reason: 'wrong-server-name' });
    expect(impostor.connections.every(({ received }) => received.length === 0)).toBe(true);
    await impostor.stop();
    link.server = await link.newServer(link.server.port);
    await link.passUntil('it is back', () => link.bench.link.state.kind === 'registered');
  });

  test('is an impostor among servers that cannot be reached, is what the owner is told of', async () => {
    const gone = await link.newServer();
    await gone.stop();
    const impostor = await link.impostorAt(0);
    opened.push(impostor);
    useServers(impostor.port, gone.port);
    link.start();
    await eventually('it is told', () => link.bench.link.state.kind === 'unreachable');
    expect(link.bench.link.state).toMatchObject({ reason: 'wrong-server-name' });
  });
});
