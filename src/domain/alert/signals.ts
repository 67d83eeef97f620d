/** Colours that every handset's LED can show or approximate: a single-colour LED shows them all as "on". */
export type LedColour = 'green' | 'amber' | 'red' | 'blue';

/**
 * An LED pattern: its `steps` are repeated for ever. An empty list is dark. On an LED with one colour the rhythm tells
 * the patterns apart.
 */
export interface LedPattern {
  readonly name: string;
  readonly steps: readonly { readonly colour: LedColour | 'off'; readonly durationMs: number }[];
}

/** A buzzer pattern, played once and at most 3 s long. `frequencyHz` 0 is silence. */
export interface BuzzerPattern {
  readonly name: string;
  readonly steps: readonly { readonly frequencyHz: number; readonly durationMs: number }[];
}
