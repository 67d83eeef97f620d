import { failure, success, type Result } from '../../domain/result.ts';
import type { DeviceFault } from '../../ports/device/device-fault.ts';
import type { DeviceFiles } from '../kernel/device-files.ts';
import { refusedDevice } from '../kernel/refusal.ts';
import type { SystemFault } from '../kernel/system-fault.ts';
import { gpioNumbers } from './gpio-chip.ts';

export type Level = 0 | 1;

/** One GPIO line of the kernel. Level 1 means active; the line itself knows its polarity. */
export interface GpioLine {
  read(): Result<Level, SystemFault>;
  write(level: Level): Result<null, SystemFault>;
  /**
   * Reports the level after each edge. Replaces the previous listener. A failure is reported once and ends the
   * watching.
   */
  watch(listener: (level: Result<Level, SystemFault>) => void): Result<null, SystemFault>;
  /** Gives the line back, in whatever state it is. Idempotent. */
  release(): void;
}

/**
 * `in`: reads, with events at both edges. `out`: drives, at first inactive. `row`: drives only while it is active, and
 * is an input otherwise, as at first: two rows that a contact joins never drive against each other.
 */
export type LineUse = 'in' | 'out' | 'row';

/** Opens a line by the number that the kernel gave it. */
type OpenLine = (number: number, use: LineUse, activeLow: boolean) => Result<GpioLine, SystemFault>;

/** What is needed to open lines. */
export interface GpioParts {
  readonly files: DeviceFiles;
  /** Loads the library that opens lines. Called only when there is a line to open. */
  readonly loadOpenLine: () => Promise<OpenLine>;
}

interface WantedLine {
  readonly line: number;
  readonly use: LineUse;
}

interface ChipData {
  readonly chipLabel: string;
  readonly activeLow: boolean;
}

/** Opens all these lines of one chip, or none. When one fails, those opened before it are given back. */
export async function openLines(
  chip: ChipData,
  wanted: readonly WantedLine[],
  { files, loadOpenLine }: GpioParts,
): Promise<Result<readonly GpioLine[], DeviceFault>> {
  const lineNumbers = wanted.map(({ line }) => line);
  const numbers = gpioNumbers(files, chip.chipLabel, lineNumbers);
  if (!numbers.ok) return numbers;
  const openNumber = await loadOpenLine();
  const opened: GpioLine[] = [];
  for (const [index, { line, use }] of wanted.entries()) {
    const number = numbers.value[index] ?? NaN;
    const result = openNumber(number, use, chip.activeLow);
    if (!result.ok) {
      for (const other of opened) other.release();
      return failure(refusedLines(`line ${line} of GPIO chip ${chip.chipLabel}`, result.error));
    }
    opened.push(result.value);
  }
  return success(opened);
}

/** What the kernel's refusal of a line, or of several at once, means. */
export function refusedLines(device: string, fault: SystemFault): DeviceFault {
  const missing = 'name a line that can be used, and for an input one with interrupts';
  return refusedDevice(device, fault, { missing, group: 'gpio' });
}
