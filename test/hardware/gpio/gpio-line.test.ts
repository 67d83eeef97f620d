import { describe, expect, it } from 'vitest';
import { failure, success } from '../../../src/domain/result.ts';
import { gpioNumbers } from '../../../src/hardware/gpio/gpio-chip.ts';
import { openLines, type LineUse } from '../../../src/hardware/gpio/gpio-line.ts';
import { FakeKernel } from '../kernel/fake-kernel.ts';
import { CopperLine } from './copper-line.ts';
import { TWO_CHIPS } from './two-chips.ts';

describe('a GPIO chip', () => {
  it('is found by its label, wherever the kernel put its numbers', () => {
    expect(gpioNumbers(TWO_CHIPS, 'keypad', [0, 23])).toEqual({ ok: true, value: [520, 543] });
  });

  it('that is missing is named, with its path and what there is', () => {
    expect(gpioNumbers(TWO_CHIPS, 'keys', [0])).toMatchObject({
      ok: false,
      error: {
        code: 'device-missing',
        device: 'GPIO chip keys (/sys/class/gpio/gpiochip*/label)',
        present: ['other', 'keypad'],
      },
    });
  });

  it('has no line beyond its last', () => {
    expect(gpioNumbers(TWO_CHIPS, 'keypad', [24])).toMatchObject({
      ok: false,
      error: { device: 'line 24 of GPIO chip keypad (/sys/class/gpio/gpiochip520)', present: ['lines 0 to 23'] },
    });
  });

  it.each([
    ['ENOENT', 'device-missing'],
    ['EACCES', 'device-forbidden'],
  ])('of a kernel whose GPIO class answers %s is %s', (errno, code) => {
    const files = new FakeKernel({}, { '/sys/class/gpio': errno });
    expect(gpioNumbers(files, 'keypad', [0])).toMatchObject({ ok: false, error: { code, reason: errno } });
  });
});

describe('opening lines', () => {
  const chip = { chipLabel: 'keypad', activeLow: false };
  const wanted = [3, 4, 5].map((line) => ({ line, use: 'in' as const }));

  it('asks for them by the kernel’s numbers, in their order', async () => {
    const asked: [number, LineUse, boolean][] = [];
    const opened = await openLines(chip, wanted, {
      files: TWO_CHIPS,
      loadOpenLine: () =>
        Promise.resolve((...line) => {
          asked.push(line);
          return success(new CopperLine());
        }),
    });
    expect(opened).toMatchObject({ ok: true });
    expect(asked).toEqual([523, 524, 525].map((number) => [number, 'in', false]));
  });

  it.each([
    ['ENOENT', 'device-missing'],
    ['EACCES', 'device-forbidden'],
    ['EPERM', 'device-forbidden'],
    ['EBUSY', 'device-busy'],
    ['ENODEV', 'device-gone'],
    ['EINVAL', 'device-failed'],
  ])('refused with %s is %s, and gives back the lines that were open', async (errno, code) => {
    const open: CopperLine[] = [];
    const path = '/sys/class/gpio/gpio525/value';
    const opened = await openLines(chip, wanted, {
      files: TWO_CHIPS,
      loadOpenLine: () =>
        Promise.resolve((number) => {
          if (number === 525) return failure({ errno, path });
          open.push(new CopperLine());
          return success(open.at(-1)!);
        }),
    });
    expect(opened).toMatchObject({
      ok: false,
      error: { code, reason: errno, device: `line 5 of GPIO chip keypad (${path})` },
    });
    expect(open.map(({ releases }) => releases)).toEqual([1, 1]);
  });

  it('of a missing chip loads nothing', async () => {
    const loadOpenLine = () => Promise.reject(new Error('loaded'));
    const opened = await openLines({ ...chip, chipLabel: 'none' }, wanted, { files: TWO_CHIPS, loadOpenLine });
    expect(opened).toMatchObject({ ok: false, error: { code: 'device-missing' } });
  });
});
