import { describe, expect, it } from 'vitest';
import { gpioDirect } from '../../../../../src/hardware/drivers/keypad/gpio/gpio-direct.ts';
import { gpioMatrix } from '../../../../../src/hardware/drivers/keypad/gpio/gpio-matrix.ts';
import { LineLog } from '../../../../../src/main/machine/log/line-log.ts';
import { describeKeypad } from '../../../../contract/keypad.contract.ts';
import { VirtualClock } from '../../../../support/virtual-clock.ts';
import { FakeLinuxIo, refusal } from '../../../gpio/fake-linux-io.ts';
import { FakeKernel } from '../../../kernel/fake-kernel.ts';
import { openedParts } from '../../opened-parts.ts';

const MATRIX = { chipLabel: 'keypad', activeLow: false, rowLines: [0, 1], columnLines: [8, 9, 10] };
const ACCESS = 'character-device' as const;
const DIRECT = { chipLabel: 'keypad', activeLow: true, access: ACCESS, lines: [3, 4, 5, 6] };
const CHIPS = { '/dev/gpiochip0': '', '/dev/gpiochip1': '', '/dev/gpiomem': '' };

function parts() {
  const io = new FakeLinuxIo();
  const clock = new VirtualClock();
  const logged: string[] = [];
  const files = new FakeKernel(CHIPS);
  const log = new LineLog('test', (line) => logged.push(line));
  return { io, clock, logged, files, all: openedParts({ clock, log, files, loadLinuxIo: () => Promise.resolve(io) }) };
}

async function matrix(from = parts()) {
  const opened = await gpioMatrix.open(MATRIX, from.all);
  if (!opened.ok) throw new Error(opened.error.code);
  const seen: (readonly number[])[] = [];
  return {
    ...from,
    pad: opened.value,
    seen,
    listen: () => {
      opened.value.start(({ closed }) => seen.push(closed));
    },
  };
}

describeKeypad('gpio-matrix by the character device', async () => {
  const { io, pad, clock } = await matrix();
  return {
    keypad: pad,
    setClosed: (contacts) => {
      clock.advance(1);
      io.readers[0]!.listener(0.5, contacts);
    },
  };
});

describeKeypad('gpio-direct by the character device', async () => {
  const { io, all } = parts();
  const pad = await gpioDirect.open(DIRECT, all);
  if (!pad.ok) throw new Error(pad.error.code);
  return {
    keypad: pad.value,
    setClosed: (contacts) => {
      io.readers[0]!.listener(0, contacts);
    },
  };
});

describe('a keypad on the character device', () => {
  it('asks for its lines on the chip with its label', async () => {
    const { io } = await matrix();
    expect(io.readers[0]!.wiring).toMatchObject({
      chipPath: '/dev/gpiochip1',
      rowLines: [0, 1],
      columnLines: [8, 9, 10],
      activeLow: false,
      pulled: true,
    });
  });

  it('with a line for each key has no rows, and leaves the pull to the board when its data says so', async () => {
    const { io, all } = parts();
    await gpioDirect.open({ ...DIRECT, pull: 'external' as const }, all);
    expect(io.readers[0]!.wiring).toMatchObject({
      rowLines: [],
      columnLines: [3, 4, 5, 6],
      activeLow: true,
      pulled: false,
    });
  });

  it('tells a change with the time at which it was, and times never go back', async () => {
    const { io, clock, pad } = await matrix();
    const times: number[] = [];
    pad.start(({ atMs }) => times.push(atMs));
    clock.advance(100);
    const nowMs = clock.monotonicMs();
    io.readers[0]!.listener(40, [1]);
    io.readers[0]!.listener(40.2, []);
    io.readers[0]!.listener(10, [2]);
    expect(times).toEqual([nowMs - 40, nowMs - 40, nowMs - 10]);
  });

  it('whose chip goes away lets its keys go, is told once, and is heard again when the chip is back', async () => {
    const { io, clock, seen, logged, listen } = await matrix();
    listen();
    io.readers[0]!.listener(0, [1]);
    io.readers[0]!.listener('ENODEV', 'GPIO_V2_LINE_GET_VALUES_IOCTL');
    expect(io.readers[0]!.closed).toBe(true);
    io.chips = {};
    await clock.run(5_000);
    // It may come back by another number.
    io.chips = { '/dev/gpiochip0': { label: 'keypad', lines: 24 } };
    await clock.run(1_000);
    expect(io.readers[1]!.wiring.chipPath).toBe('/dev/gpiochip0');
    io.readers[1]!.listener(0, [2]);
    expect(seen).toEqual([[1], [], [2]]);
    expect(logged).toEqual([
      'test: error board.part-failed part=keypad errno=ENODEV path=/dev/gpiochip1',
      expect.stringContaining('board.part-failed part=keypad errno=ENOENT'),
      'test: info board.part-works-again part=keypad',
    ]);
  });

  it('that is closed while it is opened again leaves nothing open', async () => {
    const { io, clock, pad, listen } = await matrix();
    listen();
    io.readers[0]!.listener('ENODEV', 'poll');
    clock.advance(1_000);
    pad.close();
    await clock.run(0);
    expect(io.readers.map(({ closed }) => closed)).toEqual([true, true]);
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('a chip that cannot be used is told with its cure:', () => {
  const open = async (from: ReturnType<typeof parts>, lines = MATRIX) => {
    const opened = await gpioMatrix.open(lines, from.all);
    return opened.ok ? null : opened.error;
  };

  it('missing, with what there is', async () => {
    expect(await open(parts(), { ...MATRIX, chipLabel: 'keys' })).toMatchObject({
      code: 'device-missing',
      device: 'GPIO chip keys (/dev/gpiochip*)',
      present: ['other', 'keypad'],
    });
  });

  it('a line beyond its last', async () => {
    expect(await open(parts(), { ...MATRIX, columnLines: [24] })).toMatchObject({
      code: 'device-missing',
      device: 'line 24 of GPIO chip keypad (/dev/gpiochip1)',
      present: ['lines 0 to 23'],
    });
  });

  it('forbidden, also when it cannot even be asked for its label', async () => {
    const from = parts();
    from.io.chips = { ...from.io.chips, '/dev/gpiochip1': refusal('EACCES') };
    expect(await open(from)).toMatchObject({
      code: 'device-forbidden',
      device: 'GPIO chip keypad (/dev/gpiochip1)',
      reason: 'EACCES',
      cure: expect.stringContaining('group gpio') as string,
    });
  });

  it.each([
    ['EBUSY', 'device-busy'],
    ['ENODEV', 'device-gone'],
    ['EINVAL', 'device-failed'],
  ])('refused lines with %s: %s', async (errno, code) => {
    const from = parts();
    from.io.refused = refusal(errno);
    expect(await open(from)).toMatchObject({
      code,
      reason: errno,
      device: expect.stringContaining('keypad') as string,
    });
  });

  it('on a kernel without GPIO', async () => {
    const from = parts();
    from.files.files.clear();
    expect(await open(from)).toMatchObject({ code: 'device-missing', present: [] });
  });
});
