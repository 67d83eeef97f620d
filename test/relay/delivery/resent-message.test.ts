import { expect, it } from 'vitest';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { RelayRig, addressOf, makeTestTls } from '../support/relay-rig.ts';

it('a message that was refused after its 202 is forwarded anew when its sender sends it again', async () => {
  const rig = await RelayRig.start({ tls: makeTestTls(), clock: new VirtualClock() });
  const alice = await rig.login('alice');
  await rig.makeKnown(alice, 'bob');
  const again = { callId: 'one-and-the-same', cseq: 1 };
  expect((await alice.send(addressOf('bob'), 'take it', again)).status).toBe(202);
  const bob = await rig.connect('bob');
  bob.answerPolicy = () => '415 Unsupported Media Type';
  await bob.register();
  await alice.until(() => alice.messages.length === 1);
  bob.answerPolicy = () => '200 OK';
  expect((await alice.send(addressOf('bob'), 'take it', again)).status).toBe(202);
  await bob.until(() => bob.messages.length === 2);
  expect(bob.messages.map(({ body }) => body.toString())).toEqual(['take it', 'take it']);
  await rig.stop();
});
