import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { Baresip } from '../support/baresip.ts';
import { describeWithPeers } from '../support/installed-peers.ts';
import { Kamailio } from '../support/kamailio.ts';
import { RealHandset } from '../support/real-handset.ts';
import { LONGEST_TEXT } from './longest-text.ts';

/** 160 grapheme clusters; baresip shows nothing of a message whose line on its screen would be longer than 512 bytes. */
const LONG_FOR_BARESIP = '🐢'.repeat(80) + 'ż'.repeat(40) + 'a'.repeat(40);

// baresip 1.0.0 takes text/plain only, sends no delivery reports, and knows no digest but MD5.
describeWithPeers(['kamailio', 'baresip'], 'a handset and baresip through Kamailio', () => {
  let kamailio: Kamailio;
  let running: { stop(): Promise<void> }[] = [];

  beforeAll(async () => {
    kamailio = await Kamailio.start({ algorithm: 'MD5', settings: ['#!define STORE_CLEAN_SECONDS 1'] });
  });
  afterEach(async () => {
    await Promise.all(running.map((one) => one.stop()));
    running = [];
  });
  afterAll(() => kamailio.stop());

  const alice = async (): Promise<RealHandset> => {
    const handset = await RealHandset.start({ user: 'alice', server: kamailio });
    running.push(handset);
    return handset;
  };
  const bob = async (): Promise<Baresip> => {
    const baresip = await Baresip.start({ user: 'bob', server: kamailio, peer: 'alice' });
    running.push(baresip);
    return baresip;
  };

  it('exchange texts both ways: CPIM is refused, the same text follows as plain and is shown once', async () => {
    const [handset, baresip] = [await alice(), await bob()];
    const id = handset.send('bob', 'Zażółć gęślą jaźń 🐢');
    await baresip.shows('alice', 'Zażółć gęślą jaźń 🐢');
    await handset.statusBecomes(id, 'enqueued');
    expect(handset.answers(id).at(-1)).toBe(200);
    baresip.send('Привет, ¿qué tal? 👩‍👩‍👧‍👦');
    await handset.receives('bob', 'Привет, ¿qué tal? 👩‍👩‍👧‍👦');
    expect(baresip.timesShown('alice', 'Zażółć gęślą jaźń 🐢')).toBe(1);
    expect(handset.textsFrom('bob')).toEqual(['Привет, ¿qué tal? 👩‍👩‍👧‍👦']);
  });

  it('carry the longest message that baresip can show', async () => {
    const [handset, baresip] = [await alice(), await bob()];
    handset.send('bob', LONG_FOR_BARESIP);
    await baresip.shows('alice', LONG_FOR_BARESIP);
  });

  it('carry the longest message both ways, which baresip answers with 200 although its screen leaves it out', async () => {
    const [handset, baresip] = [await alice(), await bob()];
    const id = handset.send('bob', LONGEST_TEXT);
    await handset.statusBecomes(id, 'enqueued');
    expect(handset.answers(id).at(-1)).toBe(200);
    baresip.send(LONGEST_TEXT);
    await handset.receives('bob', LONGEST_TEXT);
  });

  it('reach baresip with a text that waited in the store, though nobody knew yet that it refuses CPIM', async () => {
    const handset = await alice();
    const id = handset.send('bob', 'stored żółw 🐢');
    handset.send('bob', LONG_FOR_BARESIP);
    await handset.statusBecomes(id, 'enqueued');
    expect(handset.answers(id)).toContain(202);
    await expect.poll(() => kamailio.storedMessages(), { timeout: 8_000 }).toBe(2);
    const baresip = await bob();
    await baresip.shows('alice', 'stored żółw 🐢');
    await baresip.shows('alice', LONG_FOR_BARESIP);
    await expect.poll(() => kamailio.storedMessages(), { timeout: 8_000 }).toBe(0);
    expect(baresip.timesShown('alice', 'stored żółw 🐢')).toBe(1);
    expect(handset.status(id)).toBe('enqueued');
  });

  it('bring the handset what baresip wrote while it was off', async () => {
    const baresip = await bob();
    baresip.send('are you there? 🐢');
    baresip.send(LONGEST_TEXT);
    await expect.poll(() => kamailio.storedMessages(), { timeout: 8_000 }).toBe(2);
    const handset = await alice();
    await handset.receives('bob', LONGEST_TEXT);
    expect(handset.textsFrom('bob')).toEqual(['are you there? 🐢', LONGEST_TEXT]);
  });
});
