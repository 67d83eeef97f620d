import type { OutgoingStatus } from '../history/message.ts';
import type { BuzzerPattern, LedColour, LedPattern } from './signals.ts';
import type { MonotonicMs } from '../time.ts';

/**
 * Everything that decides what the LED shows. It is read from the store at start, so that the LED is right before the
 * first frame is drawn.
 */
export interface AlertFacts {
  readonly unread: number;
  readonly missedCalls: number;
  /** Unread texts of senders who are no contacts. */
  readonly requests: number;
  /**
   * 'failed' while a message failed that the owner has not seen since. Otherwise the status of the newest message that
   * was sent; null when there is none, or when it failed and that was seen.
   */
  readonly lastFate: OutgoingStatus | null;
  /** Another device signed in to the owner's account, and the owner has not seen that. */
  readonly otherDevice: boolean;
  /** The relay cannot be reached. */
  readonly unreachable: boolean;
  /** The store refuses to write. */
  readonly storeFailing: boolean;
}

/**
 * A pattern of `count` short flashes every `periodMs`. Each pattern has one colour and steps that are multiples of 50
 * ms, so that the kernel's `pattern` trigger can play it while the processor sleeps. On an LED with only one colour the
 * rhythm tells the patterns apart: an unread message is lit half of the time, everything else is a few short flashes.
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
/** Quiet: half as often as anything else, and behind all that concerns the owner. */
const LED_REQUEST = flashes('request', 'blue', 1, 10_000);
const LED_FAILED = flashes('failed', 'red', 3, 3_000);
const LED_UNREACHABLE = flashes('unreachable', 'red', 4, 5_000);
const LED_ON_ITS_WAY = flashes('on-its-way', 'amber', 2, 5_000);
const LED_DELIVERED = flashes('delivered', 'green', 1, 5_000);

/**
 * The pattern of the most important fact, in the order of the lines below. Reading the messages ends the blue blinking;
 * then the LED shows what became of the newest message that was sent.
 */
export function ledPattern(facts: AlertFacts): LedPattern {
  if (facts.unread > 0) return LED_MESSAGE;
  if (facts.missedCalls > 0) return LED_MISSED_CALL;
  if (facts.lastFate === 'failed' || facts.storeFailing || facts.otherDevice) return LED_FAILED;
  if (facts.unreachable) return LED_UNREACHABLE;
  if (facts.requests > 0) return LED_REQUEST;
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

/** The occasions for a sound. Nothing else chooses its pattern, so it never tells who wrote, how much, or how often. */
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

/** Least time from the start of one sound to the start of the next one of the same kind. */
export const SOUND_INTERVAL_MS = 3_000;

/** When each kind of sound was last started, and when the sound that plays now will end. */
export interface BuzzerState {
  readonly lastMs: Readonly<Partial<Record<Sound, MonotonicMs>>>;
  readonly busyUntilMs: number;
}

export const SILENT_BUZZER: BuzzerState = { lastMs: {}, busyUntilMs: -Infinity };

export interface BuzzerStep {
  readonly state: BuzzerState;
  /** What to play now; null means nothing. */
  readonly pattern: BuzzerPattern | null;
}

/**
 * Decides whether to sound now. A sound is skipped within 3 s of the last one of the same kind (a refused key
 * excepted); kinds are counted apart, so that a failure does not silence the next message. A message cuts off any other
 * sound; the other kinds are skipped while a sound plays.
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
