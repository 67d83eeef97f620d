import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Card } from './card.ts';
import type { EmulatedBoard } from './emulated-board.ts';
import type { FirmwareBed } from './firmware-bed.ts';
import { initrdWithGuest } from './guest-files.ts';
import { RootShell } from './root-shell.ts';

export interface BoardWithShell {
  readonly board: EmulatedBoard;
  readonly shell: RootShell;
  /** Before the bed is stopped. */
  close(): void;
}

/**
 * A board whose system can be seen and changed: as root, with the files of a folder in the machine's GUEST_FOLDER.
 * @param files null for none.
 */
export async function boardWithShell(
  bed: FirmwareBed,
  card: Card,
  { files = null, devices = [] }: { readonly files?: string | null; readonly devices?: readonly string[] },
): Promise<BoardWithShell> {
  const folder = mkdtempSync(join(tmpdir(), 'root-shell-'));
  const initrd = initrdWithGuest(Card.outputOf('qemu-arm64', 'initrd.img'), folder, files);
  const socket = join(folder, 'shell');
  const board = await bed.board(card, { initrd, devices: [...RootShell.devices(socket), ...devices] });
  const shell = await RootShell.connect(socket);
  return {
    board,
    shell,
    close: () => {
      shell.close();
      rmSync(folder, { recursive: true });
    },
  };
}
