import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RawSipClient } from '../support/raw-sip-client.ts';
import type { RawSipMessage } from '../support/raw-sip-message.ts';
import { AttackBed } from './support/attack-bed.ts';
import { seenOf } from './support/seen-answer.ts';

const ROUNDS = 40;

const BODIES: readonly (readonly [string, string, readonly string[]])[] = [
  ['text/plain', 'a text', []],
  ['image/png', 'what no handset takes', []],
  ['application/im-iscomposing+xml', '<isComposing/>', []],
  ['message/cpim', 'no CPIM at all', []],
  ['message/imdn+xml', '<imdn/>', []],
  ['text/plain; charset=x-unknown', 'in an unknown charset', []],
  ['text/plain', 'now or never', ['Expires: 0']],
  ['text/plain', 'encoded', ['Content-Encoding: deflate']],
  ['text/plain', 'required', ['Require: unheard-of']],
];

describe('a stranger who wants to know whether somebody’s handset is on', () => {
  let bed: AttackBed;
  let mallory: RawSipClient;

  beforeAll(async () => {
    bed = await AttackBed.start();
    await bed.handset('bob');
    mallory = await bed.registered('mallory');
  });
  afterAll(() => bed.stop());

  const send = (user: string, at: number): Promise<RawSipMessage> => {
    const [contentType, body, headers] = BODIES[at]!;
    return mallory.send(`sip:${user}@${bed.domain}`, body, { contentType, headers });
  };

  it.each(BODIES.map(([type, what], at) => [type, what, at] as const))(
    'is answered the same about %s (%s), and gets no report',
    async (_type, _what, at) => {
      const [on, off] = [await send('bob', at), await send('carol', at)];
      expect(seenOf(on)).toBe(seenOf(off));
      expect(mallory.messages).toEqual([]);
    },
  );

  it('learns nothing from the time that an answer takes', async () => {
    const times: Record<'bob' | 'carol', number[]> = { bob: [], carol: [] };
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const user of round % 2 === 0 ? (['bob', 'carol'] as const) : (['carol', 'bob'] as const)) {
        const startMs = performance.now();
        await send(user, 1);
        times[user].push(performance.now() - startMs);
      }
    }
    const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[ROUNDS / 2] ?? NaN;
    const ratio = median(times.bob) / median(times.carol);
    // Once 415 came in a third of the time that storing took.
    expect(ratio).toBeGreaterThan(0.6);
    expect(ratio).toBeLessThan(1.7);
    expect(mallory.messages).toEqual([]);
  });
});
