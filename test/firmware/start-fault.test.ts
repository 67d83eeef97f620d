import { afterAll, beforeAll, describe, it } from 'vitest';
import type { EmulatedBoard } from './support/emulated-board.ts';
import { FirmwareBed } from './support/firmware-bed.ts';
import { showsOn } from './support/shown.ts';

describe('a handset whose keys are not there', () => {
  let bed: FirmwareBed;
  let board: EmulatedBoard;
  beforeAll(async () => {
    bed = await FirmwareBed.start();
    board = await bed.board(await bed.card(), { withoutKeys: true });
  });
  afterAll(async () => {
    await bed.stop();
  });

  it('says on its screen that it waits for them', async () => {
    await showsOn(board, 'awaited-keys', 300_000);
  });

  it('says on its screen what is missing when it has failed three times, instead of starting for ever', async () => {
    await board.console.until(/service\.fails-to-start times=3/, 300_000);
    await showsOn(board, 'start-fault', 120_000);
  });
});
