import { ChangeListeners } from '../../../domain/change-listeners.ts';
import { existsSync, watch, type FSWatcher } from 'node:fs';
import { join } from 'node:path';
import type { WallTime } from '../../../ports/system/wall-time.ts';

/** Where the machine says how its clock stands (firmware/rootfs, handset-clock). */
const CLOCK_FOLDER = '/run/handset-clock';
/** There as long as nothing says that the clock is right. */
const UNSURE_FILE = 'unsure';

/** The mark that the image leaves. A machine that leaves none keeps its clock by itself. */
export class WallTimeMark implements WallTime {
  readonly #file: string;
  readonly #watcher: FSWatcher | null;
  readonly #listeners = new ChangeListeners();
  #isSure: boolean;

  constructor(folder = CLOCK_FOLDER) {
    this.#file = join(folder, UNSURE_FILE);
    this.#watcher = watched(folder, () => {
      this.#look();
    });
    this.#isSure = !existsSync(this.#file);
  }

  get isSure(): boolean {
    return this.#isSure;
  }

  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  close(): void {
    this.#watcher?.close();
    this.#listeners.clear();
  }

  #look(): void {
    const isSure = !existsSync(this.#file);
    if (isSure === this.#isSure) return;
    this.#isSure = isSure;
    this.#listeners.tell();
  }
}

/** Wakes nobody while nothing changes. Null where there is no such folder, or where the kernel has no watch left. */
function watched(folder: string, changed: () => void): FSWatcher | null {
  try {
    const watcher = watch(folder, changed);
    watcher.on('error', () => {
      watcher.close();
    });
    return watcher;
  } catch {
    return null;
  }
}
