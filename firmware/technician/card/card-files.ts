import { run } from '../../image/tools/command.ts';

const PIECE_BYTES = 1 << 20;

/**
 * The files of a FAT file system inside an image file or on a card, by mtools: nothing is mounted, and an image needs
 * no root.
 */
export class CardFiles {
  readonly #drive: readonly [string, string];

  constructor(path: string, offsetBytes: number) {
    this.#drive = ['-i', `${path}@@${offsetBytes}`];
  }

  async names(): Promise<readonly string[]> {
    const listed = await run('mdir', [...this.#drive, '-b', '::/']);
    return listed.split('\n').flatMap((line) => /^::\/(.+[^/])$/.exec(line.trim())?.[1] ?? []);
  }

  async read(name: string): Promise<string> {
    return run('mtype', [...this.#drive, `::/${name}`]);
  }

  async write(name: string, input: string): Promise<void> {
    await run('mcopy', [...this.#drive, '-o', '-', `::/${name}`], { input });
  }

  /** Removes the file, and leaves nothing of it in what is free then: it held secrets. */
  async erase(name: string): Promise<void> {
    await run('mdel', [...this.#drive, `::/${name}`]);
    const filler = '::/erasing.tmp';
    const free = await this.#freeBytes();
    if (free === 0) return;
    await run('mcopy', [...this.#drive, '-o', '-', filler], { input: zeros(free) });
    await run('mdel', [...this.#drive, filler]);
  }

  async #freeBytes(): Promise<number> {
    const listed = await run('mdir', [...this.#drive, '::/']);
    return Number(/\s(\d[\d ]*) bytes free/.exec(listed)?.[1]?.replaceAll(' ', '') ?? 0);
  }
}

function* zeros(count: number): Iterable<Buffer> {
  for (let left = count; left > 0; left -= PIECE_BYTES) yield Buffer.alloc(Math.min(left, PIECE_BYTES));
}
