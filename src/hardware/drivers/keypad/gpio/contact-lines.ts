import type { ContactWiring } from 'lvgl-bindings/linux-io';
import { failure, success, type Result } from '../../../../domain/result.ts';
import type { DeviceFault } from '../../../../ports/device/device-fault.ts';
import type { Keypad } from '../../../../ports/device/keypad.ts';
import { chipDevice } from '../../../gpio/chip-device.ts';
import { refusedLines } from '../../../gpio/gpio-line.ts';
import { attempt } from '../../../kernel/system-fault.ts';
import type { DriverParts } from '../../driver.ts';
import { DeviceKeypad, type ContactSource, type OpenContactSource } from '../device-keypad.ts';

/** What the board's data says about the wires of a keypad. */
export interface KeyLines {
  readonly chipLabel: string;
  readonly activeLow: boolean;
  readonly pull?: 'internal' | 'external';
  /** [] where each column is a key. */
  readonly rowLines: readonly number[];
  readonly columnLines: readonly number[];
}

/**
 * The pace of a scan. A column falls through a pull of 50 kΩ and 100 pF in 7 µs. Contacts that bounce are read often
 * enough for a debounce of 5 ms; a held key is watched for others in its own column, which make no edge.
 */
const PACE = { settleUs: 10, scanMs: 5, changingMs: 30, heldMs: 20 };

/** A keypad on lines of the character device, read by the addon's own thread. */
export function openKeyLines(lines: KeyLines, parts: DriverParts): Promise<Result<Keypad, DeviceFault>> {
  return DeviceKeypad.open({ ...parts, open: keyLineSource(lines, parts) });
}

function keyLineSource(lines: KeyLines, parts: DriverParts): OpenContactSource {
  return async (tell) => {
    const io = await parts.loadLinuxIo();
    const { chipLabel, activeLow, rowLines, columnLines } = lines;
    const chip = chipDevice({ files: parts.files, io }, chipLabel, [...rowLines, ...columnLines]);
    if (!chip.ok) return chip;
    const chipPath = chip.value;
    const wiring: ContactWiring = {
      ...{ chipPath, activeLow, rowLines, columnLines, pulled: lines.pull !== 'external' },
      ...PACE,
    };
    const opened = attempt(chipPath, (): ContactSource => {
      let reader: ContactSource | null = null;
      reader = new io.ContactReader(wiring, (...told) => {
        if (typeof told[1] !== 'string') tell(success({ ageMs: Number(told[0]), closed: told[1] }));
        else {
          reader?.close();
          tell(failure({ errno: String(told[0]), path: chipPath }));
        }
      });
      return reader;
    });
    return opened.ok ? opened : failure(refusedLines(`lines of GPIO chip ${chipLabel}`, opened.error));
  };
}
