import { deviceAgeMs, epochMs, type DeviceAgeMs, type EpochMs, type MonotonicMs } from './time.ts';

/**
 * How long the machine has been running, time asleep included. It goes on when a process ends, and setting the wall
 * clock does not change it. Two uptimes can be compared only when both are of the same boot.
 */
export interface Uptime {
  /** A new value at every start of the machine; hexadecimal digits and hyphens. */
  readonly bootId: string;
  /** Milliseconds since the start of the machine. */
  readonly runningMs: number;
}

/** What is saved of the device's age: the age, with the wall clock and the uptime of the same moment. */
export interface SavedAge {
  readonly ageMs: DeviceAgeMs;
  readonly wallMs: EpochMs;
  /** Null when the machine could not tell its uptime. */
  readonly uptime: Uptime | null;
}

/** Where this run's age counts from. */
export interface AgeOrigin {
  readonly ageMs: DeviceAgeMs;
  readonly monotonicMs: MonotonicMs;
}

/**
 * The age at start. When the machine has not been restarted since the age was saved (only the process was updated,
 * crashed or was killed), the uptime tells how much time has passed, whatever the wall clock says. After a restart of
 * the machine only the wall clock can tell, and the age never goes back: a clock that was set back loses at most the
 * time for which the device was off. A clock that was set forward meanwhile looks the same as time switched off.
 */
export function ageAtStart(saved: SavedAge | null, wallMs: EpochMs, uptime: Uptime | null): DeviceAgeMs {
  if (saved === null) return deviceAgeMs(0);
  const before = saved.uptime;
  const hasRunOn = before !== null && before.bootId === uptime?.bootId && before.runningMs <= uptime.runningMs;
  return deviceAgeMs(
    saved.ageMs + (hasRunOn ? uptime.runningMs - before.runningMs : Math.max(0, wallMs - saved.wallMs)),
  );
}

/**
 * While the process runs only the monotonic clock counts, so that setting the wall clock neither shortens nor lengthens
 * a message's life.
 */
export function ageAt(origin: AgeOrigin, nowMs: MonotonicMs): DeviceAgeMs {
  return deviceAgeMs(origin.ageMs + (nowMs - origin.monotonicMs));
}

/** The wall clock drifts from the monotonic one by much less than this; a larger step means that somebody set it. */
const CLOCK_SET_MS = 2_000;

/**
 * Whether the wall clock was set since the age was saved. If so the age must be saved anew: after a power cut the step
 * would count as time switched off. Both arguments are wall clock minus monotonic clock in ms, `savedAheadMs` when the
 * age was saved.
 */
export function wasClockSet(aheadMs: number, savedAheadMs: number): boolean {
  return Math.abs(aheadMs - savedAheadMs) > CLOCK_SET_MS;
}

/**
 * The form in which the settings keep it: `ageMs wallMs` in whole milliseconds, followed by `bootId runningMs` when the
 * uptime is known.
 */
export function formatSavedAge({ ageMs, wallMs, uptime }: SavedAge): string {
  const age = `${Math.floor(ageMs)} ${Math.floor(wallMs)}`;
  return uptime === null ? age : `${age} ${uptime.bootId} ${Math.floor(uptime.runningMs)}`;
}

const SAVED_AGE = /^(\d{1,15}) (-?\d{1,15})(?: ([\da-f-]{1,64}) (\d{1,15}))?$/;

/** Null for a text that `formatSavedAge` cannot have written. */
export function parseSavedAge(text: string): SavedAge | null {
  const match = SAVED_AGE.exec(text);
  if (match === null) return null;
  const [, ageMs, wallMs, bootId, runningMs] = match;
  const uptime = bootId === undefined ? null : { bootId, runningMs: Number(runningMs) };
  return { ageMs: deviceAgeMs(Number(ageMs)), wallMs: epochMs(Number(wallMs)), uptime };
}
