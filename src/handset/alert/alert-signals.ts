import {
  LED_DARK,
  ledPattern,
  SILENT_BUZZER,
  sound,
  type AlertFacts,
  type BuzzerState,
  type Sound,
} from '../../domain/alert/alert.ts';
import { lights, sounds, type AlertProfile } from '../../domain/alert/alert-profile.ts';
import {
  failedUnasked,
  type OutgoingMessage,
  type OutgoingStatus,
  type Sequence,
} from '../../domain/history/message.ts';
import type { Buzzer } from '../../ports/device/buzzer.ts';
import type { Clock } from '../../ports/system/clock.ts';
import type { Led } from '../../ports/device/led.ts';
import type { Log } from '../../ports/system/log.ts';

export interface AlertSignalsParts {
  readonly led: Led;
  readonly buzzer: Buzzer;
  readonly clock: Clock;
  readonly log: Log;
  /** As the owner wants to be told at this moment. */
  readonly profile: () => AlertProfile;
}

/**
 * Keeps LED and buzzer true to what is known. A lamp that fails must not lose a message: its error is reported and goes
 * no further.
 */
export class AlertSignals {
  readonly #parts: AlertSignalsParts;
  #facts: AlertFacts;
  #fateOf: Sequence;
  #buzzer: BuzzerState = SILENT_BUZZER;

  /** `unread` and `last` come from the store, so that the LED is right at once after a restart. */
  constructor(parts: AlertSignalsParts, unread: number, last: OutgoingMessage | null) {
    this.#parts = parts;
    this.#fateOf = last?.sequence ?? -1;
    this.#facts = {
      unread,
      missedCalls: 0,
      lastFate: last === null ? null : fateOf(last),
      unreachable: false,
      storeFailing: false,
    };
  }

  get unread(): number {
    return this.#facts.unread;
  }

  /** Shows the right LED pattern for this moment; the adapter lets an unchanged pattern run on. */
  showLed(): void {
    const pattern = lights(this.#parts.profile()) ? ledPattern(this.#facts) : LED_DARK;
    try {
      this.#parts.led.show(pattern);
    } catch (cause) {
      this.#parts.log.error('alert.led-failed', { pattern: pattern.name }, cause);
    }
  }

  setUnread(unread: number): void {
    this.#change({ unread });
  }

  setUnreachable(unreachable: boolean): void {
    this.#change({ unreachable });
  }

  setStoreFailing(storeFailing: boolean): void {
    this.#change({ storeFailing });
  }

  /** The status of a sent message has changed. The LED shows only that of the newest one. */
  setFate(message: OutgoingMessage): void {
    if (message.sequence < this.#fateOf) return;
    this.#fateOf = message.sequence;
    this.#change({ lastFate: fateOf(message) });
  }

  sound(what: Sound): void {
    if (!sounds(this.#parts.profile())) return;
    const step = sound(this.#buzzer, what, this.#parts.clock.monotonicMs());
    this.#buzzer = step.state;
    if (step.pattern === null) return;
    try {
      this.#parts.buzzer.play(step.pattern);
    } catch (cause) {
      this.#parts.log.error('alert.buzzer-failed', { pattern: step.pattern.name }, cause);
    }
  }

  #change(facts: Partial<AlertFacts>): void {
    this.#facts = { ...this.#facts, ...facts };
    this.showLed();
  }
}

/** Null for one that the owner cancelled: nothing has to be told of it. */
function fateOf(message: OutgoingMessage): OutgoingStatus | null {
  return message.status === 'failed' && !failedUnasked(message) ? null : message.status;
}
