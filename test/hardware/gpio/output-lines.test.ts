import { describe, expect, it } from 'vitest';
import { success } from '../../../src/domain/result.ts';
import { openOutputs } from '../../../src/hardware/gpio/output-lines.ts';
import { FakeKernel } from '../kernel/fake-kernel.ts';
import { CopperLine } from './copper-line.ts';
import { FakeLinuxIo, refusal } from './fake-linux-io.ts';
import { TWO_CHIPS } from './two-chips.ts';

const CHIP = { chipLabel: 'keypad', activeLow: true, access: 'character-device' } as const;

function parts() {
  const io = new FakeLinuxIo();
  const files = new FakeKernel({ '/dev/gpiochip0': '', '/dev/gpiochip1': '' });
  const loadOpenLine = () => Promise.reject(new Error('onoff is not wanted'));
  return { io, all: { files, loadOpenLine, loadLinuxIo: () => Promise.resolve(io) } };
}

describe('lines that are driven by the character device', () => {
  it('are one request, and are given back with the last of them', async () => {
    const { io, all } = parts();
    const opened = await openOutputs(CHIP, [7, 9], all);
    if (!opened.ok) throw new Error(opened.error.code);
    const [first, second] = opened.value;
    expect(io.outputs[0]!.wiring).toEqual({ chipPath: '/dev/gpiochip1', lines: [7, 9], activeLow: true });
    expect([first!.write(1), second!.write(1), first!.write(0)].every(({ ok }) => ok)).toBe(true);
    expect(io.outputs[0]!.written).toEqual([
      [0, true],
      [1, true],
      [0, false],
    ]);
    first!.release();
    first!.release();
    expect(io.outputs[0]!.closed).toBe(false);
    second!.release();
    expect(io.outputs[0]!.closed).toBe(true);
  });

  it('that are gone are told with each use, and nothing is thrown', async () => {
    const { io, all } = parts();
    const opened = await openOutputs(CHIP, [7], all);
    if (!opened.ok) throw new Error(opened.error.code);
    io.refused = refusal('ENODEV');
    expect(opened.value[0]!.write(1)).toEqual({ ok: false, error: { errno: 'ENODEV', path: '/dev/gpiochip1' } });
  });

  it.each([
    ['EBUSY', 'device-busy'],
    ['EACCES', 'device-forbidden'],
  ])('refused with %s are %s', async (errno, code) => {
    const { io, all } = parts();
    io.refused = refusal(errno);
    expect(await openOutputs(CHIP, [7, 9], all)).toMatchObject({
      ok: false,
      error: { code, reason: errno, device: 'lines 7, 9 of GPIO chip keypad (/dev/gpiochip1)' },
    });
  });

  it('that the chip has not are named', async () => {
    expect(await openOutputs(CHIP, [77], parts().all)).toMatchObject({
      ok: false,
      error: { code: 'device-missing', device: 'line 77 of GPIO chip keypad (/dev/gpiochip1)' },
    });
  });
});

it('lines are driven by onoff where the board does not say', async () => {
  const { io, all } = parts();
  const line = new CopperLine();
  const loadOpenLine = () => Promise.resolve(() => success(line));
  const chip = { chipLabel: 'keypad', activeLow: false };
  expect(await openOutputs(chip, [1], { ...all, files: TWO_CHIPS, loadOpenLine })).toEqual({ ok: true, value: [line] });
  expect(io.outputs).toEqual([]);
});
