import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HandsetProcess } from '../support/handset-process.ts';
import {
  CLOCK_AND_DATE,
  CLOCK_AND_DATE_ABOVE_NEWS,
  CLOCK_IN_STATUS_BAR,
  TIME_OF_LAST_BUBBLE,
  TIME_OF_NEWS,
} from './support/areas.ts';
import type { EmulatedBoard } from './support/emulated-board.ts';
import { FirmwareBed } from './support/firmware-bed.ts';
import { showsOn } from './support/shown.ts';

/** Lines of the emulated board (firmware/boards/qemu-arm64/handset.dts). */
const BLUE = 6;
const PIEZO = 7;
/** A key that bounces as a worn one does, well within the board's 5 ms. */
const WORN = { edges: 7, gapMs: 0.4 };

describe('the image on an emulated arm64 board', () => {
  let bed: FirmwareBed;
  let bob: HandsetProcess;
  let board: EmulatedBoard;

  beforeAll(async () => {
    bed = await FirmwareBed.start();
    bob = await bed.handset('bob');
    board = await bed.board(await bed.card(), { startsFrom: 'card' });
  });
  afterAll(async () => {
    await bed.stop();
  });

  it('starts from its boot loader to the handset, registered', async () => {
    await board.console.until(/handset: slot A/, 120_000);
    await showsOn(board, 'home', 300_000, [CLOCK_AND_DATE]);
  });

  it('sends what is typed on bouncing keys, and shows that it was delivered', async () => {
    await board.tap('Right', WORN);
    await board.tap('Enter', WORN);
    await board.type('bob', WORN);
    await board.tap('Enter', WORN);
    await board.tap('Enter', WORN);
    await board.type('hello from arm', WORN);
    await board.tap('Enter', WORN);
    await bob.hand.shows('Hello from arm', 60_000);
    await showsOn(board, 'delivered', 60_000, [CLOCK_IN_STATUS_BAR, TIME_OF_LAST_BUBBLE]);
  });

  it('lights its LED, then sounds, when a message comes', async () => {
    await board.hold('Back', 1_500);
    await showsOn(board, 'home-after', 60_000, [CLOCK_AND_DATE]);
    await bob.hand.tap('Enter');
    await bob.hand.type('ciao back');
    const sentMs = Date.now();
    await bob.hand.tap('Enter');
    const lit = await board.soc.outputs.untilDriven(BLUE, 1, sentMs);
    const sounded = await board.soc.outputs.untilDriven(PIEZO, 1, sentMs);
    expect(lit.atMs).toBeLessThanOrEqual(sounded.atMs);
    await showsOn(board, 'received', 60_000, [CLOCK_AND_DATE_ABOVE_NEWS, TIME_OF_NEWS]);
  });
});
