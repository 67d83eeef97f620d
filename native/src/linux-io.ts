// What Node cannot ask of the kernel by itself: GPIO lines by the character device, input devices taken for one
// process, memory given back, and datagrams to unix sockets. It knows nothing of LVGL. All constructors and methods
// throw the kernel's refusal as an Error with code, errno, syscall and path, as node:fs does.
import { loadNodeFile } from './load-addon.ts';

export interface ContactWiring {
  /** For example /dev/gpiochip0. */
  readonly chipPath: string;
  /** Offsets of lines in the chip, at most 64; [] when each column is a key. */
  readonly rowLines: readonly number[];
  readonly columnLines: readonly number[];
  readonly activeLow: boolean;
  /** The chip's own resistors hold the columns at rest. */
  readonly pulled: boolean;
  /** What a column needs to fall back after its row was left, in microseconds. */
  readonly settleUs: number;
  /** Between two scans of a matrix while contacts change. */
  readonly scanMs: number;
  /** For how long contacts count as changing after their last change. */
  readonly changingMs: number;
  /** Between two scans of a matrix while a key is held and nothing changes. */
  readonly heldMs: number;
}

/** Something that holds a device until it is closed. `close` may be called twice. */
interface Held {
  close(): void;
}

/** A device with a thread of its own. */
interface Watched extends Held {
  /**
   * Whether the thread has answered since this was asked last; asks it anew. It takes microseconds: one that has not
   * answered after a second stands still, perhaps in the kernel.
   */
  isAlive(): boolean;
}

/** Called once at the end, with the name of the kernel's error and the call that failed. */
type Ended = [code: string, syscall: string];

export interface LinuxIo {
  /** @param path for example /dev/gpiochip0 */
  chipInfo(path: string): { readonly label: string; readonly lines: number };
  /**
   * Gives memory back to the kernel that this process can do without while it rests: free memory of malloc, and pages
   * of programs and other files, which are mapped again when they are touched. Returns how many bytes of files that
   * was.
   */
  giveBackMemory(): number;
  /** Sends a datagram to a unix socket, without waiting. A path that begins with `@` names one without a file. */
  sendDatagram(path: string, text: string): void;
  /**
   * Reads a keypad in a thread of its own, so that a busy event loop misses no key. Tells the closed contacts
   * (`row * columns + column`, ascending) at each change, and how old the change is.
   */
  readonly ContactReader: new (
    wiring: ContactWiring,
    listener: (...told: [ageMs: number, contacts: readonly number[]] | Ended) => void,
  ) => Watched;
  /**
   * Takes an input device for this process alone. Tells events as the kernel writes them (`struct input_event`), with
   * the present time in milliseconds on the clock of their time stamps, CLOCK_MONOTONIC.
   */
  readonly InputDevice: new (
    path: string,
    listener: (...told: [nowMs: number, events: Uint8Array] | Ended) => void,
  ) => Watched & {
    /** A bit for each key code: the keys that are down now. */
    heldKeys(): Uint8Array;
  };
  /** Lines that are driven, all inactive at first. */
  readonly OutputLines: new (wiring: {
    readonly chipPath: string;
    readonly lines: readonly number[];
    readonly activeLow: boolean;
  }) => Held & { write(index: number, active: boolean): void };
}

/** @param path of the addon; beside this file or in the package's build folder when it is not given. */
export function loadLinuxIo(path = process.env['LINUX_IO_ADDON']): LinuxIo {
  return loadNodeFile('linux_io.node', path) as LinuxIo;
}
