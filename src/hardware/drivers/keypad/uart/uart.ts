import { failure, success } from '../../../../domain/result.ts';
import type { KeypadDriverData } from '../../../../ports/device/board.ts';
import type { Keypad } from '../../../../ports/device/keypad.ts';
import { refusedDevice } from '../../../kernel/refusal.ts';
import type { Driver, DriverParts } from '../../driver.ts';
import { DeviceKeypad, type OpenContactSource } from '../device-keypad.ts';
import { UartContacts } from './uart-contacts.ts';

type Data = KeypadDriverData['uart'];

/**
 * A keypad behind a microcontroller (docs/uart-keypad.md). One that was pulled out is looked for again every second.
 */
export const uart: Driver<Data, Keypad> = {
  open: (data, parts) => DeviceKeypad.open({ ...parts, open: uartSource(data, parts) }),
};

function uartSource({ path, baudRate, contacts }: Data, parts: DriverParts): OpenContactSource {
  return async (tell) => {
    const openSerial = await parts.loadOpenSerial();
    const { clock, log } = parts;
    const keys = new UartContacts({
      ...{ path, contacts, clock, log },
      tell: (told) => {
        tell(success(told));
      },
    });
    const listener = {
      read: (bytes: Uint8Array) => {
        keys.read(bytes);
      },
      ended: (fault: { readonly errno: string; readonly path: string }) => {
        keys.close();
        tell(failure(fault));
      },
    };
    const port = await openSerial({ path, baudRate }, listener);
    if (!port.ok) {
      const missing = "correct path in the board's data, plug the keypad in, or load the driver of its port";
      return failure(refusedDevice(`serial port ${path}`, port.error, { missing, group: 'dialout' }));
    }
    return success({
      // Its end is told at once, and a resting keypad sends nothing.
      isAlive: () => true,
      close: () => {
        keys.close();
        port.value.close();
      },
    });
  };
}
