import type { KeyMap, KeyName } from '../../domain/keys/key-map.ts';
import { LONG_PRESS_MS } from '../../domain/keys/key-events.ts';
import { MULTI_TAP_MS } from '../../domain/input/multi-tap.ts';
import { success, type Result } from '../../domain/result.ts';
import type { Clock } from '../../ports/system/clock.ts';
import { fieldOn } from './field-on-screen.ts';
import type { KeySwitches } from './key-switches.ts';
import type { ScreenText } from '../wire/protocol.ts';
import { STROKE_MS, type Stroke } from './stroke.ts';
import { playStrokes, strokesFor } from './strokes.ts';

/** Pause after the last contact, so that the handset has debounced it before its screen is read. */
const READING_PAUSE_MS = 25;

export interface TypistParts {
  readonly keyMap: KeyMap;
  readonly switches: KeySwitches;
  readonly clock: Clock;
  readonly systemNowMs: () => number;
  readonly screenText: () => Promise<ScreenText | null>;
  readonly isOn: () => boolean;
}

/**
 * Types texts on one handset, one after the other, for the page and for scripts. On twelve keys it first looks at the
 * screen for the present letter case, and makes the pause that two letters on one key need.
 */
export class Typist {
  readonly #parts: TypistParts;
  /** The typing under way; null when there is none. */
  #underWay: Promise<unknown> | null = null;
  #lastTapped: KeyName | null = null;
  #lastTapMs = 0;

  constructor(parts: TypistParts) {
    this.#parts = parts;
  }

  /**
   * @returns when the last key has settled, on the switches' clock; on failure the character that no key has, and then
   * nothing was typed.
   */
  type(text: string): Promise<Result<number, string>> {
    if (this.#parts.keyMap.kind === 'qwerty') return Promise.resolve(this.#play(strokesFor(this.#parts.keyMap, text)));
    return this.#enqueue(() => this.#typeBySight(text));
  }

  /** Runs a finger's movement after the text that is still being typed, or at once when there is none. */
  afterTyping(move: () => void): void {
    if (this.#underWay === null) move();
    else void this.#enqueue(move);
  }

  #enqueue<Value>(work: () => Value | Promise<Value>): Promise<Value> {
    const done = (this.#underWay ?? Promise.resolve()).then(work);
    const ended: Promise<void> = done.then(() => {
      if (this.#underWay === ended) this.#underWay = null;
    });
    this.#underWay = ended;
    return done;
  }

  async #typeBySight(text: string): Promise<Result<number, string>> {
    const { keyMap, switches, systemNowMs, screenText, isOn } = this.#parts;
    await this.#until(switches.settledMs + READING_PAUSE_MS);
    const screen = await screenText();
    if (!isOn()) return success(systemNowMs());
    const played = this.#play(strokesFor(keyMap, text, fieldOn(screen)));
    if (played.ok) await this.#until(played.value);
    return played;
  }

  #play(strokes: Result<readonly Stroke[], string>): Result<number, string> {
    if (!strokes.ok) return strokes;
    const last = strokes.value.at(-1);
    const again = strokes.value[0]?.key === this.#lastTapped;
    const endMs = playStrokes(
      this.#parts.switches,
      strokes.value,
      again ? this.#lastTapMs + MULTI_TAP_MS + STROKE_MS : 0,
    );
    this.#lastTapped =
      this.#parts.keyMap.kind === 'qwerty' || last === undefined || last.holdMs >= LONG_PRESS_MS ? null : last.key;
    this.#lastTapMs = endMs;
    return success(endMs);
  }

  async #until(atMs: number): Promise<void> {
    const leftMs = Math.ceil(atMs - this.#parts.systemNowMs());
    if (leftMs <= 0) return;
    await new Promise<void>((resolve) => {
      this.#parts.clock.startTimer(leftMs, resolve);
    });
  }
}
