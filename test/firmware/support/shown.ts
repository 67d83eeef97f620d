import type { EmulatedBoard } from './emulated-board.ts';
import { differenceFromGolden, keepPicture, type Area } from './screen-golden.ts';

/** How often the screen is looked at; one look costs a few milliseconds. */
const LOOK_MS = 200;
/** A screen that is to become a golden picture has stood still for this long. */
const SETTLED_MS = 8_000;
/** A dark screen, and one with the kernel's cursor, is a smaller PNG. */
const DRAWN_BYTES = 3_000;

/** Waits until the screen shows its golden picture; fails with what it showed instead. */
export async function showsOn(
  board: EmulatedBoard,
  golden: string,
  timeoutMs: number,
  open: readonly Area[] = [],
): Promise<void> {
  const endMs = Date.now() + timeoutMs;
  if (process.env['UPDATE_GOLDEN'] === '1') await settled(board, endMs);
  for (;;) {
    const drawn = await board.screenshot();
    const different = differenceFromGolden(golden, drawn, open);
    if (different === 0) return;
    if (Date.now() > endMs) {
      const kept = keepPicture(golden, drawn);
      throw new Error(`the screen does not show "${golden}" (${different} pixels differ); what it shows is in ${kept}`);
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

async function settled(board: EmulatedBoard, endMs: number): Promise<void> {
  let last = await board.screenshot();
  let sinceMs = Date.now();
  while ((Date.now() - sinceMs < SETTLED_MS || last.length < DRAWN_BYTES) && Date.now() < endMs) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    const now = await board.screenshot();
    if (now.equals(last)) continue;
    last = now;
    sinceMs = Date.now();
  }
}
