import { describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { useLinkFixture } from '../support/link-fixture.ts';
import { message } from '../support/wire.ts';
import { INVALID_MESSAGES } from './invalid-messages.ts';
import { IPV6_MESSAGES } from './ipv6-messages.ts';
import { ODD_MESSAGES } from './odd-messages.ts';
import type { TortureCase } from './torture-case.ts';
import { VALID_MESSAGES } from './valid-messages.ts';

const link = useLinkFixture();

/** A good MESSAGE, to see that nothing broke: stored, and answered 200. */
async function goodOneStillPasses(): Promise<void> {
  const { connection } = link.server;
  const answer = await connection.ask(message({ callId: 'good-one', body: 'still here' }));
  expect([answer.statusCode, answer.headers.first('Call-ID')]).toEqual([200, 'good-one']);
  expect(link.bench.listener.messages.at(-1)).toMatchObject({ body: 'still here' });
}

/** `SIP/2.0 415 Unsupported Media Type` as 415. */
const statusesOf = (lines: readonly string[]): number[] => lines.map((line) => Number(line.split(' ')[1]));

function suite(torture: readonly TortureCase[]): void {
  test.each(torture.map((one) => [one.name, one] as const))('%s', async (_, torment) => {
    await link.register();
    const { connection } = link.server;
    connection.send(torment.bytes);
    if (torment.closes === true) {
      await eventually('the connection is closed', () => connection.closed);
      await eventually('the handset knows', () => link.bench.link.state.kind === 'connecting');
    } else await eventually('it is answered', () => connection.statusLines.length >= torment.statuses.length);
    if (torment.closes === true) {
      link.bench.link.reconnectNow();
      await link.passUntil('it is back', () => link.bench.link.state.kind === 'registered');
    }
    await goodOneStillPasses();
    const expected = torment.closes === true ? torment.statuses : [...torment.statuses, 200];
    expect(statusesOf(connection.statusLines)).toEqual(expected);
    const [name, value] = torment.header ?? [];
    if (name !== undefined) expect(connection.responses.at(-2)?.headers.first(name)).toBe(value);
    expect(textsReceived()).toEqual([...(torment.stored ?? []), 'still here']);
    expect(link.bench.log.lines.filter((line) => line.includes('sip.packet-fault'))).toEqual([]);
  });
}

function textsReceived(): readonly string[] {
  return link.bench.listener.messages.map((received) => (received.kind === 'text' ? received.body : received.kind));
}

describe('RFC 4475 valid messages', () => {
  suite(VALID_MESSAGES);
});
describe('RFC 4475 invalid messages', () => {
  suite(INVALID_MESSAGES);
});
describe('messages with odd bytes', () => {
  suite(ODD_MESSAGES);
});
describe('RFC 5118 messages', () => {
  suite(IPV6_MESSAGES);
});
