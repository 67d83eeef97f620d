import { statSync } from 'node:fs';
import { openSerialPort } from '../../../src/hardware/serial/serialport-port.ts';
import { SERIAL_BAUD_RATE } from '../../../src/main/provisioning/serial/serial-frame.ts';
import { TechnicianFailure } from '../technician-failure.ts';
import { say } from '../tell.ts';
import { SerialSender } from './serial-sender.ts';

/** Every tenth is told. */
const TOLD_PARTS = 10;

export function isSerialLine(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isCharacterDevice() === true;
}

/**
 * Sends the document to a handset at the other end of a serial line, and comes back when it has taken it.
 * @throws TechnicianFailure
 */
export async function provisionOver(path: string, document: string): Promise<void> {
  const gone = Promise.withResolvers<never>();
  const sender = new SerialSender({
    write: (text) => {
      if (port.ok) port.value.write(Buffer.from(text));
    },
    timer: (ms, then) => {
      const timer = setTimeout(then, ms);
      return {
        cancel: () => {
          clearTimeout(timer);
        },
      };
    },
    progress: toldInTenths(path),
  });
  const port = await openSerialPort(
    { path, baudRate: SERIAL_BAUD_RATE },
    {
      read: (bytes) => {
        sender.read(bytes);
      },
      ended: ({ errno }) => {
        gone.reject(
          new TechnicianFailure(`${path} is gone (${errno}): plug the adapter in, and type the command again`),
        );
      },
    },
  );
  if (!port.ok)
    throw new TechnicianFailure(`${path} cannot be used (${port.error.errno}): ${cureOf(port.error.errno)}`);
  say(`Waiting for a handset at ${path} that has no configuration yet ...`);
  try {
    const sent = await Promise.race([sender.send(Buffer.from(document)), gone.promise]);
    if (!sent.ok) throw new TechnicianFailure(`${path}: ${sent.error}`);
    say(`The handset (${sent.value.board}, version ${sent.value.version}) has taken it and starts anew.`);
  } finally {
    port.value.close();
  }
}

function cureOf(errno: string): string {
  if (errno === 'EACCES') return 'this user may not; become a member of the group dialout, or as root: sudo make …';
  if (errno === 'EBUSY') return 'another program has it open; end that first';
  return 'name the serial line that the handset is at, as /dev/ttyUSB0';
}

function toldInTenths(path: string): (part: number) => void {
  let told = 0;
  return (part) => {
    const tenths = Math.floor(part * TOLD_PARTS);
    if (tenths === told) return;
    told = tenths;
    say(`${path}: ${tenths * TOLD_PARTS} %`);
  };
}
