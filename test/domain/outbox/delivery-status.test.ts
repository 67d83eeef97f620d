import { describe, expect, it } from 'vitest';
import { mayBecome, statusAfterReport, type Disposition } from '../../../src/domain/outbox/delivery-status.ts';
import { OUTGOING_STATUSES, type OutgoingStatus } from '../../../src/domain/history/message.ts';

function after(status: OutgoingStatus, disposition: Disposition, readReports = false): string {
  const change = statusAfterReport({ status }, disposition, readReports);
  if (change === null) return 'unchanged';
  return change.failure === null ? change.status : `${change.status}: ${change.failure}`;
}

describe('a report moves the status forward only', () => {
  it.each([
    ['enqueued', 'delivered', 'delivered'],
    ['sending', 'delivered', 'delivered'],
    ['waiting', 'delivered', 'delivered'],
    ['failed', 'delivered', 'delivered'],
    ['delivered', 'delivered', 'unchanged'],
    ['read', 'delivered', 'unchanged'],
    ['enqueued', 'failed', 'failed: peer-cannot-take-it'],
    ['enqueued', 'expired', 'failed: not-delivered-in-72-h'],
    ['waiting', 'expired', 'failed: not-delivered-in-72-h'],
    ['delivered', 'expired', 'unchanged'],
    ['delivered', 'failed', 'unchanged'],
    ['read', 'expired', 'unchanged'],
    ['failed', 'expired', 'unchanged'],
  ] as const)('%s, reported %s: %s', (status, disposition, expected) => {
    expect(after(status, disposition)).toBe(expected);
  });

  it('"read" needs the owner’s opt-in; without, it proves delivery', () => {
    expect(after('enqueued', 'displayed')).toBe('delivered');
    expect(after('delivered', 'displayed')).toBe('unchanged');
    expect(after('delivered', 'displayed', true)).toBe('read');
    expect(after('failed', 'displayed', true)).toBe('read');
    expect(after('read', 'displayed', true)).toBe('unchanged');
  });
});

describe('statuses', () => {
  it('never go back from what the peer’s device confirmed', () => {
    for (const to of OUTGOING_STATUSES) {
      expect(mayBecome('read', to)).toBe(false);
      expect(mayBecome('delivered', to)).toBe(to === 'read');
    }
  });

  it('are not lifted from failed by the relay’s word', () => {
    expect(mayBecome('failed', 'enqueued')).toBe(false);
    expect(mayBecome('failed', 'delivered')).toBe(true);
  });

  it('swing between sending and waiting until the relay has the message', () => {
    expect(mayBecome('sending', 'waiting')).toBe(true);
    expect(mayBecome('waiting', 'sending')).toBe(true);
    expect(mayBecome('enqueued', 'waiting')).toBe(false);
    expect(mayBecome('sending', 'sending')).toBe(false);
  });
});
