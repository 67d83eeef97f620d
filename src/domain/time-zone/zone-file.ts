import { failure, success, type Result } from '../result.ts';
import type { ZoneRules } from './zone-rules.ts';
import { readYearlyRule } from './yearly-rule.ts';

/** The largest zone that there is has 4 kB. */
export const MOST_ZONE_BYTES = 65_536;

/** Longer than any rule for every year. */
const MOST_FOOTER = 256;
const MAGIC = 'TZif';
const HEADER_BYTES = 44;
const TYPE_BYTES = 6;
const SECOND_MS = 1_000;

interface Counts {
  readonly leaps: number;
  readonly times: number;
  readonly types: number;
  /** All that follows the header, with moments of so many bytes. */
  readonly blockBytes: number;
}

/** From which moment on the clocks are how far ahead, in order of time. */
interface Changes {
  readonly fromMs: readonly number[];
  readonly aheadMs: readonly number[];
  readonly beforeAllMs: number;
}

/**
 * Reads a file of the time-zone database (TZif, RFC 8536). A failure is what is wrong with it. Its cost is linear in
 * the file's length.
 */
export function readZoneFile(bytes: Uint8Array): Result<ZoneRules, string> {
  if (bytes.length > MOST_ZONE_BYTES) return failure('is too long for a time zone');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const old = readHeader(view, 0, 4);
  if (old === null) return failure('is no time zone in the form of RFC 8536');
  // Version 1 knows only moments that four bytes hold. From version 2 on the same follows with eight, and a footer.
  if (view.getUint8(MAGIC.length) === 0) return rulesOf(view, 0, old, 4, '');
  const start = HEADER_BYTES + old.blockBytes;
  const counts = readHeader(view, start, 8);
  if (counts === null) return failure('ends too early');
  const footer = String.fromCharCode(
    ...bytes.subarray(start + HEADER_BYTES + counts.blockBytes).subarray(0, MOST_FOOTER),
  );
  if (!/^\n[^\n]*\n$/.test(footer)) return failure('has no footer');
  return rulesOf(view, start, counts, 8, footer.slice(1, -1));
}

/** Null when there is none, or when the file is shorter than it says. */
function readHeader(view: DataView, start: number, timeBytes: 4 | 8): Counts | null {
  if (view.byteLength < start + HEADER_BYTES) return null;
  for (let at = 0; at < MAGIC.length; at += 1) if (view.getUint8(start + at) !== MAGIC.charCodeAt(at)) return null;
  const [utcMarks = 0, standardMarks = 0, leaps = 0, times = 0, types = 0, characters = 0] = [0, 1, 2, 3, 4, 5].map(
    (index) => view.getUint32(start + 20 + index * 4),
  );
  const blockBytes =
    times * (timeBytes + 1) + types * TYPE_BYTES + characters + leaps * (timeBytes + 4) + standardMarks + utcMarks;
  if (types === 0 || view.byteLength < start + HEADER_BYTES + blockBytes) return null;
  return { leaps, times, types, blockBytes };
}

function rulesOf(
  view: DataView,
  start: number,
  counts: Counts,
  timeBytes: 4 | 8,
  footer: string,
): Result<ZoneRules, string> {
  // The system's clock counts none, so that such a zone would be half a minute wrong.
  if (counts.leaps > 0) return failure('counts leap seconds');
  const changes = readChanges(view, start + HEADER_BYTES, counts, timeBytes);
  if (changes === null) return failure('contradicts itself');
  if (footer === '') return success({ aheadMs: (atMs) => aheadAt(changes, atMs) });
  const yearly = readYearlyRule(footer);
  if (!yearly.ok) return yearly;
  const lastMs = changes.fromMs.at(-1) ?? Number.NEGATIVE_INFINITY;
  return success({ aheadMs: (atMs) => (atMs < lastMs ? aheadAt(changes, atMs) : yearly.value.aheadMs(atMs)) });
}

function readChanges(view: DataView, start: number, { times, types }: Counts, timeBytes: 4 | 8): Changes | null {
  const typesAt = start + times * timeBytes;
  const firstType = typesAt + times;
  const aheadOf = (type: number): number => view.getInt32(firstType + type * TYPE_BYTES) * SECOND_MS;
  const fromMs: number[] = [];
  const aheadMs: number[] = [];
  for (let index = 0; index < times; index += 1) {
    const at = start + index * timeBytes;
    const seconds = timeBytes === 4 ? view.getInt32(at) : Number(view.getBigInt64(at));
    const type = view.getUint8(typesAt + index);
    if (type >= types || seconds * SECOND_MS <= (fromMs.at(-1) ?? Number.NEGATIVE_INFINITY)) return null;
    fromMs.push(seconds * SECOND_MS);
    aheadMs.push(aheadOf(type));
  }
  // RFC 8536 §3.2: moments before the first change are of type 0.
  const beforeAllMs = aheadOf(0);
  return [...aheadMs, beforeAllMs].every(isBelievable) ? { fromMs, aheadMs, beforeAllMs } : null;
}

/** RFC 8536 §3.2: more than −25 h, less than 26 h. */
const isBelievable = (aheadMs: number): boolean => aheadMs > -25 * 3_600_000 && aheadMs < 26 * 3_600_000;

function aheadAt({ fromMs, aheadMs, beforeAllMs }: Changes, atMs: number): number {
  let [low, high] = [0, fromMs.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((fromMs[middle] ?? 0) <= atMs) low = middle + 1;
    else high = middle;
  }
  return aheadMs[low - 1] ?? beforeAllMs;
}
