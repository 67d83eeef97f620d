import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { describeWithPeers } from '../support/installed-peers.ts';
import { Kamailio } from '../support/kamailio.ts';
import { RawSipClient } from '../support/raw-sip-client.ts';
import { passwordOf, type TestUser } from '../support/sip-server.ts';

// What a stranger with an account learns of somebody's device, and what he can do to its login.
describeWithPeers(['kamailio'], "Kamailio with the fleet's configuration lets no stranger", () => {
  let kamailio: Kamailio;
  const running: RawSipClient[] = [];

  beforeAll(async () => {
    kamailio = await Kamailio.start({ algorithm: 'SHA-256' });
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((one) => one.destroy()));
    kamailio.changeDatabase('DELETE FROM silo');
  });
  afterAll(() => kamailio.stop());

  const to = (user: string): string => `sip:${user}@${kamailio.domain}`;
  const connected = async (user: TestUser, localAddress = '127.0.0.1', password = passwordOf(user)) => {
    const ca = readFileSync(kamailio.caFile, 'utf8');
    const { domain, port } = kamailio;
    const client = await RawSipClient.connect({ host: '127.0.0.1', port, ca, domain, user, password, localAddress });
    running.push(client);
    return client;
  };
  const registered = async (user: TestUser): Promise<RawSipClient> => {
    const client = await connected(user);
    expect((await client.register()).status).toBe(200);
    return client;
  };

  it.each([
    'application/im-iscomposing+xml;charset=utf-8',
    'Application/PIDF+xml',
    'application/pidf-diff+xml',
    'application/dialog-info+xml',
    'application/simple-message-summary',
  ])('leave in a box what is of this moment only, nor learn by it that nobody is there: %s', async (contentType) => {
    const alice = await registered('alice');
    const wrapped = `From: <${to('alice')}>\r\nTo: <${to('bob')}>\r\n\r\nContent-Type: ${contentType}\r\n\r\nnow`;
    expect((await alice.send(to('bob'), 'now', { contentType })).status).toBe(202);
    expect((await alice.send(to('bob'), wrapped, { contentType: 'message/cpim' })).status).toBe(202);
    expect(kamailio.storedMessages()).toBe(0);
    const bob = await registered('bob');
    expect((await alice.send(to('bob'), 'now', { contentType })).status).toBe(200);
    expect(bob.messages).toHaveLength(1);
  });

  it('learn from the kind of answer whether a device is there: what fits is taken, what does not is refused, always', async () => {
    const alice = await registered('alice');
    const outcomes = async (): Promise<readonly boolean[]> => {
      const answers = [
        await alice.send(to('bob'), 'now or never', { headers: ['Expires: 0'] }),
        await alice.send(to('bob'), 'x'.repeat(33_000)),
        await alice.send(to('bob'), 'x'.repeat(40_000)),
        await alice.send(to('bob'), 'x', { headers: [`Priority: ${'x'.repeat(500)}`] }),
        await alice.send(to('bob'), 'x', { contentType: `text/plain;x=${'x'.repeat(500)}` }),
        await alice.send(to('bob'), 'x', { callId: 'x'.repeat(500) }),
      ];
      return answers.map(({ status }) => status === 200 || status === 202);
    };
    const whileOff = await outcomes();
    await registered('bob');
    expect([whileOff, await outcomes()]).toEqual([
      [true, true, false, false, false, false],
      [true, true, false, false, false, false],
    ]);
  });

  it("lock an owner's device out by guesses from behind the same address, at his account or at others", async () => {
    const address = '127.0.0.91';
    const guess = async (user: TestUser): Promise<number | null> =>
      (await (await connected(user, address, 'wrong')).register()).status;
    const owner = await connected('dave', address);
    const device = { instance: 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6', regId: 1 };
    expect((await owner.register(device)).status).toBe(200);
    for (let count = 0; count < 12; count++) await guess('dave');
    for (let count = 0; count < 50; count++) await guess((['alice', 'bob', 'carol'] as const)[count % 3]!);
    expect(await guess('dave')).toBe(403);
    expect((await (await connected('dave', address)).register(device)).status).toBe(200);
    expect((await owner.register(device)).status).toBe(200);
    expect((await (await connected('dave', address)).register({ ...device, instance: 'another' })).status).toBe(403);
  });
});
