import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, closeSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ImageFailure } from './image-failure.ts';

const TAIL_LINES = 25;
const OUTPUT_CHARACTERS = 1 << 26;

/** Programs for file systems and modules are where only root looks for them. */
const PATH = `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`;

export interface CommandOptions {
  readonly folder?: string;
  /** Beside those of this process. */
  readonly environment?: Readonly<Record<string, string>>;
  /** A file that its output goes to, instead of into the answer. */
  readonly outputFile?: string;
  /** What it reads from its standard input; nothing when missing. */
  readonly input?: string | Iterable<Buffer>;
}

/**
 * Runs a program and waits for its end.
 * @returns what it printed on its standard output.
 * @throws ImageFailure with the last lines that it printed, when it fails or is not there.
 */
export async function run(program: string, args: readonly string[], options: CommandOptions = {}): Promise<string> {
  const output = options.outputFile === undefined ? 'pipe' : openSync(options.outputFile, 'w');
  const child = spawn(program, args, {
    cwd: options.folder,
    env: { ...process.env, PATH, LC_ALL: 'C.UTF-8', TZ: 'UTC', ...options.environment },
    stdio: [options.input === undefined ? 'ignore' : 'pipe', output, 'pipe'],
  });
  if (typeof output === 'number') closeSync(output);
  // A program that ends before it has read all tells why by itself.
  if (child.stdin !== null) pipeline(Readable.from(options.input ?? ''), child.stdin).catch(() => undefined);
  let printed = '';
  let complained = '';
  child.stdout
    ?.setEncoding('utf8')
    .on('data', (text: string) => (printed = (printed + text).slice(-OUTPUT_CHARACTERS)));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (complained = (complained + text).slice(-65_536)));
  const failed = await ended(child);
  if (failed === null) return printed;
  const tail = `${printed.slice(-65_536)}\n${complained}`.trim().split('\n').slice(-TAIL_LINES).join('\n');
  throw new ImageFailure(`${program} ${failed}:\n${tail}`);
}

/** Why the program failed; null when it did not. */
async function ended(child: ReturnType<typeof spawn>): Promise<string | null> {
  try {
    const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
    return code === 0 ? null : code === null ? `was ended by ${String(signal)}` : `failed with exit code ${code}`;
  } catch (error) {
    return `cannot be started (${error instanceof Error ? error.message : String(error)})`;
  }
}
