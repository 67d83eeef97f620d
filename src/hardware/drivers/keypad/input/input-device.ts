import type { LinuxIo } from 'lvgl-bindings/linux-io';
import { failure, success, type Result } from '../../../../domain/result.ts';
import type { KeypadDriverData } from '../../../../ports/device/board.ts';
import type { DeviceFault } from '../../../../ports/device/device-fault.ts';
import type { Keypad } from '../../../../ports/device/keypad.ts';
import { LINUX_KEY_CODES } from '../../../../ports/device/linux-key-codes.ts';
import type { DeviceFiles } from '../../../kernel/device-files.ts';
import { refusedDevice } from '../../../kernel/refusal.ts';
import { attempt, type SystemFault } from '../../../kernel/system-fault.ts';
import type { Driver } from '../../driver.ts';
import { DeviceKeypad, type ContactSource, type ContactsTold } from '../device-keypad.ts';
import { InputKeys } from './input-keys.ts';

const INPUT_CLASS = '/sys/class/input';

/**
 * A Linux input device, taken for this process alone: no console hears its keys. One that was pulled out is found again
 * by its name.
 */
export const inputDevice: Driver<KeypadDriverData['input-device'], Keypad> = {
  open({ deviceName, keyCodes }, parts) {
    const codes = keyCodes.map((name) => LINUX_KEY_CODES[name]);
    return DeviceKeypad.open({
      ...parts,
      open: async (tell) => {
        const path = devicePath(parts.files, deviceName);
        if (!path.ok) return path;
        const source = openKeys(await parts.loadLinuxIo(), path.value, new InputKeys(codes), tell);
        if (source.ok) return source;
        const missing = "correct deviceName in the board's data, or plug the device in";
        return failure(refusedDevice(`input device "${deviceName}"`, source.error, { missing, group: 'input' }));
      },
    });
  },
};

type Tell = (told: Result<ContactsTold, SystemFault>) => void;

function openKeys(io: LinuxIo, path: string, keys: InputKeys, tell: Tell): Result<ContactSource, SystemFault> {
  return attempt(path, () => {
    const device: InstanceType<LinuxIo['InputDevice']> = new io.InputDevice(path, (...told) => {
      if (typeof told[1] === 'string') {
        device.close();
        tell(failure({ errno: String(told[0]), path }));
        return;
      }
      // A device that does not answer is about to be told as gone.
      const askHeld = () => {
        const held = attempt(path, () => device.heldKeys());
        return held.ok ? held.value : null;
      };
      for (const change of keys.read(told[1], Number(told[0]), askHeld)) tell(success(change));
    });
    try {
      // A key that is down already makes no event.
      tell(success(keys.held(device.heldKeys())));
    } catch (error) {
      device.close();
      throw error;
    }
    return device;
  });
}

/** The device file of that name. Input devices are numbered in the order in which they appear. */
function devicePath(files: DeviceFiles, deviceName: string): Result<string, DeviceFault> {
  const names = files.list(INPUT_CLASS);
  const events = (names.ok ? names.value : []).filter((name) => /^event\d+$/.test(name));
  const present: string[] = [];
  for (const event of events) {
    const name = files.read(`${INPUT_CLASS}/${event}/device/name`);
    if (name.ok && name.value.trim() === deviceName) return success(`/dev/input/${event}`);
    if (name.ok) present.push(`"${name.value.trim()}"`);
  }
  return failure({
    code: 'device-missing',
    device: `input device "${deviceName}" (${INPUT_CLASS}/event*/device/name)`,
    reason: null,
    present,
    cure: "correct deviceName in the board's data, plug the device in, or load its driver",
  });
}
