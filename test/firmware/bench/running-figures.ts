import { setTimeout as pause } from 'node:timers/promises';
import type { HandsetProcess } from '../../support/handset-process.ts';
import { CLOCK_AND_DATE } from '../support/areas.ts';
import type { EmulatedBoard } from '../support/emulated-board.ts';
import type { FirmwareBed } from '../support/firmware-bed.ts';
import { GuestShell, initrdWithShell } from '../support/guest-shell.ts';
import { showsOn } from '../support/shown.ts';
import { InstructionCount } from './instruction-count.ts';
import { untilDrawn } from './start-figures.ts';

const SETTLE_MS = 60_000;
const IDLE_MS = 120_000;
const MESSAGES = 10;
/** Longer than a commit of the file system waits for the next: each message is written by itself. */
const BETWEEN_MESSAGES_MS = 6_000;
const KEYS = 'abcdefghijklmnopqrst';
/** What a key causes is over by then, on the slowest machine. */
const KEY_MS = 3_000;
const SECONDS_A_DAY = 86_400;
const SECTOR_BYTES = 512;
const MAIN_PROCESS = 'p=$(systemctl show --value --property MainPID handset)';

export interface RunningFigures {
  /** Of all processors, from the kernel's first to the first frame: the same on a slow machine. */
  readonly startMillionInstructions: number;
  readonly residentMb: number;
  readonly proportionalMb: number;
  readonly privateMb: number;
  readonly wakeUpsASecond: number;
  readonly idleTicks: number;
  readonly writtenIdleDayKb: number;
  readonly writtenMessageKb: number;
  readonly keyMillionInstructions: number;
}

/** What a registered handset costs, with its screen lit. The shell that reads it is the test's own. */
export async function runningFigures(bed: FirmwareBed, folder: string): Promise<RunningFigures> {
  const instructions = new InstructionCount(folder);
  const initrd = initrdWithShell('qemu-arm64', folder);
  const board = await bed.board(await bed.card(), { initrd, devices: instructions.arguments });
  const shell = new GuestShell(board);
  await untilDrawn(board);
  const startMillionInstructions = Math.round(instructions.total() / 1e6);
  const bob = await bed.handset('bob');
  await showsOn(board, 'home', 600_000, [CLOCK_AND_DATE]);
  await pause(SETTLE_MS);
  const memory = await memoryFigures(shell);
  const idle = await idleFigures(shell);
  await openThread(bob);
  const before = await writtenBytes(shell);
  for (const word of KEYS.slice(0, MESSAGES)) {
    await bob.hand.type(`message ${word}`);
    await bob.hand.tap('Enter');
    await pause(BETWEEN_MESSAGES_MS);
  }
  await bob.hand.shows(`Message ${KEYS[MESSAGES - 1] ?? ''}`, 60_000);
  const written = (await writtenBytes(shell)) - before;
  const keyMillionInstructions = await keyFigure(board, instructions);
  await board.cutPower();
  const writtenMessageKb = rounded(written / MESSAGES / 1024);
  return { startMillionInstructions, ...memory, ...idle, writtenMessageKb, keyMillionInstructions };
}

/** As a person does it, with the pauses of one: the steps that wait by vitest's own means need its tests around them. */
async function openThread({ hand }: HandsetProcess): Promise<void> {
  await hand.type('alice');
  await hand.tap('Enter');
  await hand.shows('Write a message', 60_000);
  await hand.tap('Enter');
  await pause(KEY_MS);
}

async function memoryFigures(shell: GuestShell) {
  const lines = await shell.run(`${MAIN_PROCESS}; cat /proc/$p/smaps_rollup`);
  const megabytes = (name: string): number => {
    const kilobytes = lines.find((line) => line.startsWith(`${name}:`))?.match(/\d+/)?.[0];
    return rounded(Number(kilobytes) / 1024);
  };
  return { residentMb: megabytes('Rss'), proportionalMb: megabytes('Pss'), privateMb: megabytes('Private_Dirty') };
}

async function idleFigures(shell: GuestShell) {
  const switches = async (): Promise<number> => {
    const lines = await shell.run(`${MAIN_PROCESS}; grep -h ctxt_switches /proc/$p/task/*/status`);
    return lines.reduce((sum, line) => sum + Number(/\d+/.exec(line)?.[0]), 0);
  };
  const ticks = async (): Promise<number> => {
    const [line = ''] = await shell.run(`${MAIN_PROCESS}; cut -d" " -f14,15 /proc/$p/stat`);
    return line.split(' ').reduce((sum, value) => sum + Number(value), 0);
  };
  const before = { switches: await switches(), ticks: await ticks(), written: await writtenBytes(shell) };
  await pause(IDLE_MS);
  const after = { switches: await switches(), ticks: await ticks(), written: await writtenBytes(shell) };
  const seconds = IDLE_MS / 1_000;
  return {
    wakeUpsASecond: rounded((after.switches - before.switches) / seconds),
    idleTicks: after.ticks - before.ticks,
    writtenIdleDayKb: rounded(((after.written - before.written) / seconds / 1024) * SECONDS_A_DAY),
  };
}

/** To the card, since power on. */
async function writtenBytes(shell: GuestShell): Promise<number> {
  const [line = ''] = await shell.run('sync; cat /sys/block/vda/stat');
  return Number(line.trim().split(/\s+/)[6]) * SECTOR_BYTES;
}

/** From a key's first edge to its pixels, kernel and all, less what the machine does by itself in that time. */
async function keyFigure(board: EmulatedBoard, instructions: InstructionCount): Promise<number> {
  for (const key of ['Right', 'Enter'] as const) await board.tap(key);
  await board.type('bob');
  for (const key of ['Enter', 'Enter'] as const) await board.tap(key);
  await pause(KEY_MS);
  const during = async (work: () => Promise<void>): Promise<number> => {
    const began = instructions.total();
    const endMs = performance.now() + KEY_MS;
    await work();
    await pause(Math.max(0, endMs - performance.now()));
    return instructions.total() - began;
  };
  const idle: number[] = [];
  const pressed: number[] = [];
  for (const letter of KEYS) {
    idle.push(await during(() => Promise.resolve()));
    pressed.push(await during(() => board.type(letter)));
  }
  return rounded((median(pressed) - median(idle)) / 1e6);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return ((sorted[(sorted.length - 1) >> 1] ?? NaN) + (sorted[sorted.length >> 1] ?? NaN)) / 2;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
