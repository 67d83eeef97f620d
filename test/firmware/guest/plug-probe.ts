// A keypad that is pulled out with a key held, and plugged in again: `{"source": …}`. Asks for `press`, `release`, `unplug`
// and `plug`, and for `flood` while this process stands still; tells what has passed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, openSync, readdirSync, readSync } from 'node:fs';
import { openKeypad, type Source } from './real-keypad.ts';
import { Requests } from './requests.ts';

const { source } = JSON.parse(process.argv[2] ?? '{}') as { readonly source: Source };
const INPUT = '/dev/input';
const EVENT_BYTES = 24;
const LOOK_MS = 20;
const PATIENCE_MS = 60_000;
const AGAIN_MS = 1_000;

const requests = new Requests();
let told: readonly number[] = [];
let samples = 0;

async function until(isSo: () => boolean, what: string): Promise<void> {
  const endMs = performance.now() + PATIENCE_MS;
  while (!isSo()) {
    if (performance.now() > endMs) throw new Error(`${what}: last told ${JSON.stringify(told)}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  process.stdout.write(`passed ${what}\n`);
}

/** Another program that reads every input device of the machine. */
function otherReaders(): { heard(): boolean; close(): void } {
  const files = readdirSync(INPUT)
    .filter((name) => name.startsWith('event'))
    .map((name) => openSync(`${INPUT}/${name}`, constants.O_RDONLY | constants.O_NONBLOCK));
  const hears = (file: number): boolean => {
    try {
      return readSync(file, new Uint8Array(EVENT_BYTES)) > 0;
    } catch {
      return false;
    }
  };
  return {
    heard: () => files.some(hears),
    close: () => {
      for (const file of files) closeSync(file);
    },
  };
}

/** Until the outside has answered, so that the kernel's queue for this process runs over (SYN_DROPPED). */
async function standStillInFlood(): Promise<void> {
  const script = `kill -STOP ${process.pid}; echo flood; read answer; kill -CONT ${process.pid}`;
  await once(spawn('/bin/sh', ['-c', script], { stdio: 'inherit' }), 'exit');
}

async function inputDeviceAlone(): Promise<void> {
  const others = otherReaders();
  await requests.ask('press');
  await until(() => told.length === 1, 'a key is told');
  await requests.ask('release');
  await until(() => told.length === 0 && !others.heard(), 'its release is told, and no other program has heard of it');
  others.close();
  const before = samples;
  await standStillInFlood();
  await until(() => told.length === 1, 'what is held after a gap is told');
  process.stdout.write(`samples ${samples - before}\n`);
}

/** As an owner does who does not know how soon the kernel has found what he plugged in. */
async function pressUntilHeard(): Promise<void> {
  const endMs = performance.now() + PATIENCE_MS;
  while (told.length === 0 && performance.now() < endMs) {
    await requests.ask('release');
    await requests.ask('press');
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}

async function main(): Promise<void> {
  const keypad = await openKeypad(source);
  keypad.start(({ closed }) => {
    told = closed;
    samples += 1;
  });
  if (source.kind === 'input-device') {
    await inputDeviceAlone();
  } else {
    await requests.ask('press');
    await until(() => told.length === 1, 'a key is told');
  }
  await requests.ask('unplug');
  await until(() => told.length === 0, 'a keypad that is pulled out lets its key go');
  await requests.ask('plug');
  await pressUntilHeard();
  await until(() => told.length === 1, 'a keypad that is plugged in again is heard');
  keypad.close();
}

void main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stdout.write(`failed ${String(error)}\n`);
    process.exit(1);
  },
);
