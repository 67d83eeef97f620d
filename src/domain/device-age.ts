import { deviceAgeMs, epochMs, type DeviceAgeMs, type EpochMs, type MonotonicMs } from './time.ts';

/** What is kept of the device's age: how old it was, and what the wall clock said then. */
export interface SavedAge {
  readonly ageMs: DeviceAgeMs;
  readonly wallMs: EpochMs;
}

/** Where this run's age counts from. */
export interface AgeOrigin {
  readonly ageMs: DeviceAgeMs;
  readonly monotonicMs: MonotonicMs;
}

/**
 * The age at start. Time with the power off counts by the wall clock, but never backwards: a clock set back costs no more than the time
 * that the device was off.
 */
export function ageAtStart(saved: SavedAge | null, wallMs: EpochMs): DeviceAgeMs {
  if (saved === null) return deviceAgeMs(0);
  return deviceAgeMs(saved.ageMs + Math.max(0, wallMs - saved.wallMs));
}

/** While running only the monotonic clock counts, so that setting the clock neither shortens a life nor lengthens it. */
export function ageAt(origin: AgeOrigin, nowMs: MonotonicMs): DeviceAgeMs {
  return deviceAgeMs(origin.ageMs + (nowMs - origin.monotonicMs));
}

/** As kept in the settings: `ageMs wallMs`, whole milliseconds. */
export function formatSavedAge(saved: SavedAge): string {
  return `${Math.floor(saved.ageMs)} ${Math.floor(saved.wallMs)}`;
}

const SAVED_AGE = /^(\d{1,15}) (-?\d{1,15})$/;

/** Null for what `formatSavedAge` cannot have written. */
export function parseSavedAge(text: string): SavedAge | null {
  const match = SAVED_AGE.exec(text);
  if (match === null) return null;
  return { ageMs: deviceAgeMs(Number(match[1])), wallMs: epochMs(Number(match[2])) };
}
