import { epochMs, type EpochMs } from '../time.ts';
import type { ZoneRules } from './zone-rules.ts';

/** What clock and calendar on a wall show. */
export interface LocalDate {
  readonly year: number;
  /** 1…12. */
  readonly month: number;
  /** 1…31. */
  readonly day: number;
  /** 0…6, from Sunday. */
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Whole days since 1 January 1970: equal for moments of the same day, one more on the next. */
  readonly dayNumber: number;
}

const DAY_MS = 86_400_000;
/** ECMAScript's calendar goes so far; a day less, since a zone may be ahead. */
const FARTHEST_MS = 8.64e15 - 2 * DAY_MS;

/** Any number has a date: what is farther than the calendar goes is its last day, and NaN is 1970. */
export function localDate(rules: ZoneRules, atMs: EpochMs): LocalDate {
  const utcMs = epochMs(Number.isNaN(atMs) ? 0 : Math.min(Math.max(atMs, -FARTHEST_MS), FARTHEST_MS));
  const localMs = utcMs + rules.aheadMs(utcMs);
  const date = new Date(localMs);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: date.getUTCDay(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    dayNumber: Math.floor(localMs / DAY_MS),
  };
}
