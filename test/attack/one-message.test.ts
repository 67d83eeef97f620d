import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RawSipClient } from '../support/raw-sip-client.ts';
import { AttackBed } from './support/attack-bed.ts';

describe('one text that a device does not take, at the relay,', () => {
  let bed: AttackBed;
  let mallory: RawSipClient;
  let trudy: RawSipClient;

  beforeAll(async () => {
    bed = await AttackBed.start({ moreAccounts: ['target'] });
    mallory = await bed.registered('mallory');
    trudy = await bed.registered('trudy');
  });
  afterAll(() => bed.stop());

  const to = (): string => `sip:target@${bed.domain}`;

  it('with a tag in To is refused at the door, and keeps nobody from writing', async () => {
    const bob = await bed.handset('bob');
    const address = `sip:bob@${bed.domain}`;
    const answer = await mallory.request('MESSAGE', address, {
      to: `<${address}>;tag=x`,
      headers: ['Content-Type: text/plain'],
      body: 'in no dialog',
    });
    expect(answer.status).toBe(481);
    await trudy.send(address, 'it comes all the same');
    await bob.hand.led('blinking');
  });

  it.each(['500 Server Internal Error', '302 Moved Temporarily', '486 Busy Here', '600 Busy Everywhere', '481 No'])(
    'answered %s each time, leaves what comes from others its way',
    async (line) => {
      const target = await bed.client('target');
      target.answerPolicy = ({ body }) => (body.toString().startsWith('bad') ? line : '200 OK');
      await target.register();
      for (const text of ['bad 1', 'bad 2']) expect((await mallory.send(to(), `${text} ${line}`)).status).toBe(202);
      await trudy.send(to(), `good ${line}`);
      await target.until(() => target.messages.some(({ body }) => body.toString() === `good ${line}`));
      await target.destroy();
    },
  );

  it('is kept with two more under one Call-ID, and all three are delivered', async () => {
    const target = await bed.client('target');
    const texts = ['same', 'same', 'other'];
    for (const [at, text] of texts.entries()) {
      expect((await trudy.send(to(), text, { callId: 'one-call', cseq: at + 1 })).status).toBe(202);
    }
    expect((await trudy.send(to(), 'other', { callId: 'one-call', cseq: 3 })).status).toBe(202);
    await target.register();
    const own = () => target.messages.filter((message) => message.header('Call-ID') === 'one-call');
    await target.until(() => own().length === 3);
    expect(own().map(({ body }) => body.toString())).toEqual(texts);
    await target.destroy();
  });
});
