import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startRelayProcess, type RelayProcess } from '../../src/main/relay/relay-process.ts';
import { SimulatorData } from '../../src/main/simulator/simulator-data.ts';
import { systemMonotonicMs } from '../../src/simulator/wire/protocol.ts';
import type { Figure } from './figures.ts';
import {
  activityOf,
  DEBOUNCE_MS,
  footprintOf,
  type Footprint,
  ForkedHandset,
  isRegistered,
  openThread,
  wait,
} from './forked-handset.ts';

const RELAY_PROGRAM = fileURLToPath(new URL('../../build/relay.js', import.meta.url));

/** After its start a handset still writes and frees for a while. */
const AT_REST_MS = 1_500;

export interface Product {
  readonly data: SimulatorData;
  readonly relay: RelayProcess;
  readonly configOf: (user: string) => string;
  /** A copy of node, whose pages no other process shares. */
  readonly loneNode: string;
}

/** The relay as it ships, in a process of its own, with the accounts of `make run`. */
export async function startProduct(folder: string): Promise<Product> {
  const data = new SimulatorData(folder);
  const relay = await startRelayProcess(RELAY_PROGRAM, data.writeRelayConfig(), () => undefined);
  const loneNode = join(folder, 'node');
  copyFileSync(process.execPath, loneNode);
  return { data, relay, configOf: (user) => data.writeHandsetConfig(user, 'simulator', relay), loneNode };
}

/** From the start of the process, its store being there, to the first pixels and to the relay's 200. */
export async function startUp({ configOf, loneNode }: Product, rounds: number): Promise<readonly Figure[]> {
  const firstFrame: number[] = [];
  const registered: number[] = [];
  const bareNode: number[] = [];
  const footprints: Footprint[] = [];
  // The first start makes key and database; it is not the one that the owner waits for every day.
  for (let round = -1; round < rounds; round += 1) {
    const handset = new ForkedHandset(configOf('alice'), [], loneNode);
    const frame = handset.seen(({ kind }) => kind === 'screen');
    const registration = handset.seen(isRegistered);
    const times = {
      frame: (await frame) - handset.startedAtMs,
      registered: (await registration) - handset.startedAtMs,
    };
    await wait(AT_REST_MS);
    const footprint = footprintOf(handset.processId);
    await handset.stop();
    if (round < 0) continue;
    footprints.push(footprint);
    firstFrame.push(times.frame);
    registered.push(times.registered);
    bareNode.push(await startOfBareNode());
  }
  const beside = { name: 'node -e 0, start to exit', samples: bareNode };
  return [
    { name: 'start to first frame', unit: 'ms', samples: firstFrame, aim: { most: 90 }, beside },
    { name: 'start to registered', unit: 'ms', samples: registered, aim: { most: 105 }, beside },
    {
      name: 'private dirty, registered, no other node on the machine',
      unit: 'MB',
      samples: footprints.map(({ privateMb }) => privateMb),
      aim: { most: 21 },
    },
    {
      name: 'Pss, the same',
      unit: 'MB',
      samples: footprints.map(({ proportionalMb }) => proportionalMb),
      aim: { most: 65 },
    },
  ];
}

async function startOfBareNode(): Promise<number> {
  const fromMs = systemMonotonicMs();
  await once(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }), 'exit');
  return systemMonotonicMs() - fromMs;
}

/** Enter on one handset to the LED of the other, both with the thread open, through two processes and the relay. */
export async function messaging({ configOf }: Product, rounds: number): Promise<readonly Figure[]> {
  const alice = new ForkedHandset(configOf('alice'));
  const bob = new ForkedHandset(configOf('bob'));
  await Promise.all([alice.seen(isRegistered), bob.seen(isRegistered)]);
  await openThread(alice, 'B');
  await openThread(bob, 'A');
  const enterToLed: number[] = [];
  const keyToPixels: number[] = [];
  for (let round = -3; round < rounds; round += 1) {
    const drawn = alice.seen(({ kind }) => kind === 'screen');
    const { pressedAtMs } = await alice.tap('K');
    const pixels = (await drawn) - pressedAtMs - DEBOUNCE_MS;
    await wait(60);
    const lit = bob.seen((report) => report.kind === 'led' && report.pattern.name === 'message');
    const { releasedAtMs } = await alice.tap('Enter');
    const led = (await lit) - releasedAtMs - DEBOUNCE_MS;
    if (round >= 0) {
      enterToLed.push(led);
      keyToPixels.push(pixels);
    }
    await wait(250);
  }
  const figures = await resting(alice);
  await alice.stop();
  await bob.stop();
  return [
    { name: "Enter to the peer's LED, beyond debounce", unit: 'ms', samples: enterToLed, aim: { most: 5 } },
    {
      name: 'the same by timers and processes: key edge to pixels in the simulator',
      unit: 'ms',
      samples: keyToPixels,
      aim: null,
    },
    ...figures,
  ];
}

async function resting(handset: ForkedHandset): Promise<readonly Figure[]> {
  const bare = spawn(process.execPath, ['-e', 'setTimeout(() => 0, 60000)'], { stdio: 'ignore' });
  await wait(2_000);
  const own = footprintOf(handset.processId);
  const other = footprintOf(bare.pid ?? 0);
  const activity = await activityOf(handset.processId, 20_000);
  bare.kill();
  const beside = (value: number): { name: string; samples: number[] } => ({ name: 'bare node', samples: [value] });
  return [
    {
      name: 'resident memory',
      unit: 'MB',
      samples: [own.residentMb],
      aim: { most: 70 },
      beside: beside(other.residentMb),
    },
    {
      name: 'proportional memory (shared pages by their share)',
      unit: 'MB',
      samples: [own.proportionalMb],
      aim: null,
      beside: beside(other.proportionalMb),
    },
    { name: 'private memory', unit: 'MB', samples: [own.privateMb], aim: null, beside: beside(other.privateMb) },
    { name: 'processor while idle', unit: '%', samples: [activity.cpuPercent], aim: null },
    { name: 'wake-ups while idle', unit: '1/s', samples: [activity.wakeUpsPerSecond], aim: { most: 1 } },
  ];
}
