import { afterAll, beforeAll, expect, it } from 'vitest';
import { Baresip } from '../support/baresip.ts';
import { HandsetProcess } from '../support/handset-process.ts';
import { describeWithPeers } from '../support/installed-peers.ts';
import { Kamailio } from '../support/kamailio.ts';

// The product as it is started, keys to LED, against a server and a client that others wrote.
describeWithPeers(['kamailio', 'baresip'], 'handset processes with Kamailio', () => {
  let kamailio: Kamailio;
  let alice: HandsetProcess;
  let bob: HandsetProcess;

  beforeAll(async () => {
    kamailio = await Kamailio.start({ algorithm: 'MD5' });
    [alice, bob] = await Promise.all([HandsetProcess.start('alice', kamailio), HandsetProcess.start('bob', kamailio)]);
    await Promise.all([alice.hand.until('registered'), bob.hand.until('registered')]);
  });
  afterAll(async () => {
    await Promise.all([alice, bob].map((handset) => handset.stop()));
    await kamailio.stop();
  });

  it('a text typed on one makes the LED of the other blink, and is shown as delivered', async () => {
    await alice.hand.openThread('bob');
    await alice.hand.send('through somebody elses server');
    expect((await bob.hand.led('blinking')).pattern.name).toBe('message');
    await bob.hand.shows('Through somebody elses server');
    await alice.hand.shows('Delivered');
  });

  it('a text typed for baresip is on its screen, and its answer on ours', async () => {
    const carol = await Baresip.start({ user: 'carol', server: kamailio, peer: 'alice' });
    try {
      await alice.hand.openThread('carol');
      await alice.hand.send('hello over there');
      await carol.shows('alice', 'Hello over there');
      await alice.hand.shows('Enqueued');
      carol.send('Zażółć to ja');
      await alice.hand.shows('Zażółć to ja');
    } finally {
      await carol.stop();
    }
  });
});
