import { beforeEach, describe, expect, it } from 'vitest';
import { monotonicMs } from '../../../src/domain/time.ts';
import type { EndToEndMessage } from '../../../src/relay/message/end-to-end-message.ts';
import { RecentRequests } from '../../../src/relay/delivery/recent-requests.ts';
import { addressOf } from '../support/relay-rig.ts';

const REMEMBER_MS = 600_000;
let recent: RecentRequests;
/** What each try was answered, in order. */
let answers: string[];

beforeEach(() => {
  recent = new RecentRequests({ capacity: 3, rememberMs: REMEMBER_MS });
  answers = [];
});

function text(callId: string, cseq = 1, body = 'x'): EndToEndMessage {
  return {
    from: addressOf('alice'),
    to: addressOf('bob'),
    fields: [
      { name: 'Call-ID', value: callId },
      { name: 'CSeq', value: `${cseq} MESSAGE` },
    ],
    body: Buffer.from(body),
    hopsLeft: 70,
    isRelayReport: false,
  };
}

const NEW = 'new';
const REPEATED = 'repeated';

/** Whether the message counts as new; its answer is noted under `name`. `finish` answers it. */
function arrive(message: EndToEndMessage, atMs = 0, name = '') {
  const settle = recent.first(
    message,
    ({ statusCode }) => {
      answers.push(`${name}${statusCode}`);
    },
    monotonicMs(atMs),
  );
  const finish = (statusCode: number): void => settle?.({ statusCode, reason: 'X' });
  return { kind: settle === null ? REPEATED : NEW, finish };
}

const kindOf = (message: EndToEndMessage, atMs = 0): string => arrive(message, atMs).kind;

describe('a message that comes again', () => {
  it('waits with the first one for its answer, and later gets it at once', () => {
    const first = arrive(text('a'), 0, 'first ');
    expect(arrive(text('a'), 1, 'second ').kind).toBe(REPEATED);
    expect(answers).toEqual([]);
    first.finish(202);
    expect(answers).toEqual(['first 202', 'second 202']);
    expect(arrive(text('a'), 2, 'third ').kind).toBe(REPEATED);
    expect(answers.at(-1)).toBe('third 202');
  });

  it.each([
    ['Call-ID', text('b')],
    ['CSeq', text('a', 2)],
    ['text', text('a', 1, 'y')],
    ['recipient', { ...text('a'), to: addressOf('carol') }],
    ['sender', { ...text('a'), from: addressOf('carol') }],
  ])('with another %s is another', (_, other) => {
    arrive(text('a')).finish(200);
    expect(kindOf(other)).toBe(NEW);
  });

  it('is tried anew after a refusal', () => {
    arrive(text('a')).finish(480);
    expect(kindOf(text('a'))).toBe(NEW);
  });

  it('is tried anew when it was not taken after all', () => {
    arrive(text('a')).finish(202);
    recent.forget(text('other'));
    expect(kindOf(text('a'))).toBe(REPEATED);
    recent.forget(text('a'));
    expect(kindOf(text('a'))).toBe(NEW);
  });

  it('is not tried twice at once, though it is forgotten while the first try goes on', () => {
    arrive(text('a'));
    recent.forget(text('a'));
    expect(kindOf(text('a'))).toBe(REPEATED);
  });
});

describe('what came', () => {
  it('is remembered for its time, and not longer', () => {
    arrive(text('a'), 0).finish(200);
    expect(kindOf(text('a'), REMEMBER_MS - 1)).toBe(REPEATED);
    expect(kindOf(text('a'), REMEMBER_MS)).toBe(NEW);
  });

  it('is forgotten oldest first when there is no room for more', () => {
    for (const name of ['a', 'b', 'c']) arrive(text(name)).finish(200);
    arrive(text('d')).finish(200);
    expect(['d', 'c', 'b', 'a'].map((name) => kindOf(text(name)))).toEqual([REPEATED, REPEATED, REPEATED, NEW]);
  });

  it('and was forgotten while it waited takes nothing with it when it is refused later', () => {
    const old = arrive(text('a'), 0);
    arrive(text('a'), REMEMBER_MS).finish(200);
    old.finish(480);
    expect(kindOf(text('a'), REMEMBER_MS)).toBe(REPEATED);
  });
});
