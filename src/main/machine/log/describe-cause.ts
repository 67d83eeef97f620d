/** Enough to find the place; a stack of a hundred frames says no more. */
const MOST_FRAMES = 8;
const MOST_MEMBERS = 4;
const MOST_DEPTH = 5;

/**
 * An error in one line of words: code and message, where it was thrown, then what caused it and, of several at once,
 * each: `ECONNREFUSED connect refused (at connect (flow.ts:1:2) …) <- caused by`.
 */
export function describeCause(cause: unknown): string {
  return describe(cause, MOST_DEPTH, new Set());
}

function describe(cause: unknown, depth: number, seen: Set<unknown>): string {
  if (!(cause instanceof Error)) return plain(cause);
  if (seen.has(cause) || depth === 0) return '…';
  seen.add(cause);
  const inner = (each: unknown): string => describe(each, depth - 1, seen);
  return [headOf(cause), framesOf(cause), membersOf(cause, inner), originOf(cause, inner)]
    .filter((part) => part !== '')
    .join(' ');
}

function headOf(error: Error): string {
  const { code } = error as { readonly code?: unknown };
  const words = typeof code === 'string' ? `${code} ${error.message}` : error.message;
  return words === '' ? error.name : words;
}

function framesOf({ stack = '' }: Error): string {
  const frames = stack
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '));
  if (frames.length === 0) return '';
  const more = frames.length > MOST_FRAMES ? ' …' : '';
  return `(${frames.slice(0, MOST_FRAMES).join(' ')}${more})`;
}

function membersOf(error: Error, inner: (each: unknown) => string): string {
  if (!(error instanceof AggregateError)) return '';
  const members = error.errors as readonly unknown[];
  const more = members.length > MOST_MEMBERS ? [`… ${members.length - MOST_MEMBERS} more`] : [];
  return `[${[...members.slice(0, MOST_MEMBERS).map(inner), ...more].join(' | ')}]`;
}

/** What it came from; of an error while another one was handled, both. */
function originOf(error: Error, inner: (each: unknown) => string): string {
  const origins: readonly unknown[] = error instanceof SuppressedError ? [error.error, error.suppressed] : [];
  return [...origins, ...(error.cause === undefined ? [] : [error.cause])].map((each) => `<- ${inner(each)}`).join(' ');
}

/** A failure that is a value, as `{"code":"unwritable","path":"/data"}`. */
function plain(cause: unknown): string {
  if (typeof cause !== 'object' || cause === null) return String(cause);
  try {
    return JSON.stringify(cause);
  } catch {
    return Object.prototype.toString.call(cause);
  }
}
