import { deviceAgeMs, epochMs, type DeviceAgeMs, type EpochMs, type MonotonicMs } from './time.ts';

/**
 * How long the machine has been running, time asleep included. It outlives processes and no setting of the wall clock touches it; two of
 * them compare only within one boot.
 */
export interface Uptime {
  /** Another one after every start of the machine: hexadecimal digits and hyphens. */
  readonly bootId: string;
  /** Milliseconds since that start. */
  readonly runningMs: number;
}

/** What is kept of the device's age: how old it was, and what the wall clock and the uptime were then. */
export interface SavedAge {
  readonly ageMs: DeviceAgeMs;
  readonly wallMs: EpochMs;
  /** Null when the machine could not tell. */
  readonly uptime: Uptime | null;
}

/** Where this run's age counts from. */
export interface AgeOrigin {
  readonly ageMs: DeviceAgeMs;
  readonly monotonicMs: MonotonicMs;
}

/**
 * The age at start. When the machine has run on since it was saved (the process was updated, crashed or was killed), the time between is
 * known, whatever the wall clock says. Over a start of the machine only the wall clock can tell it, and never backwards: a clock set back
 * costs no more than the time that the device was off; one that was set forward meanwhile cannot be told from time switched off.
 */
export function ageAtStart(saved: SavedAge | null, wallMs: EpochMs, uptime: Uptime | null): DeviceAgeMs {
  if (saved === null) return deviceAgeMs(0);
  const before = saved.uptime;
  const hasRunOn = before !== null && before.bootId === uptime?.bootId && before.runningMs <= uptime.runningMs;
  return deviceAgeMs(
    saved.ageMs + (hasRunOn ? uptime.runningMs - before.runningMs : Math.max(0, wallMs - saved.wallMs)),
  );
}

/** While running only the monotonic clock counts, so that setting the clock neither shortens a life nor lengthens it. */
export function ageAt(origin: AgeOrigin, nowMs: MonotonicMs): DeviceAgeMs {
  return deviceAgeMs(origin.ageMs + (nowMs - origin.monotonicMs));
}

/** The wall clock's drift against the monotonic one stays far below; more, and somebody has set it. */
const CLOCK_SET_MS = 2_000;

/**
 * Whether the wall clock was set since the age was saved: a power cut would count the step as time switched off. `savedAheadMs`: what it was
 * ahead of the monotonic one then.
 */
export function wasClockSet(aheadMs: number, savedAheadMs: number): boolean {
  return Math.abs(aheadMs - savedAheadMs) > CLOCK_SET_MS;
}

/** As kept in the settings: `ageMs wallMs`, whole milliseconds, and `bootId runningMs` behind them when the uptime is known. */
export function formatSavedAge({ ageMs, wallMs, uptime }: SavedAge): string {
  const age = `${Math.floor(ageMs)} ${Math.floor(wallMs)}`;
  return uptime === null ? age : `${age} ${uptime.bootId} ${Math.floor(uptime.runningMs)}`;
}

const SAVED_AGE = /^(\d{1,15}) (-?\d{1,15})(?: ([\da-f-]{1,64}) (\d{1,15}))?$/;

/** Null for what `formatSavedAge` cannot have written. */
export function parseSavedAge(text: string): SavedAge | null {
  const match = SAVED_AGE.exec(text);
  if (match === null) return null;
  const [, ageMs, wallMs, bootId, runningMs] = match;
  const uptime = bootId === undefined ? null : { bootId, runningMs: Number(runningMs) };
  return { ageMs: deviceAgeMs(Number(ageMs)), wallMs: epochMs(Number(wallMs)), uptime };
}
