import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaultHandset } from '../faults/support/fault-handset.ts';
import { BadUpdates } from './support/bad-updates.ts';
import type { Card } from './support/card.ts';
import type { EmulatedBoard } from './support/emulated-board.ts';
import { FirmwareBed } from './support/firmware-bed.ts';
import { startLoudly } from './support/loud-start.ts';
import { Releases } from './support/releases.ts';
import { plugIn, USB_SOCKET } from './support/usb-stick.ts';

/** A start, or what is written in one go, on a busy machine. */
const LONG_MS = 400_000;
/** A program that has no network of its own, so that its relay is out of reach, on a handset that has one. */
const CUT_OFF = {
  'usr/lib/systemd/system/handset.service.d/cut-off.conf': '[Service]\nPrivateNetwork=yes\n',
};

describe('updates of an emulated board', () => {
  let bed: FirmwareBed;
  let bob: FaultHandset;
  let card: Card;
  let board: EmulatedBoard;
  let releases: Releases;
  let told = 0;

  /** The next line of the console with that, after the last one. */
  const until = async (wanted: RegExp, timeoutMs = LONG_MS): Promise<string> => {
    const line = await board.console.until(wanted, timeoutMs, told);
    told = board.console.lines.lastIndexOf(line) + 1;
    return line;
  };
  const installs = async (update: string): Promise<void> => {
    const takeOut = await plugIn(board, releases.stickWith(update));
    await until(/update: release \d+ \([\d.]+\) is being installed/);
    await until(/update: release \d+ is installed; the handset restarts/);
    await takeOut();
  };

  beforeAll(async () => {
    bed = await FirmwareBed.start();
    bob = await bed.correspondent('bob');
    releases = await Releases.open();
    card = await bed.card();
    await startLoudly(card);
    board = await bed.board(card, { startsFrom: 'card', reboots: true, devices: USB_SOCKET });
  });
  afterAll(async () => {
    await bed.stop();
    releases.remove();
  });

  it('refuses what is wrong, each with its word', async () => {
    await until(/handset: slot A, order A B, left A 2/);
    await until(/update: release \d+ runs in slot A/);
    for (const [what, word, file] of await new BadUpdates(releases).all()) {
      const takeOut = await plugIn(board, releases.stickWith(file));
      const line = await until(/update: (?:refused: |release \d+ is installed;)/);
      expect(line, what).toContain(`refused: ${word}: `);
      await takeOut();
    }
  });

  it('goes back to the system before when the new one does not register, within five minutes', async () => {
    await installs(await releases.newer(1, { files: CUT_OFF }));
    await until(/handset: slot B, order B A, left A \d B 2/);
    const judged = await until(/update: release \d+ has not proven itself \(registration\)/);
    // The kernel's clock begins with it.
    expect(Number(/\[ *(\d+)\./.exec(judged)?.[1])).toBeLessThan(300);
    await until(/handset: slot A, /);
    await until(/update: release \d+ did not work here \(no-registration\)/);
    await until(/update: release \d+ runs in slot A/);
  });

  it('does not try that one again', async () => {
    const takeOut = await plugIn(board, releases.stickWith(`${releases.folder}/${releases.facts.release + 1}.raucb`));
    await until(/update: refused: fell-back: /);
    await takeOut();
  });

  it('installs a good one while messages come, and keeps it once it has registered', async () => {
    const update = await releases.newer(2);
    const takeOut = await plugIn(board, releases.stickWith(update));
    await until(/update: release \d+ \(0\.1\.2\) is being installed/);
    const text = 'while it installs';
    expect(await bob.send(bed.addressOf('alice'), text)).toBe('taken');
    await bob.sees(
      bed.addressOf('alice'),
      ({ messages }) => messages.some((message) => message.text === text && message.status === 'delivered'),
      LONG_MS,
    );
    // It was delivered before the end, and not by the system after it.
    const installed = /update: release \d+ is installed; the handset restarts/;
    expect(board.console.lines.slice(told).some((line) => installed.test(line))).toBe(false);
    await until(installed);
    await takeOut();
    await until(/handset: slot B, order B A, left A \d B 2/);
    await until(/update: release \d+ has proven itself/);
  });

  it('then takes none that is older, in the other slot too', async () => {
    const takeOut = await plugIn(board, releases.stickWith(`${releases.folder}/${releases.facts.release + 1}.raucb`));
    await until(/update: refused: older: /);
    await takeOut();
  });
});
