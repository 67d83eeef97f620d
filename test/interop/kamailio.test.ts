import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { checkText } from '../../src/domain/text/text-limits.ts';
import { makeTestCertificates } from '../support/certificates.ts';
import { describeWithPeers } from '../support/installed-peers.ts';
import { Kamailio, type DigestAlgorithm } from '../support/kamailio.ts';
import { RealHandset, type RealHandsetOptions } from '../support/real-handset.ts';
import { LONGEST_TEXT } from './longest-text.ts';
import type { TestUser } from '../support/sip-server.ts';

for (const algorithm of ['MD5', 'SHA-256'] satisfies DigestAlgorithm[]) {
  describeWithPeers(['kamailio'], `handsets with Kamailio and ${algorithm}`, () => {
    let kamailio: Kamailio;
    const handsets: RealHandset[] = [];

    beforeAll(async () => {
      kamailio = await Kamailio.start({ algorithm });
    });
    afterEach(async () => {
      await Promise.all(handsets.splice(0).map((handset) => handset.stop()));
    });
    afterAll(() => kamailio.stop());

    const switchOn = async (user: TestUser, more: Partial<RealHandsetOptions> = {}): Promise<RealHandset> => {
      const handset = await RealHandset.start({ user, server: kamailio, ...more });
      handsets.push(handset);
      return handset;
    };
    const refused = async (more: Partial<RealHandsetOptions>): Promise<RealHandset> => {
      const handset = new RealHandset({ user: 'alice', server: kamailio, ...more });
      handsets.push(handset);
      handset.handset.start();
      await handset.linkBecomes('unreachable');
      return handset;
    };

    it('exchange texts both ways while online, and each is told that the other device has it', async () => {
      const [alice, bob] = [await switchOn('alice'), await switchOn('bob')];
      const there = alice.send('bob', 'Zażółć gęślą jaźń? Привет! 👩‍👩‍👧‍👦');
      await bob.receives('alice', 'Zażółć gęślą jaźń? Привет! 👩‍👩‍👧‍👦');
      const back = bob.send('alice', 'Ça va\nçok güzel 🐢');
      await alice.receives('bob', 'Ça va\nçok güzel 🐢');
      await Promise.all([alice.statusBecomes(there, 'delivered'), bob.statusBecomes(back, 'delivered')]);
    });

    it('carry the longest message that the keypad can write', async () => {
      expect(checkText(LONGEST_TEXT)).toEqual({ ok: true, value: { graphemes: 160, bytes: 600 } });
      const [alice, bob] = [await switchOn('alice'), await switchOn('bob')];
      const id = alice.send('bob', LONGEST_TEXT);
      await bob.receives('alice', LONGEST_TEXT);
      await alice.statusBecomes(id, 'delivered');
    });

    it('leave texts with the relay for a handset that is off: enqueued by 202, brought in order, then delivered', async () => {
      const alice = await switchOn('alice');
      const texts = Array.from({ length: 12 }, (_, index) => `${index}: żółw 🐢`);
      const ids = texts.map((text) => alice.send('carol', text));
      for (const id of ids) await alice.statusBecomes(id, 'enqueued');
      expect(alice.answers(ids[0] ?? expect.fail('no message'))).toContain(202);
      const carol = await switchOn('carol');
      for (const id of ids) await alice.statusBecomes(id, 'delivered');
      expect(carol.textsFrom('alice')).toEqual(texts);
    });

    it('carry the longest message through the store', async () => {
      const alice = await switchOn('alice');
      const id = alice.send('carol', LONGEST_TEXT);
      await alice.statusBecomes(id, 'enqueued');
      const carol = await switchOn('carol');
      await carol.receives('alice', LONGEST_TEXT);
      await alice.statusBecomes(id, 'delivered');
    });

    it('tell each other what was read, where both owners agreed', async () => {
      const agreed = { readReports: true };
      const [alice, bob] = [await switchOn('alice', agreed), await switchOn('bob', agreed)];
      const id = alice.send('bob', 'Czy przeczytałaś? 🐢');
      await bob.receives('alice', 'Czy przeczytałaś? 🐢');
      await alice.statusBecomes(id, 'delivered');
      bob.reads('alice');
      await alice.statusBecomes(id, 'read');
    });

    it('tell it through the store, of a text that came out of the store, to a sender who was off meanwhile', async () => {
      const agreed = { readReports: true };
      const alice = await switchOn('alice', agreed);
      const id = alice.send('carol', 'read it some day');
      await alice.statusBecomes(id, 'enqueued');
      await alice.stop();
      const carol = await switchOn('carol', agreed);
      await carol.receives('alice', 'read it some day');
      carol.reads('alice');
      await expect.poll(() => kamailio.storedReportsFor('alice'), { timeout: 8_000 }).toBe(2);
      const again = await switchOn('alice', { ...agreed, store: alice.store });
      await again.statusBecomes(id, 'read');
    });

    for (const [who, whose] of [
      ['the sender', [true, false]],
      ['the reader', [false, true]],
    ] as const) {
      it(`tell nothing of reading where only ${who} agreed`, async () => {
        const alice = await switchOn('alice', { readReports: whose[0] });
        const bob = await switchOn('bob', { readReports: whose[1] });
        const id = alice.send('bob', 'seen?');
        await bob.receives('alice', 'seen?');
        bob.reads('alice');
        // Whatever was told of reading went before this.
        bob.send('alice', 'the next thing');
        await alice.receives('bob', 'the next thing');
        await alice.statusBecomes(id, 'delivered');
      });
    }

    it('keep the report for a sender who is off when his text is brought', async () => {
      const alice = await switchOn('alice');
      const id = alice.send('dave', 'read it some day');
      await alice.statusBecomes(id, 'enqueued');
      await alice.stop();
      const dave = await switchOn('dave');
      await dave.receives('alice', 'read it some day');
      const again = await switchOn('alice', { store: alice.store });
      await again.statusBecomes(id, 'delivered');
    });

    it('lose nothing when the relay is restarted while a text waits in its store', async () => {
      const alice = await switchOn('alice');
      const id = alice.send('bob', 'through the restart');
      await alice.statusBecomes(id, 'enqueued');
      await alice.stop();
      await kamailio.restart();
      const bob = await switchOn('bob');
      await bob.receives('alice', 'through the restart');
      expect(bob.textsFrom('alice')).toEqual(['through the restart']);
      const again = await switchOn('alice', { store: alice.store });
      await again.statusBecomes(id, 'delivered');
    });

    it('tell that a number is unknown', async () => {
      const alice = await switchOn('alice');
      await alice.statusBecomes(alice.send('nobody', 'hello?'), 'failed: unknown-number');
    });

    it('tell that the login is refused when the password is wrong', async () => {
      const handset = await refused({ password: 'wrong' });
      expect(handset.link.state).toMatchObject({ kind: 'unreachable', reason: 'login-refused' });
    });

    it('refuse a server that another authority vouches for, before they say who they are', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'other-authority-'));
      const { caFile } = makeTestCertificates(folder, kamailio.domain);
      const handset = await refused({ caPem: readFileSync(caFile, 'utf8') });
      rmSync(folder, { recursive: true });
      expect(handset.link.state).toMatchObject({ kind: 'unreachable', reason: 'certificate-not-trusted' });
    });

    it('refuse a server of the right authority that is not the one of their domain', async () => {
      const server = { domain: 'other.test', port: kamailio.port, caFile: kamailio.caFile };
      const handset = await refused({ server });
      expect(handset.link.state).toMatchObject({ kind: 'unreachable', reason: 'wrong-server-name' });
    });
  });
}
