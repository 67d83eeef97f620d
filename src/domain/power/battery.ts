/** What the gauge tells. */
export interface BatteryReading {
  /** 0…100; null while the gauge tells nothing that can be. */
  readonly percent: number | null;
  /** Power comes in from outside, whether or not the battery takes it. */
  readonly isPlugged: boolean;
}

/** What the owner is told: `low` to charge soon, `critical` to charge now, `empty` that the handset switches itself off. */
export type BatteryLevel = 'normal' | 'low' | 'critical' | 'empty';

export interface BatteryState extends BatteryReading {
  readonly level: BatteryLevel;
}

/** Up to which charge each level goes, the worst first. What is left of an empty battery is for an orderly end. */
const LIMITS = [
  { level: 'empty', percent: 2 },
  { level: 'critical', percent: 5 },
  { level: 'low', percent: 15 },
] as const;
/** A gauge that swings by a percent or two at a limit must not warn again and again. */
const HYSTERESIS_PERCENT = 3;
/** A single wrong value must not switch a handset off: the next readings have this time to say otherwise. */
export const EMPTY_CONFIRMED_AFTER_MS = 20_000;

/**
 * The level that follows from a reading. A better one is reached a few percent above the limit, or by the charger's
 * plug; without a value the level stays as it is, since nothing says that it is better.
 */
export function batteryLevel(before: BatteryLevel, { percent, isPlugged }: BatteryReading): BatteryLevel {
  if (isPlugged) return 'normal';
  if (percent === null) return before;
  // The levels that the battery is at or below already are the ones that it must climb out of.
  let isBelow = false;
  for (const limit of LIMITS) {
    isBelow ||= limit.level === before;
    if (percent <= limit.percent + (isBelow ? HYSTERESIS_PERCENT : 0)) return limit.level;
  }
  return 'normal';
}
