import { failure, success, type Result } from '../../domain/result.ts';
import type { DeviceFault } from '../../ports/device/device-fault.ts';
import type { DeviceFiles } from '../kernel/device-files.ts';
import { refusedDevice } from '../kernel/refusal.ts';

const GPIO_CLASS = '/sys/class/gpio';

/**
 * The sysfs numbers of a chip's lines. They are dynamic since Linux 6.6, so the chip is found by its label
 * (Documentation/admin-guide/gpio/sysfs.rst: `gpiochipN/label`, `base`, `ngpio`).
 */
export function gpioNumbers(
  files: DeviceFiles,
  chipLabel: string,
  lines: readonly number[],
): Result<readonly number[], DeviceFault> {
  const device = `GPIO chip ${chipLabel}`;
  const names = files.list(GPIO_CLASS);
  if (!names.ok) {
    const missing = `let the kernel have CONFIG_GPIO_SYSFS`;
    return failure(refusedDevice(device, names.error, { missing, group: 'gpio' }));
  }
  const chips = names.value.filter((name) => name.startsWith('gpiochip')).map((name) => readChip(files, name));
  const chip = chips.find(({ label }) => label === chipLabel);
  if (chip === undefined) {
    return failure({
      code: 'device-missing',
      device: `${device} (${GPIO_CLASS}/gpiochip*/label)`,
      reason: null,
      present: chips.map(({ label }) => label),
      cure: "correct chipLabel in the board's data, or load the chip's driver",
    });
  }
  const beyond = lines.find((line) => line < 0 || line >= chip.count);
  if (beyond !== undefined) {
    return failure({
      code: 'device-missing',
      device: `line ${beyond} of ${device} (${GPIO_CLASS}/${chip.name})`,
      reason: null,
      present: [`lines 0 to ${chip.count - 1}`],
      cure: "correct the line's number in the board's data",
    });
  }
  return success(lines.map((line) => chip.base + line));
}

interface Chip {
  readonly name: string;
  readonly label: string;
  readonly base: number;
  readonly count: number;
}

/** A chip that disappears while it is read has no lines. */
function readChip(files: DeviceFiles, name: string): Chip {
  const word = (file: string): string => {
    const content = files.read(`${GPIO_CLASS}/${name}/${file}`);
    return content.ok ? content.value.trim() : '';
  };
  return { name, label: word('label'), base: Number(word('base')), count: Number(word('ngpio')) };
}
