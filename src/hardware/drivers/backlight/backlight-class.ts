import { failure, success, type Result } from '../../../domain/result.ts';
import type { Backlight } from '../../../ports/device/backlight.ts';
import type { BacklightDriverData } from '../../../ports/device/board.ts';
import type { DeviceFiles } from '../../kernel/device-files.ts';
import { refusedDevice } from '../../kernel/refusal.ts';
import { type SystemFault } from '../../kernel/system-fault.ts';
import { untilPermitted } from '../../kernel/until-permitted.ts';
import type { Driver } from '../driver.ts';
import { SwitchedLight, type LightSource } from './switched-light.ts';

const BACKLIGHT_CLASS = '/sys/class/backlight';
/** Values of `bl_power` (Documentation/ABI/stable/sysfs-class-backlight). */
const POWER_ON = '0';
const POWER_OFF = '4';

/** A light of the kernel's backlight class, with as many levels as it has. */
export const backlightClass: Driver<BacklightDriverData['backlight-class'], Backlight> = {
  async open({ name }, { files, clock, log }) {
    for (const file of ['brightness', 'bl_power']) {
      const usable = await untilPermitted(clock, () => files.probe(`${BACKLIGHT_CLASS}/${name}/${file}`));
      if (!usable.ok) return failure(refused(name, usable.error, files));
    }
    return success(new SwitchedLight(lightNamed(name, files), log));
  },
};

function lightNamed(name: string, files: DeviceFiles): LightSource {
  const write = (file: string, value: string): Result<null, SystemFault> =>
    files.write(`${BACKLIGHT_CLASS}/${name}/${file}`, value);
  return {
    set: (percent) => {
      if (percent === 0) return write('bl_power', POWER_OFF);
      const level = write('brightness', String(levelFor(percent, brightest(name, files))));
      return level.ok ? write('bl_power', POWER_ON) : level;
    },
    release: () => undefined,
  };
}

/** At least 1: some lights are dark at 0. */
function levelFor(percent: number, brightestLevel: number): number {
  return Math.max(1, Math.round((brightestLevel * percent) / 100));
}

function brightest(name: string, files: DeviceFiles): number {
  const told = files.read(`${BACKLIGHT_CLASS}/${name}/max_brightness`);
  const level = told.ok ? Number(told.value) : 0;
  return level >= 1 ? level : 1;
}

function refused(name: string, fault: SystemFault, files: DeviceFiles): ReturnType<typeof refusedDevice> {
  const present = files.list(BACKLIGHT_CLASS);
  return refusedDevice(`backlight ${name}`, fault, {
    missing: "correct the backlight's name in the board's data, or load its driver",
    group: 'video',
    present: present.ok ? present.value : [],
  });
}
