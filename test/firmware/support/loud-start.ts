import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { image } from '../../../firmware/boards/qemu-arm64/image.ts';
import { makeBootScript } from '../../../firmware/image/card/boot-script.ts';
import type { Card } from './card.ts';

const TO_CONSOLE =
  'systemd.journald.forward_to_console=1 systemd.journald.max_level_console=info systemd.show_status=0 loglevel=5';

/** Lets the card's own boot loader start the kernel so that the console tells what the system does. */
export async function startLoudly(card: Card): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'boot-script-'));
  const script = join(work, 'boot.scr');
  const commandLine = `${image.commandLine.replace(' quiet', '').replace('loglevel=4', '')} ${TO_CONSOLE}`;
  await makeBootScript({ ...image, commandLine }, work, script, 0);
  card.put(script, 'boot.scr');
  rmSync(work, { recursive: true });
}
