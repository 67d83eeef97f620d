import { describe, expect, it } from 'vitest';
import { outcomeOfStatus } from '../../../src/domain/history/failure-reason.ts';
import { FAILURE_REASONS } from '../../../src/domain/history/failure-reason.ts';

function meaning(sipStatus: number): string {
  const outcome = outcomeOfStatus(sipStatus, null);
  return outcome.kind === 'accepted' ? 'accepted' : `${outcome.kind} ${outcome.reason}`;
}

describe('a final answer means one of ten reasons to the owner', () => {
  it.each([
    [200, 'accepted'],
    [202, 'accepted'],
    [299, 'accepted'],
    [300, 'refused unknown-number'],
    [301, 'refused unknown-number'],
    [400, 'refused server-fault'],
    [401, 'unanswered login-refused'],
    [403, 'refused peer-cannot-take-it'],
    [404, 'refused unknown-number'],
    [407, 'unanswered login-refused'],
    [408, 'unanswered peer-cannot-take-it'],
    [413, 'refused too-long'],
    [415, 'refused peer-cannot-take-it'],
    [438, 'unanswered login-refused'],
    [480, 'unanswered peer-cannot-take-it'],
    [486, 'unanswered peer-cannot-take-it'],
    [499, 'refused server-fault'],
    [500, 'unanswered server-fault'],
    [503, 'unanswered server-fault'],
    [513, 'refused too-long'],
    [599, 'unanswered server-fault'],
    [603, 'refused peer-cannot-take-it'],
    [604, 'refused unknown-number'],
    [606, 'refused peer-cannot-take-it'],
  ])('%i: %s', (sipStatus, expected) => {
    expect(meaning(sipStatus)).toBe(expected);
  });

  it('every final status has a meaning, in one of the ten words', () => {
    for (let sipStatus = 200; sipStatus < 700; sipStatus += 1) {
      const outcome = outcomeOfStatus(sipStatus, 7_000);
      if (outcome.kind !== 'accepted') expect(FAILURE_REASONS).toContain(outcome.reason);
      if (outcome.kind === 'unanswered') expect(outcome.retryAfterMs).toBe(7_000);
    }
  });

  it.each([100, 180, 199, 700, 0, 200.5, Number.NaN])('%d is no final status', (sipStatus) => {
    expect(() => outcomeOfStatus(sipStatus, null)).toThrow(RangeError);
  });
});
