import { describe, expect, it, vi } from 'vitest';
import { deviceAgeMs } from '../../../src/domain/time.ts';
import { StoreUnavailable } from '../../../src/ports/store/store-unavailable.ts';
import { Devices } from '../../../src/relay/registration/devices.ts';
import { MemoryInstanceBook } from '../../support/memory-store/memory-instance-book.ts';
import type { RawSipClient } from '../../support/raw-sip-client.ts';
import { relayBench } from '../support/relay-bench.ts';
import { DOMAIN, RecordingLog, addressOf } from '../support/relay-rig.ts';

const DAY_MS = 86_400_000;

const bench = relayBench();

const heldForBob = (): number => bench.rig.queue.usageOf('to', addressOf('bob')).count;
const texts = ({ messages }: RawSipClient): readonly string[] =>
  messages.filter((message) => message.header('X-Relay-Notice') === '').map(({ body }) => body.toString());
const notices = ({ messages }: RawSipClient) => messages.filter((message) => message.header('X-Relay-Notice') !== '');

async function device(instance: string, localAddress = '127.0.0.1'): Promise<RawSipClient> {
  const client = await bench.rig.connect('bob', { localAddress });
  await client.register({ instance, regId: 1 });
  return client;
}

/** Everything that is on the way has come, and its answer was read. */
async function settled(client: RawSipClient): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    await client.request('OPTIONS', `sip:${DOMAIN}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

describe('a thief with the password, while the owner is off,', () => {
  it('takes nothing from him: all of it waits until his own device comes', async () => {
    await (await device('own')).destroy();
    const alice = await bench.rig.login('alice');
    await alice.send(addressOf('bob'), '1');
    const thief = await device('thief', '127.0.0.3');
    await alice.send(addressOf('bob'), '2');
    await thief.until(() => texts(thief).length === 2);
    await settled(thief);
    expect(heldForBob()).toBeGreaterThanOrEqual(2);
    const own = await device('own');
    await own.until(() => texts(own).length === 2);
    expect(texts(own)).toEqual(['1', '2']);
    await bench.rig.waitFor(() => heldForBob() === 0);
  });

  it('is told to the owner, by the relay alone and once, after a restart too', async () => {
    await (await device('own')).destroy();
    const thief = await device('thief', '127.0.0.3');
    await bench.restart();
    await device('thief', '127.0.0.3');
    const own = await device('own');
    await own.until(() => notices(own).length === 1);
    const [notice] = notices(own);
    expect(notice?.header('From')).toContain(`<${addressOf('relay')}>`);
    expect(notice?.header('X-Relay-Notice')).toMatch(/^foreign-device;device=[\w-]{43}$/);
    expect(notice?.header('Content-Type')).toBe('text/plain;charset=utf-8');
    expect(notice?.body.toString()).toMatch(/^Another device has logged in/);
    await settled(own);
    expect([notices(own).length, notices(thief).length]).toEqual([1, 0]);
    expect(bench.rig.log.codes('warn').filter((code) => code === 'relay.foreign-device')).toHaveLength(0);
  });

  it('tells nothing more by coming under a hundred names, and fills no memory with them', async () => {
    const own = await device('own');
    const thief = await bench.rig.connect('bob', { localAddress: '127.0.0.3' });
    for (let at = 0; at < 40; at += 1) {
      await thief.register({ instance: `thief-${at}`, regId: 1 });
      bench.clock.advance(1_000);
    }
    await own.until(() => notices(own).length === 1);
    await settled(own);
    expect(notices(own)).toHaveLength(1);
    expect(bench.instances.all().length).toBeLessThanOrEqual(32);
    expect(
      bench.instances
        .all()
        .filter(({ isOwn }) => isOwn)
        .map(({ instance }) => instance),
    ).toEqual(['urn:uuid:own']);
  });
});

describe('a thief with the password, while the owner is on,', () => {
  it('displaces him with no number of devices', async () => {
    const own = await device('own');
    for (let at = 0; at < 12; at += 1) await device(`thief-${at}`, '127.0.0.3');
    const alice = await bench.rig.login('alice');
    await alice.send(addressOf('bob'), 'hello');
    await own.until(() => texts(own).length === 1);
    await bench.rig.waitFor(() => heldForBob() === 0);
    expect(own.isClosed).toBe(false);
  });

  it('neither sees nor ends his registration, and takes no message by an answer', async () => {
    const own = await device('own');
    const thief = await device('thief', '127.0.0.3');
    await own.until(() => notices(own).length === 1);
    own.answerPolicy = () => null;
    expect((await thief.register({ contact: null })).all('Contact').join()).not.toContain('own');
    await thief.register({ contact: '*', expires: 0 });
    expect((await own.register({ contact: null })).all('Contact').join()).toContain('urn:uuid:own');
    await thief.register({ instance: 'thief', regId: 1 });
    expect((await own.register({ contact: null })).all('Contact')).toHaveLength(2);
    await (await bench.rig.login('alice')).send(addressOf('bob'), 'hello');
    await thief.until(() => texts(thief).length === 1);
    await settled(thief);
    expect(heldForBob()).toBeGreaterThanOrEqual(1);
  });
});

it('nobody else can say what the relay says', async () => {
  const own = await device('own');
  const alice = await bench.rig.login('alice');
  const notice = { headers: ['X-Relay-Notice: foreign-device', 'x-relay-notice: again'] };
  expect(
    (await alice.send(addressOf('bob'), 'false alarm', { ...notice, from: `<${addressOf('relay')}>` })).status,
  ).toBe(403);
  await alice.send(addressOf('bob'), 'false alarm', notice);
  await own.until(() => own.messages.length === 1);
  expect(notices(own)).toEqual([]);
});

describe('the device that is an account’s own', () => {
  it('is the first that logs in, also after a restart', async () => {
    await (await device('own')).destroy();
    await bench.restart();
    const other = await device('other');
    await (await bench.rig.login('alice')).send(addressOf('bob'), 'hello');
    await other.until(() => texts(other).length === 1);
    await settled(other);
    expect(heldForBob()).toBeGreaterThanOrEqual(1);
  });

  it('is another one when it has not come for a week', async () => {
    await (await device('own')).destroy();
    bench.clock.advance(7 * DAY_MS);
    const fresh = await device('new');
    await (await bench.rig.login('alice')).send(addressOf('bob'), 'hello');
    await fresh.until(() => texts(fresh).length === 1);
    await bench.rig.waitFor(() => heldForBob() === 0);
    expect(notices(fresh)).toEqual([]);
  });

  it('is each that the configuration names, and no other may log in: the owner is told of it', async () => {
    const named = ['urn:uuid:phone', 'urn:uuid:tablet'];
    const bob = { username: 'bob', password: 'pw-bob', address: addressOf('bob'), instances: named };
    const alice = { username: 'alice', password: 'pw-alice', address: addressOf('alice') };
    await bench.restart({ accounts: [bob, alice] });
    const thief = await bench.rig.connect('bob');
    for (const options of [{ instance: 'thief', regId: 1 }, {}]) {
      expect((await thief.register(options)).startLine).toBe('SIP/2.0 403 Not Your Device');
    }
    for (const name of ['tablet', 'PHONE']) {
      const own = await device(name);
      await (await bench.rig.login('alice')).send(addressOf('bob'), name);
      await own.until(() => texts(own).length === 1);
      await bench.rig.waitFor(() => heldForBob() === 0);
      expect(notices(own)).toHaveLength(name === 'tablet' ? 1 : 0);
      await own.destroy();
    }
  });

  it('writes itself down at most once an hour', async () => {
    const own = await device('own');
    const before = bench.instances.saves;
    const comesEachMinute = async (minutes: number): Promise<number> => {
      for (let at = 0; at < minutes; at += 1) {
        bench.clock.advance(60_000);
        await own.register({ instance: 'own', regId: 1 });
      }
      return bench.instances.saves - before;
    };
    expect([await comesEachMinute(59), await comesEachMinute(2), await comesEachMinute(57)]).toEqual([0, 1, 1]);
  });
});

it('of an account 32 are remembered; of more the foreign one goes that came the longest ago', async () => {
  const book = new MemoryInstanceBook();
  let ageMs = 0;
  const devices = new Devices({
    ...{ book, log: new RecordingLog(), successionMs: DAY_MS },
    ageNow: () => deviceAgeMs((ageMs += 1)),
  });
  const account = { username: 'bob', address: addressOf('bob'), secrets: {} };
  expect(devices.registers(account, 'own')).toBe('own');
  const names = Array.from({ length: 31 }, (_, at) => `foreign ${at}`);
  for (const name of names) expect(devices.registers(account, name)).toBe('new-foreign');
  await nextTurn();
  expect(book.all().map(({ instance }) => instance)).toEqual(['own', ...names]);
  expect(devices.registers(account, 'one more')).toBe('new-foreign');
  await nextTurn();
  expect(book.all().map(({ instance }) => instance)).toEqual(['own', ...names.slice(1), 'one more']);
});

it('an own one is written down before its registration is answered, a thousand foreign ones at once by one write', async () => {
  const book = new MemoryInstanceBook();
  const saveAllOf = vi.spyOn(book, 'saveAllOf');
  const devices = new Devices({ book, log: new RecordingLog(), successionMs: DAY_MS, ageNow: () => deviceAgeMs(1) });
  const account = { username: 'bob', address: addressOf('bob'), secrets: {} };
  devices.registers(account, 'own');
  expect(book.all()).toHaveLength(1);
  for (let at = 0; at < 1_000; at += 1) devices.registers(account, `foreign ${at}`);
  await nextTurn();
  expect(book.all()).toHaveLength(32);
  expect(saveAllOf).toHaveBeenCalledTimes(2);
});

it('while the queue cannot tell how old the relay is, the first device and those known as own are own, others foreign', () => {
  let isReadable = true;
  const devices = new Devices({
    ...{ book: new MemoryInstanceBook(), log: new RecordingLog(), successionMs: DAY_MS },
    ageNow: () => {
      if (!isReadable) throw new StoreUnavailable('damaged');
      return deviceAgeMs(1);
    },
  });
  const account = { username: 'bob', address: addressOf('bob'), secrets: {} };
  isReadable = false;
  expect(devices.registers(account, 'own')).toBe('own');
  isReadable = true;
  expect(devices.registers(account, 'own')).toBe('own');
  isReadable = false;
  expect([devices.registers(account, 'own'), devices.registers(account, 'thief')]).toEqual(['own', 'foreign']);
});
