import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { UpdateFolder } from '../../../src/hardware/update/update-folder.ts';
import { parseUpdateState } from '../../../src/hardware/update/update-state-file.ts';

let folder: string;
let warned: string[];
const opened: UpdateFolder[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'updates-'));
  mkdirSync(join(folder, 'handset'));
  warned = [];
});
afterEach(() => {
  for (const one of opened.splice(0)) one.close();
  rmSync(folder, { recursive: true, force: true });
});

function open(): UpdateFolder {
  const log = (code: string): void => void warned.push(code);
  const updates = new UpdateFolder(folder, { info: log, warn: log, error: log });
  opened.push(updates);
  return updates;
}
/** As the scripts do it. */
function say(name: string, text: string): void {
  writeFileSync(join(folder, `${name}.new`), text);
  renameSync(join(folder, `${name}.new`), join(folder, name));
}
const health = (): string => readFileSync(join(folder, 'handset/health'), 'utf8');

describe('the folder between handset and system', () => {
  it('tells what the system says, from the start and at each change', async () => {
    say('state', 'state=installing\nversion=0.2.0\npercent=40\none-way=no\n');
    const updates = open();
    expect(updates.state).toEqual({ kind: 'installing', version: '0.2.0', percent: 40, oneWay: false });
    const changed = vi.fn();
    updates.onChange(changed);
    say('state', 'state=ready\nversion=0.2.0\none-way=yes\n');
    await vi.waitFor(() => {
      expect(changed).toHaveBeenCalled();
    });
    expect(updates.state).toEqual({ kind: 'ready', version: '0.2.0', oneWay: true });
  });

  it('tells of what is fetched as long as nothing is installed', () => {
    say('handset/fetching', 'state=fetching\nversion=0.2.0\npercent=7\n');
    expect(open().state).toEqual({ kind: 'fetching', version: '0.2.0', percent: 7 });
    say('state', 'state=ready\nversion=0.2.0\n');
    expect(open().state.kind).toBe('ready');
  });

  it('says how well the handset is, piece by piece, and nothing after the end', () => {
    const updates = open();
    updates.tell({ screen: 'good', keys: 'good' });
    updates.tell({ store: 'good', quiet: 'no' });
    expect(health()).toBe('screen=good\nkeys=good\nstore=good\nregistration=bad\nquiet=no\n');
    updates.close();
    updates.tell({ registration: 'good' });
    expect(existsSync(join(folder, 'handset/health'))).toBe(false);
  });

  it('does without a folder that is missing, and says so', () => {
    rmSync(folder, { recursive: true });
    const updates = open();
    updates.tell({ screen: 'good' });
    expect(updates.state).toEqual({ kind: 'none' });
    expect(warned).toEqual(['update.unwatched', 'update.unwatched', 'update.health-untold']);
  });
});

describe('what a script has told', () => {
  it('is read whatever it is', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('state=', 'failed', '\n', 'percent=', '9') })),
        (text) => {
          const state = parseUpdateState(text);
          if ('percent' in state) expect(state.percent).toBeLessThanOrEqual(100);
          if ('version' in state) expect(state.version).toMatch(/^[\w.+-]{0,32}$/);
        },
      ),
    );
  });

  it('is "failed" for a word that nobody knows', () => {
    expect(parseUpdateState('state=failed\nversion=1\nreason=gremlins\n')).toMatchObject({ reason: 'failed' });
    expect(parseUpdateState('state=failed\nversion=1\nreason=older\n')).toMatchObject({ reason: 'older' });
  });
});
