import type { Log } from '../../ports/log.ts';

type Facts = Readonly<Record<string, string | number | boolean>>;

/** One line a fact, to a stream that systemd's journal or a terminal reads: `warn link.lost reason=no-network`. */
export class LineLog implements Log {
  readonly #name: string;
  readonly #write: (line: string) => void;

  readonly #isQuiet: boolean;

  /** A quiet log leaves out what is only for information. */
  constructor(name: string, write: (line: string) => void, options: { readonly isQuiet?: boolean } = {}) {
    this.#name = name;
    this.#write = write;
    this.#isQuiet = options.isQuiet ?? false;
  }

  info(code: string, facts: Facts = {}): void {
    if (!this.#isQuiet) this.#line('info', code, facts, undefined);
  }

  warn(code: string, facts: Facts = {}, cause?: unknown): void {
    this.#line('warn', code, facts, cause);
  }

  error(code: string, facts: Facts = {}, cause?: unknown): void {
    this.#line('error', code, facts, cause);
  }

  #line(level: string, code: string, facts: Facts, cause: unknown): void {
    const words = Object.entries(facts).map(([name, value]) => `${name}=${quoted(String(value))}`);
    const because = cause === undefined ? [] : [`cause=${quoted(describe(cause))}`];
    this.#write([`${this.#name}:`, level, code, ...words, ...because].join(' '));
  }
}

/** A log line is one line, whatever a peer or a file put into a fact. */
function quoted(text: string): string {
  return /^[\w.:@/+-]+$/.test(text) ? text : JSON.stringify(text);
}

function describe(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const code = (cause as NodeJS.ErrnoException).code;
  return code === undefined ? cause.message : `${code} ${cause.message}`;
}
