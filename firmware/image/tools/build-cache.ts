import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Progress } from './progress.ts';

/** How many versions of one thing are kept at least: a branch and its neighbour take turns without building anew. */
const KEPT_VERSIONS = 3;
/** Whatever was used since then is kept, so that nothing goes that another build is reading. */
const KEPT_MS = 24 * 3_600_000;

/**
 * What is slow to make and the same as long as its inputs are: a folder each, named by the hash of its inputs, shared by
 * all checkouts of this user. A folder appears when it is complete, so that an interrupted build leaves nothing behind.
 */
export class BuildCache {
  readonly folder: string;
  readonly #progress: Progress;

  constructor(progress: Progress) {
    this.#progress = progress;
    this.folder = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'secure-handset', 'firmware');
    mkdirSync(this.folder, { recursive: true });
  }

  /** As `made`, for what also depends on the day: FRESH=1 makes it anew. */
  async madeOfPackages(name: string, inputs: unknown, make: (folder: string) => Promise<void>): Promise<string> {
    if (process.env['FRESH'] === '1') this.#forget(this.#pathOf(name, inputs));
    return this.made(name, inputs, make);
  }

  /**
   * The folder with what `make` fills it with, made only when there is none for these inputs.
   * @param name of the thing, also the beginning of its folder's name.
   * @param inputs everything that decides what is made, as values of JSON.
   */
  async made(name: string, inputs: unknown, make: (folder: string) => Promise<void>): Promise<string> {
    const complete = this.#pathOf(name, inputs);
    if (existsSync(complete)) {
      const now = new Date();
      utimesSync(complete, now, now);
      return complete;
    }
    const unfinished = mkdtempSync(join(this.folder, `.${name}-`));
    try {
      await this.#progress.step(name, () => make(unfinished));
      // Another build may have been quicker; then its folder is as good.
      if (!existsSync(complete)) renameSync(unfinished, complete);
    } finally {
      rmSync(unfinished, { recursive: true, force: true });
    }
    this.#removeOldVersions(name);
    return complete;
  }

  #pathOf(name: string, inputs: unknown): string {
    const hash = createHash('sha256').update(JSON.stringify(inputs)).digest('hex').slice(0, 16);
    return join(this.folder, `${name}-${hash}`);
  }

  /** Aside first: another build that reads it meanwhile has it open. */
  #forget(path: string): void {
    if (!existsSync(path)) return;
    const aside = mkdtempSync(join(this.folder, '.forgotten-'));
    renameSync(path, join(aside, 'old'));
    rmSync(aside, { recursive: true, force: true });
  }

  #removeOldVersions(name: string): void {
    const versions = readdirSync(this.folder)
      .filter((entry) => entry.length === name.length + 17 && entry.startsWith(`${name}-`))
      .map((entry) => ({ path: join(this.folder, entry), usedMs: statSync(join(this.folder, entry)).mtimeMs }))
      .sort((a, b) => b.usedMs - a.usedMs);
    for (const { path, usedMs } of versions.slice(KEPT_VERSIONS)) {
      if (Date.now() - usedMs > KEPT_MS) rmSync(path, { recursive: true, force: true });
    }
  }
}
