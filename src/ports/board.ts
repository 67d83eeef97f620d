import type { KeyMap } from '../domain/key-map.ts';

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
