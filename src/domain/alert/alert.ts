import type { OutgoingStatus } from '../history/message.ts';
import type { BuzzerPattern, LedColour, LedPattern } from './signals.ts';
import type { MonotonicMs } from '../time.ts';

/** All that the LED depends on. Known from the store at start, so that it is right before the first frame. */
export interface AlertFacts {
  readonly unread: number;
  readonly missedCalls: number;
  /** Status of the newest message that was sent; null when there is none. */
  readonly lastFate: OutgoingStatus | null;
  /** The relay cannot be reached. */
  readonly unreachable: boolean;
  /** The store refuses to write. */
  readonly storeFailing: boolean;
}

/**
 * One colour each, and whole multiples of 50 ms, so that the kernel's `pattern` trigger can play them while the processor sleeps. Where the
 * LED has one colour the rhythm tells: a message is lit half of the time, all else is a few short flashes.
 */
const flashes = (name: string, colour: LedColour, count: number, periodMs: number): LedPattern => {
  const steps = Array.from({ length: count }, () => [
    { colour, durationMs: 50 },
    { colour: 'off' as const, durationMs: 200 },
  ]).flat();
  return { name, steps: [...steps, { colour: 'off', durationMs: periodMs - count * 250 }] };
};

export const LED_DARK: LedPattern = { name: 'dark', steps: [] };
const LED_MESSAGE: LedPattern = {
  name: 'message',
  steps: [
    { colour: 'blue', durationMs: 500 },
    { colour: 'off', durationMs: 500 },
  ],
};
const LED_MISSED_CALL = flashes('missed-call', 'blue', 1, 1_000);
const LED_FAILED = flashes('failed', 'red', 3, 3_000);
const LED_UNREACHABLE = flashes('unreachable', 'red', 4, 5_000);
const LED_ON_ITS_WAY = flashes('on-its-way', 'amber', 2, 5_000);
const LED_DELIVERED = flashes('delivered', 'green', 1, 5_000);

/** The one thing that the LED tells: the first of these that is true. Reading puts out the blinking; the fate of what was sent remains. */
export function ledPattern(facts: AlertFacts): LedPattern {
  if (facts.unread > 0) return LED_MESSAGE;
  if (facts.missedCalls > 0) return LED_MISSED_CALL;
  if (facts.lastFate === 'failed' || facts.storeFailing) return LED_FAILED;
  if (facts.unreachable) return LED_UNREACHABLE;
  switch (facts.lastFate) {
    case null:
      return LED_DARK;
    case 'delivered':
    case 'read':
      return LED_DELIVERED;
    case 'sending':
    case 'waiting':
    case 'enqueued':
      return LED_ON_ITS_WAY;
  }
}

/** What may sound. The pattern depends on this alone: nothing in it tells who wrote, how much, or how often. */
export type Sound = 'message' | 'failure' | 'refused-key';

const BUZZ: Readonly<Record<Sound, BuzzerPattern>> = {
  message: {
    name: 'message',
    steps: [
      { frequencyHz: 2_000, durationMs: 120 },
      { frequencyHz: 0, durationMs: 80 },
      { frequencyHz: 2_600, durationMs: 160 },
    ],
  },
  failure: {
    name: 'failure',
    steps: [
      { frequencyHz: 900, durationMs: 200 },
      { frequencyHz: 0, durationMs: 100 },
      { frequencyHz: 600, durationMs: 300 },
    ],
  },
  'refused-key': { name: 'refused-key', steps: [{ frequencyHz: 400, durationMs: 40 }] },
};

/** From the start of one sound of a burst to the next. */
export const SOUND_INTERVAL_MS = 3_000;

/** When each sound was last played, and until when one plays. */
export interface BuzzerState {
  readonly lastMs: Readonly<Partial<Record<Sound, MonotonicMs>>>;
  readonly busyUntilMs: number;
}

export const SILENT_BUZZER: BuzzerState = { lastMs: {}, busyUntilMs: -Infinity };

export interface BuzzerStep {
  readonly state: BuzzerState;
  /** What is to be played now, null for nothing. */
  readonly pattern: BuzzerPattern | null;
}

/**
 * Whether to sound now. A burst makes one sound per 3 s, told apart by kind, so that a failure does not swallow the next message. A message is
 * worth cutting off any other sound; the others do not cut one off.
 */
export function sound(state: BuzzerState, what: Sound, nowMs: MonotonicMs): BuzzerStep {
  const lastMs = state.lastMs[what];
  const tooSoon = what !== 'refused-key' && lastMs !== undefined && nowMs - lastMs < SOUND_INTERVAL_MS;
  if (tooSoon || (what !== 'message' && nowMs < state.busyUntilMs)) return { state, pattern: null };
  const pattern = BUZZ[what];
  return {
    pattern,
    state: { lastMs: { ...state.lastMs, [what]: nowMs }, busyUntilMs: nowMs + buzzerDurationMs(pattern) },
  };
}

export function buzzerDurationMs(pattern: BuzzerPattern): number {
  return pattern.steps.reduce((total, step) => total + step.durationMs, 0);
}
