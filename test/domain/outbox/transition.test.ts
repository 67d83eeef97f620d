import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FAILURE_REASONS } from '../../../src/domain/history/failure-reason.ts';
import type { MessageId } from '../../../src/domain/history/message-id.ts';
import { OUTGOING_STATUSES, type OutgoingMessage, type OutgoingStatus } from '../../../src/domain/history/message.ts';
import {
  advanced,
  afterMoves,
  transition,
  type Disposition,
  type OutgoingEvent,
} from '../../../src/domain/outbox/transition.ts';
import type { PeerAddress } from '../../../src/domain/peer-address.ts';
import { deviceAgeMs, epochMs } from '../../../src/domain/time.ts';
import { ALLOWED } from './allowed-statuses.ts';

const message = (status: OutgoingStatus, change: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  direction: 'outgoing',
  sequence: 1,
  id: 'm1' as MessageId,
  peer: 'sip:bob@example.org' as PeerAddress,
  body: 'text',
  composedAtMs: epochMs(0),
  status,
  failure: status === 'failed' ? 'unknown-number' : null,
  cause: null,
  tries: 5,
  giveUpAtAgeMs: deviceAgeMs(100),
  blanked: false,
  ...change,
});

function after(status: OutgoingStatus, event: OutgoingEvent): string {
  const next = transition(message(status), event);
  if (next === null) return 'forbidden';
  return next.failure === null ? next.status : `${next.status}: ${next.failure}`;
}

const reported = (disposition: Disposition, readReports = false): OutgoingEvent => ({
  kind: 'reported',
  disposition,
  readReports,
});

describe('a report moves the status forward only', () => {
  it.each([
    ['enqueued', 'delivered', 'delivered'],
    ['sending', 'delivered', 'delivered'],
    ['waiting', 'delivered', 'delivered'],
    ['failed', 'delivered', 'delivered'],
    ['delivered', 'delivered', 'forbidden'],
    ['read', 'delivered', 'forbidden'],
    ['enqueued', 'failed', 'failed: peer-cannot-take-it'],
    ['enqueued', 'expired', 'failed: not-delivered-in-72-h'],
    ['waiting', 'expired', 'failed: not-delivered-in-72-h'],
    ['delivered', 'expired', 'forbidden'],
    ['delivered', 'failed', 'forbidden'],
    ['read', 'expired', 'forbidden'],
    ['failed', 'expired', 'forbidden'],
  ] as const)('%s, reported %s: %s', (status, disposition, expected) => {
    expect(after(status, reported(disposition))).toBe(expected);
  });

  it('"read" needs the owner’s opt-in; without it, the report counts as delivered', () => {
    expect(after('enqueued', reported('displayed'))).toBe('delivered');
    expect(after('delivered', reported('displayed'))).toBe('forbidden');
    expect(after('delivered', reported('displayed', true))).toBe('read');
    expect(after('failed', reported('displayed', true))).toBe('read');
    expect(after('read', reported('displayed', true))).toBe('forbidden');
  });
});

describe('a try', () => {
  const cause = 'no-network' as const;

  it('without an answer changes only cause and tries, and only of an unfinished message', () => {
    for (const status of ['sending', 'waiting'] as const) {
      const next = transition(message(status), { kind: 'unanswered', cause, tries: 6 });
      expect(next).toEqual(message(status, { cause, tries: 6 }));
    }
    for (const status of ['enqueued', 'delivered', 'read', 'failed'] as const) {
      expect(after(status, { kind: 'unanswered', cause, tries: 6 })).toBe('forbidden');
    }
  });

  it('that was accepted or refused ends an unfinished message, and changes no other status', () => {
    for (const status of OUTGOING_STATUSES) {
      const isUnfinished = status === 'sending' || status === 'waiting';
      expect(after(status, { kind: 'accepted', tries: 1 })).toBe(isUnfinished ? 'enqueued' : 'forbidden');
      const refused: OutgoingEvent = { kind: 'refused', reason: 'too-long', tries: 1 };
      expect(after(status, refused)).toBe(isUnfinished ? 'failed: too-long' : 'forbidden');
    }
  });

  it('makes a message wait only while it is being sent', () => {
    expect(after('sending', { kind: 'waits', cause, tries: 5 })).toBe('waiting');
    for (const status of OUTGOING_STATUSES.filter((each) => each !== 'sending')) {
      expect(after(status, { kind: 'waits', cause, tries: 5 })).toBe('forbidden');
    }
  });
});

it('giving up after 12 h keeps the cause that held the message back', () => {
  const next = transition(message('waiting'), { kind: 'gaveUp', cause: 'login-refused', tries: 9 });
  expect(next).toEqual(message('failed', { failure: 'not-sent-in-12-h', cause: 'login-refused', tries: 9 }));
  expect(after('enqueued', { kind: 'gaveUp', cause: null, tries: 9 })).toBe('forbidden');
});

it('a resend begins a failed or unfinished message anew, but none that the relay has or whose text is gone', () => {
  const resent: OutgoingEvent = { kind: 'resent', giveUpAtAgeMs: deviceAgeMs(900) };
  for (const status of ['sending', 'waiting', 'failed'] as const) {
    expect(transition(message(status, { cause: 'no-network' }), resent)).toEqual(
      message('sending', { tries: 0, giveUpAtAgeMs: deviceAgeMs(900) }),
    );
  }
  for (const status of ['enqueued', 'delivered', 'read'] as const) expect(after(status, resent)).toBe('forbidden');
  expect(transition(message('failed', { blanked: true, body: '' }), resent)).toBeNull();
});

it('blanking removes the text and keeps the status, but never for a message that is still to be sent', () => {
  for (const status of ['enqueued', 'delivered', 'read', 'failed'] as const) {
    expect(transition(message(status), { kind: 'blanked' })).toEqual(message(status, { body: '', blanked: true }));
  }
  for (const status of ['sending', 'waiting'] as const) expect(after(status, { kind: 'blanked' })).toBe('forbidden');
  expect(transition(message('read', { blanked: true, body: '' }), { kind: 'blanked' })).toBeNull();
  const blanked = message('failed', { blanked: true, body: '' });
  expect(transition(blanked, reported('delivered'))).toMatchObject({ status: 'delivered', blanked: true, body: '' });
});

it('several events are applied in order; of a forbidden one only the relay’s steps are kept', () => {
  const step = (kind: 'try' | 'accepted' | 'waiting') =>
    ({ atMs: epochMs(1), kind, tryNumber: null, sipStatus: null, reason: null }) as const;
  const moved = afterMoves(message('sending'), [
    { event: { kind: 'accepted', tries: 1 }, steps: [step('try'), step('accepted')] },
    { event: { kind: 'waits', cause: null, tries: 2 }, steps: [step('try'), step('waiting')] },
    { event: { kind: 'noted' }, steps: [step('waiting')] },
  ]);
  expect(moved.message.status).toBe('enqueued');
  expect(moved.steps.map(({ kind }) => kind)).toEqual(['try', 'accepted', 'try', 'waiting']);
});

it('a caller who wrongly expects that an event is allowed gets an exception', () => {
  expect(() => advanced(message('read'), { kind: 'accepted', tries: 1 })).toThrow(/accepted cannot happen to .* read/);
});

const anyReason = fc.constantFrom(...FAILURE_REASONS);
const anyEvent: fc.Arbitrary<OutgoingEvent> = fc.oneof(
  fc.record({ kind: fc.constant('unanswered' as const), cause: anyReason, tries: fc.nat(9) }),
  fc.record({ kind: fc.constantFrom('waits', 'gaveUp'), cause: anyReason, tries: fc.nat(9) }),
  fc.record({ kind: fc.constant('accepted' as const), tries: fc.nat(9) }),
  fc.record({ kind: fc.constant('refused' as const), reason: anyReason, tries: fc.nat(9) }),
  fc
    .record({ disposition: fc.constantFrom('delivered', 'displayed', 'failed', 'expired'), opted: fc.boolean() })
    .map(({ disposition, opted }) => reported(disposition, opted)),
  fc.constantFrom<OutgoingEvent>(
    { kind: 'resent', giveUpAtAgeMs: deviceAgeMs(7) },
    { kind: 'blanked' },
    { kind: 'noted' },
  ),
);

it('whatever happens, in whatever order, every status is reached by an allowed way', () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 30 }), (events) => {
      let current = message('sending');
      for (const event of events) {
        const next = transition(current, event);
        if (next === null) continue;
        const way = `${current.status} → ${next.status}`;
        if (current.status !== next.status) expect(ALLOWED[event.kind] ?? [], event.kind).toContain(way);
        expect(next.failure !== null).toBe(next.status === 'failed');
        expect(next.blanked).toBe(next.body === '');
        if (current.blanked) expect(next.blanked).toBe(true);
        current = next;
      }
    }),
    { numRuns: 500 },
  );
});
