import type { SimulatedHandset } from '../../simulator/bench/simulated-handset.ts';
import { LineLog } from '../machine/log/line-log.ts';
import { plugDevice } from './simulated-device.ts';
import { explainTableFailure, laySimulatorTable } from './simulator-table.ts';
import { untilAskedToStop } from '../machine/stop-signal.ts';
import { SystemClock } from '../machine/time/system-clock.ts';

/**
 * Shows one handset with a simulated board on a web page; it uses the server that its file names. Returns the exit
 * status.
 */
export async function simulateHandset(configFile: string, port: number): Promise<number> {
  const clock = new SystemClock();
  try {
    const device = await plugDevice({ name: 'handset', title: 'Handset', configFile, clock, seed: 1 });
    const stopAsked = untilAskedToStop();
    const firstFrame = untilFirstFrame(device.handset);
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
    const start = await Promise.race([firstFrame, stopAsked]);
    if (start === 'drawn') {
      process.stdout.write(`Open ${table.address} and type; Ctrl-C ends it.\n`);
      await stopAsked;
    }
    await table.close();
    return start === 'ended' ? 2 : 0;
  } catch (error) {
    process.stderr.write(`${explainTableFailure(error, port, 'npm run handset -- --config FILE --port ')}\n`);
    return 1;
  }
}

/**
 * Waits until the handset has drawn its first frame. A handset that cannot start prints the reason on the terminal and
 * ends before.
 */
async function untilFirstFrame(handset: SimulatedHandset): Promise<'drawn' | 'ended'> {
  return new Promise((resolve) => {
    const unsubscribe = handset.onChange(({ kind }) => {
      if (kind !== 'screen') return;
      unsubscribe();
      // The end of a handset also makes the screen change, to dark.
      resolve(handset.lastExit === null ? 'drawn' : 'ended');
    });
  });
}
