import type { LedColour } from '../domain/alert/signals.ts';
import type { KeyMap, KeyName } from '../domain/keys/key-map.ts';

/** One key as the owner sees it. What it types stands in the key map's legends. */
export interface FaceKey {
  readonly key: KeyName;
  /** In letter keys' widths, 0.5…10. */
  readonly widthUnits: number;
  /** What is printed on a key that types nothing, as `Enter`; absent on keys with a legend. */
  readonly label?: string;
}

/** A row of keys: stretched over the whole width of the face, or standing in its middle. */
interface FaceRow {
  readonly stretched: boolean;
  readonly keys: readonly FaceKey[];
}

/** A part that the simulator's page stands for; it needs no data. */
type Simulated = unknown;

/** Lines of one GPIO chip. The chip is named by its label: the numbers of chips and lines change with the kernel. */
interface GpioChipLines {
  readonly chipLabel: string;
  /** The part is on when the line is low. */
  readonly activeLow: boolean;
}

/** What each keypad driver must be told. Contact `row * columns + column`, or the line's place in `lines`, is one in `KeyMap.keys`. */
export interface KeypadDriverData {
  simulated: Simulated;
  'gpio-matrix': GpioChipLines & { readonly rowLines: readonly number[]; readonly columnLines: readonly number[] };
  'gpio-direct': GpioChipLines & { readonly lines: readonly number[] };
}

/** What each LED driver must be told: the LED or the line of each colour that the board has. At least one; two colours may share one. */
export interface LedDriverData {
  simulated: Simulated;
  /** Names in /sys/class/leds. */
  'led-class': { readonly names: Readonly<Partial<Record<LedColour, string>>> };
  gpio: GpioChipLines & { readonly lines: Readonly<Partial<Record<LedColour, number>>> };
}

/** What each buzzer driver must be told. */
export interface BuzzerDriverData {
  simulated: Simulated;
  /** A piezo on a channel of `chipPath`, as /sys/class/pwm/pwmchip0. */
  pwm: { readonly chipPath: string; readonly channel: number };
  /** A buzzer with a tone of its own: it knows on and off only. */
  gpio: GpioChipLines & { readonly line: number };
}

/** What each screen driver must be told. */
export interface ScreenDriverData {
  simulated: Simulated;
  /** A device of the kernel, as /dev/fb0. */
  framebuffer: { readonly path: string };
}

/** A part in a board's data: the kind of its driver, and what that driver must be told. */
type BoardPart<DriverData> = {
  [Kind in keyof DriverData]: { readonly kind: Kind } & DriverData[Kind];
}[keyof DriverData];

/**
 * A board, as data: pins, matrix, key map, screen, LED, buzzer. One folder each in `board/`. Each part names one of the drivers that there
 * are; parts of every kind go together.
 */
export interface Board {
  readonly name: string;
  readonly screen: {
    readonly widthPx: number;
    readonly heightPx: number;
    readonly driver: BoardPart<ScreenDriverData>;
  };
  readonly keypad: {
    readonly keyMap: KeyMap;
    readonly debounceMs: number;
    /** Where the keys sit before the owner's eyes, from top to bottom: for the simulator's page and the key test. */
    readonly face: readonly FaceRow[];
    readonly source: BoardPart<KeypadDriverData>;
  };
  readonly led: BoardPart<LedDriverData>;
  readonly buzzer: BoardPart<BuzzerDriverData>;
}
