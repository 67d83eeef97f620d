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
    [305, 'refused server-fault'],
    [380, 'refused peer-cannot-take-it'],
    [400, 'refused server-fault'],
    [401, 'unanswered login-refused'],
    [403, 'refused peer-cannot-take-it'],
    [404, 'refused unknown-number'],
    [405, 'refused peer-cannot-take-it'],
    [406, 'refused peer-cannot-take-it'],
    [407, 'unanswered login-refused'],
    [408, 'unanswered peer-cannot-take-it'],
    [410, 'refused unknown-number'],
    [413, 'refused too-long'],
    [414, 'refused too-long'],
    [415, 'refused peer-cannot-take-it'],
    [416, 'refused unknown-number'],
    [420, 'refused peer-cannot-take-it'],
    [428, 'unanswered login-refused'],
    [429, 'unanswered server-fault'],
    [430, 'unanswered server-fault'],
    [433, 'refused peer-cannot-take-it'],
    [436, 'unanswered login-refused'],
    [437, 'unanswered login-refused'],
    [438, 'unanswered login-refused'],
    [480, 'unanswered peer-cannot-take-it'],
    [481, 'unanswered server-fault'],
    [482, 'unanswered server-fault'],
    [483, 'unanswered server-fault'],
    [484, 'refused unknown-number'],
    [485, 'refused unknown-number'],
    [486, 'unanswered peer-cannot-take-it'],
    [487, 'unanswered server-fault'],
    [488, 'refused peer-cannot-take-it'],
    [489, 'refused peer-cannot-take-it'],
    [491, 'unanswered server-fault'],
    [493, 'refused peer-cannot-take-it'],
    [494, 'unanswered server-fault'],
    [499, 'refused server-fault'],
    [500, 'unanswered server-fault'],
    [501, 'refused peer-cannot-take-it'],
    [503, 'unanswered server-fault'],
    [505, 'refused server-fault'],
    [513, 'refused too-long'],
    [599, 'unanswered server-fault'],
    [600, 'refused peer-cannot-take-it'],
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
