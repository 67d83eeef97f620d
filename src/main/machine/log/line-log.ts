import type { LogCode } from '../../../ports/system/log-codes.ts';
import type { Log, LogFacts } from '../../../ports/system/log.ts';
import { describeCause } from './describe-cause.ts';
import { hideNumbers } from './hidden-numbers.ts';

/**
 * One line a fact, to a stream that systemd's journal or a terminal reads: `warn sip.flow-ended reason=no-network`. No
 * whole number (user part of an address) is ever in one, whatever a fact or an error of somebody else's holds.
 */
export class LineLog implements Log {
  readonly #name: string;
  readonly #write: (line: string) => void;
  readonly #isQuiet: boolean;

  /** A quiet log leaves out what is only for information. */
  constructor(name: string, write: (line: string) => void, { isQuiet = false }: { readonly isQuiet?: boolean } = {}) {
    this.#name = name;
    this.#write = write;
    this.#isQuiet = isQuiet;
  }

  info(code: LogCode, facts: LogFacts = {}): void {
    if (!this.#isQuiet) this.#line('info', code, facts, undefined);
  }

  warn(code: LogCode, facts: LogFacts = {}, cause?: unknown): void {
    this.#line('warn', code, facts, cause);
  }

  error(code: LogCode, facts: LogFacts = {}, cause?: unknown): void {
    this.#line('error', code, facts, cause);
  }

  #line(level: string, code: LogCode, facts: LogFacts, cause: unknown): void {
    const words = Object.entries(facts).map(([name, value]) => `${name}=${wordOf(value)}`);
    const because = cause === undefined ? [] : [`cause=${quoted(hideNumbers(describeCause(cause)))}`];
    this.#write([`${this.#name}:`, level, code, ...words, ...because].join(' '));
  }
}

/** Numbers are our own counts and positions; what is text may come from anywhere. */
function wordOf(value: LogFacts[string]): string {
  return typeof value === 'string' ? quoted(hideNumbers(value)) : String(value);
}

/** What JSON leaves as it is although a terminal acts on it: control characters, line ends and turns of direction. */
const UNSHOWN = /[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;

/** A log line is one line, whatever a peer or a file put into a fact. */
function quoted(text: string): string {
  if (/^[\w.:@/+-]+$/.test(text)) return text;
  return JSON.stringify(text).replace(UNSHOWN, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
