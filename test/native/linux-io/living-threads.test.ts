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

const WIRING = {
  ...{ chipPath: '/dev/gpiochip9', rowLines: [0, 1], columnLines: [8, 9], activeLow: false, pulled: true },
  ...{ settleUs: 10, scanMs: 5, changingMs: 30, heldMs: 20 },
};
const DEVICES = [
  ['contacts', WIRING],
  ['contacts', { ...WIRING, rowLines: [] }],
  ['input', '/dev/input/event9'],
] as const;

async function open(kind: string, options: unknown): Promise<DeviceProcess> {
  const device = new DeviceProcess(library, kind, options);
  opened.push(device);
  await device.opened();
  return device;
}

async function isAlive(device: DeviceProcess): Promise<boolean> {
  return (await device.answer('alive')) as boolean;
}

/** Asks until the answer is this one: the thread takes its own time. */
async function until(device: DeviceProcess, answer: boolean): Promise<void> {
  while ((await isAlive(device)) !== answer);
}

describe.each(DEVICES)('the thread of %s %j', (kind, options) => {
  it('answers from one question to the next, without telling anything', async () => {
    const device = await open(kind, options);
    for (let times = 0; times < 5; times += 1) await until(device, true);
    expect(device.told).toEqual([]);
  });

  it('answers no more when the device has gone or was closed', async () => {
    const device = await open(kind, options);
    await device.kernel('gone');
    await until(device, false);
    await device.find(([first]) => first === 'ENODEV');
    expect([await isAlive(device), await isAlive(device)]).toEqual([false, false]);
    await device.ask('close');
    expect(await isAlive(device)).toBe(false);
  });

  it('ends when it is closed right after a question', async () => {
    const device = await open(kind, options);
    for (let times = 0; times < 20; times += 1) device.begin('alive');
    await device.ask('close');
    expect(await device.end()).toBe(0);
  });
});

it('a thread that the kernel does not let go of answers no more until it does', async () => {
  const device = await open('contacts', WIRING);
  await device.kernel('stick');
  await until(device, false);
  expect([await isAlive(device), await isAlive(device)]).toEqual([false, false]);
  await device.kernel('loosen');
  await until(device, true);
});
