import { LineSocket } from './line-socket.ts';
import { LineWatch } from './line-watch.ts';
import type { Qmp } from './qmp.ts';

/**
 * The PL061 of QEMU's `virt` machine, seen from outside through QEMU's test socket: LEDs and buzzer hang on its lines,
 * and power-off and other single keys.
 */
export class SocLines {
  readonly outputs = new LineWatch('PL061');
  readonly #socket: LineSocket;
  readonly #chip: string;

  private constructor(path: { readonly socket: LineSocket; readonly chip: string }) {
    this.#socket = path.socket;
    this.#chip = path.chip;
  }

  static async connect(testSocket: string, qmp: Qmp): Promise<SocLines> {
    const chip = /\/(device\[\d+\]) \(pl061\)/.exec(await qmp.monitor('info qom-tree'))?.[1];
    if (chip === undefined) throw new Error('the machine has no PL061: it was started with ACPI?');
    const watch: { lines: SocLines | null } = { lines: null };
    const socket = await LineSocket.connect(testSocket, (line, atMs) => {
      const [, edge, number] = /^IRQ (raise|lower) (\d+)$/.exec(line) ?? [];
      if (edge === undefined || number === undefined) return;
      watch.lines?.outputs.add({ line: Number(number), level: edge === 'raise' ? 1 : 0, atMs });
    });
    const lines = new SocLines({ socket, chip: `/machine/unattached/${chip}` });
    watch.lines = lines;
    socket.write(`irq_intercept_out ${lines.#chip}\n`);
    return lines;
  }

  /** Drives a line of the chip from outside. */
  drive(line: number, level: 0 | 1): void {
    this.#socket.write(`set_irq_in ${this.#chip} unnamed-gpio-in ${line} ${level}\n`);
  }

  close(): void {
    this.#socket.close();
  }
}
