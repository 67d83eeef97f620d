import {
  closeSync,
  existsSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { execFileSync } from 'node:child_process';

// What QEMU's driver `blklogwrites` writes: the format of Linux' dm-log-writes
// (https://docs.kernel.org/admin-guide/device-mapper/log-writes.html).
const SECTOR_BYTES = 512;
const FIRST_ENTRY_BYTES = SECTOR_BYTES;
const FLUSH = 1;
const FORCE_UNIT_ACCESS = 2;
const DISCARD = 4;

interface Entry {
  /** Where it goes on the card. */
  readonly toBytes: number;
  /** Where its data is in the log. */
  readonly fromBytes: number;
  readonly lengthBytes: number;
  readonly flags: number;
}

/** What a cut leaves of a write that the card was not asked to make safe: all, nothing, or some sectors. */
export type Fate = 'whole' | 'lost' | 'torn';

/**
 * Every write and flush that a machine makes to its card, in order. Killing QEMU loses nothing that the guest wrote, since
 * this machine keeps it in its memory; a real card loses what it was not yet asked to make safe. So the card after a cut
 * is made anew: from the card before the start, all writes up to the last flush, and of those after it what chance keeps.
 */
export class WriteLog {
  readonly #card: string;
  readonly #before: string;
  readonly #log: string;

  private constructor(card: string) {
    this.#card = card;
    this.#before = `${card}.before`;
    this.#log = `${card}.log`;
  }

  /** Begins with the card as it is now. */
  static begin(card: string): WriteLog {
    const log = new WriteLog(card);
    execFileSync('cp', ['--sparse=always', '--reflink=auto', card, log.#before]);
    writeFileSync(log.#log, '');
    return log;
  }

  /** QEMU's arguments for a drive with the id `card`, whose writes are kept. */
  get drive(): readonly string[] {
    const file = (node: string, path: string): string[] => [
      '-blockdev',
      `driver=file,node-name=${node},filename=${path}`,
    ];
    return [
      ...file('card-file', this.#card),
      ...['-blockdev', 'driver=raw,node-name=card-raw,file=card-file'],
      ...file('card-log', this.#log),
      ...['-blockdev', `driver=blklogwrites,node-name=card,file=card-raw,log=card-log,log-sector-size=${SECTOR_BYTES}`],
    ];
  }

  /**
   * Makes the card what it is after the cut. The machine must be off.
   * @param fate decides for each write after the last flush.
   * @param keepsSector decides for each sector of a torn one.
   * @returns how many writes were in danger, and what became of them.
   */
  cut(fate: () => Fate, keepsSector: () => boolean): Readonly<Record<Fate, number>> {
    const entries = this.#entries();
    const lastFlush = entries.findLastIndex(({ flags }) => (flags & FLUSH) !== 0);
    const fates = { whole: 0, lost: 0, torn: 0 };
    const [log, card] = [openSync(this.#log, 'r'), openSync(this.#before, 'r+')];
    for (const [index, entry] of entries.entries()) {
      const isSafe = index <= lastFlush || (entry.flags & FORCE_UNIT_ACCESS) !== 0 || entry.lengthBytes === 0;
      const its = isSafe ? 'whole' : fate();
      if (!isSafe) fates[its] += 1;
      if (its === 'lost') continue;
      for (let at = 0; at < entry.lengthBytes; at += SECTOR_BYTES) {
        if (its === 'torn' && !keepsSector()) continue;
        writeSync(card, readAt(log, entry.fromBytes + at, SECTOR_BYTES), 0, SECTOR_BYTES, entry.toBytes + at);
      }
    }
    closeSync(log);
    closeSync(card);
    renameSync(this.#before, this.#card);
    rmSync(this.#log);
    return fates;
  }

  /** The number of entries in its head may be too small: QEMU writes it now and then. They end where there is no more. */
  #entries(): readonly Entry[] {
    const size = existsSync(this.#log) ? statSync(this.#log).size : 0;
    const file = openSync(this.#log, 'r');
    const entries: Entry[] = [];
    for (let at = FIRST_ENTRY_BYTES; at + SECTOR_BYTES <= size;) {
      const head = readAt(file, at, SECTOR_BYTES);
      const word = (index: number): number => Number(head.readBigUInt64LE(index * 8));
      const [sector, sectors, flags] = [word(0), word(1), word(2)];
      const lengthBytes = (flags & DISCARD) === 0 ? sectors * SECTOR_BYTES : 0;
      const fromBytes = at + SECTOR_BYTES;
      const isWhole = (sectors > 0 || flags !== 0) && fromBytes + lengthBytes <= size;
      if (!isWhole) break;
      entries.push({ toBytes: sector * SECTOR_BYTES, fromBytes, lengthBytes, flags });
      at = fromBytes + lengthBytes;
    }
    closeSync(file);
    return entries;
  }
}

function readAt(file: number, at: number, lengthBytes: number): Buffer {
  const bytes = Buffer.alloc(lengthBytes);
  readSync(file, bytes, 0, lengthBytes, at);
  return bytes;
}
