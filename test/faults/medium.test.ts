import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, truncateSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addressOf, FaultBed } from './support/fault-bed.ts';

const SETTLE_TIMEOUT_MS = 90_000;

/** Only root may mount; elsewhere the tests are skipped in sight. */
const canMount = process.getuid?.() === 0 && spawnSync('mount', ['--version']).status === 0;

describe.skipIf(!canMount)('a handset whose disk is full (needs root, to mount a small one)', () => {
  const bed = new FaultBed();
  let disk: string;

  beforeEach(() => {
    disk = mkdtempSync(join(tmpdir(), 'small-disk-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m,mode=0700', 'tmpfs', disk]);
  });
  afterEach(async () => {
    await bed.remove();
    execFileSync('umount', [disk]);
    rmSync(disk, { recursive: true });
  });

  it('tells its owner, acknowledges nothing that it cannot keep, and shows all of it once there is room', async () => {
    const folder = join(disk, 'bob');
    mkdirSync(folder, { mode: 0o700 });
    await bed.start({ bob: folder });
    const [alice, bob] = [bed.handset('alice'), bed.handset('bob')];
    await alice.start();
    await bob.start();
    await alice.send(addressOf('bob'), 'while there is room');
    await bob.sees(addressOf('alice'), ({ messages }) => messages.length === 1, SETTLE_TIMEOUT_MS);

    const filler = join(disk, 'filler');
    fillUp(filler);
    const sent = Array.from({ length: 5 }, (_, index) => `without room ${index}`);
    for (const text of sent) expect(await alice.send(addressOf('bob'), text)).toBe('taken');
    const full = await bob.sees(
      addressOf('alice'),
      ({ storeFailure }) => storeFailure === 'disk-full',
      SETTLE_TIMEOUT_MS,
    );
    const shownWhileFull = full.messages.length;
    // What bob did not keep, alice must not be told to be delivered.
    const own = await alice.sees(addressOf('bob'), () => true, 5_000);
    expect(own.messages.filter(({ status }) => status === 'delivered').length).toBeLessThanOrEqual(shownWhileFull);
    expect(await bob.send(addressOf('alice'), 'no room for this')).toEqual({ refusal: 'disk-full' });

    rmSync(filler);
    const seen = await bob.sees(addressOf('alice'), ({ messages }) => messages.length >= 6, SETTLE_TIMEOUT_MS);
    expect(seen.messages.map(({ text }) => text)).toEqual(['while there is room', ...sent]);
    await bob.sees(addressOf('alice'), ({ storeFailure }) => storeFailure === null, SETTLE_TIMEOUT_MS);
    expect(bob.deaths).toBe(0);
  });
});

describe('a handset whose write-ahead log was torn by the cut', () => {
  const bed = new FaultBed();
  afterEach(() => bed.remove());

  it('starts, shows what was durable before the torn end, and gets what it had not acknowledged', async () => {
    await bed.start();
    const [alice, bob] = [bed.handset('alice'), bed.handset('bob')];
    await alice.start();
    await bob.start();
    const texts = Array.from({ length: 8 }, (_, index) => `before the cut ${index}`);
    for (const text of texts) await alice.send(addressOf('bob'), text);
    await bob.sees(addressOf('alice'), ({ messages }) => messages.length === 8, SETTLE_TIMEOUT_MS);
    await bob.kill();
    const log = join(bed.folder, 'bob', 'messages.db-wal');
    const bytes = statSync(log).size;
    expect(bytes).toBeGreaterThan(0);
    truncateSync(log, bytes - 7);
    await bob.start();
    // The last transaction is the one that was torn; everything before it is whole.
    const seen = await bob.sees(addressOf('alice'), ({ messages }) => messages.length >= 7, SETTLE_TIMEOUT_MS);
    expect(texts.slice(0, seen.messages.length)).toEqual(seen.messages.map(({ text }) => text));
    await alice.send(addressOf('bob'), 'after the cut');
    await bob.sees(addressOf('alice'), ({ messages }) => messages.at(-1)?.text === 'after the cut', SETTLE_TIMEOUT_MS);
  });
});

describe('a link that flaps', () => {
  const bed = new FaultBed();
  afterEach(() => bed.remove());

  it('carries every message of both sides within 60 s after it is steady', async () => {
    await bed.start();
    const [alice, bob] = [bed.handset('alice'), bed.handset('bob')];
    await alice.start();
    await bob.start();
    const cycles = process.env['FAULTS'] === 'long' ? 100 : 5;
    for (let cycle = 0; cycle < cycles; cycle += 1) {
      await bed.cable('bob').pull();
      expect(await alice.send(addressOf('bob'), `to bob ${cycle}`)).toBe('taken');
      expect(await bob.send(addressOf('alice'), `to alice ${cycle}`)).toBe('taken');
      await new Promise((resolve) => setTimeout(resolve, 700));
      await bed.cable('bob').plug();
      await new Promise((resolve) => setTimeout(resolve, 700));
    }
    const isWhole = ({ messages }: { readonly messages: readonly { readonly text: string }[] }): boolean =>
      new Set(messages.map(({ text }) => text)).size === 2 * cycles;
    const atBob = await bob.sees(addressOf('alice'), isWhole, 60_000);
    const atAlice = await alice.sees(addressOf('bob'), isWhole, 60_000);
    expect([atBob.messages.length, atAlice.messages.length]).toEqual([2 * cycles, 2 * cycles]);
  });
});

describe('a clock that is set while messages wait', () => {
  let bed: FaultBed;
  beforeEach(() => {
    bed = new FaultBed();
  });
  afterEach(() => bed.remove());

  it.each([
    ['a year back', -365],
    ['a year forward', 365],
    ['to 1970', -20_770],
    ['to 2099', 26_700],
  ])('%s gives up none of them, and keeps their order', async (_name, days) => {
    await bed.start();
    const [alice, bob] = [bed.handset('alice'), bed.handset('bob')];
    await alice.start();
    await bob.start();
    await bed.cable('alice').pull();
    const texts = Array.from({ length: 4 }, (_, index) => `waits ${index}`);
    for (const text of texts.slice(0, 2)) await alice.send(addressOf('bob'), text);
    alice.setClock(days * 86_400_000);
    for (const text of texts.slice(2)) await alice.send(addressOf('bob'), text);
    const waiting = await alice.sees(addressOf('bob'), ({ messages }) => messages.length === 4, 5_000);
    expect(waiting.messages.filter(({ status }) => status?.startsWith('failed'))).toEqual([]);
    await bed.cable('alice').plug();
    const seen = await bob.sees(addressOf('alice'), ({ messages }) => messages.length === 4, SETTLE_TIMEOUT_MS);
    expect(seen.messages.map(({ text }) => text)).toEqual(texts);
  });
});

/** Until not a byte more goes in. */
function fillUp(file: string): void {
  const chunk = Buffer.alloc(4_096);
  for (let size = 65_536; size >= 1; size = Math.floor(size / 2)) {
    for (;;) {
      try {
        writeFileSync(file, size > chunk.length ? Buffer.alloc(size) : chunk.subarray(0, size), { flag: 'a' });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
        break;
      }
    }
  }
  chmodSync(file, 0o600);
}
