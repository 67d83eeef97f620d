import { ChangeListeners } from '../../domain/change-listeners.ts';
import type { KeyEvent } from '../../domain/keys/key-events.ts';
import type { KeyName } from '../../domain/keys/key-map.ts';
import type { LiveSettings } from '../../ports/live-settings.ts';
import type { ScreenLight } from '../../ports/device/screen-light.ts';
import type { Backlight } from '../../ports/device/backlight.ts';
import type { Clock, Timer } from '../../ports/system/clock.ts';

/** A locked keypad shows time and news for so long, because a pocket presses keys as well. */
export const LOCKED_LIGHT_MS = 5_000;

export interface IdleLightParts {
  readonly backlight: Backlight;
  readonly clock: Clock;
  /** What draws on the screen. It rests while the screen is dark, and must be up to date before the light is on. */
  readonly picture: { rest(): void; resume(): void };
  /** In force until `follow` is called. */
  readonly settings: Pick<LiveSettings, 'value'>;
}

/**
 * Lights the screen while keys are pressed, and makes it dark when none was for a while or when the keypad locks. The
 * key that lights a dark screen does nothing else. News do not light it: LED and buzzer tell them, and what nobody has
 * looked at must not count as read.
 */
export class IdleLight implements ScreenLight {
  readonly #parts: IdleLightParts;
  readonly #listeners = new ChangeListeners();
  /** Keys that lit the screen and are still down. */
  readonly #waking = new Set<KeyName>();
  #settings: Pick<LiveSettings, 'value'>;
  #isLit = true;
  #isLocked = false;
  #timer: Timer | null = null;
  #closed = false;

  constructor(parts: IdleLightParts) {
    this.#parts = parts;
    this.#settings = parts.settings;
    this.#shine();
    this.#arm();
  }

  get isLit(): boolean {
    return this.#isLit;
  }

  /** Called after each change. Returns the way to unsubscribe. */
  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Brightness and time come from these settings from now on. Returns the way to leave them again. */
  follow(settings: Pick<LiveSettings, 'value' | 'onChange'>): () => void {
    this.#settings = settings;
    this.#settingsChanged();
    const unsubscribe = settings.onChange((name) => {
      if (name === 'brightnessPercent' || name === 'screenOffSeconds') this.#settingsChanged();
    });
    return () => {
      unsubscribe();
      this.#settings = this.#parts.settings;
      this.#settingsChanged();
    };
  }

  /** Every event of every key, in order. @returns whether it also means something to what is on the screen. */
  passes({ kind, key }: KeyEvent): boolean {
    if (!this.#isLit && kind === 'down') {
      this.#waking.add(key);
      this.#light();
      return false;
    }
    // 'stuck' is no sign of a finger.
    if (this.#isLit && kind !== 'stuck') this.#arm();
    if (!this.#waking.has(key)) return true;
    if (kind === 'up') this.#waking.delete(key);
    return false;
  }

  /** The keypad was locked or unlocked. */
  lockChanged(isLocked: boolean): void {
    this.#isLocked = isLocked;
    if (isLocked && this.#offAfterMs !== null) this.#darken();
    else if (this.#isLit) this.#arm();
  }

  /** Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#timer?.cancel();
    this.#listeners.clear();
    this.#parts.backlight.close();
  }

  /** Null: the screen stays lit. */
  get #offAfterMs(): number | null {
    const offMs = this.#settings.value('screenOffSeconds') * 1_000;
    if (offMs === 0 || !this.#parts.backlight.canDarken) return null;
    return this.#isLocked ? Math.min(offMs, LOCKED_LIGHT_MS) : offMs;
  }

  #settingsChanged(): void {
    if (!this.#isLit || this.#closed) return;
    this.#shine();
    this.#arm();
  }

  #shine(): void {
    this.#parts.backlight.shine(this.#settings.value('brightnessPercent'));
  }

  #arm(): void {
    this.#timer?.cancel();
    this.#timer = null;
    const offAfterMs = this.#offAfterMs;
    if (offAfterMs === null || this.#closed) return;
    this.#timer = this.#parts.clock.startTimer(offAfterMs, () => {
      this.#darken();
    });
  }

  #light(): void {
    this.#isLit = true;
    this.#tell();
    this.#parts.picture.resume();
    this.#shine();
    this.#arm();
  }

  #darken(): void {
    this.#timer?.cancel();
    this.#timer = null;
    if (!this.#isLit || this.#closed) return;
    this.#isLit = false;
    this.#parts.backlight.shine(0);
    this.#parts.picture.rest();
    this.#tell();
  }

  #tell(): void {
    this.#listeners.tell();
  }
}
