import type { LinuxIo } from 'lvgl-bindings/linux-io';
import type { Log } from '../../ports/system/log.ts';
import type { ServiceManager } from '../../ports/system/service-manager.ts';

interface Parts {
  /**
   * Of this process: systemd tells there where it listens and how long it waits (sd_notify(3), sd_watchdog_enabled(3)).
   */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly loadLinuxIo: () => LinuxIo;
  readonly log: Log;
}

const NOBODY: ServiceManager = { patienceMs: null, ready: () => undefined, alive: () => undefined };

/**
 * systemd by its notify protocol, where it started this process. Its library is not needed for a line of text in a
 * datagram, and its program `systemd-notify` would be a process of its own every few seconds.
 */
export function systemdService({ environment, loadLinuxIo, log }: Parts): ServiceManager {
  const path = environment['NOTIFY_SOCKET'];
  if (path === undefined || path === '') return NOBODY;
  let isHeard = true;
  const tell = (text: string): void => {
    try {
      loadLinuxIo().sendDatagram(path, text);
      isHeard = true;
    } catch (error) {
      if (isHeard) log.error('service.not-told', {}, error);
      isHeard = false;
    }
  };
  return {
    patienceMs: patienceMs(environment),
    ready: () => {
      tell('READY=1');
    },
    alive: () => {
      tell('WATCHDOG=1');
    },
  };
}

/** The variables are inherited by children, of whom nothing is expected. */
function patienceMs(environment: Parts['environment']): number | null {
  const { WATCHDOG_USEC: time = '', WATCHDOG_PID: pid } = environment;
  if (!/^\d{4,15}$/.test(time) || (pid !== undefined && pid !== String(process.pid))) return null;
  return Math.floor(Number(time) / 1_000);
}
