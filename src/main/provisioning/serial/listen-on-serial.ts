import { randomBytes } from 'node:crypto';
import type { Result } from '../../../domain/result.ts';
import type { OpenSerial, WritableSerialPort } from '../../../hardware/serial/serial-port.ts';
import type { SystemFault } from '../../../hardware/kernel/system-fault.ts';
import { SERIAL_BAUD_RATE } from './serial-frame.ts';
import { SerialReceiver } from './serial-receiver.ts';

/** The last answer may be lost on its way: for so long it is given again to whoever asks. */
const LINGER_MS = 3_000;
const SESSION_BYTES = 8;

export interface SerialListening {
  readonly path: string;
  readonly board: string;
  readonly version: string;
  readonly take: (document: Uint8Array) => Result<unknown, readonly string[]>;
}

export type OpenWritable = (...how: Parameters<OpenSerial>) => Promise<Result<WritableSerialPort, SystemFault>>;

/** Answers on a serial line until a document was taken over. @returns why the line cannot be used, or null. */
export async function listenOnSerial(
  { path, board, version, take }: SerialListening,
  open: OpenWritable,
): Promise<SystemFault | null> {
  const { promise: ended, resolve: end } = Promise.withResolvers<SystemFault | null>();
  const newSession = (): string => randomBytes(SESSION_BYTES).toString('hex');
  const receiver = new SerialReceiver({ board, version, newSession, take });
  let lingers: NodeJS.Timeout | null = null;
  const port = await open(
    { path, baudRate: SERIAL_BAUD_RATE },
    {
      read: (bytes) => {
        for (const answer of receiver.read(bytes)) if (port.ok) port.value.write(Buffer.from(answer));
        if (receiver.isDone) {
          lingers ??= setTimeout(() => {
            end(null);
          }, LINGER_MS);
        }
      },
      ended: end,
    },
  );
  if (!port.ok) return port.error;
  const fault = await ended;
  port.value.close();
  return fault;
}
