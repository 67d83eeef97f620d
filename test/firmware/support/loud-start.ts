import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { image as qemuArm64 } from '../../../firmware/boards/qemu-arm64/image.ts';
import type { BoardImage } from '../../../firmware/image/board-image.ts';
import { makeBootScript } from '../../../firmware/image/card/boot-script.ts';
import type { Card } from './card.ts';

const TO_CONSOLE =
  'systemd.journald.forward_to_console=1 systemd.journald.max_level_console=info systemd.show_status=0 loglevel=5';

/**
 * Lets the card's own boot loader start the kernel so that the console tells what the system does.
 * @param more of the kernel's arguments.
 */
export async function startLoudly(card: Card, image: BoardImage = qemuArm64, more = ''): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'boot-script-'));
  const script = join(work, 'boot.scr');
  const commandLine = `${image.commandLine.replace(' quiet', '').replace('loglevel=4', '')} ${TO_CONSOLE} ${more}`;
  await makeBootScript({ ...image, commandLine }, work, script, 0);
  card.put(script, 'boot.scr');
  rmSync(work, { recursive: true });
}
