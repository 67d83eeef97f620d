import type { LinkState } from '../../domain/link-state.ts';
import type { BuzzerPattern, LedPattern } from '../../domain/alert/signals.ts';
import type { PixelRectangle } from '../../ports/device/screen.ts';
import type { DeviceReport } from '../wire/protocol.ts';

/** How a person beside the handset would describe its LED. */
export type LedState = 'dark' | 'lit' | 'blinking';

export interface BuzzerSound {
  /** 1, 2, 3 … since the simulator started. */
  readonly ordinal: number;
  readonly atMs: number;
  readonly pattern: BuzzerPattern;
}

export type MirrorChange =
  | { readonly kind: 'screen'; readonly rectangle: PixelRectangle }
  | { readonly kind: 'led'; readonly pattern: LedPattern }
  | { readonly kind: 'buzzer'; readonly sound: BuzzerSound }
  | { readonly kind: 'backlight'; readonly percent: number }
  | { readonly kind: 'link'; readonly state: LinkState['kind'] };

const DARK: LedPattern = { name: 'dark', steps: [] };
/** A screen whose light is not simulated is seen at all times. */
const FULL_LIGHT = 100;
/** The most sounds that are remembered. */
const BUZZER_LOG_LENGTH = 1000;

/** What one handset shows and sounds, as its reports say: the screen's pixels, the LED, and the log of its buzzer. */
export class DeviceMirror {
  readonly widthPx: number;
  readonly heightPx: number;
  /** RGB565 little endian, rows without padding. */
  readonly pixels: Uint8Array;
  readonly #changed: (change: MirrorChange) => void;
  readonly #sounds: BuzzerSound[] = [];
  #ledPattern = DARK;
  #link: LinkState['kind'] = 'stopped';
  #backlightPercent = FULL_LIGHT;
  #soundCount = 0;

  constructor(size: { readonly widthPx: number; readonly heightPx: number }, changed: (change: MirrorChange) => void) {
    this.widthPx = size.widthPx;
    this.heightPx = size.heightPx;
    this.pixels = new Uint8Array(size.widthPx * size.heightPx * 2);
    this.#changed = changed;
  }

  get ledPattern(): LedPattern {
    return this.#ledPattern;
  }

  get led(): LedState {
    const { steps } = this.#ledPattern;
    const lit = steps.some((step) => step.colour !== 'off' && step.durationMs > 0);
    if (!lit) return 'dark';
    return steps.some((step) => step.colour === 'off' && step.durationMs > 0) ? 'blinking' : 'lit';
  }

  /** How bright the screen is, in percent of the brightest; 0 is dark. */
  get backlightPercent(): number {
    return this.#backlightPercent;
  }

  get link(): LinkState['kind'] {
    return this.#link;
  }

  /** Oldest first, at most 1,000 of them. */
  get sounds(): readonly BuzzerSound[] {
    return this.#sounds;
  }

  take(report: Exclude<DeviceReport, { kind: 'screenText' }>, atMs: number): void {
    switch (report.kind) {
      case 'screen':
        this.#draw(report);
        return;
      case 'led':
        this.#ledPattern = report.pattern;
        this.#changed(report);
        return;
      case 'buzzer':
        this.#sound(report.pattern, atMs);
        return;
      case 'backlight':
        this.#backlightPercent = report.percent;
        this.#changed(report);
        return;
      case 'link':
        this.#link = report.state;
        this.#changed(report);
        return;
    }
  }

  /** Called when the power is gone: LED and screen go dark. */
  powerLost(atMs: number): void {
    this.take({ kind: 'led', pattern: DARK }, atMs);
    this.take({ kind: 'link', state: 'stopped' }, atMs);
    this.take({ kind: 'backlight', percent: FULL_LIGHT }, atMs);
    this.#changed({
      kind: 'buzzer',
      sound: { ordinal: this.#soundCount, atMs, pattern: { name: 'silent', steps: [] } },
    });
    this.pixels.fill(0);
    const whole = { x: 0, y: 0, width: this.widthPx, height: this.heightPx, pixels: this.pixels };
    this.#changed({ kind: 'screen', rectangle: whole });
  }

  #draw(rectangle: PixelRectangle): void {
    const { x, y, width, height, pixels } = rectangle;
    const rowBytes = width * 2;
    if (x + width > this.widthPx || y + height > this.heightPx || pixels.length !== rowBytes * height) {
      throw new RangeError(
        `${width} x ${height} at ${x},${y} does not fit a screen of ${this.widthPx} x ${this.heightPx}`,
      );
    }
    for (let row = 0; row < height; row++) {
      this.pixels.set(pixels.subarray(row * rowBytes, (row + 1) * rowBytes), ((y + row) * this.widthPx + x) * 2);
    }
    this.#changed({ kind: 'screen', rectangle });
  }

  #sound(pattern: BuzzerPattern, atMs: number): void {
    // The pattern that ends a sound is no sound itself.
    if (pattern.steps.length > 0) this.#soundCount += 1;
    const sound = { ordinal: this.#soundCount, atMs, pattern };
    if (pattern.steps.length > 0) this.#sounds.push(sound);
    if (this.#sounds.length > BUZZER_LOG_LENGTH) this.#sounds.shift();
    this.#changed({ kind: 'buzzer', sound });
  }
}
