// A fast typist on a matrix of gpio-sim: `{"source": …, "letters": …, "msAKey": …, "load": …}`. Tells what a held key costs,
// and what was typed and what of it the handset heard, while so many other processes want the processor.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { qemuArm64 } from '../../../board/qemu-arm64/board.ts';
import type { KeyName } from '../../../src/domain/keys/key-map.ts';
import type { Keypad } from '../../../src/ports/device/keypad.ts';
import { KeyReader } from '../../../src/handset/keys/key-reader.ts';
import { SystemClock } from '../../../src/main/machine/time/system-clock.ts';
import { openKeypad, type Source } from './real-keypad.ts';
import { GpioSim } from './gpio-sim.ts';

const { source, letters, msAKey, load } = JSON.parse(process.argv[2] ?? '{}') as {
  readonly source: Extract<Source, { kind: 'gpio-matrix' }>;
  readonly letters: number;
  readonly msAKey: number;
  readonly load: number;
};
const HELD_MS = 10_000;
const SETTLE_MS = 500;
const { keyMap, debounceMs } = qemuArm64.keypad;
/** All in one row of the board. */
const TYPED: readonly KeyName[] = ['A', 'S', 'D', 'F', 'G', 'H', 'J', 'K', 'L'];

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const columnLine = (key: KeyName): number => source.columnLines[keyMap.keys.indexOf(key) % keyMap.columns] ?? 0;

const rowOf = (contact: number): number => Math.floor(contact / keyMap.columns);

/** The chip has no wires from rows to columns: a column that is closed reads so in every row. One of them is kept. */
function ofOneRow(keypad: Keypad): Keypad {
  const row = rowOf(keyMap.keys.indexOf(TYPED[0] ?? null));
  return {
    start: (listener) => {
      keypad.start(({ closed, atMs }) => {
        listener({ closed: closed.filter((contact) => rowOf(contact) === row), atMs });
      });
    },
    isAlive: () => keypad.isAlive(),
    close: () => {
      keypad.close();
    },
  };
}

/** The thumbs, in a thread of their own: they do not wait for whom they type for. */
function typist(): void {
  const chip = new GpioSim();
  const still = new Int32Array(new SharedArrayBuffer(4));
  const wait = (untilMs: number): void => {
    const ms = untilMs - performance.now();
    if (ms > 0) Atomics.wait(still, 0, 0, ms);
  };
  const lines = TYPED.map(columnLine);
  const beganMs = performance.now();
  let slowestMs = 0;
  let lastMs = beganMs;
  for (let letter = 0; letter < letters; letter += 1) {
    const line = lines[letter % lines.length] ?? 0;
    const downMs = performance.now();
    if (letter > 0) slowestMs = Math.max(slowestMs, downMs - lastMs);
    lastMs = downMs;
    for (const isClosed of [true, false, true]) chip.drive(line, isClosed);
    wait(downMs + msAKey * 0.6);
    for (const isClosed of [false, true, false]) chip.drive(line, isClosed);
    wait(downMs + msAKey);
  }
  const average = (performance.now() - beganMs) / letters;
  process.stdout.write(`typist ${average.toFixed(1)} ms a key, slowest ${slowestMs.toFixed(1)} ms\n`);
}

async function heldKeyPercent(): Promise<number> {
  const chip = new GpioSim();
  chip.drive(columnLine('F'), true);
  await pause(SETTLE_MS);
  const before = process.cpuUsage();
  const beganMs = performance.now();
  await pause(HELD_MS);
  const { user, system } = process.cpuUsage(before);
  const percent = (user + system) / 1_000 / (performance.now() - beganMs);
  chip.drive(columnLine('F'), false);
  await pause(SETTLE_MS);
  return percent * 100;
}

async function main(): Promise<void> {
  const keypad = ofOneRow(await openKeypad(source));
  const heard: KeyName[] = [];
  const reader = new KeyReader({ keypad, clock: new SystemClock(), keyMap, debounceMs });
  reader.start({
    key: ({ kind, key }) => {
      if (kind === 'down') heard.push(key);
    },
    stuckKeysChanged: () => undefined,
  });
  process.stdout.write(`held ${(await heldKeyPercent()).toFixed(2)}\n`);
  heard.length = 0;
  const busy: ChildProcess[] = [];
  for (let each = 0; each < load; each += 1) {
    busy.push(spawn('/bin/sh', ['-c', 'while :; do :; done'], { stdio: 'ignore' }));
  }
  await once(new Worker(__filename, { argv: [process.argv[2] ?? '', 'typist'] }), 'exit');
  await pause(SETTLE_MS);
  for (const each of busy) each.kill('SIGKILL');
  reader.close();
  const typed = Array.from({ length: letters }, (_, letter) => TYPED[letter % TYPED.length]);
  process.stdout.write(`typed ${typed.join('')}\nheard ${heard.join('')}\n`);
}

if (process.argv[3] === 'typist') typist();
else void main().then(() => process.exit(0));
