import { LineLog } from './line-log.ts';
import { plugDevice } from './simulated-device.ts';
import { laySimulatorTable } from './simulator-table.ts';
import { untilAskedToStop } from './stop-signal.ts';
import { SystemClock } from './system-clock.ts';

/** One handset of a simulated board on a web page, against the server that its file names. Returns the exit status. */
export async function simulateHandset(configFile: string, port: number): Promise<number> {
  const clock = new SystemClock();
  try {
    const device = await plugDevice({ name: 'handset', title: 'Handset', configFile, clock, seed: 1 });
    const table = await laySimulatorTable({
      devices: [device],
      relayFacts: () => ({
        address: device.server,
        tlsVersion: null,
        registered: device.handset.mirror.link === 'registered' ? 1 : 0,
      }),
      port,
      clock,
      log: new LineLog('simulator', (line) => process.stderr.write(`${line}\n`)),
    });
    process.stdout.write(`Open ${table.address} and type; Ctrl-C ends it.\n`);
    await untilAskedToStop();
    await table.close();
    return 0;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    return 1;
  }
}
