import { failure, success, type Result } from '../../../domain/result.ts';
import type { BuzzerDriverData } from '../../../ports/device/board.ts';
import type { Buzzer } from '../../../ports/device/buzzer.ts';
import type { DeviceFault } from '../../../ports/device/device-fault.ts';
import type { DeviceFiles } from '../../kernel/device-files.ts';
import { refusedDevice } from '../../kernel/refusal.ts';
import type { SystemFault } from '../../kernel/system-fault.ts';
import { untilPermitted } from '../../kernel/until-permitted.ts';
import type { Driver, DriverParts } from '../driver.ts';
import { PwmTone, type PwmChannel } from './pwm-tone.ts';
import { RhythmBuzzer } from './rhythm-buzzer.ts';

const PWM_CLASS = '/sys/class/pwm';

export const pwm: Driver<BuzzerDriverData['pwm'], Buzzer> = {
  async open({ device, channel }, parts) {
    const chip = findChip(parts.files, device);
    if (!chip.ok) return chip;
    const place = { chipPath: chip.value, channel };
    const count = parts.files.read(`${chip.value}/npwm`);
    if (count.ok && channel >= Number(count.value)) return failure(beyondLast(place, device, Number(count.value)));
    const refused = await exportChannel(place, parts);
    if (refused !== null) return failure(refusedChannel(place, device, refused));
    const buzzer = new RhythmBuzzer({ tone: new PwmTone({ ...place, files: parts.files }), ...parts });
    // A process that was killed may have left its tone on.
    buzzer.play({ name: 'silent', steps: [] });
    return success(buzzer);
  },
};

function findChip(files: DeviceFiles, device: string): Result<string, DeviceFault> {
  const names = files.list(PWM_CLASS);
  const chips = (names.ok ? names.value : []).map((name) => {
    const linked = files.linkedTo(`${PWM_CLASS}/${name}/device`);
    return { path: `${PWM_CLASS}/${name}`, device: linked.ok ? linked.value : null };
  });
  const found = chips.find((chip) => chip.device === device);
  if (found !== undefined) return success(found.path);
  return failure({
    code: 'device-missing',
    device: `PWM chip of ${device} (${PWM_CLASS}/pwmchip*/device)`,
    reason: null,
    present: chips.map((chip) => chip.device ?? `${chip.path} without a device`),
    cure: "correct the chip's device in the board's data, or load the chip's driver",
  });
}

/** Exports the channel at start, so that udev has made it accessible before the first message arrives. */
async function exportChannel(
  { chipPath, channel }: PwmChannel,
  { files, clock }: Pick<DriverParts, 'files' | 'clock'>,
): Promise<SystemFault | null> {
  const name = `pwm${channel}`;
  const present = files.list(chipPath);
  if (!present.ok) return present.error;
  if (!present.value.includes(name)) {
    const exported = await untilPermitted(clock, () => files.write(`${chipPath}/export`, String(channel)));
    if (!exported.ok) return exported.error;
  }
  for (const file of ['period', 'duty_cycle', 'enable']) {
    const writable = await untilPermitted(clock, () => files.probe(`${chipPath}/${name}/${file}`));
    if (!writable.ok) return writable.error;
  }
  return null;
}

function channelName({ chipPath, channel }: PwmChannel, device: string): string {
  return `channel ${channel} of PWM chip ${chipPath} of ${device}`;
}

function refusedChannel(place: PwmChannel, device: string, fault: SystemFault): DeviceFault {
  const missing = "look in dmesg for where the chip's driver went";
  return refusedDevice(channelName(place, device), fault, { missing, group: 'gpio' });
}

function beyondLast(place: PwmChannel, device: string, count: number): DeviceFault {
  return {
    code: 'device-missing',
    device: channelName(place, device),
    reason: null,
    present: [`channels 0 to ${count - 1}`],
    cure: "correct the channel in the board's data",
  };
}
