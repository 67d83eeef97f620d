import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failure, success, type Result } from '../../../../src/domain/result.ts';
import type { SerialPortListener } from '../../../../src/hardware/serial/serial-port.ts';
import { listenOnSerial } from '../../../../src/main/provisioning/serial/listen-on-serial.ts';
import { SerialFrames, serialLine } from '../../../../src/main/provisioning/serial/serial-frame.ts';

const DOCUMENT = Buffer.from('a document');

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A handset at the end of a line of which the test has the other one. */
async function listening(take: () => Result<unknown, readonly string[]>) {
  const heard = new SerialFrames();
  const { promise: opened, resolve: open } = Promise.withResolvers<SerialPortListener>();
  const port = { answers: [] as string[], isClosed: false };
  const ended = listenOnSerial({ path: '/dev/ttyS0', board: 'simulator', version: '1.2.3', take }, (_, listener) => {
    // The port counts as open when its promise has settled.
    setImmediate(() => {
      open(listener);
    });
    return Promise.resolve(
      success({
        write: (bytes) => {
          for (const { kind, data } of heard.read(bytes)) port.answers.push(`${kind} ${data.toString()}`.trim());
        },
        close: () => {
          port.isClosed = true;
        },
      }),
    );
  });
  const listener = await opened;
  const send = (...[kind, number, data]: Parameters<typeof serialLine>) => {
    listener.read(Buffer.from(serialLine(kind, number, data)));
    return port.answers.splice(0);
  };
  const sendDocument = () => {
    const [ready = ''] = send('hello', 1);
    const { session } = JSON.parse(ready.replace('ready ', '')) as { session: string };
    const sha256 = createHash('sha256').update(DOCUMENT).digest('hex');
    send('begin', DOCUMENT.length, Buffer.from(`${session} ${sha256}`));
    send('data', 1, DOCUMENT);
    return send('end', 1);
  };
  return { ended, port, listener, send, sendDocument };
}

describe('a handset that listens on a serial line', () => {
  it('gives its last answer again to a technician who has not heard it, and ends a moment later', async () => {
    const { ended, port, send, sendDocument } = await listening(() => success(null));
    expect(sendDocument()).toEqual(['done']);
    vi.advanceTimersByTime(2_000);
    await Promise.resolve();
    expect(port.isClosed).toBe(false);
    expect(send('end', 1)).toEqual(['done']);
    vi.advanceTimersByTime(1_000);
    expect(await ended).toBeNull();
    expect(port.isClosed).toBe(true);
  });

  it('goes on listening after a document that it refused', async () => {
    const verdicts = [failure(['account: is missing']), success(null)];
    const { ended, sendDocument } = await listening(() => verdicts.shift() ?? success(null));
    expect(sendDocument()).toEqual(['refused account: is missing']);
    vi.advanceTimersByTime(60_000);
    expect(sendDocument()).toEqual(['done']);
    vi.advanceTimersByTime(3_000);
    expect(await ended).toBeNull();
  });

  it('ends with what the line broke by', async () => {
    const { ended, listener } = await listening(() => success(null));
    listener.ended({ errno: 'EIO', path: '/dev/ttyS0' });
    expect(await ended).toEqual({ errno: 'EIO', path: '/dev/ttyS0' });
  });
});
