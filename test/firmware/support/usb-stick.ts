import type { EmulatedBoard } from './emulated-board.ts';

/** More of QEMU's arguments: a socket that sticks are put into. */
export const USB_SOCKET = ['-device', 'qemu-xhci,id=usb,addr=0x8'];

let plugged = 0;

/** Puts a stick with that image into the running board. Returns the way to take it out again. */
export async function plugIn(board: EmulatedBoard, image: string): Promise<() => Promise<void>> {
  plugged += 1;
  const [drive, device] = [`stick-${plugged}-drive`, `stick-${plugged}`];
  const file = { driver: 'file', filename: image, 'read-only': true };
  await board.qmp('blockdev-add', { driver: 'raw', 'node-name': drive, 'read-only': true, file });
  await board.qmp('device_add', { driver: 'usb-storage', id: device, drive, bus: 'usb.0' });
  return async () => {
    await board.qmp('device_del', { id: device });
  };
}
