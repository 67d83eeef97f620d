import type { KeyMap, KeyName } from '../domain/keys/key-map.ts';

/** One key as the owner sees it. What it types stands in the key map's legends. */
export interface FaceKey {
  readonly key: KeyName;
  /** In letter keys' widths, 0.5…10. */
  readonly widthUnits: number;
  /** What is printed on a key that types nothing, as `Enter`; absent on keys with a legend. */
  readonly label?: string;
}

/** A row of keys: stretched over the whole width of the face, or standing in its middle. */
export interface FaceRow {
  readonly stretched: boolean;
  readonly keys: readonly FaceKey[];
}

/** A board, as data: pins, matrix, key map, screen, LED, buzzer. One folder each in `board/`. */
export interface Board {
  readonly name: string;
  readonly screen: {
    readonly widthPx: number;
    readonly heightPx: number;
    readonly driver: { readonly kind: 'memory' } | { readonly kind: 'framebuffer'; readonly path: string };
  };
  readonly keypad: {
    readonly keyMap: KeyMap;
    readonly debounceMs: number;
    /** Where the keys sit before the owner's eyes, from top to bottom: for the simulator's page and the key test. */
    readonly face: readonly FaceRow[];
    readonly source:
      | { readonly kind: 'simulated' }
      | {
          readonly kind: 'gpio-matrix';
          readonly chipLabel: string;
          readonly rowLines: readonly number[];
          readonly columnLines: readonly number[];
          readonly activeLow: boolean;
        }
      | {
          readonly kind: 'gpio-direct';
          readonly chipLabel: string;
          readonly lines: readonly number[];
          readonly activeLow: boolean;
        };
  };
  readonly led:
    | { readonly kind: 'simulated' }
    | {
        readonly kind: 'led-class';
        readonly names: Readonly<Partial<Record<'green' | 'amber' | 'red' | 'blue', string>>>;
      }
    | { readonly kind: 'gpio'; readonly chipLabel: string; readonly line: number; readonly activeLow: boolean };
  readonly buzzer:
    | { readonly kind: 'simulated' }
    | { readonly kind: 'pwm'; readonly chipPath: string; readonly channel: number }
    | { readonly kind: 'gpio'; readonly chipLabel: string; readonly line: number; readonly activeLow: boolean };
}
