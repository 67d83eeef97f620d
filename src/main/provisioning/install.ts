import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { authorityFault } from '../../crypto/certificates/authority-fault.ts';
import { failure, success, type Result } from '../../domain/result.ts';
import { readHandsetConfig } from '../config/handset-config.ts';
import type { DurableDisk, Owner } from './durable-disk.ts';
import { CA_FILE, type ProvisioningDocument } from './provisioning-document.ts';
import { systemFiles } from './system-files.ts';

export interface InstallPlace {
  /** The data partition. */
  readonly dataFolder: string;
  /** Name of the board that the image was made for. */
  readonly board: string;
  /** Whom the handset's program runs as. */
  readonly owner: Owner;
}

const ROOT: Owner = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
const CONFIG_FILE = 'handset.json';
/** Where the handset keeps its messages, below its own folder. */
const STATE_FOLDER = 'data';

const foldersOf = (dataFolder: string): Readonly<Record<'unfinished' | 'complete' | 'handset' | 'system', string>> => ({
  unfinished: join(dataFolder, '.provisioning-unfinished'),
  complete: join(dataFolder, '.provisioning-complete'),
  handset: join(dataFolder, 'handset'),
  system: join(dataFolder, 'system'),
});

/**
 * Makes the document the handset's configuration. All of it is written aside and checked there by the reader that the
 * handset's program uses; one rename decides that it counts, and what follows is made up by `finishInstall` after a
 * power cut.
 * @returns on failure every fault; nothing that was there before has changed then.
 */
export function install(
  document: ProvisioningDocument,
  place: InstallPlace,
  disk: DurableDisk,
): Result<void, readonly string[]> {
  const { unfinished, complete } = foldersOf(place.dataFolder);
  finishInstall(place.dataFolder, disk);
  stage(document, place, disk);
  const faults = faultsOf(document, join(unfinished, 'handset', CONFIG_FILE), place.owner);
  if (faults.length > 0) {
    disk.removeAll(unfinished);
    return failure(faults);
  }
  disk.rename(unfinished, complete);
  finishInstall(place.dataFolder, disk);
  return success(undefined);
}

/** Brings to its end what a power cut interrupted. Does nothing where nothing was. */
export function finishInstall(dataFolder: string, disk: DurableDisk): void {
  const { unfinished, complete, handset, system } = foldersOf(dataFolder);
  if (existsSync(unfinished)) disk.removeAll(unfinished);
  if (!existsSync(complete)) return;
  const staged = join(complete, 'system');
  if (existsSync(staged)) {
    disk.removeAll(system);
    disk.rename(staged, system);
  }
  const files = readdirSync(join(complete, 'handset'));
  // The configuration last: it names the others.
  for (const name of [...files.filter((file) => file !== CONFIG_FILE), CONFIG_FILE]) {
    if (files.includes(name)) disk.rename(join(complete, 'handset', name), join(handset, name));
  }
  disk.removeAll(complete);
}

function stage(document: ProvisioningDocument, place: InstallPlace, disk: DurableDisk): void {
  const { unfinished, handset } = foldersOf(place.dataFolder);
  const { owner } = place;
  if (!existsSync(handset)) disk.makeFolder(handset, 0o700, owner);
  disk.makeFolder(unfinished, 0o700, ROOT);
  disk.makeFolder(join(unfinished, 'handset'), 0o700, owner);
  const config = { ...document.handset, board: place.board, dataFolder: STATE_FOLDER };
  const files = { ...document.files, [CONFIG_FILE]: `${JSON.stringify(config, null, 2)}\n` };
  for (const [name, content] of Object.entries(files)) {
    if (content !== undefined) disk.write(join(unfinished, 'handset', name), content, 0o600, owner);
  }
  const made = new Set<string>();
  const folder = (path: string, mode: number): void => {
    if (!made.has(path)) disk.makeFolder(path, mode, ROOT);
    made.add(path);
  };
  folder(join(unfinished, 'system'), 0o755);
  for (const { path, content, isSecret } of systemFiles(document)) {
    const file = join(unfinished, 'system', path);
    folder(dirname(file), isSecret ? 0o700 : 0o755);
    disk.write(file, content, isSecret ? 0o600 : 0o644, ROOT);
  }
}

/** The clock may not be right yet: whether certificates have ended is not asked here. */
function faultsOf(document: ProvisioningDocument, configFile: string, owner: Owner): readonly string[] {
  const read = readHandsetConfig(configFile, owner.uid);
  const faults = read.ok ? [] : read.error.map(({ key, message }) => `${key}: ${message}`);
  const distrusted = authorityFault(document.files[CA_FILE], null);
  return distrusted === null ? faults : [...faults, `server.ca: ${distrusted}`];
}
