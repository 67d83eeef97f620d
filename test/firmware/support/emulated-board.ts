import { join } from 'node:path';
import type { KeyName } from '../../../src/domain/keys/key-map.ts';
import { qemuArm64 } from '../../../board/qemu-arm64/board.ts';
import { Card } from './card.ts';
import type { ConsoleLog } from './console-log.ts';
import { MatrixKeys, type Bounce } from './matrix-keys.ts';
import { QemuMachine } from './qemu-machine.ts';
import { SocLines } from './soc-lines.ts';
import type { WriteLog } from './write-log.ts';

const NAME = qemuArm64.name;
/** The emulated machine, as `firmware/boards/qemu-arm64/handset.dts` describes it. */
const MACHINE = [
  ...['-M', 'virt,acpi=off,memory-backend=memory', '-cpu', 'cortex-a72', '-accel', 'tcg,tb-size=512'],
  ...['-smp', '2', '-m', '512', '-object', 'memory-backend-memfd,id=memory,size=512M,share=on'],
  '-no-reboot',
];
const FROM_CARD = ['-bios', Card.outputOf(NAME, 'u-boot.bin')];
const FROM_KERNEL = [
  ...['-kernel', Card.outputOf(NAME, 'Image'), '-dtb', Card.outputOf(NAME, 'board.dtb'), '-append'],
  'console=ttyAMA0 panic=-1 net.ifnames=0 loglevel=5 vt.global_cursor_default=0 handset.slot=rootA rauc.slot=A ' +
    'systemd.journald.forward_to_console=1 systemd.journald.max_level_console=info systemd.show_status=0',
];
const TYPED: Readonly<Record<string, KeyName>> = { ' ': 'Space', '.': 'Period' };

export interface EmulatedBoardOptions {
  readonly card: Card;
  /**
   * `card`: U-Boot of the image chooses the slot, as on a real board. `kernel`: slot A's kernel at once, with the log on
   * the console, for tests that are not about starting.
   */
  readonly startsFrom?: 'card' | 'kernel';
  /** Keeps what is written to the card, so that a cut of the power can be made to lose what a real one loses. */
  readonly writeLog?: WriteLog;
  /** The chip that the keys hang on is not there. */
  readonly withoutKeys?: boolean;
  /** Instead of the image's initramfs; only with `kernel`. */
  readonly initrd?: string;
  /** More of QEMU's arguments: other devices. */
  readonly devices?: readonly string[];
  /** Restarts the machine when the guest asks for it, instead of ending: for tests of updates. */
  readonly reboots?: boolean;
}

/**
 * A handset of hardware that does not exist: the built card in an emulated arm64 machine, whose keys are pressed on the
 * wires of a GPIO chip, whose screen is read back as pixels, and whose LEDs and piezo are watched on their lines.
 */
export class EmulatedBoard {
  readonly keys: MatrixKeys;
  readonly soc: SocLines;
  readonly #machine: QemuMachine;

  private constructor(parts: { readonly keys: MatrixKeys; readonly soc: SocLines; readonly machine: QemuMachine }) {
    this.keys = parts.keys;
    this.soc = parts.soc;
    this.#machine = parts.machine;
  }

  /** Power on. Returns as soon as the machine runs; what it does then is told by its console and its screen. */
  static async start(options: EmulatedBoardOptions): Promise<EmulatedBoard> {
    const { startsFrom = 'kernel', devices = [], reboots = false } = options;
    const { initrd = Card.outputOf(NAME, 'initrd.img') } = options;
    const folder = QemuMachine.newFolder();
    const keys = await MatrixKeys.start(qemuArm64, folder);
    const shape = reboots ? MACHINE.filter((argument) => argument !== '-no-reboot') : MACHINE;
    const start = startsFrom === 'card' ? FROM_CARD : [...FROM_KERNEL, '-initrd', initrd];
    try {
      const args = [...shape, ...start, ...devicesOf(options, keys, folder), ...devices];
      const machine = await QemuMachine.start(folder, args);
      const soc = await SocLines.connect(join(folder, 'qtest'), machine.qmp);
      await machine.run();
      return new EmulatedBoard({ keys, soc, machine });
    } catch (error) {
      await keys.stop();
      throw error;
    }
  }

  get console(): ConsoleLog {
    return this.#machine.console;
  }

  /** Resolves when the machine has switched itself off. */
  async untilOff(timeoutMs: number): Promise<void> {
    await this.#machine.untilOff(timeoutMs);
  }

  /** Holds a key as a thumb does. */
  async tap(key: KeyName, bounce?: Bounce): Promise<void> {
    await this.keys.tap(key, bounce);
  }

  async hold(key: KeyName, holdMs: number): Promise<void> {
    await this.keys.press(key);
    await new Promise((resolve) => setTimeout(resolve, holdMs));
    await this.keys.release(key);
  }

  async type(text: string, bounce?: Bounce): Promise<void> {
    for (const letter of text) await this.tap(TYPED[letter] ?? (letter.toUpperCase() as KeyName), bounce);
  }

  /** What the screen shows, as PNG. */
  async screenshot(): Promise<Buffer> {
    return this.#machine.qmp.screenshot(join(this.#machine.folder, 'screen.png'));
  }

  /** Writes to the guest's serial console. */
  write(text: string): void {
    this.#machine.write(text);
  }

  async qmp(command: string, options: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
    return this.#machine.qmp.execute(command, options);
  }

  get isOn(): boolean {
    return this.#machine.isOn;
  }

  /** Pulls the battery: nothing that the guest holds in memory reaches the card. Idempotent. */
  async cutPower(): Promise<void> {
    await this.#machine.kill();
    this.soc.close();
    await this.keys.stop();
  }
}

function keysAt(socket: string): readonly string[] {
  return ['-chardev', `socket,id=gpio,path=${socket}`, '-device', 'vhost-user-gpio-pci,chardev=gpio,addr=0x1'];
}

function devicesOf(
  { card, writeLog, withoutKeys = false }: EmulatedBoardOptions,
  keys: MatrixKeys,
  folder: string,
): readonly string[] {
  const socket = (name: string): string => `unix:${join(folder, name)},server=on,wait=off`;
  return [
    ...['-qtest', socket('qtest'), '-qtest-log', '/dev/null'],
    ...(withoutKeys ? [] : keysAt(keys.socket)),
    ...['-device', 'virtio-gpu-pci,addr=0x2,xres=320,yres=240'],
    ...(writeLog?.drive ?? ['-drive', `if=none,id=card,file=${card.file},format=raw,cache=writeback`]),
    ...['-device', 'virtio-blk-pci,drive=card,addr=0x3'],
    ...[
      '-netdev',
      'user,id=net',
      '-device',
      'virtio-net-pci,netdev=net,addr=0x4,romfile=',
      '-device',
      'virtio-rng-pci',
    ],
  ];
}
