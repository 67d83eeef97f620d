import { describe, expect, it } from 'vitest';
import { simulator } from '../../../board/simulator/board.ts';
import { CablePlug } from '../../../src/simulator/bench/cable-plug.ts';
import type { HandsetExit } from '../../../src/simulator/bench/handset-launcher.ts';
import type { DeviceReport } from '../../../src/simulator/wire/protocol.ts';
import { SimulatedHandset } from '../../../src/simulator/bench/simulated-handset.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

/** A process that ends when the test says so, however long ago it was killed. */
interface SlowProcess {
  readonly report: (report: DeviceReport) => void;
  killed: boolean;
  end(exit: HandsetExit): Promise<void>;
}

const KILLED: HandsetExit = { code: null, signal: 'SIGKILL', cause: null };

function openHandset() {
  const processes: SlowProcess[] = [];
  const clock = new VirtualClock();
  const handset = new SimulatedHandset({
    name: 'alice',
    title: 'Alice',
    address: 'sip:alice@relay.test',
    board: simulator,
    cable: new CablePlug({ host: '127.0.0.1', port: 9 }),
    clock,
    systemNowMs: () => clock.monotonicMs(),
    seed: 1,
    launcher: {
      launch: (report) => {
        let resolve: (exit: HandsetExit) => void = () => undefined;
        const exited = new Promise<HandsetExit>((settle) => {
          resolve = settle;
        });
        const launched: SlowProcess = {
          report,
          killed: false,
          end: async (exit) => {
            resolve(exit);
            await new Promise(setImmediate);
          },
        };
        processes.push(launched);
        const kill = (): void => {
          launched.killed = true;
        };
        return { exited, send: () => undefined, kill };
      },
    },
  });
  const powers: string[] = [];
  handset.onChange((change) => {
    if (change.kind === 'power') powers.push(change.power);
  });
  return { handset, processes, powers };
}

describe('the power switch of a simulated handset', () => {
  it('makes it dark at once, and settles when the process is gone', async () => {
    const { handset, processes } = openHandset();
    await handset.powerOn();
    let settled = false;
    const off = handset.powerOff().then(() => (settled = true));
    expect(handset.power).toBe('off');
    expect(processes[0]?.killed).toBe(true);
    expect(settled).toBe(false);
    await processes[0]?.end(KILLED);
    await off;
    expect(handset.lastExit).toEqual(KILLED);
  });

  it('put on while the old process still dies starts the new one after it, and the handset is on', async () => {
    const { handset, processes, powers } = openHandset();
    await handset.powerOn();
    const off = handset.powerOff();
    const on = handset.powerOn();
    // Two processes on one database would be no handset.
    expect(processes).toHaveLength(1);
    await processes[0]?.end(KILLED);
    await Promise.all([off, on]);
    expect(processes).toHaveLength(2);
    expect(handset.power).toBe('on');
    expect(powers).toEqual(['on', 'off', 'on']);
    processes[1]?.report({ kind: 'link', state: 'registered' });
    expect(handset.mirror.link).toBe('registered');
  });

  it('obeys the last of many orders', async () => {
    const { handset, processes } = openHandset();
    await handset.powerOn();
    const orders = [handset.powerOff(), handset.powerOn(), handset.powerOff(), handset.powerOn(), handset.powerOff()];
    await processes[0]?.end(KILLED);
    await Promise.all(orders);
    expect(processes).toHaveLength(1);
    expect(handset.power).toBe('off');
  });

  it('stopping in good order waits for a process that still dies, and starts none after it', async () => {
    const { handset, processes } = openHandset();
    await handset.powerOn();
    const orders = [handset.powerOff(), handset.powerOn(), handset.stop()];
    await processes[0]?.end(KILLED);
    await Promise.all(orders);
    expect(processes).toHaveLength(1);
    expect(handset.power).toBe('off');
  });
});
