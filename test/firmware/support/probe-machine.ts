import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleProbe, type ProbeName } from '../guest/bundle-probe.ts';
import { Card } from './card.ts';
import { QemuMachine } from './qemu-machine.ts';
import type { Qmp } from './qmp.ts';

const BOARD = 'qemu-arm64';
const INIT = fileURLToPath(new URL('../guest/init.sh', import.meta.url));
const START_TIMEOUT_MS = 180_000;
const LINE_TIMEOUT_MS = 120_000;
/** Where one archive of a first root ends, the next begins at a multiple of this (Linux, "initramfs buffer format"). */
const ARCHIVE_ALIGNMENT_BYTES = 4;

export interface ProbeMachineOptions {
  readonly programs: readonly ProbeName[];
  /** Of the image's kernel, loaded at the start. */
  readonly modules: readonly string[];
  /** QEMU's arguments for other devices. @param folder for their sockets. */
  readonly devices?: (folder: string) => Promise<readonly string[]>;
  /**
   * How long an instruction takes, as a power of two in ns: time in the machine is then what its two processors have done
   * together, however busy this machine is. Without it, time is ours.
   */
  readonly instructionNsPower?: number;
}

/** What a program in the machine asks of the outside, as a line `WORD …`; the answer lets it go on. */
export type Requests = Readonly<Record<string, (words: readonly string[]) => Promise<void>>>;

/**
 * A machine with kernel, Node, modules and packages of the image, in which programs of the tests run one after the other
 * and nothing else: the real kernel and the real drivers, without the handset.
 */
export class ProbeMachine {
  readonly #machine: QemuMachine;

  private constructor(machine: QemuMachine) {
    this.#machine = machine;
  }

  static async start(options: ProbeMachineOptions): Promise<ProbeMachine> {
    const folder = QemuMachine.newFolder();
    const firstRoot = await firstRootWith(options, folder);
    const { devices, instructionNsPower: power } = options;
    const pace = power === undefined ? [] : ['-icount', `shift=${power},sleep=off`];
    const args = [
      ...['-M', 'virt,acpi=off,memory-backend=memory', '-cpu', 'cortex-a72', '-m', '512', '-no-reboot'],
      ...['-accel', 'tcg,tb-size=256', '-smp', '2', ...pace],
      ...['-object', 'memory-backend-memfd,id=memory,size=512M,share=on'],
      ...['-kernel', Card.outputOf(BOARD, 'Image'), '-initrd', firstRoot, '-dtb', Card.outputOf(BOARD, 'board.dtb')],
      ...['-append', 'console=ttyAMA0 panic=-1 quiet loglevel=1'],
      ...['-drive', `if=none,id=root,file=${Card.outputOf(BOARD, 'handset.squashfs')},format=raw,readonly=on`],
      ...['-device', 'virtio-blk-pci,drive=root,addr=0x3'],
    ];
    const machine = await QemuMachine.start(folder, [...args, ...((await devices?.(folder)) ?? [])]);
    await machine.run();
    await machine.console.until(/^probe: ready/, START_TIMEOUT_MS);
    return new ProbeMachine(machine);
  }

  get qmp(): Qmp {
    return this.#machine.qmp;
  }

  /** Runs a program to its end. @returns all lines that it wrote. */
  async run(program: ProbeName, options: object, requests: Requests = {}): Promise<readonly string[]> {
    const { console } = this.#machine;
    const first = console.lines.length;
    const awaited = new RegExp(`^(?:probe: ended|${Object.keys(requests).join('|') || 'probe: ended'})\\b`);
    this.#machine.write(`${program} ${JSON.stringify(options)}\n`);
    for (let from = first; ;) {
      const line = await console.until(awaited, LINE_TIMEOUT_MS, from);
      from = console.lines.indexOf(line, from) + 1;
      if (line.startsWith('probe: ended')) return console.lines.slice(first, from - 1);
      const [word = '', ...words] = line.split(' ').filter((each) => each !== '');
      await requests[word]?.(words);
      this.#machine.write('\n');
    }
  }

  async stop(): Promise<void> {
    await this.#machine.kill();
  }
}

/** The image's first root, and behind it an archive that lays the test's init and programs over it. */
async function firstRootWith({ programs, modules }: ProbeMachineOptions, folder: string): Promise<string> {
  const added = join(folder, 'added');
  mkdirSync(join(added, 'probe'), { recursive: true });
  copyFileSync(INIT, join(added, 'init'));
  chmodSync(join(added, 'init'), 0o755);
  for (const program of programs) await bundleProbe(program, join(added, 'probe'));
  writeFileSync(join(added, 'probe/modules'), `${modules.join(' ')}\n`);
  const archive = execFileSync('sh', ['-c', 'find . | cpio --create --format=newc --owner=0:0 --quiet'], {
    cwd: added,
  });
  const own = readFileSync(Card.outputOf(BOARD, 'initrd.img'));
  const gap = Buffer.alloc(-own.length & (ARCHIVE_ALIGNMENT_BYTES - 1));
  const file = join(folder, 'initrd.img');
  writeFileSync(file, Buffer.concat([own, gap, archive]));
  return file;
}
