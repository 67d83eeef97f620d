import type { LedColour } from '../../domain/alert/signals.ts';
import type { KeyMap, KeyName } from '../../domain/keys/key-map.ts';
import type { LinuxKeyCode } from './linux-key-codes.ts';

/** One key as the owner sees it. What it types is in the key map's legends. */
export interface FaceKey {
  readonly key: KeyName;
  /** Width, where 1 is a letter key; 0.5…10. */
  readonly widthUnits: number;
  /** Printed on a key that types nothing, for example `Enter`; absent on keys with a legend. */
  readonly label?: string;
}

/** A row of keys, either stretched over the whole width of the keypad or centred. */
interface FaceRow {
  readonly stretched: boolean;
  readonly keys: readonly FaceKey[];
}

/** A part that only the simulator's page has; its driver needs no data. */
type Simulated = unknown;

/** Lines of one GPIO chip. The chip is named by its label, because kernels number chips and lines differently. */
interface GpioChipLines {
  readonly chipLabel: string;
  /** The part is on when the line is low. */
  readonly activeLow: boolean;
}

/** Lines that are driven: by onoff where the data does not say. */
interface GpioOutputs extends GpioChipLines {
  readonly access?: 'character-device' | 'onoff';
}

/** Lines by /dev/gpiochip*. */
interface ByCharacterDevice {
  readonly access: 'character-device';
  /** `internal` (when absent): the chip's own resistors hold an open line at rest. `external`: the board's do. */
  readonly pull?: 'internal' | 'external';
}

/**
 * Lines by onoff, through /sys/class/gpio. It cannot set a pull: the board's resistors or the boot configuration do.
 */
interface ByOnoff {
  readonly access: 'onoff';
}

/** An access that need not be said, because it is the usual one. */
type Usual<Access> = Omit<Access, 'access'> & Partial<Access>;

/** A contact is the index into `KeyMap.keys`. */
export interface KeypadDriverData {
  simulated: Simulated;
  /**
   * Rows are driven one after the other, and are inputs meanwhile; columns are read. The contact is
   * `row * columns + column`. By the character device where the data does not say: onoff costs 15 times as much, and
   * misses keys while the event loop is busy.
   */
  'gpio-matrix': GpioChipLines &
    (Usual<ByCharacterDevice> | ByOnoff) & {
      readonly rowLines: readonly number[];
      readonly columnLines: readonly number[];
    };
  /** A line for each key; the contact is the index in `lines`. By onoff where the data does not say. */
  'gpio-direct': GpioChipLines & (ByCharacterDevice | Usual<ByOnoff>) & { readonly lines: readonly number[] };
  /**
   * A Linux input device, such as a USB keyboard or the kernel's gpio-keys. It is found by the name that
   * /sys/class/input/event*\/device/name gives. The contact is the index in `keyCodes`.
   */
  'input-device': { readonly deviceName: string; readonly keyCodes: readonly LinuxKeyCode[] };
  /**
   * A microcontroller that reads the keys and sends them by UART (docs/uart-keypad.md), 8 bits, no parity. Contacts are
   * numbered by the sender, from 0 to `contacts - 1`; at most 210.
   */
  uart: { readonly path: string; readonly baudRate: number; readonly contacts: number };
}

/**
 * What each LED driver needs to know: the LED or the line of each colour that the board has. There is at least one
 * colour; two colours may share an LED or a line.
 */
export interface LedDriverData {
  simulated: Simulated;
  /** Names in /sys/class/leds. */
  'led-class': { readonly names: Readonly<Partial<Record<LedColour, string>>> };
  gpio: GpioOutputs & { readonly lines: Readonly<Partial<Record<LedColour, number>>> };
}

/** What each buzzer driver needs to know. */
export interface BuzzerDriverData {
  simulated: Simulated;
  /**
   * A piezo on a channel of a PWM chip. The chip is named by its device, because chips are numbered as their drivers
   * come: what /sys/class/pwm/pwmchip*\/device points to, as `3f20c000.pwm`.
   */
  pwm: { readonly device: string; readonly channel: number };
  /** A beeper that the kernel drives (pwm-beeper, gpio-beeper), by its name as an input device. */
  'input-beeper': { readonly deviceName: string };
  /** A buzzer that makes its own tone: it can only be switched on and off. */
  gpio: GpioOutputs & { readonly line: number };
}

/** By how many degrees the panel is turned clockwise in the handset. The board's size is what the owner sees. */
export type Rotation = 0 | 90 | 180 | 270;

/** What each screen driver needs to know. */
export interface ScreenDriverData {
  simulated: Simulated;
  /**
   * A display of the kernel by its driver (`DRIVER` in /sys/class/drm/card*\/device/uevent, or beneath), as `ili9341`.
   */
  drm: { readonly driver: string; readonly rotation: Rotation };
  /** A framebuffer of the kernel by its name in /sys/class/graphics/fb*\/name, as `fb_ili9341`. */
  framebuffer: { readonly name: string; readonly rotation: Rotation };
}

/** What each driver of the light behind the screen needs to know. */
export interface BacklightDriverData {
  simulated: Simulated;
  /** A light by its name in /sys/class/backlight. */
  'backlight-class': { readonly name: string };
  gpio: GpioOutputs & { readonly line: number };
  /** The panel makes its own light, and is put to sleep. */
  panel: unknown;
  /** Nothing makes the screen dark. */
  none: unknown;
}

/** What each driver of battery and charger needs to know. */
export interface PowerDriverData {
  /**
   * The kernel's power supplies. They are found by what they are; `battery` is a name in /sys/class/power_supply, where
   * a board has more than one.
   */
  'power-supply': { readonly battery?: string };
  /** Fed from outside. */
  none: unknown;
}

/** What each way to the network needs to know. */
export interface NetworkDriverData {
  /** The image's: wires and addresses by systemd-networkd, Wi-Fi by iwd, flight mode by rfkill. */
  system: unknown;
  /** The machine that the handset's program runs on sees to it. */
  none: unknown;
}

/** A part in a board's data: which driver it uses, and what that driver needs to know. */
type BoardPart<DriverData> = {
  [Kind in keyof DriverData]: { readonly kind: Kind } & DriverData[Kind];
}[keyof DriverData];

/**
 * A board as data: pins, matrix, key map, screen, LED, buzzer. Each board has a folder in `board/`. Each part names one
 * of the existing drivers, and drivers can be combined freely.
 */
export interface Board {
  readonly name: string;
  readonly screen: {
    readonly widthPx: number;
    readonly heightPx: number;
    readonly driver: BoardPart<ScreenDriverData>;
    readonly backlight: BoardPart<BacklightDriverData>;
  };
  readonly keypad: {
    readonly keyMap: KeyMap;
    readonly debounceMs: number;
    /**
     * Where the keys are on the front of the handset, from top to bottom: for the simulator's page and the key test.
     */
    readonly face: readonly FaceRow[];
    readonly source: BoardPart<KeypadDriverData>;
  };
  readonly led: BoardPart<LedDriverData>;
  readonly buzzer: BoardPart<BuzzerDriverData>;
  readonly power: BoardPart<PowerDriverData>;
  readonly network: BoardPart<NetworkDriverData>;
  /** Lines that drivers of the kernel have by the device tree, and what for: no part above may use them. */
  readonly kernelLines?: { readonly chipLabel: string; readonly lines: Readonly<Record<number, string>> };
}
