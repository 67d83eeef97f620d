import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import type { Board } from '../../../src/ports/device/board.ts';
import { bundleProbe } from '../../firmware/guest/bundle-probe.ts';
import { FakeKernelLibrary } from './fake-kernel.ts';

const library = new FakeKernelLibrary();
const folder = mkdtempSync(join(tmpdir(), 'keypad-probe-'));
const LINUX_IO_ADDON =
  process.env['LINUX_IO_ADDON'] ?? fileURLToPath(new URL('../../../native/build/linux_io.node', import.meta.url));
const bundled = bundleProbe('keypad-probe', folder);
afterAll(() => {
  library.remove();
  rmSync(folder, { recursive: true });
});

/** What the fake kernel is told so that exactly these contacts are closed, after those. */
type Wires = (contact: number, isClosed: boolean) => string;

const chip = { chipLabel: 'fake', activeLow: false };
const KEYPADS: readonly (readonly [Board['keypad']['source'], Wires])[] = [
  [
    { kind: 'gpio-matrix', ...chip, rowLines: [0, 1], columnLines: [8, 9, 10] },
    (contact, isClosed) => `${isClosed ? 'press' : 'release'} ${Math.floor(contact / 3)} ${contact % 3}`,
  ],
  [
    { kind: 'gpio-direct', access: 'character-device', ...chip, lines: [4, 5, 6, 7] },
    (contact, isClosed) => `wire ${4 + contact} ${isClosed ? 1 : 0}`,
  ],
];

it.each(KEYPADS)('the probe that a machine without anything runs keeps the contract: %o', async (source, wires) => {
  await bundled;
  const options = JSON.stringify({ source, hand: { kind: 'asked' } });
  const program = spawn(process.execPath, [join(folder, 'keypad-probe.cjs'), options], {
    env: {
      ...process.env,
      LINUX_IO_ADDON,
      LD_PRELOAD: [process.env['LD_PRELOAD'], library.path].filter(Boolean).join(' '),
    },
    stdio: ['pipe', 'pipe', 'inherit', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  let closed: readonly number[] = [];
  const answered: (() => void)[] = [];
  createInterface({ input: program.stdio[4] as NodeJS.ReadableStream }).on('line', () => answered.shift()?.());
  const kernel = async (command: string) => {
    (program.stdio[3] as Writable).write(`${command}\n`);
    await new Promise<void>((resolve) => answered.push(resolve));
  };
  for await (const line of createInterface({ input: program.stdout! })) {
    lines.push(line);
    if (!line.startsWith('hand')) continue;
    const next = line.split(' ').slice(1).filter(Boolean).map(Number);
    for (const contact of new Set([...closed, ...next])) await kernel(wires(contact, next.includes(contact)));
    closed = next;
    program.stdin!.write('done\n');
  }
  expect(lines.filter((line) => !line.startsWith('hand') && !line.startsWith('passed'))).toEqual([
    'ended 6 passed, 0 failed',
  ]);
});
