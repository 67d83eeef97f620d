import { afterAll, beforeAll, expect, it } from 'vitest';
import { CLOCK_AND_DATE } from './support/areas.ts';
import type { EmulatedBoard } from './support/emulated-board.ts';
import { FirmwareBed } from './support/firmware-bed.ts';
import { showsOn } from './support/shown.ts';

let bed: FirmwareBed;
let board: EmulatedBoard;
beforeAll(async () => {
  bed = await FirmwareBed.start();
  board = await bed.board(await bed.card());
  await showsOn(board, 'home', 300_000, [CLOCK_AND_DATE]);
});
afterAll(async () => {
  await bed.stop();
});

it('a keypad that the kernel waits for in vain is noticed, and the handset is started again with it', async () => {
  const before = board.console.lines.length;
  board.keys.freeze();
  await board.console.until(/service\.part-dead part=keypad/, 120_000, before);
  await board.console.until(/handset\.service: Watchdog timeout/, 120_000, before);
  // Nothing can end a process while the kernel waits in its name.
  board.keys.thaw();
  await board.console.until(/Started handset\.service/, 120_000, before);
  await showsOn(board, 'home', 120_000, [CLOCK_AND_DATE]);
  const stopped = board.console.lines.slice(before).find((line) => line.includes("Failed with result 'watchdog'"));
  expect(stopped).toBeDefined();
});
