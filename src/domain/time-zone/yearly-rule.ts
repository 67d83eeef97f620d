import { failure, success, type Result } from '../result.ts';
import { epochMs } from '../time.ts';
import type { ZoneRules } from './zone-rules.ts';

/** A day of any year, and the time of the clock on it at which the clocks change. */
interface YearlyDate {
  /** Midnight of that day, as if the clocks showed UTC. */
  readonly midnightMs: (year: number) => number;
  /** May be negative or longer than a day. */
  readonly timeMs: number;
}

const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;
/** RFC 8536 §3.3.1: three letters or more, or anything of the sort between angle brackets. */
const NAME = '(?:[A-Za-z]{3,9}|<[A-Za-z0-9+-]{3,9}>)';
const TIME = String.raw`[+-]?\d{1,3}(?::\d{2}){0,2}`;
const DATE = String.raw`(?:J?\d{1,3}|M\d{1,2}\.[1-5]\.[0-6])(?:/${TIME})?`;
const RULE = new RegExp(`^${NAME}(${TIME})(?:${NAME}(${TIME})?,(${DATE}),(${DATE}))?$`);
const MONTHLY = /^M(\d+)\.(\d)\.(\d)$/;

/**
 * What holds every year, in the form of POSIX's variable TZ: `CET-1CEST,M3.5.0,M10.5.0/3`. A zone's file ends with it
 * (RFC 8536 §3.3).
 */
export function readYearlyRule(text: string): Result<ZoneRules, string> {
  const parts = RULE.exec(text);
  if (parts === null) return failure(`is no rule for every year: ${text.slice(0, 40)}`);
  const [, offset = '', summerOffset, begin, end] = parts;
  const standardMs = aheadMs(offset);
  if (begin === undefined || end === undefined) return success({ aheadMs: () => standardMs });
  const summerMs = summerOffset === undefined ? standardMs + 3_600 * SECOND_MS : aheadMs(summerOffset);
  const [summerBegin, summerEnd] = [yearlyDate(begin), yearlyDate(end)];
  if (summerBegin === null || summerEnd === null) return failure(`names a day that no year has: ${text}`);
  return success(yearlyChange({ standardMs, summerMs, summerBegin, summerEnd }));
}

interface YearlyChange {
  readonly standardMs: number;
  readonly summerMs: number;
  readonly summerBegin: YearlyDate;
  readonly summerEnd: YearlyDate;
}

function yearlyChange({ standardMs, summerMs, summerBegin, summerEnd }: YearlyChange): ZoneRules {
  /** Summer time begins by the clocks of standard time, and ends by its own. */
  const changesIn = (year: number): readonly { readonly atMs: number; readonly aheadMs: number }[] => [
    { atMs: summerBegin.midnightMs(year) + summerBegin.timeMs - standardMs, aheadMs: summerMs },
    { atMs: summerEnd.midnightMs(year) + summerEnd.timeMs - summerMs, aheadMs: standardMs },
  ];
  return {
    aheadMs: (atMs) => {
      const year = new Date(epochMs(atMs + standardMs)).getUTCFullYear();
      // A time of the clock may lie a week before or after its day, and so in another year.
      const last = [year - 2, year - 1, year, year + 1]
        .flatMap(changesIn)
        .filter((change) => change.atMs <= atMs)
        // Of two at one moment the later counts: where summer never ends, it ends as the next one begins.
        .reduce((latest, change) => (change.atMs >= latest.atMs ? change : latest));
      return last.aheadMs;
    },
  };
}

function yearlyDate(text: string): YearlyDate | null {
  const [day = '', time = '2'] = text.split('/');
  const midnightMs = dayOfYear(day);
  return midnightMs === null ? null : { midnightMs, timeMs: timeMs(time) };
}

function dayOfYear(day: string): ((year: number) => number) | null {
  const [, month, week, weekday] = MONTHLY.exec(day)?.map(Number) ?? [];
  if (month !== undefined && week !== undefined && weekday !== undefined) {
    return month < 1 || month > 12 ? null : (year) => weekdayOfMonth(year, month, week, weekday);
  }
  if (!day.startsWith('J')) {
    const count = Number(day);
    return count > 365 ? null : (year) => midnight(year, 1, 1) + count * DAY_MS;
  }
  const count = Number(day.slice(1));
  // 29 February is not counted: the 60th day is 1 March in every year.
  return count < 1 || count > 365
    ? null
    : (year) => midnight(year, 1, 1) + (count - 1 + (count >= 60 && isLeap(year) ? 1 : 0)) * DAY_MS;
}

/** `week` 5 is the last one. */
function weekdayOfMonth(year: number, month: number, week: number, weekday: number): number {
  const firstMs = midnight(year, month, 1);
  const untilWeekday = (weekday - new Date(firstMs).getUTCDay() + 7) % 7;
  const daysInMonth = (midnight(year, month + 1, 1) - firstMs) / DAY_MS;
  const day = untilWeekday + (week - 1) * 7;
  return firstMs + (day < daysInMonth ? day : day - 7) * DAY_MS;
}

/** Date.UTC takes a year of two digits for one of the last century. */
function midnight(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month - 1, day);
}

const isLeap = (year: number): boolean => midnight(year, 3, 1) - midnight(year, 2, 1) === 29 * DAY_MS;

/** POSIX tells how far the clocks are behind. */
const aheadMs = (offset: string): number => 0 - timeMs(offset);

/** `[+-]h[:mm[:ss]]`. */
function timeMs(text: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = text.replace(/^[+-]/, '').split(':').map(Number);
  const whole = (hours * 3_600 + minutes * 60 + seconds) * SECOND_MS;
  return text.startsWith('-') ? -whole : whole;
}
