import { describe, expect, it } from 'vitest';
import { systemdService } from '../../../src/hardware/process/systemd-service.ts';
import { LineLog } from '../../../src/main/machine/log/line-log.ts';
import { FakeLinuxIo, refusal } from '../gpio/fake-linux-io.ts';

function started(environment: Readonly<Record<string, string>>) {
  const io = new FakeLinuxIo();
  const logged: string[] = [];
  const log = new LineLog('test', (line) => logged.push(line.split(' ').slice(0, 3).join(' ')));
  return { io, logged, service: systemdService({ environment, loadLinuxIo: () => io, log }) };
}

const SOCKET = { NOTIFY_SOCKET: '/run/systemd/notify' };

describe('systemd', () => {
  it('hears at its socket that the handset is ready and lives', () => {
    const { io, service } = started(SOCKET);
    service.ready();
    service.alive();
    expect(io.sent).toEqual([
      ['/run/systemd/notify', 'READY=1'],
      ['/run/systemd/notify', 'WATCHDOG=1'],
    ]);
  });

  it('is not spoken to where it did not start the process', () => {
    const { io, service, logged } = started({ WATCHDOG_USEC: '30000000' });
    io.refused = refusal('ENOENT');
    service.ready();
    service.alive();
    expect([io.sent, logged, service.patienceMs]).toEqual([[], [], null]);
  });

  it.each([
    [{ WATCHDOG_USEC: '30000000' }, 30_000],
    [{ WATCHDOG_USEC: '30000000', WATCHDOG_PID: String(process.pid) }, 30_000],
    [{ WATCHDOG_USEC: '30000000', WATCHDOG_PID: '1' }, null],
    [{ WATCHDOG_USEC: '0' }, null],
    [{ WATCHDOG_USEC: 'soon' }, null],
    [{}, null],
  ])('waits as long as it says: %j', (environment, patienceMs) => {
    expect(started({ ...SOCKET, ...environment }).service.patienceMs).toBe(patienceMs);
  });

  it('that does not listen is told of once in the log, and again after it listened', () => {
    const { io, service, logged } = started(SOCKET);
    io.refused = refusal('ECONNREFUSED');
    service.alive();
    service.alive();
    io.refused = null;
    service.alive();
    io.refused = refusal('ECONNREFUSED');
    service.alive();
    expect(logged).toEqual(['test: error service.not-told', 'test: error service.not-told']);
  });
});
