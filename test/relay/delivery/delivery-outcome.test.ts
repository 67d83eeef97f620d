import { describe, expect, it } from 'vitest';
import {
  ABSENT,
  combinedOutcome,
  outcomeOf,
  type DeliveryOutcome,
} from '../../../src/relay/delivery/delivery-outcome.ts';
import { HeaderList } from '../../../src/wire/grammar/header-list.ts';
import type { SipResponse } from '../../../src/wire/grammar/sip-message.ts';

const answer = (statusCode: number, retryAfter?: string): DeliveryOutcome =>
  outcomeOf({
    statusCode,
    headers: new HeaderList(retryAfter === undefined ? [] : [{ name: 'Retry-After', value: retryAfter }]),
  } as unknown as SipResponse);
const refused = (statusCode: number): DeliveryOutcome => ({ kind: 'refused', statusCode });
const declined = (retryAfterMs = 0): DeliveryOutcome => ({ kind: 'declined', retryAfterMs });

describe("a device's answer", () => {
  it.each([
    [200, { kind: 'accepted' }],
    [299, { kind: 'accepted' }],
    [300, declined()],
    [399, declined()],
    [400, refused(400)],
    [404, refused(404)],
    [408, declined()],
    [415, refused(415)],
    [430, declined()],
    [480, declined()],
    [486, declined()],
    [491, declined()],
    [499, refused(499)],
    [500, declined()],
    [501, refused(501)],
    [503, declined()],
    [505, refused(505)],
    [513, refused(513)],
    [599, declined()],
    [600, declined()],
    [603, refused(603)],
  ])('%i means what may become of the message', (status, outcome) => {
    expect(answer(status)).toEqual(outcome);
  });

  it.each([
    ['30', 30_000],
    ['3600', 3_600_000],
    ['99999', 3_600_000],
    ['soon', 0],
  ])('that asks to come again after %s s is obeyed for an hour at most', (said, retryAfterMs) => {
    expect(answer(503, said)).toEqual(declined(retryAfterMs));
  });
});

describe('the answers of several devices', () => {
  it.each<[string, readonly DeliveryOutcome[], DeliveryOutcome]>([
    ['none at all is nobody there', [], ABSENT],
    ['nobody there', [ABSENT, ABSENT], ABSENT],
    ['a refusal of all is told by its lowest class', [refused(513), refused(404), refused(415)], refused(404)],
    [
      'a refusal of all is told by one of the 600s before any',
      [refused(404), refused(603), refused(415)],
      refused(603),
    ],
    ['a refusal of one may be changed by another who is away', [refused(404), ABSENT], declined()],
    ['one that may take it later keeps it', [refused(404), declined(5_000)], declined(5_000)],
    [
      'of two that may take it later the longer wait counts',
      [declined(5_000), ABSENT, declined(9_000)],
      declined(9_000),
    ],
  ])('%s', (_, outcomes, combined) => {
    expect(combinedOutcome(outcomes)).toEqual(combined);
  });
});
