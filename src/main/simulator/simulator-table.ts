import { fileURLToPath } from 'node:url';
import type { Clock } from '../../ports/system/clock.ts';
import type { Log } from '../../ports/system/log.ts';
import { readPageAssets } from '../../simulator/http/page-assets.ts';
import { systemMonotonicMs } from '../../simulator/wire/protocol.ts';
import type { RelayFacts } from '../../simulator/wire/relay-view.ts';
import { SimulatorServer } from '../../simulator/http/simulator-server.ts';
import type { SimulatedDevice } from './simulated-device.ts';
import { anotherPort } from './simulator-ports.ts';

const PAGE_FOLDER = fileURLToPath(new URL('page', import.meta.url));

/** The web page with its devices, which are switched on. */
export interface SimulatorTable {
  readonly address: string;
  relayChanged(): void;
  /** Stops the devices in good order, then closes the page. */
  close(): Promise<void>;
}

export interface SimulatorTableParts {
  readonly devices: readonly SimulatedDevice[];
  readonly relayFacts: () => RelayFacts;
  /** With 0 the kernel chooses. */
  readonly port: number;
  readonly clock: Clock;
  readonly log: Log;
}

/** Rejects with EADDRINUSE when the port is taken, after closing the devices. */
export async function laySimulatorTable(parts: SimulatorTableParts): Promise<SimulatorTable> {
  const { devices, relayFacts, port, clock, log } = parts;
  const closeDevices = (): Promise<unknown> => Promise.all(devices.map((device) => device.close()));
  const server = new SimulatorServer({
    handsets: devices.map(({ handset }) => handset),
    relay: { facts: relayFacts },
    clock,
    systemNowMs: systemMonotonicMs,
    log,
    assets: readPageAssets(PAGE_FOLDER),
  });
  try {
    const listening = await server.listen(port);
    for (const { handset } of devices) await handset.powerOn();
    return {
      address: `http://127.0.0.1:${listening}/`,
      relayChanged: () => {
        server.relayChanged();
      },
      close: async () => {
        await closeDevices();
        await server.close();
      },
    };
  } catch (error) {
    await closeDevices();
    throw error;
  }
}

/**
 * One line for the person at the terminal. `command` is the command line to suggest; the number of another port is
 * appended to it.
 */
export function explainTableFailure(error: unknown, port: number, command: string): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code !== 'EADDRINUSE') return `It could not start: ${message}`;
  return `Port ${port} is taken by another program. Choose another: ${command}${anotherPort(port)}`;
}
