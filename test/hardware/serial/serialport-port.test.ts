import { SerialPort } from 'serialport';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { MAX_UNSENT_BYTES, openSerialPort } from '../../../src/hardware/serial/serialport-port.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** A port of serialport's that counts what it is given, and takes it only when it is told to. */
async function openSlowPort() {
  const { promise: taken, resolve: take } = Promise.withResolvers<undefined>();
  const sent = { bytes: 0 };
  const port = {
    fd: -1,
    poller: { once: () => undefined },
    write: (bytes: Buffer) => {
      sent.bytes += bytes.length;
      return taken;
    },
    close: () => Promise.resolve(),
  };
  vi.spyOn(SerialPort.binding, 'open').mockResolvedValue(port as never);
  const opened = await openSerialPort(
    { path: '/dev/ttyUSB0', baudRate: 115_200 },
    { read: () => undefined, ended: () => undefined },
  );
  if (!opened.ok) throw new Error(opened.error.errno);
  const settle = async () => {
    take(undefined);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { port: opened.value, sent, settle };
}

describe('a serial port that takes nothing', () => {
  it('keeps what is written up to its bound, and goes on once that is sent', async () => {
    const { port, sent, settle } = await openSlowPort();
    for (let kib = 0; kib < 200; kib += 1) port.write(new Uint8Array(1_024));
    await settle();
    expect(sent.bytes).toBe(MAX_UNSENT_BYTES);
    port.write(new Uint8Array(10));
    await settle();
    expect(sent.bytes).toBe(MAX_UNSENT_BYTES + 10);
  });
});
