import { ChangeListeners } from '../../domain/change-listeners.ts';
import { readFileSync, renameSync, rmSync, watch, writeFileSync, type FSWatcher } from 'node:fs';
import { join } from 'node:path';
import type { HandsetHealth, UpdateState } from '../../domain/update.ts';
import type { Log } from '../../ports/system/log.ts';
import type { Updates } from '../../ports/system/updates.ts';
import { parseUpdateState } from './update-state-file.ts';

/** Below the folder, what the handset's user may write. */
const OWN = 'handset';
/** What is told before anything is known. */
const UNKNOWN: HandsetHealth = { screen: 'bad', keys: 'bad', store: 'bad', registration: 'bad', quiet: 'yes' };

/**
 * The folder by which handset and system hear of each other (/run/handset-update): the system's scripts write `state`,
 * the program that fetches writes `handset/fetching`, and the handset writes `handset/health`. Each file is replaced as a
 * whole.
 */
export class UpdateFolder implements Updates {
  readonly #folder: string;
  readonly #log: Log;
  readonly #listeners = new ChangeListeners();
  readonly #watchers: FSWatcher[] = [];
  #health = UNKNOWN;
  #written = '';
  #closed = false;
  state: UpdateState;

  constructor(folder: string, log: Log) {
    this.#folder = folder;
    this.#log = log;
    this.state = this.#read();
    this.#follow(folder);
    this.#follow(join(folder, OWN));
  }

  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  tell(health: Partial<HandsetHealth>): void {
    if (this.#closed) return;
    this.#health = { ...this.#health, ...health };
    const text = Object.entries(this.#health)
      .map(([name, value]) => `${name}=${String(value)}\n`)
      .join('');
    if (text === this.#written) return;
    this.#written = text;
    try {
      writeFileSync(`${this.#healthFile}.new`, text);
      renameSync(`${this.#healthFile}.new`, this.#healthFile);
    } catch (cause) {
      this.#log.warn('update.health-untold', { path: this.#healthFile }, cause);
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#listeners.clear();
    for (const watcher of this.#watchers) watcher.close();
    rmSync(this.#healthFile, { force: true });
  }

  get #healthFile(): string {
    return join(this.#folder, OWN, 'health');
  }

  /** The kernel tells of changes: nothing wakes the handset as long as there are none. */
  #follow(folder: string): void {
    try {
      const watcher = watch(folder, { persistent: false }, (_, name) => {
        if (name === 'state' || name === 'fetching') this.#look();
      });
      watcher.on('error', (cause) => {
        this.#log.warn('update.unwatched', { path: folder }, cause);
      });
      this.#watchers.push(watcher);
    } catch (cause) {
      this.#log.warn('update.unwatched', { path: folder }, cause);
    }
  }

  #look(): void {
    const state = this.#read();
    if (this.#closed || JSON.stringify(state) === JSON.stringify(this.state)) return;
    this.state = state;
    this.#listeners.tell();
  }

  /** What is installed comes before what is fetched. */
  #read(): UpdateState {
    const told = this.#stateIn('state');
    return told.kind === 'none' ? this.#stateIn(join(OWN, 'fetching')) : told;
  }

  #stateIn(name: string): UpdateState {
    try {
      return parseUpdateState(readFileSync(join(this.#folder, name), 'utf8'));
    } catch {
      return parseUpdateState('');
    }
  }
}
