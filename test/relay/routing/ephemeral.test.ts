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
])('%s is shown to who is there, and to nobody else ever', async (contentType, body) => {
  const alice = await bench.rig.login('alice');
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
  expect(bench.rig.relay.counters).toMatchObject({ stored: 0, delivered: 0, reported: 0 });
  bench.clock.advance(73 * 3_600_000);
  expect([bench.rig.queue.usageOfAll().count, alice.messages.length]).toEqual([0, 0]);
});

it('a text that only mentions typing is a message', async () => {
  const alice = await bench.rig.login('alice');
  await alice.send(addressOf('bob'), typing);
  expect(bench.rig.queue.usageOf('to', addressOf('bob')).count).toBe(1);
});
