import type { EpochMs } from '../../domain/time.ts';
import { localDate, type LocalDate } from '../../domain/time-zone/local-date.ts';
import type { ZoneRules } from '../../domain/time-zone/zone-rules.ts';
import { fill, type Strings } from '../languages/strings.ts';

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

const MINUTE_MS = 60_000;

export function createTimeWords(strings: Strings, rules: ZoneRules): TimeWords {
  const { weekdays, shortWeekdays, months, forms } = strings.dates;
  const dateOf = (atMs: EpochMs): LocalDate => localDate(rules, atMs);
  const inWords = (form: string, { weekday, day, month, year }: LocalDate): string =>
    fill(form, {
      weekday: weekdays[weekday] ?? '',
      day: String(day),
      month: months[month - 1] ?? '',
      year: String(year),
    });
  const clock = (atMs: EpochMs): string => clockOf(dateOf(atMs));
  const longDate = (atMs: EpochMs): string => inWords(forms.weekday, dateOf(atMs));
  const daysAgo = (atMs: EpochMs, nowMs: EpochMs): number => dateOf(nowMs).dayNumber - dateOf(atMs).dayNumber;

  return {
    clock,
    clockWithSeconds: (atMs) => `${clock(atMs)}:${twoDigits(dateOf(atMs).second)}`,
    longDate,
    dayKey: (atMs) => String(dateOf(atMs).dayNumber),
    short: (atMs, nowMs) => {
      const days = daysAgo(atMs, nowMs);
      const date = dateOf(atMs);
      if (days === 0) return clockOf(date);
      if (days === 1) return strings.text('day.yesterday');
      return days > 1 && days < 7 ? (shortWeekdays[date.weekday] ?? '') : fill(forms.short, digitsOf(date));
    },
    deadline: (atMs, nowMs) =>
      daysAgo(atMs, nowMs) === -1 ? strings.text('day.tomorrow', { time: clock(atMs) }) : clock(atMs),
    dayLine: (atMs, nowMs) => {
      const days = daysAgo(atMs, nowMs);
      if (days === 0) return strings.text('day.today');
      if (days === 1) return strings.text('day.yesterday');
      const date = dateOf(atMs);
      return inWords(date.year === dateOf(nowMs).year ? forms.weekday : forms.year, date);
    },
    untilNextMinuteMs: (nowMs) => MINUTE_MS - (((nowMs % MINUTE_MS) + MINUTE_MS) % MINUTE_MS),
  };
}

const twoDigits = (value: number): string => String(value).padStart(2, '0');

const clockOf = ({ hour, minute }: LocalDate): string => `${twoDigits(hour)}:${twoDigits(minute)}`;

const digitsOf = ({ day, month, year }: LocalDate): Readonly<Record<string, string>> => ({
  day: twoDigits(day),
  month: twoDigits(month),
  year: String(year),
});
