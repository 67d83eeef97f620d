import type { PresentParts } from './present-parts.ts';

type Parts = Pick<PresentParts, 'status' | 'strings' | 'times' | 'now'>;

/** The present time of day; with a question mark while nothing says that the clock is right. */
export function shownClock({ status, times, now }: Parts): string {
  const clock = times.clock(now.wallMs);
  return status.isTimeSure ? clock : `${clock}?`;
}

/** Today's date, or that nobody knows it. */
export function shownDate({ status, strings, times, now }: Parts): string {
  return status.isTimeSure ? times.longDate(now.wallMs) : strings.text('time.unsure');
}
