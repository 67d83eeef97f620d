import type { RawSipClient } from './raw-sip-client.ts';
import type { RawSipMessage } from './raw-sip-message.ts';

export interface LoadResult {
  readonly perSecond: number;
  /** Median time from a request to its final answer. */
  readonly medianMs: number;
  readonly p99Ms: number;
  /** How many answers had each status. */
  readonly statuses: ReadonlyMap<number, number>;
  /** How many messages the receiver got, and how many of them came out of order. */
  readonly received: number;
  readonly inversions: number;
}

/**
 * Sends from one sender to one receiver with at most `window` unanswered requests. Each body contains the number of its
 * message.
 */
export async function sendLoad(
  sender: RawSipClient,
  receiver: RawSipClient,
  load: {
    readonly messages: number;
    readonly window: number;
    readonly bodyBytes: number;
    /** The time ends when the receiver has all, and not with the last answer. */
    readonly untilReceived?: boolean;
  },
): Promise<LoadResult> {
  const { messages, window, bodyBytes, untilReceived = false } = load;
  const statuses = new Map<number, number>();
  const latencies: number[] = [];
  let received = 0;
  let inversions = 0;
  let last = -1;
  receiver.keepsMessages = false;
  receiver.onMessage = (message: RawSipMessage) => {
    const number = Number.parseInt(message.body.toString('latin1'), 10);
    if (number < last) inversions += 1;
    last = number;
    received += 1;
  };
  let next = 0;
  const sendOne = async (): Promise<void> => {
    while (next < messages) {
      const body = String(next).padEnd(bodyBytes, ' x');
      next += 1;
      const startMs = performance.now();
      const { status } = await sender.send(receiver.address, body);
      latencies.push(performance.now() - startMs);
      statuses.set(status ?? 0, (statuses.get(status ?? 0) ?? 0) + 1);
    }
  };
  const startMs = performance.now();
  await Promise.all(Array.from({ length: window }, sendOne));
  if (untilReceived) await receiver.until(() => received === messages, 60_000);
  const seconds = (performance.now() - startMs) / 1_000;
  const sorted = latencies.toSorted((one, other) => one - other);
  const quantile = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? NaN;
  return {
    perSecond: messages / seconds,
    medianMs: quantile(0.5),
    p99Ms: quantile(0.99),
    statuses,
    received,
    inversions,
  };
}
