import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FailedStarts } from '../../../src/main/machine/failed-starts.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'starts-'));
  file = join(folder, 'starts');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('the starts that failed', () => {
  it('are none where nothing was written, and none where nobody counts', () => {
    expect(new FailedStarts(file).read()).toEqual([]);
    const uncounted = new FailedStarts(null);
    uncounted.say('something');
    uncounted.forget();
    expect(uncounted.read()).toEqual([]);
  });

  it('each have how they ended and the words before it, which do not outlive it', () => {
    const starts = new FailedStarts(file);
    starts.say('board x: keypad:\n  is missing\tnow');
    writeFileSync(file, `${readFileSync(file, 'utf8')}ended exit-code 2\nended watchdog \nended signal SEGV\n`);
    expect(starts.read()).toEqual([
      { result: 'exit-code', status: '2', words: 'board x: keypad: is missing now' },
      { result: 'watchdog', status: '', words: null },
      { result: 'signal', status: 'SEGV', words: null },
    ]);
  });

  it('are forgotten', () => {
    writeFileSync(file, 'ended exit-code 2\n');
    new FailedStarts(file).forget();
    expect(existsSync(file)).toBe(false);
  });

  it('that cannot be read or written are no fault', () => {
    const starts = new FailedStarts(join(folder, 'no-folder', 'starts'));
    starts.say('something');
    starts.forget();
    expect(starts.read()).toEqual([]);
  });

  it('are read from whatever is in the file', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom('ended', 'ended x', 'words', 'words y'))), (lines) => {
        writeFileSync(file, lines.join('\n'));
        for (const { result, status } of new FailedStarts(file).read())
          expect([typeof result, typeof status]).toEqual(['string', 'string']);
      }),
    );
  });

  it('keep words of a line and no more', () => {
    new FailedStarts(file).say('word '.repeat(10_000));
    expect(readFileSync(file, 'utf8').length).toBeLessThan(400);
  });
});
