import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readHandsetConfig } from '../../../src/main/config/handset-config.ts';
import { takeFromCard } from '../../../src/main/provisioning/card.ts';
import { durableDisk, type DurableDisk } from '../../../src/main/provisioning/durable-disk.ts';
import { writeDocument } from '../../../src/main/provisioning/provisioning-document.ts';
import { readProvisioningFile } from '../../../src/main/provisioning/provisioning-file.ts';
import { TechnicianFolder } from './technician-folder.ts';

const owner = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
let technician: TechnicianFolder;
let folder: string;
let card: string;
let data: string;
beforeAll(() => {
  technician = new TechnicianFolder();
});
afterAll(() => {
  technician[Symbol.dispose]();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'install-'));
  card = join(folder, 'card');
  data = join(folder, 'data');
  mkdirSync(card);
  mkdirSync(data);
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function documentFor(name: string, changes: object = {}): string {
  const account = { address: `sip:${name}@example.org`, password: `password of ${name}` };
  const read = readProvisioningFile(technician.config({ account, ...changes }), Date.now());
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return writeDocument(read.value);
}

const putOnCard = (document: string): void => {
  writeFileSync(join(card, 'provision.json'), document);
};
const take = (disk: DurableDisk = durableDisk): ReturnType<typeof takeFromCard> =>
  takeFromCard(card, { dataFolder: data, board: 'simulator', owner }, disk);

/** Whose handset it is, with the password; null for nobody's. */
function whose(): string | null {
  if (!existsSync(join(data, 'handset/handset.json'))) return null;
  const read = readHandsetConfig(join(data, 'handset/handset.json'));
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return `${read.value.account.address} ${read.value.account.password}`;
}

/** A disk whose power fails before its step of that number. */
function failingBefore(step: number): DurableDisk {
  let left = step;
  const counted =
    <Args extends readonly unknown[]>(work: (...args: Args) => void) =>
    (...args: Args): void => {
      if (left === 0) throw new Error('power cut');
      left -= 1;
      work(...args);
    };
  const { makeFolder, write, rename, removeAll, blank, unlink } = durableDisk;
  return {
    makeFolder: counted(makeFolder),
    write: counted(write),
    rename: counted(rename),
    removeAll: counted(removeAll),
    blank: counted(blank),
    unlink: counted(unlink),
  };
}

describe('what a technician put onto the card', () => {
  it('becomes the configuration of the handset, readable by its owner alone, and leaves the card', () => {
    putOnCard(documentFor('alice'));
    expect(take()).toEqual({ ok: true, value: 'installed' });
    expect(whose()).toBe('sip:alice@example.org password of alice');
    expect(readdirSync(card)).toEqual([]);
    expect(readdirSync(join(data, 'handset')).sort()).toEqual(['account.password', 'ca.pem', 'handset.json']);
    for (const name of readdirSync(join(data, 'handset'))) {
      expect(statSync(join(data, 'handset', name)).mode & 0o777).toBe(0o600);
    }
    expect(statSync(join(data, 'handset')).mode & 0o777).toBe(0o700);
    expect(readFileSync(join(data, 'system/iwd/Office.psk'), 'utf8')).toContain('Passphrase=long\\senough');
    expect(statSync(join(data, 'system/iwd')).mode & 0o777).toBe(0o700);
    expect(take()).toEqual({ ok: true, value: 'nothing' });
  });

  it('takes the place of an earlier configuration, and leaves what the handset keeps', () => {
    putOnCard(documentFor('alice'));
    take();
    mkdirSync(join(data, 'handset/data'));
    writeFileSync(join(data, 'handset/data/messages'), 'kept');
    putOnCard(documentFor('bob', { network: undefined, time: undefined }));
    expect(take().ok).toBe(true);
    expect(whose()).toBe('sip:bob@example.org password of bob');
    expect(readFileSync(join(data, 'handset/data/messages'), 'utf8')).toBe('kept');
    expect(readdirSync(join(data, 'system'))).toEqual([]);
  });

  it('is erased before it is removed', () => {
    putOnCard(documentFor('alice'));
    const seen: string[] = [];
    const watched: DurableDisk = {
      ...durableDisk,
      unlink: (path) => {
        seen.push(readFileSync(path, 'latin1').replaceAll('\0', ''));
        durableDisk.unlink(path);
      },
    };
    take(watched);
    expect(seen).toEqual(['']);
  });

  it.each([
    ['no JSON', () => 'PROVISION'],
    ['an unknown key', () => documentFor('bob').replace('"language"', '"langage"')],
    ['a CA that cannot be read', () => documentFor('bob').replace(/-----BEGIN CERTIFICATE-----\\n./, '$&*')],
    ['another format', () => documentFor('bob').replace('"format": 1', '"format": 7')],
  ])('with a fault (%s) changes nothing, stays there, and is told', (_, document) => {
    putOnCard(documentFor('alice'));
    take();
    putOnCard(document());
    const taken = take();
    expect(taken.ok ? [] : taken.error.length).not.toBe(0);
    expect(taken.ok).toBe(false);
    expect(whose()).toBe('sip:alice@example.org password of alice');
    expect(readdirSync(card)).toEqual(['provision.json']);
    expect(readdirSync(data).sort()).toEqual(['handset', 'system']);
  });

  it('comes to the same end wherever the power failed, and is never half of it', { timeout: 60_000 }, () => {
    let interruptions = 0;
    for (let step = 0; ; step += 1) {
      rmSync(data, { recursive: true });
      mkdirSync(data);
      putOnCard(documentFor('alice'));
      take();
      putOnCard(documentFor('bob'));
      try {
        take(failingBefore(step));
        break;
      } catch (error) {
        expect((error as Error).message).toBe('power cut');
        interruptions += 1;
      }
      expect(take().ok).toBe(true);
      expect(whose()).toBe('sip:bob@example.org password of bob');
      expect(readdirSync(card)).toEqual([]);
      expect(readdirSync(data).sort()).toEqual(['handset', 'system']);
    }
    expect(interruptions).toBeGreaterThan(15);
  });

  it('is erased to the end when the power failed while it was', () => {
    putOnCard(`\0\0${documentFor('alice').slice(2)}`);
    expect(take()).toEqual({ ok: true, value: 'erased' });
    expect(readdirSync(card)).toEqual([]);
    expect(whose()).toBeNull();
  });
});
