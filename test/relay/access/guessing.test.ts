import { describe, expect, it } from 'vitest';
import type { RawSipClient } from '../../support/raw-sip-client.ts';
import { relayBench } from '../support/relay-bench.ts';
import { DOMAIN, addressOf, type TestUser } from '../support/relay-rig.ts';

const bench = relayBench();

describe('guessing passwords', () => {
  it('ends after 10 wrong ones with a late 403 and a closed connection, even for the right one, for 10 minutes', async () => {
    const guesser = await bench.rig.connect('alice', { password: 'guess' });
    for (let guess = 0; guess < 9; guess += 1) expect((await guesser.register()).status).toBe(401);
    const tenth = guesser.register();
    await bench.rig.waitFor(() => bench.rig.log.codes('warn').includes('relay.login-blocked'));
    bench.clock.advance(2_000);
    expect((await tenth).status).toBe(403);
    bench.clock.advance(1_000);
    await guesser.closed;
    const owner = await bench.rig.connect('alice');
    const shutOut = owner.register();
    await bench.rig.waitFor(
      () => bench.rig.log.codes('warn').filter((code) => code === 'relay.login-blocked').length === 2,
    );
    bench.clock.advance(2_000);
    expect((await shutOut).status).toBe(403);
    bench.clock.advance(600_000);
    expect((await (await bench.rig.connect('alice')).register()).status).toBe(200);
  });

  it('gets no other answer during the 2 s before the 403, whatever is asked', async () => {
    const guesser = await bench.rig.connect('alice', { password: 'guess' });
    for (let guess = 0; guess < 9; guess += 1) await guesser.register();
    const tenth = guesser.register();
    await bench.rig.waitFor(() => bench.rig.log.codes('warn').includes('relay.login-blocked'));
    let answers = 0;
    const count = (): void => {
      answers += 1;
    };
    void guesser.request('OPTIONS', `sip:${DOMAIN}`).then(count, () => undefined);
    void guesser.register().then(count, () => undefined);
    void guesser.send(addressOf('bob'), 'x').then(count, () => undefined);
    // Somebody else's answer shows that the relay has read on.
    guesser.write('\r\n\r\n');
    await guesser.until(() => guesser.pongs === 1);
    bench.clock.advance(1_999);
    await (await bench.rig.connect('bob')).register();
    expect(answers).toBe(0);
    bench.clock.advance(1);
    expect((await tenth).status).toBe(403);
    bench.clock.advance(1_000);
    await guesser.closed;
    expect([answers, bench.rig.log.codes('warn').filter((code) => code === 'relay.login-blocked').length]).toEqual([
      0, 1,
    ]);
  });

  it('does not shut the owner out at another address, nor other accounts', async () => {
    const guesser = await bench.rig.connect('alice', { password: 'guess', localAddress: '127.0.0.2' });
    for (let guess = 0; guess < 9; guess += 1) await guesser.register();
    const tenth = guesser.register();
    await bench.rig.waitFor(() => bench.rig.log.codes('warn').includes('relay.login-blocked'));
    bench.clock.advance(2_000);
    await tenth;
    expect((await (await bench.rig.connect('alice')).register()).status).toBe(200);
    expect((await (await bench.rig.connect('bob', { localAddress: '127.0.0.2' })).register()).status).toBe(200);
  });
});

describe('many wrong passwords from one address', () => {
  /** As many as the bound for an address, each over a connection of its own. */
  async function guessAtMany(names: (at: number) => { user: TestUser; username: string }): Promise<void> {
    for (let at = 0; at < 50; at += 1) {
      const { user, username } = names(at);
      const guesser = await bench.rig.connect(user, { username, password: 'guess' });
      await guesser.register();
      await guesser.destroy();
    }
  }

  async function secondsUntilIn(client: RawSipClient): Promise<number> {
    const statuses: (number | null)[] = [];
    void client.register().then(({ status }) => statuses.push(status));
    for (let seconds = 0; seconds <= 4; seconds += 1) {
      await (await bench.rig.connect('dave', { localAddress: '127.0.0.9' })).request('OPTIONS', `sip:${DOMAIN}`);
      await new Promise((resolve) => setImmediate(resolve));
      if (statuses.length > 0) return statuses[0] === 200 ? seconds : NaN;
      bench.clock.advance(1_000);
    }
    return Infinity;
  }

  it.each([
    ['invented users', (at: number) => ({ user: 'dave' as const, username: `invented-${at}` })],
    ['users that exist', (at: number) => ({ user: (['carol', 'dave'] as const)[at % 2]!, username: `x${at % 7}` })],
  ])('(%s) let owners behind it in at once who were there before, and new ones after 2 s', async (_who, names) => {
    const registered = await bench.rig.login('alice');
    await guessAtMany(names);
    expect(await secondsUntilIn(registered)).toBe(0);
    expect(await secondsUntilIn(await bench.rig.connect('alice'))).toBe(0);
    expect(await secondsUntilIn(await bench.rig.connect('bob'))).toBe(2);
    expect(await secondsUntilIn(await bench.rig.connect('bob', { localAddress: '127.0.0.4' }))).toBe(0);
  });

  it('cost who goes on with them 2 s and the connection each', async () => {
    await guessAtMany((at) => ({ user: 'dave', username: `invented-${at}` }));
    const guesser = await bench.rig.connect('bob', { password: 'guess' });
    const answer = guesser.register();
    for (let seconds = 0; seconds < 6; seconds += 1) {
      await (await bench.rig.connect('dave', { localAddress: '127.0.0.9' })).request('OPTIONS', `sip:${DOMAIN}`);
      bench.clock.advance(1_000);
    }
    expect((await answer).startLine).toBe('SIP/2.0 403 Too Many Wrong Passwords');
    await guesser.closed;
  });

  it('for one account do not shut its own device out, which nobody else can name', async () => {
    const own = await bench.rig.connect('alice');
    await own.register({ instance: 'known', regId: 1 });
    await own.destroy();
    for (let at = 0; at < 10; at += 1) {
      const guesser = await bench.rig.connect('alice', { password: 'guess' });
      void guesser.register({ instance: 'guessed', regId: 1 }).catch(() => undefined);
      await (await bench.rig.connect('dave', { localAddress: '127.0.0.9' })).request('OPTIONS', `sip:${DOMAIN}`);
      await guesser.destroy();
    }
    const again = await bench.rig.connect('alice');
    expect((await again.register({ instance: 'known', regId: 1 })).status).toBe(200);
  });
});
