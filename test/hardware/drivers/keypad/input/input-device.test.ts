import { describe, expect, it } from 'vitest';
import { inputDevice } from '../../../../../src/hardware/drivers/keypad/input/input-device.ts';
import { LineLog } from '../../../../../src/main/machine/log/line-log.ts';
import { describeKeypad } from '../../../../contract/keypad.contract.ts';
import { VirtualClock } from '../../../../support/virtual-clock.ts';
import { FakeLinuxIo, refusal } from '../../../gpio/fake-linux-io.ts';
import { FakeKernel } from '../../../kernel/fake-kernel.ts';
import { openedParts } from '../../opened-parts.ts';
import { bytesOf, heldBits, key, SYN_REPORT } from './kernel-events.ts';

const DATA = { deviceName: 'handset keys', keyCodes: ['KEY_A', 'KEY_B', 'KEY_C', 'KEY_ENTER'] } as const;
const CODES = [30, 48, 46, 28];
const NAMES = {
  '/sys/class/input/event0/device/name': 'Power Button\n',
  '/sys/class/input/event2/device/name': 'handset keys\n',
  '/sys/class/input/mouse0/device/name': 'handset keys\n',
};

function parts() {
  const io = new FakeLinuxIo();
  const clock = new VirtualClock();
  const logged: string[] = [];
  const files = new FakeKernel(NAMES);
  const log = new LineLog('test', (line) => logged.push(line));
  return { io, clock, logged, files, all: openedParts({ clock, log, files, loadLinuxIo: () => Promise.resolve(io) }) };
}

async function keypad(from = parts()) {
  const opened = await inputDevice.open(DATA, from.all);
  if (!opened.ok) throw new Error(opened.error.code);
  const down = new Set<number>();
  const set = (contacts: readonly number[]) => {
    for (const [contact, code] of CODES.entries()) {
      const isDown = contacts.includes(contact);
      if (down.has(contact) === isDown) continue;
      if (isDown) down.add(contact);
      else down.delete(contact);
      const change = [key(code, isDown ? 1 : 0), SYN_REPORT].map((event) => ({ ...event, stampMs: 7 }));
      from.io.inputs.at(-1)!.listener(7, bytesOf(change));
    }
  };
  const seen: (readonly number[])[] = [];
  return {
    ...from,
    pad: opened.value,
    set,
    seen,
    listen: () => {
      opened.value.start(({ closed }) => seen.push(closed));
    },
  };
}

describeKeypad('input-device', async () => {
  const { pad, set } = await keypad();
  return { keypad: pad, setClosed: set };
});

describe('a Linux input device', () => {
  it('is found by its name', async () => {
    const { io } = await keypad();
    expect(io.inputs.map(({ path }) => path)).toEqual(['/dev/input/event2']);
  });

  it('tells a key that is down when it is opened, which makes no event', async () => {
    const from = parts();
    from.io.heldKeys = heldBits([46]);
    const { seen, listen } = await keypad(from);
    listen();
    expect(seen).toEqual([[2]]);
  });

  it('that is pulled out lets its keys go, and is heard again under another number', async () => {
    const { io, files, clock, seen, logged, set, listen } = await keypad();
    listen();
    set([0]);
    io.inputs[0]!.listener('ENODEV', 'read');
    expect(io.inputs[0]!.closed).toBe(true);
    files.files.delete('/sys/class/input/event2/device/name');
    await clock.run(3_000);
    files.files.set('/sys/class/input/event5/device/name', 'handset keys\n');
    await clock.run(1_000);
    expect(io.inputs[1]!.path).toBe('/dev/input/event5');
    io.inputs[1]!.listener(9, bytesOf([{ ...key(48, 1), stampMs: 9 }]));
    expect(seen).toEqual([[0], [], [1]]);
    expect(logged).toEqual([
      'test: error board.part-failed part=keypad errno=ENODEV path=/dev/input/event2',
      expect.stringContaining('errno=device-missing'),
      'test: info board.part-works-again part=keypad',
    ]);
  });

  it('that is missing is told with what there is', async () => {
    const { all } = parts();
    expect(await inputDevice.open({ ...DATA, deviceName: 'piano' }, all)).toMatchObject({
      ok: false,
      error: { code: 'device-missing', present: ['"Power Button"', '"handset keys"'] },
    });
  });

  it.each([
    ['EACCES', 'device-forbidden'],
    ['EBUSY', 'device-busy'],
    ['ENODEV', 'device-gone'],
    ['ENOENT', 'device-missing'],
  ])('refused with %s is %s', async (errno, code) => {
    const { io, all } = parts();
    io.refused = refusal(errno);
    expect(await inputDevice.open(DATA, all)).toMatchObject({
      ok: false,
      error: { code, reason: errno, device: 'input device "handset keys" (/dev/input/event2)' },
    });
  });
});
