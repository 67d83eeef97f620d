import type { LinkState } from '../../domain/link-state.ts';
import type { BuzzerPattern, LedPattern } from '../../domain/alert/signals.ts';
import type { InputMode } from '../../domain/input/input-event.ts';

/** What can be read on the handset's screen. */
export interface ScreenText {
  /** Visible labels from top to bottom. */
  readonly lines: readonly string[];
  /** Words of the item that has the focus; null when there is none. */
  readonly focused: string | null;
  /** The field of a message, while it has the focus; null when nothing is being written. */
  readonly field: { readonly textBefore: string; readonly mode: InputMode } | null;
}

/** The levels of all contacts at one moment. */
export interface ContactLevels {
  /** On the machine's monotonic clock (`systemMonotonicMs`), which all its processes share; ms. */
  readonly atMs: number;
  readonly closed: readonly number[];
}

/** From the handset's process to the simulator. */
export type DeviceReport =
  /** Pixels in the form of `PixelRectangle`: RGB565 little endian. */
  | {
      readonly kind: 'screen';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly pixels: Uint8Array;
    }
  | { readonly kind: 'led'; readonly pattern: LedPattern }
  | { readonly kind: 'buzzer'; readonly pattern: BuzzerPattern }
  /** 0 for a dark screen. */
  | { readonly kind: 'backlight'; readonly percent: number }
  | { readonly kind: 'link'; readonly state: LinkState['kind'] }
  | { readonly kind: 'screenText'; readonly requestId: number; readonly text: ScreenText };

/** From the simulator to the handset's process. */
export type DeviceOrder =
  /** Levels of the contacts, oldest first. A whole bounce comes at once, so that a busy machine cannot stretch it. */
  | { readonly kind: 'contacts'; readonly levels: readonly ContactLevels[] }
  | { readonly kind: 'readScreenText'; readonly requestId: number }
  /** Stop in order; the process then ends by itself. */
  | { readonly kind: 'stop' };

/** The handset's end of the wire to the simulator. */
export interface DeviceChannel {
  report(report: DeviceReport): void;
  /**
   * Call this once at most; orders that arrived before are told then. When the simulator is lost, the order to stop is
   * told once.
   */
  onOrder(listener: (order: DeviceOrder) => void): void;
  /** Lets go of the channel, which otherwise keeps the process alive. Idempotent. */
  close(): void;
}

/** Milliseconds on CLOCK_MONOTONIC, the same in all processes of this machine. */
export function systemMonotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
