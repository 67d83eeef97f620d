import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SystemClock } from '../../src/main/machine/time/system-clock.ts';
import { DOMAIN, RelayRig } from '../relay/support/relay-rig.ts';
import { Baresip } from '../support/baresip.ts';
import { makeTestCertificates } from '../support/certificates.ts';
import { describeWithPeers } from '../support/installed-peers.ts';
import { Linphone } from '../support/linphone.ts';
import { RealHandset, type RealHandsetOptions } from '../support/real-handset.ts';
import type { SipServer, TestUser } from '../support/sip-server.ts';
import { LONGEST_TEXT } from './longest-text.ts';

describeWithPeers(['baresip', 'linphonec'], 'our relay with clients that others wrote', () => {
  let folder: string;
  let rig: RelayRig;
  let server: SipServer;
  let running: { stop(): Promise<void> }[] = [];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'relay-interop-'));
    const { caFile, certificateFile, keyFile } = makeTestCertificates(folder, DOMAIN);
    const read = (file: string): string => readFileSync(file, 'utf8');
    const tls = { caPem: read(caFile), certPem: read(certificateFile), keyPem: read(keyFile) };
    // Linphone knows no TLS 1.3.
    const config = { tls: { ...tls, oldestTls: 'TLSv1.2' as const } };
    rig = await RelayRig.start({ tls, config, clock: new SystemClock(), md5Users: ['bob', 'dave'] });
    server = { domain: DOMAIN, port: rig.port, caFile };
  });
  afterEach(async () => {
    await Promise.all(running.map((one) => one.stop()));
    running = [];
    await rig.stop();
    rmSync(folder, { recursive: true });
  });

  const alice = async (more: Partial<RealHandsetOptions> = {}): Promise<RealHandset> => {
    const handset = await RealHandset.start({ user: 'alice', server, ...more });
    running.push(handset);
    return handset;
  };
  const baresip = async (peer: 'alice' | 'carol'): Promise<Baresip> => {
    const client = await Baresip.start({ user: 'bob', server, peer });
    running.push(client);
    return client;
  };
  const linphone = async (user: TestUser = 'carol'): Promise<Linphone> => {
    const client = await Linphone.start({ user, server });
    running.push(client);
    return client;
  };

  it('takes baresip in, which knows no digest but MD5, and texts go both ways', async () => {
    const [handset, peer] = [await alice(), await baresip('alice')];
    const id = handset.send('bob', 'Zażółć gęślą jaźń 🐢');
    await peer.shows('alice', 'Zażółć gęślą jaźń 🐢');
    await handset.statusBecomes(id, 'enqueued');
    peer.send('Привет, ¿qué tal? 👩‍👩‍👧‍👦');
    await handset.receives('bob', 'Привет, ¿qué tal? 👩‍👩‍👧‍👦');
    peer.send(LONGEST_TEXT);
    await handset.receives('bob', LONGEST_TEXT);
  });

  for (const [user, digest] of [
    ['carol', 'SHA-256'],
    ['dave', 'MD5'],
  ] as const) {
    it(`takes linphone in by ${digest}, which checks the certificate, and texts and reports go both ways`, async () => {
      const [handset, peer] = [await alice(), await linphone(user)];
      const id = handset.send(user, LONGEST_TEXT);
      await peer.shows('alice', LONGEST_TEXT);
      await handset.statusBecomes(id, 'delivered');
      peer.send('alice', 'Привет, ¿qué tal? 👩‍👩‍👧‍👦');
      peer.send('alice', LONGEST_TEXT);
      await handset.receives(user, LONGEST_TEXT);
      expect(handset.textsFrom(user)).toEqual(['Привет, ¿qué tal? 👩‍👩‍👧‍👦', LONGEST_TEXT]);
    });
  }

  it('keeps texts of baresip for a handset that is off, the longest among them, in their order', async () => {
    const peer = await baresip('alice');
    peer.send('are you there? 🐢');
    peer.send(LONGEST_TEXT);
    await expect.poll(() => rig.relay.counters.stored, { timeout: 8_000 }).toBe(2);
    const handset = await alice();
    await handset.receives('bob', LONGEST_TEXT);
    expect(handset.textsFrom('bob')).toEqual(['are you there? 🐢', LONGEST_TEXT]);
  });

  it('carries what was read between handsets, where both owners agreed', async () => {
    const [one, other] = [await alice({ readReports: true }), await alice({ user: 'dave', readReports: true })];
    const id = one.send('dave', 'seen?');
    await other.receives('alice', 'seen?');
    other.reads('alice');
    await one.statusBecomes(id, 'read');
  });

  it('carries texts between baresip and linphone', async () => {
    const [bob, carol] = [await baresip('carol'), await linphone()];
    bob.send('from baresip ✓');
    await carol.shows('bob', 'from baresip ✓');
    carol.send('bob', 'from linphone ✓');
    await bob.shows('carol', 'from linphone ✓');
  });

  it('brings linphone what waited in the store, in its order, and its reports back', async () => {
    const handset = await alice();
    const texts = ['stored żółw 🐢', LONGEST_TEXT, 'third'];
    const ids = texts.map((text) => handset.send('carol', text));
    for (const id of ids) await handset.statusBecomes(id, 'enqueued');
    const peer = await linphone();
    for (const id of ids) await handset.statusBecomes(id, 'delivered');
    for (const text of texts) await peer.shows('alice', text);
    expect(peer.textsFrom('alice')).toEqual(texts);
  });

  it('keeps linphone’s deflated report, and a text of its, for a handset that is off', async () => {
    const handset = await alice({ messageFormat: 'plain' });
    const id = handset.send('carol', 'call me');
    await handset.statusBecomes(id, 'enqueued');
    await handset.stop();
    const peer = await linphone();
    await peer.shows('alice', 'call me');
    peer.send('alice', 'are you there? 🐢');
    await expect.poll(() => rig.relay.counters.stored, { timeout: 8_000 }).toBe(3);
    const again = await alice({ store: handset.store });
    await again.receives('carol', 'are you there? 🐢');
    await again.statusBecomes(id, 'delivered');
  });

  it('brings baresip a plain text that waited in the store, once', async () => {
    const handset = await alice({ messageFormat: 'plain' });
    const id = handset.send('bob', 'stored żółw 🐢');
    await handset.statusBecomes(id, 'enqueued');
    const peer = await baresip('alice');
    await peer.shows('alice', 'stored żółw 🐢');
    await expect.poll(() => rig.relay.counters.delivered, { timeout: 8_000 }).toBe(1);
    expect(peer.timesShown('alice', 'stored żółw 🐢')).toBe(1);
  });

  // As through the fleet's Kamailio (baresip.test.ts): baresip takes no CPIM, so the relay sends it the text that is in it. It
  // used to be reported to the sender as failed, although it could be shown.
  it('brings baresip a CPIM text that waited in the store, once, and its sender hears of no failure', async () => {
    const handset = await alice();
    const texts = ['stored żółw 🐢', 'second'];
    const ids = texts.map((text) => handset.send('bob', text));
    for (const id of ids) await handset.statusBecomes(id, 'enqueued');
    const peer = await baresip('alice');
    for (const text of texts) await peer.shows('alice', text);
    await expect.poll(() => rig.relay.counters.delivered, { timeout: 8_000 }).toBe(2);
    for (const text of texts) expect(peer.timesShown('alice', text)).toBe(1);
    expect(rig.relay.counters.reported).toBe(0);
    for (const id of ids) await handset.statusBecomes(id, 'enqueued');
  });
});
