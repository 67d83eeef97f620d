import { expect, it } from 'vitest';
import { relayBench } from '../support/relay-bench.ts';
import { DOMAIN, addressOf } from '../support/relay-rig.ts';

const bench = relayBench();

const typing = '<isComposing xmlns="urn:ietf:params:xml:ns:im-iscomposing"><state>active</state></isComposing>';
const wrapped = [
  `From: <${addressOf('alice')}>`,
  `To: <${addressOf('bob')}>`,
  'NS: imdn <urn:ietf:params:imdn>',
  'imdn.Message-ID: t-1',
  'imdn.Disposition-Notification: positive-delivery, negative-delivery',
  '',
  'Content-Type: Application/IM-isComposing+XML; charset=utf-8',
  '',
  typing,
].join('\r\n');

it.each([
  ['application/im-iscomposing+xml', typing],
  ['Application/im-isComposing+XML;charset=UTF-8', typing],
  ['message/cpim', wrapped],
  ['application/pidf+xml', '<presence/>'],
  ['application/simple-message-summary', 'Messages-Waiting: yes'],
])('%s is shown to who is there and knows the sender, and to nobody else ever', async (contentType, body) => {
  const alice = await bench.rig.login('alice');
  await bench.rig.makeKnown(alice, 'bob');
  await bench.rig.waitFor(() => bench.rig.queue.usageOfAll().count === 0);
  const { stored, delivered, reported } = bench.rig.relay.counters;
  const answers = [await alice.send(addressOf('bob'), body, { contentType })];
  const bob = await bench.rig.login('bob');
  answers.push(await alice.send(addressOf('bob'), body, { contentType, callId: 'seen' }));
  await bob.until(() => bob.messages.length === 1);
  bob.answerPolicy = () => '415 Unsupported Media Type';
  answers.push(await alice.send(addressOf('bob'), body, { contentType, callId: 'refused' }));
  await bob.until(() => bob.messages.length === 2);
  await bob.request('OPTIONS', `sip:${DOMAIN}`);
  expect(answers.map(({ startLine }) => startLine)).toEqual(Array(3).fill('SIP/2.0 202 Accepted'));
  expect(bob.messages.map((message) => message.header('Call-ID'))).toEqual(['seen', 'refused']);
  expect(bench.rig.queue.usageOfAll().count).toBe(0);
  expect(bench.rig.relay.counters).toMatchObject({ stored, delivered, reported });
  bench.clock.advance(73 * 3_600_000);
  expect([bench.rig.queue.usageOfAll().count, alice.messages.length]).toEqual([0, 0]);
});

it('nothing of this moment comes from a stranger, nor what is too long for it, whatever it is answered', async () => {
  const [alice, carol] = [await bench.rig.login('alice'), await bench.rig.login('carol')];
  await bench.rig.makeKnown(alice, 'bob');
  const bob = await bench.rig.login('bob');
  const contentType = 'application/pidf+xml';
  const long = `<presence>${'x'.repeat(4_096)}</presence>`;
  expect((await carol.send(addressOf('bob'), '<presence/>', { contentType })).status).toBe(202);
  expect((await alice.send(addressOf('bob'), long, { contentType })).status).toBe(202);
  expect((await alice.send(addressOf('bob'), '<presence/>', { contentType, callId: 'known' })).status).toBe(202);
  await bob.until(() => bob.messages.length > 0);
  expect(bob.messages.map((message) => message.header('Call-ID'))).toEqual(['known']);
});

it('of many at once one goes to the device, and the next when that one was answered', async () => {
  const alice = await bench.rig.login('alice');
  await bench.rig.makeKnown(alice, 'bob');
  const bob = await bench.rig.login('bob');
  bob.answerPolicy = () => null;
  const contentType = 'application/im-iscomposing+xml';
  for (let at = 0; at < 20; at += 1) await alice.send(addressOf('bob'), typing, { contentType, callId: `flood-${at}` });
  await bob.request('OPTIONS', `sip:${DOMAIN}`);
  expect(bob.messages).toHaveLength(1);
  bob.answer(bob.messages[0]!, '200 OK');
  await bob.request('OPTIONS', `sip:${DOMAIN}`);
  await alice.send(addressOf('bob'), typing, { contentType, callId: 'next' });
  await bob.until(() => bob.messages.length === 2);
  expect(bob.messages[1]?.header('Call-ID')).toBe('next');
});

it('a text that only mentions typing is a message', async () => {
  const alice = await bench.rig.login('alice');
  await alice.send(addressOf('bob'), typing);
  expect(bench.rig.queue.usageOf('to', addressOf('bob')).count).toBe(1);
});
