import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { ENDLESS_ROOM, type Room } from '../../domain/history/quota.ts';
import type { SqliteDatabase } from './sqlite-database.ts';

/** What the medium of a database has, and how much of it is free. A medium that does not say counts as endless. */
export type ReadMedium = (path: string) => Room;

export const readMedium: ReadMedium = (path) => {
  try {
    const { bavail, blocks, bsize } = statfsSync(dirname(path));
    return blocks > 0 ? { freeBytes: bavail * bsize, totalBytes: blocks * bsize } : ENDLESS_ROOM;
  } catch {
    return ENDLESS_ROOM;
  }
};

/** The room that there is for a database: what is free on its medium, and in its own file. */
export class MediumRoom {
  readonly #path: string;
  readonly #read: ReadMedium;
  readonly #freePages;
  readonly #pageBytes: number;

  constructor(database: SqliteDatabase, path: string, read: ReadMedium) {
    this.#path = path;
    this.#read = read;
    this.#freePages = database.prepare<[], { readonly freelist_count: number }>('PRAGMA freelist_count');
    this.#pageBytes = database.prepare<[], { readonly page_size: number }>('PRAGMA page_size').get()?.page_size ?? 0;
  }

  /** Call it inside the caller's transaction or read. */
  room(): Room {
    const { freeBytes, totalBytes } = this.#read(this.#path);
    const ownBytes = (this.#freePages.get()?.freelist_count ?? 0) * this.#pageBytes;
    return { freeBytes: freeBytes + ownBytes, totalBytes };
  }
}
