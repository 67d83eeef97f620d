import { describe, expect, it, vi } from 'vitest';
import { StoreUnavailable } from '../../../src/ports/store/store-unavailable.ts';
import type { RawSipClient } from '../../support/raw-sip-client.ts';
import { relayBench } from '../support/relay-bench.ts';
import { DOMAIN, addressOf } from '../support/relay-rig.ts';
import { addOne } from '../../support/add-one.ts';

const bench = relayBench();

const heldFor = (user: string): number => bench.queue.usageOf('to', addressOf(user)).count;
const texts = (client: RawSipClient): readonly string[] => client.messages.map(({ body }) => body.toString());

describe('a store that fails', () => {
  it.each(['disk-full', 'read-only'] as const)(
    '(%s) gives 503 with Retry-After, never a 202, and works again afterwards',
    async (fault) => {
      const alice = await bench.rig.login('alice');
      bench.queue.failWritesWith(fault);
      const answer = await alice.send(addressOf('bob'), 'x', { callId: 'one' });
      expect([answer.status, answer.header('Retry-After')]).toEqual([503, '30']);
      expect(heldFor('bob')).toBe(0);
      bench.queue.failWritesWith(null);
      expect((await alice.send(addressOf('bob'), 'x', { callId: 'one' })).status).toBe(202);
    },
  );

  it('lets messages between those who are online through', async () => {
    const alice = await bench.rig.login('alice');
    const bob = await bench.rig.login('bob');
    bench.queue.failWritesWith('disk-full');
    expect((await alice.send(addressOf('bob'), 'x')).status).toBe(202);
    expect(bob.messages).toHaveLength(1);
    bob.answerPolicy = () => '415 Unsupported Media Type';
    expect((await alice.send(addressOf('bob'), 'y')).status).toBe(503);
  });

  it('to be read is asked again 30 s later, and then the message comes', async () => {
    const alice = await bench.rig.login('alice');
    await alice.send(addressOf('bob'), 'waits');
    const read = vi.spyOn(bench.queue, 'waitingFor').mockImplementation(() => {
      throw new StoreUnavailable('damaged');
    });
    const bob = await bench.rig.login('bob');
    await bench.rig.waitFor(() => read.mock.calls.length > 0);
    read.mockRestore();
    bench.clock.advance(29_999);
    await bob.request('OPTIONS', `sip:${DOMAIN}`);
    expect(bob.messages).toEqual([]);
    bench.clock.advance(1);
    await bob.until(() => bob.messages.length === 1);
    expect(texts(bob)).toEqual(['waits']);
  });

  it('lets nothing overtake what is stored', async () => {
    const alice = await bench.rig.login('alice');
    const bob = await bench.rig.login('bob');
    bob.answerPolicy = () => '480 Temporarily Unavailable';
    await alice.send(addressOf('bob'), 'first');
    await bob.until(() => bob.messages.length === 1);
    bob.answerPolicy = () => '200 OK';
    bench.queue.failWritesWith('disk-full');
    expect((await alice.send(addressOf('bob'), 'second')).status).toBe(503);
    expect(texts(bob)).toEqual(['first']);
  });

  it('does not deliver twice what it cannot remove', async () => {
    const alice = await bench.rig.login('alice');
    await alice.send(addressOf('bob'), '1');
    await alice.send(addressOf('bob'), '2');
    bench.queue.failWritesWith('read-only');
    const bob = await bench.rig.login('bob');
    await bob.until(() => bob.messages.length === 2);
    await bob.register();
    await bob.request('OPTIONS', `sip:${DOMAIN}`);
    expect(texts(bob)).toEqual(['1', '2']);
    bench.queue.failWritesWith(null);
    await alice.send(addressOf('bob'), '3');
    await bob.register();
    await bob.until(() => bob.messages.length === 3);
    await bench.rig.waitFor(() => heldFor('bob') === 0);
  });

  it('refuses a row that was moved to another recipient', async () => {
    const alice = await bench.rig.login('alice');
    await alice.send(addressOf('bob'), 'for bob only');
    const [row] = bench.queue.waitingFor(addressOf('bob'), 1);
    addOne(bench.queue, { ...row!, to: addressOf('carol') });
    const carol = await bench.rig.login('carol');
    await carol.request('OPTIONS', `sip:${DOMAIN}`);
    expect(carol.messages).toHaveLength(0);
    expect(bench.rig.log.codes('error')).toContain('relay.stored-message-unreadable');
  });
});
