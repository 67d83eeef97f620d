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
import type { OutgoingMessage, OutgoingStatus, Sequence } from '../../domain/history/message.ts';
import type { Buzzer } from '../../ports/device/buzzer.ts';
import type { Clock } from '../../ports/system/clock.ts';
import type { Led } from '../../ports/device/led.ts';
import type { Log } from '../../ports/system/log.ts';

export interface KeptAlerts {
  readonly unread: number;
  readonly notSent: number;
  readonly requests: number;
  /** Another device signed in to the account, and the owner has not seen that. */
  readonly otherDevice: boolean;
  /** The newest message that was sent. */
  readonly last: OutgoingMessage | null;
}

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
  #facts: Omit<AlertFacts, 'lastFate'>;
  #fateOf: Sequence;
  #fate: OutgoingStatus | null;
  #notSent: number;
  #buzzer: BuzzerState = SILENT_BUZZER;

  /** What is in the store, so that the LED is right at once after a restart. */
  constructor(parts: AlertSignalsParts, kept: KeptAlerts) {
    this.#parts = parts;
    this.#fateOf = kept.last?.sequence ?? -1;
    this.#fate = kept.last?.status ?? null;
    this.#notSent = kept.notSent;
    this.#facts = {
      unread: kept.unread,
      missedCalls: 0,
      requests: kept.requests,
      otherDevice: kept.otherDevice,
      unreachable: false,
      storeFailing: false,
    };
  }

  /** Messages that failed, and that the owner has not seen since. */
  get notSent(): number {
    return this.#notSent;
  }

  get unread(): number {
    return this.#facts.unread;
  }

  /** Shows the right LED pattern for this moment; the adapter lets an unchanged pattern run on. */
  showLed(): void {
    const pattern = lights(this.#parts.profile())
      ? ledPattern({ ...this.#facts, lastFate: this.#lastFate() })
      : LED_DARK;
    try {
      this.#parts.led.show(pattern);
    } catch (cause) {
      this.#parts.log.error('alert.led-failed', { pattern: pattern.name }, cause);
    }
  }

  setUnread(unread: number): void {
    this.#change({ unread });
  }

  setRequests(requests: number): void {
    this.#change({ requests });
  }

  setOtherDevice(otherDevice: boolean): void {
    this.#change({ otherDevice });
  }

  setUnreachable(unreachable: boolean): void {
    this.#change({ unreachable });
  }

  setStoreFailing(storeFailing: boolean): void {
    this.#change({ storeFailing });
  }

  /**
   * The status of a sent message has changed. The LED shows that of the newest one, but a failure until it was seen,
   * whatever was sent after it.
   */
  setFate(message: OutgoingMessage, notSent: number): void {
    const isNewest = message.sequence >= this.#fateOf;
    if (!isNewest && notSent === this.#notSent) return;
    if (isNewest) {
      this.#fateOf = message.sequence;
      this.#fate = message.status;
    }
    this.#notSent = notSent;
    this.showLed();
  }

  /** What the owner has seen by now. */
  setSeen(unread: number, notSent: number): void {
    this.#notSent = notSent;
    this.#change({ unread });
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

  #lastFate(): OutgoingStatus | null {
    if (this.#notSent > 0) return 'failed';
    return this.#fate === 'failed' ? null : this.#fate;
  }

  #change(facts: Partial<Omit<AlertFacts, 'lastFate'>>): void {
    this.#facts = { ...this.#facts, ...facts };
    this.showLed();
  }
}
