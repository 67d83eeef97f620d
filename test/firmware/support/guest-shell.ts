import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Card } from './card.ts';
import type { EmulatedBoard } from './emulated-board.ts';

const INIT = fileURLToPath(new URL('../../../firmware/boot/initramfs-init', import.meta.url));
const SHELL = fileURLToPath(new URL('../guest/shell.sh', import.meta.url));
const HAND_OVER = 'exec switch_root ';
const UNITS = 'run/systemd/system';
const UNIT = `[Unit]
DefaultDependencies=no
[Service]
ExecStart=/bin/sh /run/shell.sh
Restart=always
`;
const ANSWER_TIMEOUT_MS = 120_000;

/**
 * The image's initramfs with one thing more: before it hands over to systemd it puts a shell for root on the serial
 * console, which the image itself does not have. Everything else is as it ships.
 * @param folder an empty one
 */
export function initrdWithShell(board: string, folder: string): string {
  const root = join(folder, 'root');
  const put = (path: string, content: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  };
  const init = readFileSync(INIT, 'utf8');
  if (!init.includes(HAND_OVER)) throw new Error(`${INIT} no longer hands over by "${HAND_OVER}"`);
  const begin = 'mount -t tmpfs -o mode=0755 tmpfs /new/run\ncp -a /added/run/. /new/run/\n';
  put('init', init.replace(HAND_OVER, `${begin}${HAND_OVER}`));
  chmodSync(join(root, 'init'), 0o755);
  put('added/run/shell.sh', readFileSync(SHELL, 'utf8'));
  put(`added/${UNITS}/test-shell.service`, UNIT);
  const wants = join(root, 'added', UNITS, 'multi-user.target.wants');
  mkdirSync(wants);
  symlinkSync('../test-shell.service', join(wants, 'test-shell.service'));
  const pack = 'find . | cpio --create --format=newc --owner=0:0 --quiet';
  const added = execFileSync('sh', ['-c', pack], { cwd: root, maxBuffer: 1 << 24 });
  // The kernel unpacks one archive after the other, each of which begins at a multiple of four.
  const initrd = join(folder, 'initrd.img');
  copyFileSync(Card.outputOf(board, 'initrd.img'), initrd);
  appendFileSync(initrd, Buffer.alloc(-readFileSync(initrd).length & 3));
  appendFileSync(initrd, added);
  return initrd;
}

/** What root sees inside the machine. */
export class GuestShell {
  readonly #board: EmulatedBoard;
  #asked = 0;

  constructor(board: EmulatedBoard) {
    this.#board = board;
  }

  /** The lines that the command writes. What is asked before somebody reads the console waits in it. */
  async run(command: string): Promise<readonly string[]> {
    this.#asked += 1;
    const number = `${this.#asked}`;
    const from = this.#board.console.lines.length;
    this.#board.write(`${number} ${command}\n`);
    await this.#board.console.until(new RegExp(`^shell ${number}\\.$`), ANSWER_TIMEOUT_MS, from);
    const answer = `shell ${number}: `;
    return this.#board.console.lines
      .slice(from)
      .filter((line) => line.startsWith(answer))
      .map((line) => line.slice(answer.length));
  }
}
