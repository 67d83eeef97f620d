import type { LinuxIo } from 'lvgl-bindings/linux-io';
import { failure, success, type Result } from '../../domain/result.ts';
import type { DeviceFault } from '../../ports/device/device-fault.ts';
import type { DeviceFiles } from '../kernel/device-files.ts';
import { refusedDevice } from '../kernel/refusal.ts';
import { attempt, type SystemFault } from '../kernel/system-fault.ts';

/** How a chip is asked for its label, as by `LinuxIo`. */
type ChipInfo = Pick<LinuxIo, 'chipInfo'>;

interface Chip {
  readonly path: string;
  readonly info: Result<{ readonly label: string; readonly lines: number }, SystemFault>;
}

/**
 * The path of the chip with that label, which has these lines. Chips are numbered in the order in which they appear.
 */
export function chipDevice(
  { files, io }: { readonly files: DeviceFiles; readonly io: ChipInfo },
  chipLabel: string,
  lines: readonly number[],
): Result<string, DeviceFault> {
  const names = files.list('/dev');
  const paths = (names.ok ? names.value : [])
    .filter((name) => /^gpiochip\d+$/.test(name))
    .map((name) => `/dev/${name}`);
  const chips = paths.map((path): Chip => ({ path, info: attempt(path, () => io.chipInfo(path)) }));
  for (const { path, info } of chips) {
    if (info.ok && info.value.label === chipLabel) return withLines(path, chipLabel, info.value.lines, lines);
  }
  return failure(notFound(chipLabel, chips));
}

function withLines(
  path: string,
  chipLabel: string,
  count: number,
  lines: readonly number[],
): Result<string, DeviceFault> {
  const beyond = lines.find((line) => !(Number.isInteger(line) && line >= 0 && line < count));
  if (beyond === undefined) return success(path);
  return failure({
    code: 'device-missing',
    device: `line ${beyond} of GPIO chip ${chipLabel} (${path})`,
    reason: null,
    present: [`lines 0 to ${count - 1}`],
    cure: "correct the line's number in the board's data",
  });
}

/** A chip that may not be asked for its label may be the one. */
function notFound(chipLabel: string, chips: readonly Chip[]): DeviceFault {
  const device = `GPIO chip ${chipLabel}`;
  const labels = chips.flatMap(({ info }) => (info.ok ? [info.value.label] : []));
  const refused = chips.find(({ info }) => !info.ok)?.info;
  if (refused !== undefined && !refused.ok) {
    return refusedDevice(device, refused.error, { missing: "load the chip's driver", group: 'gpio', present: labels });
  }
  return {
    code: 'device-missing',
    device: `${device} (/dev/gpiochip*)`,
    reason: null,
    present: labels,
    cure: "correct chipLabel in the board's data, or load the chip's driver",
  };
}
