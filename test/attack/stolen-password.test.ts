import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RawSipClient } from '../support/raw-sip-client.ts';
import { AttackBed } from './support/attack-bed.ts';

const THIEVES = 9;

describe('a thief with the password', () => {
  let bed: AttackBed;

  beforeAll(async () => {
    bed = await AttackBed.start({ moreAccounts: ['owner'] });
  });
  afterAll(() => bed.stop());

  const device = async (instance: string): Promise<RawSipClient> => {
    const client = await bed.client('owner');
    expect((await client.register({ instance, regId: 1 })).status).toBe(200);
    return client;
  };
  const texts = ({ messages }: RawSipClient): readonly string[] =>
    messages.filter((message) => message.header('X-Relay-Notice') === '').map(({ body }) => body.toString());

  it('takes no message while the owner is off, displaces him by no number of devices, and is told to him', async () => {
    await (await device('own')).destroy();
    const thief = await device('thief');
    const mallory = await bed.registered('mallory');
    await mallory.send(`sip:owner@${bed.domain}`, 'for the owner');
    await thief.until(() => texts(thief).length === 1);
    await thief.request('OPTIONS', `sip:${bed.domain}`);

    const own = await device('own');
    await own.until(() => texts(own).length === 1 && own.messages.length === 2);
    const notice = own.messages.find((message) => message.header('X-Relay-Notice') !== '');
    expect(notice?.header('From')).toContain(`<sip:relay@${bed.domain}>`);

    for (let at = 0; at < THIEVES; at += 1) await device(`thief-${at}`);
    await mallory.send(`sip:owner@${bed.domain}`, 'still for the owner');
    await own.until(() => texts(own).includes('still for the owner'));
    expect(own.isClosed).toBe(false);
    expect(thief.messages.every((message) => message.header('X-Relay-Notice') === '')).toBe(true);
  });

  it('is told on the owner’s handset, on and off, once for each device, by nobody but the relay, until it was seen', async () => {
    const { hand } = await bed.handset('bob');
    const mallory = await bed.registered('mallory');
    const forged = { headers: [`X-Relay-Notice: foreign-device;device=${'A'.repeat(43)}`] };
    await mallory.send(`sip:bob@${bed.domain}`, 'false alarm', forged);
    await hand.led('pattern:request');

    const thief = await bed.client('bob');
    const registers = { instance: 'first-thief', regId: 1 };
    expect((await thief.register(registers)).status).toBe(200);
    await hand.led('pattern:failed');
    await hand.shows('Another device');
    await hand.goHome();
    await hand.tap('Enter');
    await hand.shows('Call your operator');
    await hand.led('pattern:request');

    await thief.register(registers);
    await hand.power(false);
    await hand.until('off');
    const second = await bed.client('bob');
    expect((await second.register({ instance: 'second-thief', regId: 1 })).status).toBe(200);
    await hand.power(true);
    await hand.led('pattern:failed', 15_000);
    await hand.goHome();
    await hand.tap('Enter');
    const lines = await hand.shows('Call your operator');
    expect(lines.filter((line) => line === 'Another device')).toHaveLength(2);
  });

  it('does not get in where the account is bound to a device', async () => {
    const bound = await AttackBed.start({
      settings: {
        accounts: [
          { address: 'owner@relay.test', password: 'pw-owner', instances: ['urn:uuid:own'] },
          { address: 'mallory@relay.test', password: 'pw-mallory' },
        ],
      },
    });
    const thief = await bound.client('owner');
    expect((await thief.register({ instance: 'thief', regId: 1 })).status).toBe(403);
    const own = await bound.client('owner');
    expect((await own.register({ instance: 'own', regId: 1 })).status).toBe(200);
    await own.until(() => own.messages.length === 1);
    expect(own.messages[0]?.header('X-Relay-Notice')).toMatch(/^foreign-device;device=/);
    await bound.stop();
  });
});
