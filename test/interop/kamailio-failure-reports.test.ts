import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { describeWithPeers } from '../support/installed-peers.ts';
import { Kamailio } from '../support/kamailio.ts';
import { RawSipClient } from '../support/raw-sip-client.ts';
import type { RawSipMessage } from '../support/raw-sip-message.ts';
import { RealHandset } from '../support/real-handset.ts';
import { passwordOf, type TestUser } from '../support/sip-server.ts';

/** 72 h, and the time within which a delivery that began before has ended (EXPIRY_SETTLE_SECONDS). */
const OVER_SECONDS = 259_200 + 31;
/** It looks every two seconds. */
const REPORT_TIMEOUT_MS = 8_000;

// The fleet's configuration ends what nobody came for as the embedded relay does (src/relay/message/failure-report.ts).
describeWithPeers(['kamailio'], 'Kamailio tells the sender', () => {
  let kamailio: Kamailio;
  const running: { stop(): Promise<void> }[] = [];

  beforeAll(async () => {
    kamailio = await Kamailio.start({ algorithm: 'SHA-256', settings: ['#!define STORE_CLEAN_SECONDS 1'] });
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((one) => one.stop()));
    await storeIsEmpty();
  });
  afterAll(() => kamailio.stop());

  const to = (user: string): string => `sip:${user}@${kamailio.domain}`;
  const storeIsEmpty = (): Promise<void> =>
    expect.poll(() => kamailio.storedMessages(), { timeout: REPORT_TIMEOUT_MS }).toBe(0);
  const registered = async (user: TestUser, answer = '200 OK'): Promise<RawSipClient> => {
    const ca = readFileSync(kamailio.caFile, 'utf8');
    const { domain, port } = kamailio;
    const client = await RawSipClient.connect({
      host: '127.0.0.1',
      port,
      ca,
      domain,
      user,
      password: passwordOf(user),
    });
    running.push({ stop: () => client.destroy() });
    client.answerPolicy = () => answer;
    expect((await client.register()).status).toBe(200);
    return client;
  };
  const store = async (sender: RawSipClient, body: string, contentType = 'text/plain', callId = 'call@alice') => {
    expect((await sender.send(to('bob'), body, { contentType, callId })).status).toBe(202);
  };
  const cpim = (id: string, wish: string, type = 'text/plain'): string =>
    `From: <${to('alice')}>\r\nTo: <${to('bob')}>\r\nNS: imdn <urn:ietf:params:imdn>\r\nimdn.Message-ID: ${id}\r\n` +
    `${wish}\r\nContent-Type: ${type}\r\n\r\nhello`;
  const WISH = 'imdn.Disposition-Notification: positive-delivery, negative-delivery\r\n';
  const reportsTo = async (client: RawSipClient, count: number): Promise<readonly RawSipMessage[]> => {
    await client.until(() => client.messages.length >= count, REPORT_TIMEOUT_MS);
    expect(client.messages).toHaveLength(count);
    return client.messages;
  };

  it('that his text was not delivered in 72 h: a report in CPIM from the recipient, which names the Call-ID of a plain text', async () => {
    const alice = await registered('alice');
    await store(alice, "it's <late>");
    kamailio.makeStoredOlder(OVER_SECONDS);
    const [report] = await reportsTo(alice, 1);
    expect(report?.header('From')).toContain(`<${to('bob')}>`);
    expect(report?.header('Content-Type')).toBe('message/cpim');
    const body = report?.body.toString() ?? '';
    const id = /imdn\.Message-ID: (\S+)/.exec(body)?.[1];
    expect(report?.header('Call-ID')).toBe(`report.${id ?? ''}`);
    expect(body).toContain(`From: <${to('bob')}>\r\nTo: <${to('alice')}>\r\n`);
    expect(body).toContain('<message-id>call@alice</message-id>');
    expect(body).toContain('<failed/><expired xmlns="urn:secure-handset:imdn"/>');
    expect(body).toContain(`<recipient-uri>${to('bob')}</recipient-uri>`);
    const xml = body.slice(body.indexOf('<?xml'));
    expect(body).toContain(`Content-Length: ${Buffer.byteLength(xml)}\r\n`);
    await storeIsEmpty();
    expect(alice.messages).toHaveLength(1);
  });

  it('of a CPIM text under its imdn.Message-ID, whatever characters that holds', async () => {
    const alice = await registered('alice');
    await store(alice, cpim(`o'neil"<&>\\'; DROP TABLE silo; --`, WISH), 'message/cpim');
    kamailio.makeStoredOlder(OVER_SECONDS);
    const [report] = await reportsTo(alice, 1);
    expect(report?.body.toString()).toContain(
      `<message-id>o'neil"&lt;&amp;&gt;&#92;'; DROP TABLE silo; --</message-id>`,
    );
  });

  it('of a CPIM text of any length that is kept at all', async () => {
    const alice = await registered('alice');
    await store(alice, `${cpim('long', WISH)}${'x'.repeat(30_000)}`, 'message/cpim');
    kamailio.makeStoredOlder(OVER_SECONDS);
    const [report] = await reportsTo(alice, 1);
    expect(report?.body.toString()).toContain('<message-id>long</message-id>');
    expect((await alice.send(to('bob'), 'x'.repeat(40_000))).status).toBe(413);
  });

  it('nothing about a report, nor about a CPIM message that asks for no delivery report: these end in silence', async () => {
    const alice = await registered('alice');
    await store(alice, '<imdn/>', 'message/imdn+xml');
    await store(alice, cpim('1', WISH, 'message/imdn+xml'), 'message/cpim');
    await store(alice, cpim('2', 'imdn.Disposition-Notification: display\r\n'), 'message/cpim');
    kamailio.makeStoredOlder(OVER_SECONDS);
    await storeIsEmpty();
    expect(alice.messages).toEqual([]);
  });

  it('when he comes back, if he was away; once, though the relay died between report and deletion', async () => {
    const alice = await registered('alice');
    await store(alice, 'hello');
    kamailio.makeStoredOlder(OVER_SECONDS);
    const putBack = kamailio.rememberStored();
    await alice.destroy();
    await expect.poll(() => kamailio.storedReports(), { timeout: REPORT_TIMEOUT_MS }).toBe(1);
    await kamailio.restart();
    putBack();
    await expect.poll(() => kamailio.storedMessages(), { timeout: REPORT_TIMEOUT_MS }).toBe(1);
    const again = await registered('alice');
    await reportsTo(again, 1);
    await storeIsEmpty();
    expect(again.messages).toHaveLength(1);
  });

  it('of each of many, once, though it ends no more than 64 at a look', async () => {
    const alice = await registered('alice');
    const ids = Array.from({ length: 70 }, (_, index) => `many-${index}`);
    for (const id of ids) await store(alice, id, 'text/plain', id);
    kamailio.makeStoredOlder(OVER_SECONDS);
    const reports = await reportsTo(alice, ids.length);
    const told = reports.map(({ body }) => /<message-id>(.*)<\/message-id>/.exec(body.toString())?.[1]);
    expect(told.toSorted()).toEqual(ids.toSorted());
    await storeIsEmpty();
    expect(alice.messages).toHaveLength(ids.length);
  });

  it('and never delivers what it reports: a device that comes after 72 h gets nothing, whenever the report goes', async () => {
    const alice = await registered('alice');
    await store(alice, 'too late');
    kamailio.makeStoredOlder(259_200);
    const bob = await registered('bob');
    expect(kamailio.storedMessages()).toBe(1);
    kamailio.makeStoredOlder(31);
    await reportsTo(alice, 1);
    expect(bob.messages).toEqual([]);
  });

  it('earlier, if his own Expires asked for it, also one that was 0', async () => {
    const alice = await registered('alice');
    const expiring = (seconds: number): Promise<RawSipMessage> =>
      alice.send(to('bob'), 'short-lived', { headers: [`Expires: ${seconds}`] });
    expect((await expiring(0)).status).toBe(202);
    expect((await expiring(60)).status).toBe(202);
    await store(alice, 'stays');
    kamailio.makeStoredOlder(91);
    await reportsTo(alice, 2);
    await expect.poll(() => kamailio.storedMessages(), { timeout: REPORT_TIMEOUT_MS }).toBe(1);
    kamailio.makeStoredOlder(OVER_SECONDS);
    await reportsTo(alice, 3);
  });

  for (const answer of [
    '403 Forbidden',
    '413 Too Large',
    '404 Not Found',
    '415 Unsupported',
    '501 No',
    '603 Decline',
  ]) {
    it(`that the device refused a stored text for ever with ${answer}, and does not try again`, async () => {
      const alice = await registered('alice');
      await store(alice, cpim('refused', WISH), 'message/cpim');
      const bob = await registered('bob', answer);
      const [report] = await reportsTo(alice, 1);
      expect(report?.body.toString()).toContain('<message-id>refused</message-id>');
      expect(report?.body.toString()).toContain('<status><failed/></status>');
      await storeIsEmpty();
      const tries = bob.messages.length;
      expect((await bob.register()).status).toBe(200);
      // What was still stored would come before this one.
      bob.answerPolicy = () => '200 OK';
      await alice.send(to('bob'), 'the next');
      expect(bob.messages).toHaveLength(tries + 1);
    });
  }

  it('so that a handset shows its message as failed, not delivered in 72 h', async () => {
    const alice = await RealHandset.start({ user: 'alice', server: kamailio });
    running.push(alice);
    const id = alice.send('bob', 'anybody there?');
    await alice.statusBecomes(id, 'enqueued');
    kamailio.makeStoredOlder(OVER_SECONDS);
    await alice.statusBecomes(id, 'failed: not-delivered-in-72-h');
  });
});
