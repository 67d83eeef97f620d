import { appendFileSync, readFileSync, rmSync } from 'node:fs';

/** How the process before this one ended, in the words of systemd ($SERVICE_RESULT and $EXIT_STATUS). */
export interface FailedStart {
  readonly result: string;
  readonly status: string;
  /** What the process said last; null when it could say nothing. */
  readonly words: string | null;
}

const LONGEST_WORDS = 300;

/**
 * What became of the starts before this one, in a file in memory of the machine: `words …` is written by a process that
 * ends itself, and `ended RESULT STATUS` by systemd after each that did not end in order (handset-stopped).
 */
export class FailedStarts {
  readonly #file: string | null;

  /** @param file null where nobody counts. */
  constructor(file: string | null) {
    this.#file = file;
  }

  /** Oldest first. */
  read(): readonly FailedStart[] {
    const failed: FailedStart[] = [];
    let words: string | null = null;
    for (const line of this.#lines()) {
      const [kind, result, status = ''] = line.split(' ', 3);
      if (kind === 'words') words = line.slice('words '.length);
      if (kind !== 'ended' || result === undefined) continue;
      failed.push({ result, status, words });
      words = null;
    }
    return failed;
  }

  /** The last words of this process. */
  say(words: string): void {
    if (this.#file === null) return;
    const line = words.replaceAll(/\s+/g, ' ').trim().slice(0, LONGEST_WORDS);
    this.#attempt((file) => {
      appendFileSync(file, `words ${line}\n`, { mode: 0o600 });
    });
  }

  /** From now on nothing has failed. */
  forget(): void {
    this.#attempt((file) => {
      rmSync(file, { force: true });
    });
  }

  #lines(): readonly string[] {
    let text = '';
    this.#attempt((file) => {
      text = readFileSync(file, 'utf8');
    });
    return text.split('\n');
  }

  /** A start that nobody could count is a start all the same. */
  #attempt(work: (file: string) => void): void {
    if (this.#file === null) return;
    try {
      work(this.#file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    }
  }
}
