import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { failure, success, type Result } from '../../domain/result.ts';
import type { UpdateFailure } from '../../domain/update.ts';
import { faultOf, type HttpsSource } from './https-source.ts';
import type { IncomingFolder } from './incoming-folder.ts';
import { MOST_NOTICE_BYTES, MOST_UPDATE_BYTES, readNotice, type UpdateNotice } from './update-notice.ts';

/** A connection that breaks is made again, as long as each brings something; so often when one does not. */
const FRUITLESS_TRIES = 4;
const AGAIN_MS = 15_000;

export interface FetchFault {
  readonly reason: UpdateFailure;
  readonly told: string;
  /** Null when the operator's notice could not be read either. */
  readonly notice: UpdateNotice | null;
}

export interface FetchParts {
  readonly source: Pick<HttpsSource, 'open'>;
  readonly incoming: IncomingFolder;
  /** The operator's folder for this board, with a slash at its end. */
  readonly url: string;
  readonly board: string;
  /** Of the system that runs. */
  readonly release: number;
  /** Releases that were tried here and did not work. */
  readonly rejected: readonly number[];
  readonly bytesPerSecond: number;
  readonly nowMs: () => number;
  readonly wait: (ms: number) => Promise<void>;
  /** After which it is given up until the next time; epoch. */
  readonly endMs: number;
  readonly progress: (notice: UpdateNotice, percent: number) => void;
}

/** What came of looking: nothing newer, one that waits to be installed, or a fault. */
export type Fetched = 'nothing' | 'delivered';

/** Fetches the operator's newest update, if it is newer: the rest of what an earlier attempt has left. */
export async function fetchUpdate(parts: FetchParts): Promise<Result<Fetched, FetchFault>> {
  const { incoming, release, rejected } = parts;
  const read = await noticeOf(parts);
  if (!read.ok) return read;
  const notice = read.value;
  const { sha256, bytes } = notice;
  if (notice.release <= release || rejected.includes(notice.release)) return success('nothing');
  if (incoming.isFull || incoming.wasDelivered(sha256, parts.nowMs())) return success('nothing');
  const fault = (reason: UpdateFailure, told: string) => failure({ reason, told, notice });
  if (bytes > MOST_UPDATE_BYTES) return fault('too-large', `${bytes} bytes; at most ${MOST_UPDATE_BYTES} are taken`);
  const there = incoming.begin(sha256);
  if (there > bytes) incoming.startOver(sha256);
  if (!incoming.hasRoomFor(bytes - there)) return fault('no-room', `${bytes} bytes; delete messages to make room`);
  const whole = await fetchWhole(parts, notice);
  if (!whole.ok) return whole;
  if (await incoming.deliver(sha256)) return success('delivered');
  return fault('damaged', 'it has not the hash that the operator says; it is fetched anew the next time');
}

async function noticeOf(parts: FetchParts): Promise<Result<UpdateNotice, FetchFault>> {
  const url = `${parts.url}update.json`;
  const opened = await parts.source.open(url, 0);
  if (!opened.ok) return failure({ ...opened.error, notice: null });
  const malformed = (why: string) =>
    failure({ reason: 'notice-malformed', told: `${url} ${why}`, notice: null } as const);
  const pieces: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const piece of opened.value) {
      pieces.push(piece as Buffer);
      bytes += (piece as Buffer).length;
      if (bytes > MOST_NOTICE_BYTES) return malformed(`has more than ${MOST_NOTICE_BYTES} bytes`);
    }
  } catch (error) {
    return failure({ ...faultOf(url, error as Error), notice: null });
  }
  const notice = readNotice(Buffer.concat(pieces));
  if (!notice.ok) return malformed(notice.error);
  return notice.value.board === parts.board ? notice : malformed(`is for the board ${notice.value.board}`);
}

async function fetchWhole(parts: FetchParts, notice: UpdateNotice): Promise<Result<void, FetchFault>> {
  const { incoming, source, wait, nowMs, endMs } = parts;
  const url = `${parts.url}update.raucb`;
  let fruitless = 0;
  for (;;) {
    const before = incoming.begin(notice.sha256);
    if (before === notice.bytes) return success(undefined);
    const opened = await source.open(url, before);
    const fault = opened.ok ? await receive(parts, notice, opened.value, before) : opened.error;
    const after = incoming.begin(notice.sha256);
    if (after === notice.bytes) return success(undefined);
    fruitless = after > before ? 0 : fruitless + 1;
    const ended = fault ?? { reason: 'server-unreachable', told: `${url}: ended at byte ${after} of ${notice.bytes}` };
    if (fruitless >= FRUITLESS_TRIES || nowMs() >= endMs) return failure({ ...ended, notice });
    await wait(AGAIN_MS);
  }
}

/** Takes what comes, no faster than allowed. @returns why it ended, null at the end of the answer. */
async function receive(
  parts: FetchParts,
  notice: UpdateNotice,
  answer: IncomingMessage,
  before: number,
): Promise<{ readonly reason: UpdateFailure; readonly told: string } | null> {
  const { incoming, url, bytesPerSecond, nowMs, wait, endMs } = parts;
  const { sha256, bytes } = notice;
  const from = startOf(answer, before);
  if (from === null) return { reason: 'server-refuses', told: `${url}: it sent another part than was asked for` };
  if (from === 0) incoming.startOver(sha256);
  const file = createWriteStream(incoming.partOf(sha256), { flags: 'a' });
  const startedMs = nowMs();
  let got = from;
  try {
    for await (const piece of answer as AsyncIterable<Buffer>) {
      got += piece.length;
      if (got > bytes)
        return { reason: 'server-refuses', told: `${url}: it sends more than the ${bytes} bytes it said` };
      if (!file.write(piece)) await once(file, 'drain');
      parts.progress(notice, Math.floor((got * 100) / bytes));
      const dueMs = startedMs + ((got - from) * 1000) / bytesPerSecond;
      if (dueMs > nowMs()) await wait(dueMs - nowMs());
      if (nowMs() >= endMs) return { reason: 'server-unreachable', told: `${url}: it took too long` };
    }
    return null;
  } catch (error) {
    return faultOf(url, error as Error);
  } finally {
    answer.destroy();
    file.end();
    await once(file, 'close');
  }
}

/** Where what it sends begins; null when it is neither the beginning nor what was asked for. */
function startOf({ statusCode, headers }: IncomingMessage, asked: number): number | null {
  if (statusCode === 200) return 0;
  const start = /^bytes (\d{1,12})-/.exec(headers['content-range'] ?? '')?.[1];
  return Number(start) === asked ? asked : null;
}
