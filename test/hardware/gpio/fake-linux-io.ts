import type { ContactWiring, LinuxIo } from '../../../native/src/linux-io.ts';

type ContactListener = ConstructorParameters<LinuxIo['ContactReader']>[1];
type InputListener = ConstructorParameters<LinuxIo['InputDevice']>[1];

/** A refusal of the kernel as the addon throws it. */
export function refusal(code: string): Error {
  return Object.assign(new Error(code), { code, errno: -1 });
}

/** linux_io without a kernel: chips and input devices by their paths, and what was opened on them. */
export class FakeLinuxIo implements LinuxIo {
  chips: Readonly<Record<string, { readonly label: string; readonly lines: number } | Error>> = {
    '/dev/gpiochip0': { label: 'other', lines: 8 },
    '/dev/gpiochip1': { label: 'keypad', lines: 24 },
  };
  /** With what opening fails. */
  refused: Error | null = null;
  readonly readers: { readonly wiring: ContactWiring; readonly listener: ContactListener; closed: boolean }[] = [];
  readonly inputs: { readonly path: string; readonly listener: InputListener; closed: boolean }[] = [];
  /** What an input device says when it is asked which keys are down. */
  heldKeys = new Uint8Array(96);
  readonly outputs: { readonly wiring: unknown; readonly written: [number, boolean][]; closed: boolean }[] = [];

  chipInfo(path: string): { readonly label: string; readonly lines: number } {
    const chip = this.chips[path] ?? refusal('ENOENT');
    if (chip instanceof Error) throw chip;
    return chip;
  }

  /** Whether the threads of readers and inputs answer. */
  answers = true;
  readonly sent: (readonly [path: string, text: string])[] = [];

  sendDatagram(path: string, text: string): void {
    if (this.refused !== null) throw this.refused;
    this.sent.push([path, text]);
  }

  giveBackMemory(): number {
    return 0;
  }

  readonly ContactReader: LinuxIo['ContactReader'];
  readonly InputDevice: LinuxIo['InputDevice'];
  readonly OutputLines: LinuxIo['OutputLines'];

  constructor() {
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- the classes below have a `this` of their own
    const io = this;
    this.ContactReader = class {
      readonly #opened: { closed: boolean };
      constructor(wiring: ContactWiring, listener: ContactListener) {
        if (io.refused !== null) throw io.refused;
        const opened = { wiring, listener, closed: false };
        this.#opened = opened;
        io.readers.push(opened);
      }
      isAlive(): boolean {
        return io.answers;
      }
      close(): void {
        this.#opened.closed = true;
      }
    };
    this.InputDevice = class {
      readonly #opened: { closed: boolean };
      constructor(path: string, listener: InputListener) {
        if (io.refused !== null) throw io.refused;
        const opened = { path, listener, closed: false };
        this.#opened = opened;
        io.inputs.push(opened);
      }
      heldKeys(): Uint8Array {
        if (io.refused !== null) throw io.refused;
        return io.heldKeys;
      }
      isAlive(): boolean {
        return io.answers;
      }
      close(): void {
        this.#opened.closed = true;
      }
    };
    this.OutputLines = class {
      readonly #opened: { written: [number, boolean][]; closed: boolean };
      constructor(wiring: unknown) {
        if (io.refused !== null) throw io.refused;
        const opened = { wiring, written: [], closed: false };
        this.#opened = opened;
        io.outputs.push(opened);
      }
      write(index: number, active: boolean): void {
        if (io.refused !== null) throw io.refused;
        this.#opened.written.push([index, active]);
      }
      close(): void {
        this.#opened.closed = true;
      }
    };
  }
}
