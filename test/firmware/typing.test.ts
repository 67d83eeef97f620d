import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { qemuArm64 } from '../../board/qemu-arm64/board.ts';
import type { Source } from './guest/real-keypad.ts';
import { ProbeMachine } from './support/probe-machine.ts';

const { source: matrix } = qemuArm64.keypad;
if (matrix.kind !== 'gpio-matrix') throw new Error('the emulated board has a matrix');
/** The board's matrix on a chip of the kernel's own, so that no message to another process is in what a scan costs. */
const SOURCE: Source = { ...matrix, chipLabel: 'handset-sim' };
const LETTERS = 100;
const MS_A_KEY = 60;
const LOAD = 2;
/**
 * Two processors that do 500 million instructions a second together (2 ns each), whatever this machine is. The slowest
 * board that a handset is made of has four of 1 GHz, each of which does at least as much alone.
 */
const INSTRUCTION_NS_POWER = 1;
const LONGEST_MS_A_KEY = 66;

describe('a fast typist on processors of 500 million instructions a second', () => {
  let machine: ProbeMachine;
  let lines: readonly string[];
  const told = (word: string): string =>
    lines.find((line) => line.startsWith(`${word} `))?.slice(word.length + 1) ?? '';

  beforeAll(async () => {
    machine = await ProbeMachine.start({
      programs: ['typing-probe'],
      modules: ['gpio_sim'],
      instructionNsPower: INSTRUCTION_NS_POWER,
    });
    const options = { source: SOURCE, letters: LETTERS, msAKey: MS_A_KEY, load: LOAD };
    lines = await machine.run('typing-probe', options);
    process.stderr.write(`${lines.join('\n')}\n`);
  });
  afterAll(async () => {
    await machine.stop();
  });

  it('holds a key for at most 5 % of the processor', () => {
    expect(Number(told('held'))).toBeGreaterThan(0);
    expect(Number(told('held'))).toBeLessThanOrEqual(5);
  });

  it(`loses and doubles no letter at ${MS_A_KEY} ms a key on bouncing contacts, with a load of ${LOAD}`, () => {
    expect(Number.parseFloat(told('typist')), 'ms a key').toBeLessThanOrEqual(LONGEST_MS_A_KEY);
    expect(told('typed')).toHaveLength(LETTERS);
    expect(told('heard')).toBe(told('typed'));
  });
});
