import { execFileSync } from 'node:child_process';
import { copyFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { image } from '../../../firmware/boards/rpi-zero2w/image.ts';
import { Card } from './card.ts';
import { startLoudly } from './loud-start.ts';
import { QemuMachine } from './qemu-machine.ts';

const BOARD = 'rpi-zero2w';
/** QEMU wants a card whose size is a power of two. */
const CARD_BYTES = 1 << 30;
/** The kernel's own console does not draw on the panel, and two processors take turns on ours. */
const MORE_ARGUMENTS = 'fbcon=map:9 maxcpus=2';
const SPI = '/soc/spi@7e204000';

/**
 * The card of a Raspberry Pi Zero 2 W in QEMU's machine `raspi3b`, from the card's own U-Boot on. The chip's ROM and its
 * firmware are not run, and there is no panel at the end of SPI. The emulator has no DMA for SPI, so that the tree on the
 * copy of the card says that there is none.
 */
export async function startPi(card: Card, folder: string): Promise<QemuMachine> {
  truncateSync(card.file, CARD_BYTES);
  await startLoudly(card, image, MORE_ARGUMENTS);
  const tree = join(folder, 'board.dtb');
  copyFileSync(Card.outputOf(BOARD, 'board.dtb'), tree);
  for (const property of ['dmas', 'dma-names']) execFileSync('fdtput', ['--delete', tree, SPI, property]);
  card.put(tree, 'board.dtb', 'bootA');
  const machine = await QemuMachine.start(folder, [
    ...['-M', 'raspi3b', '-accel', 'tcg,tb-size=512', '-no-reboot', '-kernel', Card.outputOf(BOARD, 'u-boot.bin')],
    ...['-dtb', Card.outputOf(BOARD, 'bcm2837-rpi-3-b.dtb')],
    ...['-drive', `if=sd,index=0,file=${card.file},format=raw`],
    // The console is the second UART.
    ...['-serial', 'null', '-netdev', 'user,id=net', '-device', 'usb-net,netdev=net'],
  ]);
  await machine.run();
  return machine;
}
