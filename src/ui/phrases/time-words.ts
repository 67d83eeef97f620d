import type { EpochMs } from '../../domain/time.ts';
import type { Strings } from '../languages/strings.ts';

/** Writes times in the owner's language and time zone. */
export interface TimeWords {
  /** `14:32`, always 24 hours. */
  clock(atMs: EpochMs): string;
  /** `14:32:07`. */
  clockWithSeconds(atMs: EpochMs): string;
  /** `Monday 23 November`. */
  longDate(atMs: EpochMs): string;
  /** For a row: today `14:32`, then `Yesterday`, within a week `Sun`, before that `23/11/2025`. */
  short(atMs: EpochMs, nowMs: EpochMs): string;
  /** A time within the next day or so: today `14:32`, after midnight `02:32 tomorrow`. */
  deadline(atMs: EpochMs, nowMs: EpochMs): string;
  /**
   * The day as a line between messages: `Today`, `Yesterday`, `Monday 23 November`, with the year when it is not the
   * present one.
   */
  dayLine(atMs: EpochMs, nowMs: EpochMs): string;
  /** A key for a calendar day, equal for two moments of the same day. */
  dayKey(atMs: EpochMs): string;
  /**
   * Milliseconds from `nowMs` to the next full minute, 1…60,000. Works in all of today's time zones, since each differs
   * from UTC by whole minutes.
   */
  untilNextMinuteMs(nowMs: EpochMs): number;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const FIRST_DATE_MS = 8.64e15;

/** Makes the formatter when it is first needed, because Intl costs milliseconds at start. */
function lateFormatter(locale: string, options: Intl.DateTimeFormatOptions): (atMs: EpochMs) => string {
  let made: Intl.DateTimeFormat | null = null;
  return (atMs) => {
    made ??= new Intl.DateTimeFormat(locale, options);
    return made.format(withinDates(atMs));
  };
}

/** `timeZone` is an IANA name. */
export function createTimeWords(strings: Strings, timeZone: string): TimeWords {
  const formatter = (options: Intl.DateTimeFormatOptions, locale = strings.locale): ((atMs: EpochMs) => string) =>
    lateFormatter(locale, { timeZone, ...options });
  const clock = formatter({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const weekday = formatter({ weekday: 'short' });
  const date = formatter({ day: '2-digit', month: '2-digit', year: 'numeric' });
  const dateAndWeekday = formatter({ weekday: 'long', day: 'numeric', month: 'long' });
  const dateAndYear = formatter({ day: 'numeric', month: 'long', year: 'numeric' });
  // Swedish writes dates as ISO 8601 does, which gives a key that does not depend on the owner's own order of day and
  // month.
  const dayKey = formatter({ year: 'numeric', month: '2-digit', day: '2-digit' }, 'sv-SE');
  const longDate = (atMs: EpochMs): string => dateAndWeekday(atMs).replaceAll(',', '');
  const daysAgo = (atMs: EpochMs, nowMs: EpochMs): number =>
    Math.round((dayNumber(dayKey(nowMs)) - dayNumber(dayKey(atMs))) / DAY_MS);

  return {
    clock,
    clockWithSeconds: formatter({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }),
    longDate,
    dayKey,
    short: (atMs, nowMs) => {
      const days = daysAgo(atMs, nowMs);
      if (days === 0) return clock(atMs);
      if (days === 1) return strings.text('day.yesterday');
      return days > 1 && days < 7 ? weekday(atMs) : date(atMs);
    },
    deadline: (atMs, nowMs) =>
      daysAgo(atMs, nowMs) === -1 ? strings.text('day.tomorrow', { time: clock(atMs) }) : clock(atMs),
    dayLine: (atMs, nowMs) => {
      const days = daysAgo(atMs, nowMs);
      if (days === 0) return strings.text('day.today');
      if (days === 1) return strings.text('day.yesterday');
      return dayKey(atMs).slice(0, 4) === dayKey(nowMs).slice(0, 4) ? longDate(atMs) : dateAndYear(atMs);
    },
    untilNextMinuteMs: (nowMs) => MINUTE_MS - (((nowMs % MINUTE_MS) + MINUTE_MS) % MINUTE_MS),
  };
}

/** A date that a peer wrote may be anything, and Intl throws on what Date cannot hold. */
function withinDates(atMs: EpochMs): number {
  if (Number.isNaN(atMs)) return 0;
  return Math.min(Math.max(atMs, -FIRST_DATE_MS), FIRST_DATE_MS);
}

function dayNumber(isoDay: string): number {
  return Date.parse(`${isoDay}T00:00:00Z`);
}
