import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { DeviceProcess, FakeKernelLibrary } from './fake-kernel.ts';

const library = new FakeKernelLibrary();
afterAll(() => {
  library.remove();
});

const opened: DeviceProcess[] = [];
afterEach(() => {
  for (const device of opened.splice(0)) device.kill();
});

async function open(kind: string, options: unknown, env: Readonly<Record<string, string>> = {}) {
  const device = new DeviceProcess(library, kind, options, env);
  opened.push(device);
  return { device, answer: await device.opened() };
}

const KEY_A = 30;

describe('an input device', () => {
  it('tells its events as they are, with the time on the clock of their stamps', async () => {
    const { device } = await open('input', '/dev/input/event9');
    await device.kernel(`event 1 ${KEY_A} 1`);
    const [nowMs, hex] = await device.find(([first]) => typeof first === 'number');
    const event = Buffer.from(hex as string, 'hex');
    expect(event).toHaveLength(24);
    expect([event.readUInt16LE(16), event.readUInt16LE(18), event.readInt32LE(20)]).toEqual([1, KEY_A, 1]);
    const stampMs = Number(event.readBigInt64LE(0)) * 1_000 + Number(event.readBigInt64LE(8)) / 1_000;
    expect(nowMs as number).toBeGreaterThanOrEqual(stampMs);
    expect((nowMs as number) - stampMs).toBeLessThan(5_000);
  });

  it('says which keys are down now', async () => {
    const { device } = await open('input', '/dev/input/event9', { FAKE_FIRST: `hold ${KEY_A}` });
    await device.ask('held');
    const [, hex] = await device.find(([first]) => first === 'held');
    const bits = Buffer.from(hex as string, 'hex');
    expect(bits[Math.floor(KEY_A / 8)]).toBe(1 << (KEY_A % 8));
    expect(bits.reduce((sum, byte) => sum + byte, 0)).toBe(1 << (KEY_A % 8));
  });

  it('tells once that it is gone', async () => {
    const { device } = await open('input', '/dev/input/event9');
    await device.kernel('gone');
    await device.find(([first]) => first === 'ENODEV');
    await device.ask('stall 50');
    expect(device.told).toHaveLength(1);
    await device.ask('close');
    expect(await device.end()).toBe(0);
  });

  it.each([
    ['that another process has grabbed', { FAKE_GRABBED: '1' }, 'EBUSY', 'EVIOCGRAB'],
    ['of another user', { FAKE_FORBIDDEN: '1' }, 'EACCES', 'open'],
    ['that is gone', { FAKE_FIRST: 'gone' }, 'ENOENT', 'open'],
  ])('%s is refused by its name', async (_what, env, code, syscall) => {
    const { answer } = await open('input', '/dev/input/event9', env);
    expect(answer).toEqual(['refused', expect.objectContaining({ code, syscall, path: '/dev/input/event9' })]);
  });
});

describe('lines that are driven', () => {
  it.each([false, true])('are inactive at first; active low: %s', async (activeLow) => {
    const { device } = await open('outputs', { chipPath: '/dev/gpiochip9', lines: [0, 1], activeLow });
    const levels = async () => (await device.kernel('count')).levels.slice(0, 2);
    const [off, on] = activeLow ? ['1', '0'] : ['0', '1'];
    expect(await levels()).toBe(`${off}${off}`);
    await device.ask('write 1 1');
    expect(await levels()).toBe(`${off}${on}`);
    await device.ask('write 1 0');
    expect(await levels()).toBe(`${off}${off}`);
  });
});

it('a chip tells its label and how many lines it has', async () => {
  const { device } = await open('chip', '/dev/gpiochip9');
  expect(await device.find(() => true)).toEqual([{ label: 'fake', lines: 32 }]);
});
