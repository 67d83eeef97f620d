import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AttackBed } from './support/attack-bed.ts';

describe('an account of the relay that wants to write as another', () => {
  let bed: AttackBed;

  beforeAll(async () => {
    bed = await AttackBed.start();
  });
  afterAll(() => bed.stop());

  it('is refused with the other name in From, and what it writes is its own', async () => {
    const bob = await bed.handset('bob');
    const mallory = await bed.registered('mallory');
    const forged = await mallory.sendWithPassword(`sip:bob@${bed.domain}`, 'send me the code', {
      from: `"Alice" <sip:alice@${bed.domain}>`,
    });
    expect(forged.status).toBe(403);
    const carol = await bed.registered('carol');
    await carol.sendWithPassword(`sip:bob@${bed.domain}`, 'it is I');
    await bob.hand.led('blinking');
    // History's rows have the first words of each thread's newest text.
    await bob.hand.goHome();
    await bob.hand.tap('Enter');
    expect((await bob.hand.shows('it is I')).join('\n')).not.toContain('send me the code');
  });
});
