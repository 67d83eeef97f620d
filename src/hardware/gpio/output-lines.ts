import type { LinuxIo } from 'lvgl-bindings/linux-io';
import { failure, success, type Result } from '../../domain/result.ts';
import type { DeviceFault } from '../../ports/device/device-fault.ts';
import { attempt, DONE } from '../kernel/system-fault.ts';
import { chipDevice } from './chip-device.ts';
import { openLines, refusedLines, type GpioLine, type GpioParts } from './gpio-line.ts';

/** A line that is driven: a lamp, a buzzer, a light. At first it is inactive. */
export type OutputLine = Pick<GpioLine, 'write' | 'release'>;

interface OutputParts extends GpioParts {
  readonly loadLinuxIo: () => Promise<Pick<LinuxIo, 'chipInfo' | 'OutputLines'>>;
}

interface OutputChip {
  readonly chipLabel: string;
  readonly activeLow: boolean;
  /** By onoff where the data does not say. */
  readonly access?: 'character-device' | 'onoff';
}

/** Opens all these lines of one chip, or none. */
export async function openOutputs(
  { access = 'onoff', ...chip }: OutputChip,
  lines: readonly number[],
  parts: OutputParts,
): Promise<Result<readonly OutputLine[], DeviceFault>> {
  if (access === 'character-device') return openByCharacterDevice(chip, lines, parts);
  const outputs = lines.map((line) => ({ line, use: 'out' as const }));
  return openLines(chip, outputs, parts);
}

export async function openOutput(
  chip: OutputChip,
  line: number,
  parts: OutputParts,
): Promise<Result<OutputLine, DeviceFault>> {
  const opened = await openOutputs(chip, [line], parts);
  if (!opened.ok) return opened;
  const [output] = opened.value;
  if (output === undefined) throw new Error('one line was wanted');
  return success(output);
}

/** One request for all lines; the kernel takes them back when the last was given back, or when the process ends. */
async function openByCharacterDevice(
  { chipLabel, activeLow }: OutputChip,
  lines: readonly number[],
  { files, loadLinuxIo }: OutputParts,
): Promise<Result<readonly OutputLine[], DeviceFault>> {
  const io = await loadLinuxIo();
  const chip = chipDevice({ files, io }, chipLabel, lines);
  if (!chip.ok) return chip;
  const chipPath = chip.value;
  const opened = attempt(chipPath, () => new io.OutputLines({ chipPath, lines, activeLow }));
  if (!opened.ok) return failure(refusedLines(`lines ${lines.join(', ')} of GPIO chip ${chipLabel}`, opened.error));
  const held = new Set(lines.keys());
  const output = (index: number): OutputLine => ({
    write: (level) => {
      const written = attempt(chipPath, () => {
        opened.value.write(index, level === 1);
      });
      return written.ok ? DONE : written;
    },
    release: () => {
      if (held.delete(index) && held.size === 0) opened.value.close();
    },
  });
  return success([...lines.keys()].map(output));
}
