import { afterEach, describe, expect, it } from 'vitest';
import { loadLinuxIo } from '../../../native/src/linux-io.ts';
import { DatagramReceiver } from './datagram-receiver.ts';

const io = loadLinuxIo();
const receivers: DatagramReceiver[] = [];
afterEach(() => {
  for (const receiver of receivers.splice(0)) receiver.stop();
});

async function receiver(name?: string): Promise<DatagramReceiver> {
  const started = await DatagramReceiver.start(name);
  receivers.push(started);
  return started;
}

describe('a datagram to a unix socket', () => {
  it.each([undefined, `@handset-test-${process.pid}`])(
    'arrives whole, at a file and at a name without one',
    async (name) => {
      const to = await receiver(name);
      io.sendDatagram(to.path, 'READY=1');
      io.sendDatagram(to.path, 'WATCHDOG=1');
      await to.count('WATCHDOG=1', 1);
      expect(to.texts).toEqual(['listening', 'READY=1', 'WATCHDOG=1']);
    },
  );

  it.each([
    ['', 'ENOENT'],
    ['/nonexistent/socket', 'ENOENT'],
    [`/${'x'.repeat(200)}`, 'ENAMETOOLONG'],
    [`@nobody-${process.pid}`, 'ECONNREFUSED'],
  ])('that cannot be sent to %s is refused by its name', (path, code) => {
    expect(() => {
      io.sendDatagram(path, 'READY=1');
    }).toThrow(expect.objectContaining({ code, path }));
  });
});
