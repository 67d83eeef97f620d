import { failure, success, type Result } from '../domain/result.ts';
import type { Sysfs } from './sysfs.ts';

/** A device that the board names and the kernel does not show. */
export interface MissingDevice {
  readonly code: 'device-missing';
  readonly device: string;
  /** What there is instead, for the technician. */
  readonly present: readonly string[];
}

const GPIO_CLASS = '/sys/class/gpio';

/**
 * sysfs numbers of a chip's lines. The numbers are dynamic since Linux 6.6, so the chip is found by its label
 * (Documentation/admin-guide/gpio/sysfs.rst: `gpiochipN/label`, `base`, `ngpio`).
 */
export function gpioNumbers(
  sysfs: Sysfs,
  chipLabel: string,
  lines: readonly number[],
): Result<readonly number[], MissingDevice> {
  const chips = sysfs
    .list(GPIO_CLASS)
    .filter((name) => name.startsWith('gpiochip'))
    .map((name) => ({
      label: sysfs.read(`${GPIO_CLASS}/${name}/label`)?.trim() ?? '',
      base: Number(sysfs.read(`${GPIO_CLASS}/${name}/base`)),
      count: Number(sysfs.read(`${GPIO_CLASS}/${name}/ngpio`)),
    }));
  const chip = chips.find(({ label }) => label === chipLabel);
  if (chip === undefined) {
    return failure({
      code: 'device-missing',
      device: `GPIO chip ${chipLabel}`,
      present: chips.map(({ label }) => label),
    });
  }
  const beyond = lines.find((line) => line < 0 || line >= chip.count);
  if (beyond !== undefined) {
    return failure({
      code: 'device-missing',
      device: `line ${beyond} of GPIO chip ${chipLabel}`,
      present: [`lines 0 to ${chip.count - 1}`],
    });
  }
  return success(lines.map((line) => chip.base + line));
}
