import { setTimeout as pause } from 'node:timers/promises';
import { CLOCK_AND_DATE } from '../support/areas.ts';
import type { EmulatedBoard } from '../support/emulated-board.ts';
import type { FirmwareBed } from '../support/firmware-bed.ts';
import { showsOn } from '../support/shown.ts';

/** A screen that shows nothing, or the kernel's cursor, is a smaller PNG. */
const DRAWN_BYTES = 3_000;
const LOOK_MS = 50;
const LONGEST_START_MS = 600_000;

/** Waits until something is on the screen. */
export async function untilDrawn(board: EmulatedBoard): Promise<void> {
  while ((await board.screenshot()).length < DRAWN_BYTES) await pause(LOOK_MS);
}

export interface StartFigures {
  readonly firstFrameSeconds: number;
  readonly registeredSeconds: number;
}

/** From power on, by the card's own boot loader, to pixels, and to the home screen of a handset that is registered. */
export async function startFigures(bed: FirmwareBed): Promise<StartFigures> {
  const card = await bed.card();
  const beganMs = performance.now();
  const board = await bed.board(card, { startsFrom: 'card' });
  const since = (): number => Math.round((performance.now() - beganMs) / 100) / 10;
  await untilDrawn(board);
  const firstFrameSeconds = since();
  await showsOn(board, 'home', LONGEST_START_MS, [CLOCK_AND_DATE]);
  const registeredSeconds = since();
  await board.cutPower();
  return { firstFrameSeconds, registeredSeconds };
}
