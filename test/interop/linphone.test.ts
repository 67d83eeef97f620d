import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { describeWithPeers } from '../support/installed-peers.ts';
import { Kamailio, type DigestAlgorithm } from '../support/kamailio.ts';
import { Linphone } from '../support/linphone.ts';
import { RealHandset, type RealHandsetOptions } from '../support/real-handset.ts';
import { LONGEST_TEXT } from './longest-text.ts';

// linphone 5.1 checks the server, reads CPIM, and reports every text that it has taken, deflated where that is shorter.
for (const algorithm of ['MD5', 'SHA-256'] satisfies DigestAlgorithm[]) {
  describeWithPeers(['kamailio', 'linphonec'], `a handset and linphone through Kamailio and ${algorithm}`, () => {
    let kamailio: Kamailio;
    let running: { stop(): Promise<void> }[] = [];

    beforeAll(async () => {
      kamailio = await Kamailio.start({ algorithm, settings: ['#!define STORE_CLEAN_SECONDS 1'] });
    });
    afterEach(async () => {
      await Promise.all(running.map((one) => one.stop()));
      running = [];
    });
    afterAll(() => kamailio.stop());

    const alice = async (more: Partial<RealHandsetOptions> = {}): Promise<RealHandset> => {
      const handset = await RealHandset.start({ user: 'alice', server: kamailio, ...more });
      running.push(handset);
      return handset;
    };
    const bob = async (): Promise<Linphone> => {
      const linphone = await Linphone.start({ user: 'bob', server: kamailio });
      running.push(linphone);
      return linphone;
    };

    it('exchange texts both ways, and its report makes ours delivered', async () => {
      const [handset, linphone] = [await alice(), await bob()];
      const id = handset.send('bob', 'Zażółć gęślą jaźń 🐢');
      await linphone.shows('alice', 'Zażółć gęślą jaźń 🐢');
      await handset.statusBecomes(id, 'delivered');
      linphone.send('alice', 'Привет, ¿qué tal? 👩‍👩‍👧‍👦');
      await handset.receives('bob', 'Привет, ¿qué tal? 👩‍👩‍👧‍👦');
      expect(handset.textsFrom('bob')).toEqual(['Привет, ¿qué tal? 👩‍👩‍👧‍👦']);
      expect(linphone.timesShown('alice', '')).toBe(1);
    });

    it('understand its deflated report about a plain text, which names the Call-ID', async () => {
      const [handset, linphone] = [await alice({ messageFormat: 'plain' }), await bob()];
      const id = handset.send('bob', 'plain and simple');
      await linphone.shows('alice', 'plain and simple');
      await handset.statusBecomes(id, 'delivered');
    });

    it('stay "delivered" where the owner wants to know of reading: its command line tells nothing, and ours does not guess', async () => {
      const [handset, linphone] = [await alice({ readReports: true }), await bob()];
      const id = handset.send('bob', 'seen?');
      await linphone.shows('alice', 'seen?');
      await handset.statusBecomes(id, 'delivered');
      linphone.send('alice', 'I did see it');
      await handset.receives('bob', 'I did see it');
      handset.reads('bob');
      expect(handset.status(id)).toBe('delivered');
      // It asks for no report, so it gets none, and the next text finds it in good order.
      handset.send('bob', 'the next thing');
      await linphone.shows('alice', 'the next thing');
    });

    it('carry the longest message both ways', async () => {
      const [handset, linphone] = [await alice(), await bob()];
      const id = handset.send('bob', LONGEST_TEXT);
      await linphone.shows('alice', LONGEST_TEXT);
      await handset.statusBecomes(id, 'delivered');
      linphone.send('alice', LONGEST_TEXT);
      await handset.receives('bob', LONGEST_TEXT);
    });

    it('bring linphone what waited in the store, in its order, each reported', async () => {
      const handset = await alice();
      const texts = ['stored żółw 🐢', LONGEST_TEXT, 'third'];
      const ids = texts.map((text) => handset.send('bob', text));
      for (const id of ids) await handset.statusBecomes(id, 'enqueued');
      const linphone = await bob();
      for (const id of ids) await handset.statusBecomes(id, 'delivered');
      for (const text of texts) await linphone.shows('alice', text);
      expect(linphone.textsFrom('alice')).toEqual(texts);
    });

    it('bring the handset what came while it was off: a text, and the deflated report about its own', async () => {
      const handset = await alice({ messageFormat: 'plain' });
      const id = handset.send('bob', 'call me');
      await handset.statusBecomes(id, 'enqueued');
      await handset.stop();
      const linphone = await bob();
      await linphone.shows('alice', 'call me');
      linphone.send('alice', 'are you there? 🐢');
      linphone.send('alice', LONGEST_TEXT);
      await expect.poll(() => kamailio.storedMessages(), { timeout: 8_000 }).toBe(3);
      const again = await alice({ store: handset.store });
      await again.receives('bob', LONGEST_TEXT);
      await again.statusBecomes(id, 'delivered');
      expect(again.textsFrom('bob')).toEqual(['are you there? 🐢', LONGEST_TEXT]);
    });
  });
}
