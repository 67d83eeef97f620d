import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { incoming, outgoing } from './support/difference.ts';
import { addressOf, FaultBed, otherThan, type User } from './support/fault-bed.ts';

const SETTLE_TIMEOUT_MS = 90_000;

describe('a relay whose folder was put back from an old copy', () => {
  const bed = new FaultBed();
  const copy = `${bed.folder}.copy`;
  afterEach(async () => {
    await bed.remove();
    rmSync(copy, { recursive: true, force: true });
  });

  it('shows nothing twice, keeps what the copy had, and tells nothing that is gone to be delivered', async () => {
    await bed.start();
    const [alice, bob] = [bed.handset('alice'), bed.handset('bob')];
    await alice.start();
    await store(['in the copy 0', 'in the copy 1', 'in the copy 2']);
    await bed.relay.stop();
    const folder = join(bed.folder, 'relay');
    cpSync(folder, copy, { recursive: true });
    await bed.startRelay();
    // Bob gets and answers what the copy holds too.
    await bob.start();
    await arrived('alice', ['in the copy 2']);
    await bob.stop();
    // The gap: accepted after the copy was made, and in it no more.
    const gap = ['in the gap 0', 'in the gap 1', 'in the gap 2'];
    await store(gap);
    await bed.relay.kill();
    rmSync(folder, { recursive: true });
    cpSync(copy, folder, { recursive: true });
    expect(await bed.startRelay()).toBe(true);

    await bob.start();
    expect(await alice.send(addressOf('bob'), 'afterwards')).toBe('taken');
    expect(await bob.send(addressOf('alice'), 'an answer')).toBe('taken');
    const shown = await arrived('alice', ['afterwards']);
    expect(shown).toEqual(['in the copy 0', 'in the copy 1', 'in the copy 2', 'afterwards']);
    expect(await arrived('bob', ['an answer'])).toEqual(['an answer']);
    const own = await alice.sees(
      addressOf('bob'),
      ({ messages }) => messages.some(({ text, status }) => text === 'afterwards' && status === 'delivered'),
      SETTLE_TIMEOUT_MS,
    );
    const statusOf = new Map(outgoing(own.messages).map(({ text, status }) => [text, status]));
    for (const text of shown) expect(statusOf.get(text)).toBe('delivered');
    for (const text of gap) expect(statusOf.get(text)).toBe('enqueued');
    for (const { told } of [alice, bob]) expect([...told.values()].filter((times) => times > 1)).toEqual([]);
  });

  /** At the relay, for Bob, who is away. */
  async function store(texts: readonly string[]): Promise<void> {
    const alice = bed.handset('alice');
    for (const text of texts) expect(await alice.send(addressOf('bob'), text)).toBe('taken');
    await alice.sees(
      addressOf('bob'),
      ({ messages }) =>
        messages.filter(({ text, status }) => texts.includes(text) && status === 'enqueued').length === 3,
      SETTLE_TIMEOUT_MS,
    );
  }

  async function arrived(user: User, texts: readonly string[]): Promise<readonly string[]> {
    const seen = await bed.handset(otherThan(user)).sees(
      addressOf(user),
      ({ messages }) => {
        const shown = incoming(messages);
        return texts.every((text) => shown.includes(text));
      },
      SETTLE_TIMEOUT_MS,
    );
    return incoming(seen.messages);
  }
});
