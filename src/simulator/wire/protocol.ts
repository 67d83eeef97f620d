import type { LinkState } from '../../domain/link-state.ts';
import type { BuzzerPattern, LedPattern } from '../../domain/alert/signals.ts';

/** What can be read on the handset's screen, as words. */
export interface ScreenText {
  /** Visible labels from top to bottom. */
  readonly lines: readonly string[];
  /** Words of the item that has the focus, or null. */
  readonly focused: string | null;
}

/** Levels of all contacts at one moment. */
export interface ContactLevels {
  /** On the machine's monotonic clock (`systemMonotonicMs`), which all its processes share. */
  readonly atMs: number;
  readonly closed: readonly number[];
}

/** From the handset's process to the simulator. */
export type DeviceReport =
  /** Pixels as `PixelRectangle` has them: RGB565 little endian. */
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
  | { readonly kind: 'link'; readonly state: LinkState['kind'] }
  | { readonly kind: 'screenText'; readonly requestId: number; readonly text: ScreenText };

/** From the simulator to the handset's process. */
export type DeviceOrder =
  /** What the contacts did, oldest first: whole bounces at once, so that a busy machine cannot stretch them. */
  | { readonly kind: 'contacts'; readonly levels: readonly ContactLevels[] }
  | { readonly kind: 'readScreenText'; readonly requestId: number }
  /** Stop in good order; the process then ends by itself. */
  | { readonly kind: 'stop' };

/** The handset's end of the wire to the simulator. */
export interface DeviceChannel {
  report(report: DeviceReport): void;
  /** May be called once; orders that came before are told then. A lost simulator counts as the order to stop, told once. */
  onOrder(listener: (order: DeviceOrder) => void): void;
  /** Lets go of the wire, which keeps the process alive. Idempotent. */
  close(): void;
}

/** Milliseconds on CLOCK_MONOTONIC, the same in all processes of this machine. */
export function systemMonotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
