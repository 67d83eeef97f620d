import { dirname } from 'node:path';
import { failure, success, type Result } from '../../../domain/result.ts';
import type { BuzzerDriverData } from '../../../ports/device/board.ts';
import type { Buzzer } from '../../../ports/device/buzzer.ts';
import type { DeviceFault } from '../../../ports/device/device-fault.ts';
import type { DeviceFiles } from '../../kernel/device-files.ts';
import { refusedDevice } from '../../kernel/refusal.ts';
import type { SystemFault } from '../../kernel/system-fault.ts';
import { untilPermitted } from '../../kernel/until-permitted.ts';
import type { Driver, DriverParts } from '../driver.ts';
import { PwmTone } from './pwm-tone.ts';
import { RhythmBuzzer } from './rhythm-buzzer.ts';

export const pwm: Driver<BuzzerDriverData['pwm'], Buzzer> = {
  async open(data, parts) {
    const chip = parts.files.list(data.chipPath);
    if (!chip.ok) return failure(refusedChip(data, chip.error, parts.files));
    const count = parts.files.read(`${data.chipPath}/npwm`);
    if (count.ok && data.channel >= Number(count.value)) return failure(beyondLast(data, Number(count.value)));
    const ready = await exportChannel(data, chip.value, parts);
    if (!ready.ok) return ready;
    const buzzer = new RhythmBuzzer({ tone: new PwmTone({ ...data, files: parts.files }), ...parts });
    // A process that was killed may have left its tone on.
    buzzer.play({ name: 'silent', steps: [] });
    return success(buzzer);
  },
};

/** Exports the channel at start, so that udev has made it accessible before the first message arrives. */
async function exportChannel(
  data: BuzzerDriverData['pwm'],
  present: readonly string[],
  { files, clock }: Pick<DriverParts, 'files' | 'clock'>,
): Promise<Result<null, DeviceFault>> {
  const name = `pwm${data.channel}`;
  if (!present.includes(name)) {
    const exported = await untilPermitted(clock, () => files.write(`${data.chipPath}/export`, String(data.channel)));
    if (!exported.ok) return failure(refusedChip(data, exported.error, files));
  }
  for (const file of ['period', 'duty_cycle', 'enable']) {
    const writable = await untilPermitted(clock, () => files.probe(`${data.chipPath}/${name}/${file}`));
    if (!writable.ok) return failure(refusedChip(data, writable.error, files));
  }
  return success(null);
}

function refusedChip(
  { chipPath, channel }: BuzzerDriverData['pwm'],
  fault: SystemFault,
  files: DeviceFiles,
): DeviceFault {
  const chips = files.list(dirname(chipPath));
  return refusedDevice(`channel ${channel} of PWM chip ${chipPath}`, fault, {
    missing: "correct chipPath in the board's data, or load the chip's driver",
    group: 'pwm',
    present: chips.ok ? chips.value : [],
  });
}

function beyondLast({ chipPath, channel }: BuzzerDriverData['pwm'], count: number): DeviceFault {
  return {
    code: 'device-missing',
    device: `channel ${channel} of PWM chip ${chipPath}`,
    reason: null,
    present: [`channels 0 to ${count - 1}`],
    cure: "correct the channel in the board's data",
  };
}
