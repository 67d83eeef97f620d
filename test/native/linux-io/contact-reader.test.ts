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
  chipPath: '/dev/gpiochip9',
  rowLines: [0, 1, 2],
  columnLines: [8, 9, 10, 11],
  activeLow: false,
  pulled: true,
  settleUs: 10,
  scanMs: 5,
  changingMs: 30,
  heldMs: 20,
};

async function reader(wiring: Partial<typeof WIRING> = {}, env: Readonly<Record<string, string>> = {}) {
  const device = new DeviceProcess(library, 'contacts', { ...WIRING, ...wiring }, env);
  opened.push(device);
  return { device, answer: await device.opened() };
}

describe.each([{ activeLow: false }, { activeLow: true }])('a matrix by the character device, %o', (polarity) => {
  it('tells each contact by row and column, closing and opening', async () => {
    const { device } = await reader(polarity);
    for (const [command, count] of [
      ['press 1 2', 1],
      ['press 2 1', 2],
      ['release 1 2', 3],
      ['release 2 1', 4],
    ] as const) {
      await device.kernel(command);
      await device.samples(count);
    }
    expect(device.contacts).toEqual([[6], [6, 9], [9], []]);
  });

  it('tells two keys of one column, and never joins a high row to a low one', async () => {
    const { device } = await reader(polarity);
    await device.kernel('press 0 0');
    await device.samples(1);
    await device.kernel('press 2 0');
    await device.samples(2);
    await device.kernel('release 0 0');
    expect(await device.samples(3)).toEqual([[0], [0, 8], [8]]);
    expect(await device.kernel('count')).toMatchObject({ shorts: 0 });
  });

  it('tells a key that was held before it was opened', async () => {
    const { device } = await reader(polarity, { FAKE_FIRST: 'press 0 3' });
    expect(await device.samples(1)).toEqual([[3]]);
  });

  it('tells ghosts as they read: the domain knows them', async () => {
    const { device } = await reader(polarity);
    for (const command of ['press 0 0', 'press 0 1', 'press 1 0']) await device.kernel(command);
    await device.find(([, contacts]) => JSON.stringify(contacts) === '[0,1,4,5]');
  });
});

describe('a reader of contacts', () => {
  it('asks nothing of the chip while no key is held', async () => {
    const { device } = await reader();
    await device.kernel('press 0 0');
    await device.samples(1);
    await device.kernel('release 0 0');
    await device.samples(2);
    await device.ask('stall 100');
    const before = await device.kernel('count');
    await device.ask('stall 300');
    expect(await device.kernel('count')).toEqual(before);
  });

  it('scans a held key no oftener than every 20 ms', async () => {
    const { device } = await reader();
    await device.kernel('press 0 0');
    await device.samples(1);
    await device.ask('stall 100');
    const { calls } = await device.kernel('count');
    await device.ask('stall 400');
    // A scan of three rows has 9 calls; what its own edges cost is a look at the columns.
    expect((await device.kernel('count')).calls - calls).toBeLessThanOrEqual(20 * 11);
  });

  it('loses no key while the event loop stands still, and tells when each came', async () => {
    const { device } = await reader();
    device.begin('stall 1500');
    await device.find(([first]) => first === 'stalling');
    for (const command of ['press 0 1', 'release 0 1', 'press 1 3', 'release 1 3']) {
      await device.kernel(command);
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    await device.samples(4);
    expect(device.contacts).toEqual([[1], [], [7], []]);
    const ages = device.told.map(([ageMs]) => ageMs as number);
    expect(ages).toEqual([...ages].sort((one, other) => other - one));
    expect(ages[0]! - ages[3]!).toBeGreaterThan(400);
  });

  it('of keys with a line each tells every edge, also of a press between two looks', async () => {
    const { device } = await reader({ rowLines: [] });
    for (const command of ['wire 9 1', 'wire 11 1', 'wire 9 0', 'wire 11 0']) await device.kernel(command);
    expect(await device.samples(4)).toEqual([[1], [1, 3], [3], []]);
  });

  it('tells once that the chip is gone, and nothing more', async () => {
    const { device } = await reader();
    await device.kernel('press 0 0');
    await device.samples(1);
    await device.kernel('gone');
    await device.find(([first]) => first === 'ENODEV');
    await device.kernel('back');
    await device.kernel('release 0 0');
    await device.ask('stall 50');
    expect(device.told).toHaveLength(2);
  });

  it('gives its lines back when it is closed, after which nothing keeps the process alive', async () => {
    const { device } = await reader();
    await device.ask('close');
    await device.ask('close');
    expect(await device.end()).toBe(0);
  });

  it('ends with its process when nobody closes it', async () => {
    const { device } = await reader();
    await device.kernel('press 0 0');
    await device.samples(1);
    device.begin('exit');
    expect(await device.end()).toBe(7);
  });
});

describe('what the kernel refuses is an error with its name', () => {
  it.each([
    ['a chip that is not there', {}, { chipPath: '/dev/gpiochip77' }, 'ENOENT', 'open'],
    ['a chip of another user', { FAKE_FORBIDDEN: '1' }, {}, 'EACCES', 'open'],
    ['a line that the chip lacks', {}, { columnLines: [99] }, 'EINVAL', 'GPIO_V2_GET_LINE_IOCTL'],
    ['a line that is in use', {}, { rowLines: [8] }, 'EBUSY', 'GPIO_V2_GET_LINE_IOCTL'],
  ])('%s', async (_what, env, wiring, code, syscall) => {
    const { answer } = await reader(wiring, env);
    expect(answer).toEqual(['refused', expect.objectContaining({ code, syscall })]);
  });
});
