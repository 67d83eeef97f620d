import { afterAll, beforeAll, expect, it } from 'vitest';
import { SerialSender } from '../../firmware/technician/provision/serial-sender.ts';
import { serialLine } from '../../src/main/provisioning/serial/serial-frame.ts';
import { passwordOf } from '../support/sip-server.ts';
import { FirmwareBed } from './support/firmware-bed.ts';
import { IS_LONG, tell } from './support/form.ts';

const START_TIMEOUT_MS = 300_000;

let bed: FirmwareBed;
beforeAll(async () => {
  bed = await FirmwareBed.start();
});
afterAll(async () => {
  await bed.stop();
});

// Two starts and a stop of the machine between them: more than the short form has time for.
it.runIf(IS_LONG)(
  'a handset without a configuration takes it from its serial line, and listens there no more',
  async () => {
    const bob = await bed.correspondent('bob');
    const { card, document } = bed.newCard();
    const board = await bed.board(card, { reboots: true });
    await board.console.until(/by its serial line/, START_TIMEOUT_MS);
    tell('the handset listens on its serial line');
    const written: string[] = [];
    const sender = new SerialSender({
      write: (text) => {
        written.push(text.trim());
        board.write(text);
      },
      timer: (ms, then) => {
        const timer = setTimeout(then, ms);
        return {
          cancel: () => {
            clearTimeout(timer);
          },
        };
      },
      progress: () => undefined,
    });
    const unfollow = board.console.follow((line) => {
      sender.read(Buffer.from(`${line}\n`, 'latin1'));
    });
    const sent = await sender.send(Buffer.from(document));
    unfollow();
    tell('the handset has taken it by its serial line');
    expect(sent, board.console.tail()).toMatchObject({ ok: true, value: { board: 'qemu-arm64' } });
    // It starts anew, and comes up as alice's.
    const restarted = board.console.lines.length;
    await board.console.until(/handset-start: slot/, START_TIMEOUT_MS, restarted);
    tell('it starts anew');
    expect(await bob.send(bed.addressOf('alice'), 'welcome')).toBe('taken');
    await bob.sees(
      bed.addressOf('alice'),
      ({ messages }) => messages.some(({ status }) => status === 'delivered'),
      START_TIMEOUT_MS,
    );
    tell('it is registered as alice');
    board.write(serialLine('hello', 1));
    expect(await bob.send(bed.addressOf('alice'), 'anybody there')).toBe('taken');
    await bob.sees(
      bed.addressOf('alice'),
      ({ messages }) => messages.every(({ status }) => status === 'delivered'),
      START_TIMEOUT_MS,
    );
    expect(board.console.lines.slice(restarted).filter((line) => line.includes('~ready'))).toEqual([]);
    expect(board.console.lines.filter((line) => written.some((text) => line.includes(text)))).toEqual([]);
    expect(board.console.lines.filter((line) => line.includes(passwordOf('alice')))).toEqual([]);
  },
);
